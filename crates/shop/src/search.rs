//! Search over titles and facets. What is looked for goes to the shop, as any shop's search does;
//! the answer is the same for everyone.

use homekept::catalogue::{Catalogue, FacetIx, ItemIx};

/// The words of every item, folded once.
#[derive(Debug)]
pub(crate) struct Index {
    items: Vec<Words>,
}

#[derive(Debug)]
struct Words {
    title: String,
    all: String,
}

impl Index {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        let words = |item| {
            let title = fold(catalogue.title(item));
            let mut all = format!(" {title} {}", fold(catalogue.id(item)));
            for facet in catalogue.facets(item) {
                all.push(' ');
                all.push_str(&fold(catalogue.facet_label(facet)));
            }
            Words { title, all }
        };
        Self { items: (0..catalogue.len()).map(|item| words(ItemIx(item))).collect() }
    }

    /// The items that have every word of the query at the beginning of one of theirs: titles that
    /// begin with it first, then titles that hold it, then the popular ones.
    pub(crate) fn find(&self, catalogue: &Catalogue, query: &str) -> Vec<ItemIx> {
        let query = fold(query);
        let needles: Vec<String> =
            query.split_whitespace().map(|word| format!(" {word}")).collect();
        if needles.is_empty() {
            return Vec::new();
        }
        let rank = |words: &Words| {
            if words.title.starts_with(&query) {
                0
            } else if words.title.contains(&query) {
                1
            } else {
                2
            }
        };
        let mut found: Vec<(u8, ItemIx)> = (0u32..)
            .zip(&self.items)
            .filter(|(_, words)| needles.iter().all(|needle| words.all.contains(needle.as_str())))
            .map(|(item, words)| (rank(words), ItemIx(item)))
            .collect();
        found.sort_by(|(rank_a, a), (rank_b, b)| {
            rank_a
                .cmp(rank_b)
                .then_with(|| catalogue.popularity(*b).total_cmp(&catalogue.popularity(*a)))
                .then_with(|| a.cmp(b))
        });
        found.into_iter().map(|(_, item)| item).collect()
    }
}

/// The facets whose label holds every word of the query.
pub(crate) fn facets(catalogue: &Catalogue, query: &str) -> Vec<FacetIx> {
    let query = fold(query);
    let needles: Vec<String> = query.split_whitespace().map(|word| format!(" {word}")).collect();
    let holds = |facet: &FacetIx| {
        let label = format!(" {}", fold(catalogue.facet_label(*facet)));
        !needles.is_empty() && needles.iter().all(|needle| label.contains(needle.as_str()))
    };
    (0..catalogue.header().facets).map(FacetIx).filter(holds).take(MOST_FACETS).collect()
}

/// Lower case, without the marks of Latin letters, words parted by single spaces.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'à'..='å' | 'ā' | 'ą' => folded.push('a'),
            'æ' => folded.push_str("ae"),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'è'..='ë' | 'ē' | 'ę' | 'ě' => folded.push('e'),
            'ì'..='ï' | 'ī' => folded.push('i'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' => folded.push('o'),
            'œ' => folded.push_str("oe"),
            'ř' => folded.push('r'),
            'š' | 'ś' => folded.push('s'),
            'ß' => folded.push_str("ss"),
            'ù'..='ü' | 'ū' => folded.push('u'),
            'ž' | 'ź' | 'ż' => folded.push('z'),
            // "Alice's" is found by "alices".
            '\'' | '’' | '.' => {}
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ => folded.push(' '),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// More than these would be a list of its own.
const MOST_FACETS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgives_case_marks_and_punctuation() {
        let check = |text: &str, folded: &str| assert_eq!(fold(text), folded);
        check("Émile  Zola", "emile zola");
        check("Alice's Adventures", "alices adventures");
        check("M. R. James", "m r james");
        check("Tractatus Logico-Philosophicus", "tractatus logico philosophicus");
        check("Ærø, ß", "aero ss");
    }
}

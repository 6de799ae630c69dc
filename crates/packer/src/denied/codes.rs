//! What a code of a known taxonomy says: the numbers of the IAB, and the numbers and paths of
//! Google's product taxonomy.

use google_taxonomy::ProductCategory;

use super::topics::Topic;
use crate::input::codes::{Code, Taxonomy};

/// The topic of a code, and whether it may be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listed {
    /// The place of the topic.
    pub(crate) topic: usize,
    /// Whether it is a proxy, which a shop may allow.
    pub(crate) guarded: bool,
}

/// What the table says of a code; none where it is not listed. A path of the shop's own counts as
/// one of Google's where it is the same: shops sort by that taxonomy too.
pub(crate) fn look_up(code: &Code, topics: &[Topic]) -> Option<Listed> {
    match code.taxonomy {
        Taxonomy::Iab => iab(&code.text, topics),
        Taxonomy::Google => google(&code.text, topics),
        Taxonomy::Own => by_path(&code.text, topics),
    }
}

/// Whether a text is written like an id of the IAB: a number, one of version 1.0, or six letters
/// and digits.
pub(crate) fn is_iab_id(text: &str) -> bool {
    let is_number = |part: &str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_mixed = text.len() == 6
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_digit());
    match text.get(..3).filter(|start| start.eq_ignore_ascii_case("IAB")) {
        Some(_) => text
            .get(3..)
            .is_some_and(|rest| rest.split('-').count() <= 2 && rest.split('-').all(is_number)),
        None => is_number(text) || is_mixed,
    }
}

/// What Google's taxonomy calls a category, by its number or its path; none where it has no such.
pub(crate) fn google_path(text: &str) -> Option<&'static str> {
    let found = match text.trim().parse::<u32>() {
        Ok(number) => ProductCategory::from_id(number),
        Err(_) => ProductCategory::from_name(text.trim()),
    };
    found.ok().map(|category| category.name())
}

fn iab(text: &str, topics: &[Topic]) -> Option<Listed> {
    let of_first_version = text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("IAB"));
    // The ids of 3.1 tell capitals apart.
    let is_listed = |ids: &[String]| match of_first_version {
        true => ids.iter().any(|id| id.eq_ignore_ascii_case(text)),
        false => ids.iter().any(|id| id == text),
    };
    let exact = topics.iter().enumerate().find_map(|(topic, said)| {
        let (strict, guarded) = match of_first_version {
            true => (&said.iab1, &said.iab1_guarded),
            false => (&said.iab, &said.iab_guarded),
        };
        let guarded = is_listed(guarded).then_some(true).or(is_listed(strict).then_some(false))?;
        Some(Listed { topic, guarded })
    });
    // Version 1.0 shows in an id what it stands below. Health & Fitness and Personal Finance are as
    // a whole a proxy, and exercise or taxes below them are none.
    let parent = text.split_once('-').filter(|_| of_first_version).map(|(parent, _)| parent);
    exact.or_else(|| iab(parent?, topics).filter(|listed| !listed.guarded))
}

fn google(text: &str, topics: &[Topic]) -> Option<Listed> {
    // A path that the taxonomy has lost or gained since may still begin like one of it.
    by_path(google_path(text).unwrap_or(text), topics)
}

fn by_path(path: &str, topics: &[Topic]) -> Option<Listed> {
    let path = parts(path);
    let mut best: Option<(usize, Listed)> = None;
    for (topic, said) in topics.iter().enumerate() {
        for (guarded, prefixes) in [(false, &said.google), (true, &said.google_guarded)] {
            for prefix in prefixes {
                let prefix = parts(prefix);
                let is_longer = best.is_none_or(|(length, _)| prefix.len() > length);
                if is_longer && path.starts_with(&prefix) {
                    best = Some((prefix.len(), Listed { topic, guarded }));
                }
            }
        }
    }
    best.map(|(_, listed)| listed)
}

/// The steps of a path, as they are compared.
fn parts(path: &str) -> Vec<String> {
    path.split('>').map(|part| part.trim().to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::topics::topics;
    use super::*;

    #[track_caller]
    fn check(taxonomy: Taxonomy, text: &str, expected: Option<(&str, bool)>) {
        let found = look_up(&Code { taxonomy, text: text.to_owned() }, topics());
        let found = found
            .and_then(|listed| Some((topics().get(listed.topic)?.name.as_str(), listed.guarded)));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn ids_of_the_iab_are_known_in_both_ways_of_writing_them() {
        check(Taxonomy::Iab, "286", Some(("health", false)));
        check(Taxonomy::Iab, "233", Some(("health", true)));
        check(Taxonomy::Iab, "v9i3On", Some(("sensitive-content", false)));
        check(Taxonomy::Iab, "V9I3ON", None);
        // Automotive.
        check(Taxonomy::Iab, "1", None);
        check(Taxonomy::Iab, "IAB7-20", Some(("health", false)));
        check(Taxonomy::Iab, "iab23-7", Some(("religion", false)));
        check(Taxonomy::Iab, "IAB7", Some(("health", true)));
        // Exercise, below Health & Fitness.
        check(Taxonomy::Iab, "IAB7-1", None);
        check(Taxonomy::Iab, "IAB2-3", None);
        check(Taxonomy::Iab, "IAB235", None);
    }

    #[test]
    fn categories_of_google_are_denied_with_all_below_them() {
        check(Taxonomy::Google, "491", Some(("health", false)));
        // Bandages, three steps below it.
        check(Taxonomy::Google, "509", Some(("health", false)));
        check(Taxonomy::Google, "775", Some(("sex-life", false)));
        check(Taxonomy::Google, "525", Some(("health", true)));
        check(Taxonomy::Google, "469", None);
        check(Taxonomy::Google, "Mature > Erotic > Erotic Games", Some(("sex-life", false)));
        check(Taxonomy::Google, "mature>erotic>a shelf of next year", Some(("sex-life", false)));
        check(Taxonomy::Google, "Matures > Erotic", None);
        check(Taxonomy::Google, "Baby & Toddler > Baby Health", Some(("health", false)));
        check(Taxonomy::Own, "Baby & Toddler > Potty Training", Some(("family", true)));
        check(Taxonomy::Own, "Home > Baby & Toddler", None);
    }

    #[test]
    fn what_is_written_like_an_id_is_told_from_what_is_not() {
        for id in ["1", "286", "IAB7", "iab7-39", "v9i3On", "HxqYV1"] {
            assert!(is_iab_id(id), "{id}");
        }
        for text in [
            "",
            "Health",
            "health",
            "12345",
            "IAB",
            "IAB7-",
            "IAB7-1-2",
            "Medical Health",
            "é3On12x",
        ] {
            assert!(!is_iab_id(text), "{text}");
        }
    }

    #[test]
    fn every_path_of_the_table_is_one_of_the_taxonomy_and_every_id_is_written_like_one() {
        let mut ids: Vec<&String> = Vec::new();
        for topic in topics() {
            for path in topic.google.iter().chain(&topic.google_guarded) {
                assert_eq!(google_path(path), Some(path.as_str()));
            }
            ids.extend(
                [&topic.iab, &topic.iab_guarded, &topic.iab1, &topic.iab1_guarded]
                    .into_iter()
                    .flatten(),
            );
        }
        assert!(ids.iter().all(|id| is_iab_id(id)));
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "an id stands in two lists");
    }
}

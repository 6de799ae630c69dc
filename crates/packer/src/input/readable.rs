//! Titles and prices as a person would write them: for shops that show a feed which shouts.

use std::collections::BTreeMap;

use super::columns::plain;
use super::feed::FeedItem;

/// Whether titles are written in capitals throughout. A few exceptions are nobody's style.
pub(crate) fn is_shouting<'a>(titles: impl Iterator<Item = &'a str>) -> bool {
    let (mut all, mut loud) = (0usize, 0usize);
    for title in titles.filter(|title| title.chars().any(char::is_alphabetic)) {
        all += 1;
        loud += usize::from(!title.chars().any(char::is_lowercase));
    }
    all > 0 && loud * 10 >= all * 9
}

/// A title with capitals at the beginnings of its words alone. A word that has a small letter is
/// left as it is: somebody meant it.
pub(crate) fn title(shouted: &str) -> String {
    let mut written = String::with_capacity(shouted.len());
    for (place, word) in shouted.split_whitespace().enumerate() {
        if place > 0 {
            written.push(' ');
        }
        let lower = word.to_lowercase();
        if word.chars().any(char::is_lowercase) {
            written.push_str(word);
        } else if place > 0 && SMALL_WORDS.contains(&lower.as_str()) {
            written.push_str(&lower);
        } else {
            push_capitalised(&mut written, &lower);
        }
    }
    written
}

/// Every part of a word between hyphens and other marks begins with a capital; what follows a
/// digit is a measure, and what follows an apostrophe is an ending.
fn push_capitalised(written: &mut String, lower: &str) {
    let mut before = ' ';
    for letter in lower.chars() {
        let begins = !before.is_alphanumeric() && !matches!(before, '\'' | '’');
        if begins {
            written.extend(letter.to_uppercase())
        } else {
            written.push(letter)
        }
        before = letter;
    }
}

/// Prices that are bare numbers get equal decimals, and the currency that the feed names beside
/// them. Prices that say more are left as they are.
pub(crate) fn prices(items: &mut [FeedItem], keys: &[String]) {
    let place = |name: &str| (0u32..).zip(keys).find(|(_, key)| plain(key) == name);
    let Some((price, _)) = place("price") else { return };
    let currency = place("currency").map(|(place, _)| place);
    let texts = items.iter().flat_map(|item| &item.display).filter(|(key, _)| *key == price);
    let texts: Vec<&str> = texts.map(|(_, text)| text.as_str()).collect();
    if !texts.iter().all(|text| is_bare(text)) {
        return;
    }
    let decimals = usual_decimals(&texts);
    for item in items {
        let named = item.display.iter().find(|(key, _)| Some(*key) == currency);
        let named = named.map(|(_, text)| text.clone());
        for (_, text) in item.display.iter_mut().filter(|(key, _)| *key == price) {
            if let Ok(number) = text.parse::<f64>() {
                *text = format!("{number:.decimals$}");
            }
            match &named {
                Some(code) if code.chars().all(char::is_alphabetic) => {
                    *text = format!("{text} {code}");
                }
                Some(sign) => *text = format!("{sign}{text}"),
                None => {}
            }
        }
        item.display.retain(|(key, _)| Some(*key) != currency);
    }
}

/// How many decimals prices have: none where none has any, else as many as most of those that have
/// some, and two at least. One is a price that lost its nought; sixteen are a mean.
fn usual_decimals(prices: &[&str]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, decimals) in prices.iter().filter_map(|price| price.split_once('.')) {
        *counts.entry(decimals.len()).or_default() += 1;
    }
    let usual = counts.into_iter().max_by_key(|(_, count)| *count);
    usual.map_or(0, |(decimals, _)| decimals.max(2))
}

fn is_bare(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.parse::<f64>().is_ok()
}

/// Words that a title keeps small, unless it begins with one.
const SMALL_WORDS: [&str; 16] = [
    "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "w/", "with",
    "without",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shouted_titles_become_readable() {
        for (shouted, written) in [
            ("WHITE HANGING HEART T-LIGHT HOLDER", "White Hanging Heart T-Light Holder"),
            ("SET OF 3 CAKE TINS", "Set of 3 Cake Tins"),
            ("THE KING GIFT BAG 25x24x12cm", "The King Gift Bag 25x24x12cm"),
            ("CHILDREN'S APRON 30CM,PACK/12", "Children's Apron 30cm,Pack/12"),
            ("  PARTY   INVITES ", "Party Invites"),
            ("ÉCLAIR À LA CRÈME", "Éclair À La Crème"),
            ("Dr. Jam's Arouzer", "Dr. Jam's Arouzer"),
            ("", ""),
        ] {
            assert_eq!(title(shouted), written);
        }
    }

    #[test]
    fn a_feed_shouts_when_nearly_all_of_it_does() {
        assert!(is_shouting(["RED BAG", "BLUE BAG", "125"].into_iter()));
        assert!(!is_shouting(["RED BAG", "Blue bag"].into_iter()));
        assert!(!is_shouting(["125", ""].into_iter()));
    }

    #[test]
    fn prices_are_written_alike() {
        let check = |keys: &[&str], rows: &[&[&str]], written: &[&str]| {
            let item = |row: &&[&str]| FeedItem {
                display: (0..).zip(row.iter().map(|text| (*text).to_owned())).collect(),
                ..FeedItem::default()
            };
            let mut items: Vec<FeedItem> = rows.iter().map(item).collect();
            let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
            prices(&mut items, &keys);
            let texts: Vec<&str> = items.iter().map(|item| item.display[0].1.as_str()).collect();
            assert_eq!(texts, written);
        };
        check(&["price"], &[&["2.1"], &["3"], &["12.75"]], &["2.10", "3.00", "12.75"]);
        check(&["price"], &[&["2.1"], &["3"]], &["2.10", "3.00"]);
        check(
            &["price"],
            &[&["2.9299999999999997"], &["2.1"], &["3.25"], &["0.95"]],
            &["2.93", "2.10", "3.25", "0.95"],
        );
        check(&["Price"], &[&["28"], &["9"]], &["28", "9"]);
        check(&["price", "currency"], &[&["2.5", "GBP"], &["3", "€"]], &["2.50 GBP", "€3.00"]);
        check(&["price"], &[&["£2.1"], &["3"]], &["£2.1", "3"]);
        check(&["cost"], &[&["2.1"], &["3"]], &["2.1", "3"]);
    }
}

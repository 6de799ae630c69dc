//! Covers that the style sheet draws: no picture is fetched, so a cover cannot tell its host what
//! is shown. A cover's colour and layout come from the item's id and title, and the page's script
//! derives the same two numbers when a pick takes a card over.

/// A number from 0 to 11 for a text: the sum of its bytes. The elements of the page bind
/// `data-hue` by the same rule, so that a card looks alike whoever made it.
#[must_use]
pub fn derive_hue(text: &str) -> u32 {
    text.bytes().map(u32::from).sum::<u32>() % HUES
}

/// The size of lettering that lets a title fit, as a digit, so that its hue is itself. "0" is what
/// a pack without the field gets: it suits most titles.
#[must_use]
pub fn derive_fit(title: &str) -> &'static str {
    let longest = title.split([' ', '-']).map(|word| word.chars().count()).max().unwrap_or(0);
    let whole = title.chars().count();
    let sizes = [("1", 7, 16), ("2", 9, 30), ("0", 12, 44)];
    sizes
        .iter()
        .find(|(_, word, all)| longest <= *word && whole <= *all)
        .map_or("3", |(size, _, _)| size)
}

/// The display field that carries the size of lettering.
pub const FIT: &str = "fit";

const HUES: u32 = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lettering_follows_the_longest_word_and_the_length() {
        let check = |title: &str, size: &str| assert_eq!(derive_fit(title), size, "{title}");
        check("Emma", "1");
        check("Dracula", "1");
        check("Frankenstein", "0");
        check("Pride and Prejudice", "2");
        check("Strange Case of Dr Jekyll and Mr Hyde", "0");
        check("The Formation of Vegetable Mould through the Action of Worms", "3");
        check("", "1");
    }

    #[test]
    fn a_hue_is_the_sum_of_the_bytes_and_a_digit_is_its_own() {
        assert_eq!(derive_hue(""), 0);
        assert_eq!(derive_hue("ab"), (97 + 98) % 12);
        assert_eq!(derive_hue("é"), (0xc3 + 0xa9) % 12);
        for (digit, hue) in [("0", 0), ("1", 1), ("2", 2), ("3", 3)] {
            assert_eq!(derive_hue(digit), hue);
        }
    }
}

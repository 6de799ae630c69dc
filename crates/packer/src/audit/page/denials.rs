//! By what items are denied, as tables.

use super::html::{escape, number, table};
use crate::{Denials, Inspection};

/// The part of the page that says it.
pub(super) fn section(pack: &Inspection) -> String {
    let Some(denials) = &pack.denials else {
        return match pack.items.denied.is_empty() {
            true => String::new(),
            false => "<p class=\"soft\">The file does not say by what its items are denied.</p>\n"
                .to_owned(),
        };
    };
    [causes(denials), overrides(denials), screens(denials)].concat()
}

fn causes(denials: &Denials) -> String {
    let rows: Vec<Vec<String>> = denials
        .causes
        .iter()
        .map(|cause| {
            let topic = cause.topic.as_deref().unwrap_or("not told");
            vec![escape(topic), escape(&cause.in_words()), number(cause.items.into())]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let more = match denials.more_causes {
        0 => String::new(),
        more => format!(
            "<p class=\"soft\">And {} more, with fewer items each.</p>\n",
            number(more.into())
        ),
    };
    table("By what items are denied", &["Topic", "By what", "Items"], &rows) + &more
}

fn overrides(denials: &Denials) -> String {
    let rows: Vec<Vec<String>> = denials
        .overrides
        .iter()
        .map(|allowed| {
            vec![
                escape(&allowed.topic),
                escape(&allowed.in_words()),
                escape(&allowed.reason),
                number(allowed.items.into()),
            ]
        })
        .collect();
    match rows.is_empty() {
        true => String::new(),
        false => table(
            "What the shop allows that would be denied",
            &["Topic", "By what", "The shop\u{2019}s reason", "Items"],
            &rows,
        ),
    }
}

fn screens(denials: &Denials) -> String {
    let screen = match denials.screen {
        true => "The names of all categories were held against lists of words in eleven languages.",
        false => {
            "The names of categories were not held against the lists of words: the shop switched that off."
        }
    };
    let titles = match (denials.screen, denials.screen_titles) {
        (false, _) => String::new(),
        (true, true) => " So were titles.".to_owned(),
        (true, false) => format!(
            " Titles deny nothing here; {} of items that are not denied hold such a word.",
            number(denials.titles.items.into())
        ),
    };
    let closed = match denials.closed {
        0 => String::new(),
        closed => format!(
            " {} more categories and attributes are denied because denied items alone carry them.",
            number(closed.into())
        ),
    };
    format!("<p class=\"soft\">{screen}{titles}{closed}</p>\n")
}

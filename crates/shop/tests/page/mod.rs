//! What a page of the shop holds, read as text.

#![allow(dead_code, reason = "each test file uses its own part")]

/// What the style and script rules of the policy would break, and what every page needs.
pub(crate) fn whole(path: &str, html: &str) {
    for banned in [
        "<style",
        " style=",
        "<script>",
        "javascript:",
        " onclick=",
        " onload=",
        "http://",
        "https://",
    ] {
        assert!(!html.contains(banned), "{path} has {banned}");
    }
    for needed in [
        "<html lang=\"en\">",
        "href=\"#main\"",
        "<main id=\"main\"",
        "name=\"viewport\"",
        // The preference center is one click from everywhere.
        "href=\"/preferences\"",
        "loading=\"lazy\"",
    ] {
        assert!(html.contains(needed), "{path} lacks {needed}");
    }
    assert_eq!(html.matches("<h1").count(), 1, "{path} has one heading of the first level");
    assert_eq!(
        html.matches("<img ").count(),
        html.matches(" alt=\"").count(),
        "{path}: a picture has no text"
    );
    // No card brings a picture of its own: it would tell its host what is shown.
    assert!(
        html.split("<li class=\"card\">")
            .skip(1)
            .all(|card| { !card.split("</li>").next().unwrap_or_default().contains("<img") })
    );
}

/// The items that a page's lists lead to, in order.
pub(crate) fn links(html: &str) -> Vec<String> {
    let cards = html.split("<li class=\"card\" data-homekept-item=").skip(1);
    cards
        .filter_map(|card| card.split("href=\"").nth(1)?.split('"').next())
        .map(|address| address.replace("&#x2f;", "/"))
        .collect()
}

/// The texts of the elements that have a class, in order.
pub(crate) fn texts(html: &str, class: &str) -> Vec<String> {
    // A pick's template has the same elements, empty.
    let opening = format!("<span class=\"{class}\">");
    html.split(&opening)
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .map(|text| text.replace("&#x27;", "'").replace("&amp;", "&"))
        .collect()
}

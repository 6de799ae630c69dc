//! One reader for each format, behind [`Source`](super::records::Source), and how a format is
//! recognised.

pub(crate) mod csv;
mod held;
pub(crate) mod json;
pub(crate) mod lines;
pub(crate) mod merchant;
mod object;
pub(crate) mod page;
pub(crate) mod parquet;
mod parts;
mod scan;
mod schema;
pub(crate) mod shopify;

use serde::de::IgnoredAny;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Csv,
    JsonLines,
    JsonList,
    JsonObject,
    /// RSS or Atom.
    Merchant,
    /// A page in HTML.
    Page,
    /// XML of another kind.
    OtherXml,
}

impl Format {
    /// Recognises a text by its beginning, which is without the mark of UTF-8 and without blanks in
    /// front; none where there is nothing.
    pub(crate) fn of(head: &str) -> Option<Self> {
        Some(match head.bytes().next()? {
            b'[' => Self::JsonList,
            b'{' if has_object_a_line(head) => Self::JsonLines,
            b'{' => Self::JsonObject,
            b'<' => Self::of_xml(head),
            _ => Self::Csv,
        })
    }

    fn of_xml(head: &str) -> Self {
        match root(head).to_lowercase().as_str() {
            "html" => Self::Page,
            "rss" | "rdf:rdf" | "channel" | "feed" => Self::Merchant,
            _ => Self::OtherXml,
        }
    }
}

/// The name of the first element, behind what XML and HTML may have in front of it; a page may
/// begin with its type alone.
fn root(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        let end = match text {
            text if text.starts_with("<!--") => text.find("-->").map(|end| end + 3),
            text if text.starts_with("<?") => text.find("?>").map(|end| end + 2),
            text if text.starts_with("<!") => {
                let doctype = text.split_whitespace().nth(1).unwrap_or_default();
                if doctype.to_lowercase().starts_with("html") {
                    return "html";
                }
                text.find('>').map(|end| end + 1)
            }
            text => {
                let name = text.trim_start_matches('<');
                let end = name.find(|c: char| c.is_whitespace() || c == '>' || c == '/');
                return end.and_then(|end| name.get(..end)).unwrap_or(name);
            }
        };
        text = end.and_then(|end| text.get(end..)).unwrap_or_default();
    }
}

/// Whether an object ends with its line and another one follows. One of the first two lines may be
/// broken: then it is told of like any other.
fn has_object_a_line(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    let goes_on = first.ends_with(['[', '{', ',', ':']);
    is_json(first) || !goes_on && second.starts_with('{') && is_json(second)
}

fn is_json(line: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(line).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_recognised_by_their_beginning() {
        for (head, expected) in [
            ("", None),
            ("id,title\n", Some(Format::Csv)),
            ("[{\"id\":1}]", Some(Format::JsonList)),
            ("{\"id\":1}", Some(Format::JsonObject)),
            ("{\"id\":1}\n{\"id\":2}\n", Some(Format::JsonLines)),
            ("{\"id\":1}\nnonsense\n", Some(Format::JsonLines)),
            ("{\"id\":}\n{\"id\":2}\n", Some(Format::JsonLines)),
            ("{\n  \"products\": [\n    {\"id\":1}", Some(Format::JsonObject)),
            ("{\"products\": [\n{\"id\":1}\n]}", Some(Format::JsonObject)),
            ("<?xml version=\"1.0\"?>\n<!-- ours --><rss version=\"2.0\">", Some(Format::Merchant)),
            ("<feed xmlns=\"http://www.w3.org/2005/Atom\">", Some(Format::Merchant)),
            ("<!DOCTYPE html>\n<title>", Some(Format::Page)),
            ("<html><head>", Some(Format::Page)),
            ("<?xml version=\"1.0\"?><urlset>", Some(Format::OtherXml)),
            ("<!--", Some(Format::OtherXml)),
        ] {
            assert_eq!(Format::of(head), expected, "{head}");
        }
    }
}

//! A page of a shop: what it tells search engines in `<script type="application/ld+json">`.

use std::io::{self, Read};

use super::held::Held;
use crate::input::bytes::Text;
use crate::input::fields::{Columns, Fields};
use crate::input::records::{Line, Source};

/// The products of a page.
pub(crate) struct Page(Held);

impl Page {
    /// Reads a page; none where it tells of no product.
    pub(crate) fn open(text: Text) -> io::Result<Option<Self>> {
        let mut held = Held::default();
        for (line, script) in scripts(text)? {
            held.take(line, serde_json::from_str(&script));
        }
        Ok(held.has_objects().then_some(Self(held)))
    }
}

impl Source for Page {
    fn next(&mut self, columns: &mut Columns, fields: &mut Fields) -> io::Result<Option<Line>> {
        Ok(self.0.next(columns, fields))
    }

    fn left_out(&self) -> Option<String> {
        self.0.left_out()
    }
}

/// The JSON-LD of a page, each script with the number of its line.
fn scripts(mut text: Text) -> io::Result<Vec<(u64, String)>> {
    let mut bytes = Vec::new();
    text.read_to_end(&mut bytes)?;
    let page = String::from_utf8_lossy(&bytes);
    // Only letters of ASCII change, so that places are the same in both.
    let lower = page.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(begin) = place(&lower, from, "<script") {
        let Some(inner) = place(&lower, begin, ">").map(|end| end + 1) else { break };
        let Some(end) = place(&lower, inner, "</script") else { break };
        if lower.get(begin..inner).is_some_and(|tag| tag.contains("application/ld+json")) {
            let line = 1 + lower.bytes().take(inner).filter(|byte| *byte == b'\n').count() as u64;
            found.push((line, page.get(inner..end).unwrap_or_default().to_owned()));
        }
        from = end;
    }
    Ok(found)
}

fn place(text: &str, from: usize, part: &str) -> Option<usize> {
    text.get(from..)?.find(part).map(|place| from + place)
}

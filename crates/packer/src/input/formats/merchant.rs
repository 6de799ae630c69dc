//! Merchant Center's XML: RSS 2.0 with an `item`, or Atom with an `entry`, for each product, and
//! what is said of it in elements of the namespace `g`.

use std::io;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::input::bytes::Text;
use crate::input::fields::{Columns, Fields};
use crate::input::records::{Line, Source};

/// A reader of product feeds in XML.
pub(crate) struct Merchant {
    reader: Reader<Text>,
    buffer: Vec<u8>,
    /// How many elements are open.
    depth: u64,
    is_over: bool,
}

/// A product that is being read.
struct Item {
    line: u64,
    /// How many elements are open within it.
    depth: u64,
    said: Vec<Said>,
}

/// One element of a product.
struct Said {
    name: String,
    /// Whether it is of Merchant Center's namespace, whose word goes before that of plain RSS.
    is_merchant: bool,
    text: String,
}

impl Merchant {
    pub(crate) fn new(text: Text) -> Self {
        let mut reader = Reader::from_reader(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        // What ends without a beginning is no reason to give up the rest of a feed.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Self { reader, buffer: Vec::new(), depth: 0, is_over: false }
    }
}

impl Source for Merchant {
    fn next(&mut self, columns: &mut Columns, fields: &mut Fields) -> io::Result<Option<Line>> {
        if self.is_over {
            return Ok(None);
        }
        let mut item: Option<Item> = None;
        loop {
            if item.is_none() {
                self.reader.get_mut().begin();
            }
            self.buffer.clear();
            let before = self.reader.buffer_position();
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(quick_xml::Error::Io(error)) => {
                    return Err(io::Error::new(error.kind(), error.to_string()));
                }
                Err(error) => {
                    // Where nothing was read nothing more will be.
                    self.is_over = self.reader.buffer_position() == before;
                    let line = item.map_or(self.reader.get_ref().line(), |item| item.line);
                    return Ok(Some(Line::broken(line, format!("is not XML: {error}"))));
                }
            };
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    match &mut item {
                        Some(item) => item.open(&start),
                        None if ITEMS.contains(&start.local_name().as_ref()) => {
                            let line = self.reader.get_ref().line();
                            item = Some(Item { line, depth: 0, said: Vec::new() });
                        }
                        None => {}
                    }
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    match item {
                        Some(ended) if ended.depth == 0 => {
                            ended.fill(columns, fields);
                            return Ok(Some(Line::good(ended.line)));
                        }
                        Some(ref mut item) => item.depth -= 1,
                        None => {}
                    }
                }
                Event::Text(text) => say(&mut item, &text.xml10_content()),
                Event::CData(text) => say(&mut item, &text.xml10_content()),
                Event::GeneralRef(name) => say(&mut item, &resolved(&name)),
                Event::Eof => {
                    self.is_over = true;
                    let line = item.map_or(self.reader.get_ref().line(), |item| item.line);
                    return Ok((self.depth > 0).then(|| Line::broken(line, CUT)));
                }
                Event::Empty(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => {}
            }
        }
    }
}

impl Item {
    fn open(&mut self, start: &BytesStart<'_>) {
        self.depth += 1;
        if self.depth > 1 {
            return;
        }
        let name = start.name();
        let name = name.as_ref();
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let is_merchant = OF_MERCHANTS.contains(&prefix);
        let name = if is_merchant || prefix.is_empty() { local } else { name };
        // Atom has an address as an attribute.
        let href = start.try_get_attribute("href").ok().flatten();
        let text = href.and_then(|href| Some(href.normalized_value(XML).ok()?.into_owned()));
        self.said.push(Said { name: name.to_owned(), is_merchant, text: text.unwrap_or_default() });
    }

    /// Elements within elements are left out: they speak of shipping and of loyalty programmes.
    fn fill(&self, columns: &mut Columns, fields: &mut Fields) {
        for said in &self.said {
            let is_said_better = !said.is_merchant
                && self.said.iter().any(|other| other.is_merchant && other.name == said.name);
            if !is_said_better && let Some(place) = columns.place(&said.name) {
                fields.add(place, &said.text);
            }
        }
    }
}

fn say(item: &mut Option<Item>, text: &str) {
    if let Some(item) = item
        && item.depth == 1
        && let Some(said) = item.said.last_mut()
    {
        said.text.push_str(text);
    }
}

/// What `&amp;` or `&#38;` stands for. A name that XML does not know stays as it is written.
fn resolved(name: &BytesRef<'_>) -> String {
    let character = name.resolve_char_ref().ok().flatten().map(String::from);
    character
        .or_else(|| resolve_predefined_entity(name).map(str::to_owned))
        .unwrap_or_else(|| format!("&{};", &**name))
}

const ITEMS: [&str; 2] = ["item", "entry"];
const OF_MERCHANTS: [&str; 2] = ["g", "c"];
const XML: quick_xml::XmlVersion = quick_xml::XmlVersion::Implicit1_0;
const CUT: &str = "is cut: the file ends in its midst";

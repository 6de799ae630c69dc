//! A small shop in every format that is read, and what comes of packing it.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use homekept::catalogue::Catalogue;
use homekept_packer::{Notes, PackOptions, PackReport, pack_files};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::Folder;

/// The shop under the names that Merchant Center has.
pub(crate) const SHOP: &str = "\
id,title,link,product_type,brand,color,price,availability,image_link
m1,Mug,https://shop.example/m1,Home > Kitchen,Ember,red,4.50 EUR,in stock,https://shop.example/m1.jpg
j2,\"Jug, tall\",https://shop.example/j2,Home > Kitchen,Ember,blue,12.00 EUR,out of stock,https://shop.example/j2.jpg
p3,Salt & Pepper,https://shop.example/p3,Home > Table,Brook,red|blue,9.90 EUR,in stock,
";

/// Three visitors who went from the mug to the jug.
pub(crate) fn visits() -> String {
    let mut log = "session,user,item,time\n".to_owned();
    for n in 0..3 {
        log += &format!("s{n},u{n},m1,{}\ns{n},u{n},j2,{}\n", 1_700_000_000 + n, 1_700_000_060 + n);
    }
    log
}

/// What comes of a feed, and perhaps of a log.
pub(crate) struct Packed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) notes: String,
    pub(crate) report: PackReport,
}

#[track_caller]
pub(crate) fn pack(feed: &[u8], log: Option<&[u8]>) -> Packed {
    pack_with(feed, log, |_| {})
}

#[track_caller]
pub(crate) fn pack_with(
    feed: &[u8],
    log: Option<&[u8]>,
    change: impl FnOnce(&mut PackOptions),
) -> Packed {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let folder = Folder::new(&format!("formats-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    let items = folder.write("feed", feed);
    let sessions = log.map(|log| folder.write("log", log));
    let mut options = PackOptions::new(items, sessions, folder.path("shop.hkp"));
    // So that rows tell of the log alone.
    options.refill = false;
    change(&mut options);
    let mut notes = Notes::default();
    let report = pack_files(&options, &mut notes);
    let notes = notes.0.join("\n") + "\n";
    let report = report.unwrap_or_else(|error| panic!("{error}\n{notes}"));
    Packed { bytes: std::fs::read(folder.path("shop.hkp")).unwrap(), notes, report }
}

/// The facets of an item, each as kind=label.
pub(crate) fn facets(shop: &Catalogue, id: &str) -> Vec<String> {
    let item = shop.find(id).unwrap();
    let facet = |facet| format!("{}={}", shop.facet_kind(facet), shop.facet_label(facet));
    shop.facets(item).map(facet).collect()
}

pub(crate) fn shop_as_json_lines() -> String {
    let mut reader = csv::Reader::from_reader(SHOP.as_bytes());
    let names = reader.headers().unwrap().clone();
    let mut lines = String::new();
    for record in reader.records() {
        let mut object = serde_json::Map::new();
        for (name, text) in names.iter().zip(&record.unwrap()) {
            let value = match text.split('|').collect::<Vec<_>>().as_slice() {
                [""] => serde_json::Value::Null,
                [text] => (*text).into(),
                texts => texts.into(),
            };
            object.insert(name.to_owned(), value);
        }
        lines += &serde_json::to_string(&object).unwrap();
        lines.push('\n');
    }
    lines
}

/// A table in CSV as Parquet: texts, and the columns `times` as milliseconds. Two rows a part.
pub(crate) fn parquet(csv: &str, times: &[&str], codec: Compression) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let of = |name: &String| match times.contains(&name.as_str()) {
        true => format!("optional int64 {name} (TIMESTAMP_MILLIS);"),
        false => format!("optional binary {name} (UTF8);"),
    };
    let schema = format!("message shop {{ {} }}", names.iter().map(of).collect::<String>());
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let properties = Arc::new(WriterProperties::builder().set_compression(codec).build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
    for rows in rows.chunks(2) {
        let mut group = writer.next_row_group().unwrap();
        for (place, name) in names.iter().enumerate() {
            let texts: Vec<&str> = rows.iter().map(|row| &row[place]).collect();
            let levels: Vec<i16> = texts.iter().map(|text| i16::from(!text.is_empty())).collect();
            let there = texts.iter().filter(|text| !text.is_empty());
            let mut column = group.next_column().unwrap().unwrap();
            if times.contains(&name.as_str()) {
                let values: Vec<i64> =
                    there.map(|text| text.parse::<i64>().unwrap() * 1000).collect();
                column.typed::<Int64Type>().write_batch(&values, Some(&levels), None).unwrap();
            } else {
                let values: Vec<ByteArray> = there.map(|text| ByteArray::from(*text)).collect();
                column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).unwrap();
            }
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

pub(crate) const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
<channel>
<title>Our shop</title><link>https://shop.example</link>
<item>
  <g:id>m1</g:id><title>Mug</title>
  <link>https://shop.example/m1</link>
  <g:product_type>Home &gt; Kitchen</g:product_type>
  <g:brand>Ember</g:brand><g:color>red</g:color><g:price>4.50 EUR</g:price>
  <g:availability>in_stock</g:availability><g:image_link>https://shop.example/m1.jpg</g:image_link>
</item>
<item>
  <g:id>j2</g:id><title><![CDATA[Jug, tall]]></title>
  <link>https://shop.example/j2</link>
  <g:product_type>Home &#62; Kitchen</g:product_type>
  <g:brand>Ember</g:brand><g:color>blue</g:color><g:price>12.00 EUR</g:price>
  <g:availability>out_of_stock</g:availability><g:image_link>https://shop.example/j2.jpg</g:image_link>
</item>
<item>
  <title>plain RSS says it worse</title>
  <g:id>p3</g:id><g:title>Salt &amp; Pepper</g:title>
  <link>https://shop.example/p3</link>
  <g:product_type>Home > Table</g:product_type>
  <g:brand>Brook</g:brand><g:color>red</g:color><g:color>blue</g:color><g:price>9.90 EUR</g:price>
  <g:availability>in_stock</g:availability><g:image_link/>
  <g:shipping><g:country>DE</g:country><g:price>1.00 EUR</g:price></g:shipping>
</item>
</channel>
</rss>
"#;

pub(crate) const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<title>Our shop</title><link rel="self" href="https://shop.example"/>
<entry><g:id>m1</g:id><title>Mug</title><link href="https://shop.example/m1"/>
  <g:product_type>Home &gt; Kitchen</g:product_type>
  <g:brand>Ember</g:brand><g:color>red</g:color><g:price>4.50 EUR</g:price>
  <g:availability>in stock</g:availability><g:image_link>https://shop.example/m1.jpg</g:image_link></entry>
<entry><g:id>j2</g:id><title>Jug, tall</title><link href="https://shop.example/j2"/>
  <g:product_type>Home &gt; Kitchen</g:product_type>
  <g:brand>Ember</g:brand><g:color>blue</g:color><g:price>12.00 EUR</g:price>
  <g:availability>out of stock</g:availability><g:image_link>https://shop.example/j2.jpg</g:image_link></entry>
<entry><g:id>p3</g:id><title>Salt &amp; Pepper</title><link href="https://shop.example/p3"/>
  <g:product_type>Home &gt; Table</g:product_type>
  <g:brand>Brook</g:brand><g:color>red|blue</g:color><g:price>9.90 EUR</g:price>
  <g:availability>in stock</g:availability></entry>
</feed>
"#;

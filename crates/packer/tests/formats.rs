//! The same small shop in every format that is read: the same pack comes out, byte for byte. And
//! what of a file cannot be used is told.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

mod common;

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::Folder;
use homekept::catalogue::Catalogue;
use homekept_packer::{Notes, PackOptions, PackReport, pack_files};

/// The shop under the names that Merchant Center has.
const SHOP: &str = "\
id,title,link,product_type,brand,color,price,availability,image_link
m1,Mug,https://shop.example/m1,Home > Kitchen,Ember,red,4.50 EUR,in stock,https://shop.example/m1.jpg
j2,\"Jug, tall\",https://shop.example/j2,Home > Kitchen,Ember,blue,12.00 EUR,out of stock,https://shop.example/j2.jpg
p3,Salt & Pepper,https://shop.example/p3,Home > Table,Brook,red|blue,9.90 EUR,in stock,
";

#[test]
fn the_same_feed_gives_the_same_pack_in_every_format() {
    let tabs =
        SHOP.replace("\"Jug, tall\"", "Jug; tall").replace(',', "\t").replace("Jug;", "Jug,");
    let lines = shop_as_json_lines();
    let list = format!("[{}]", lines.trim().replace('\n', ","));
    let pretty: serde_json::Value = serde_json::from_str(&list).unwrap();
    let pretty = serde_json::to_string_pretty(&pretty).unwrap();
    let nested = format!(r#"{{"data":{{"shop":{{"name":"x","open":[1]}},"products":{list}}}}}"#);
    let cases: [(&str, &str, Vec<u8>); 15] = [
        ("commas", "CSV with commas", SHOP.into()),
        ("tabs", "CSV with tabs", tabs.clone().into()),
        ("mark", "CSV with commas", format!("\u{feff}{SHOP}").into()),
        ("line ends", "CSV with commas", SHOP.replace('\n', "\r\n").into()),
        ("names", "CSV with tabs", tabs.replace("image_link", "g:image_link").into()),
        ("gzip", "CSV with commas, in gzip", gzip(SHOP.as_bytes())),
        ("zstd", "CSV with tabs, in zstd", zstd(tabs.as_bytes())),
        ("lines", "JSON Lines", lines.clone().into()),
        ("gaps", "JSON Lines, in zstd", zstd(lines.replace('\n', "\r\n\r\n").as_bytes())),
        ("list", "a JSON list", list.clone().into()),
        ("pretty list", "a JSON list, in gzip", gzip(pretty.as_bytes())),
        (
            "object",
            "a JSON object with the list products",
            format!("{{\"total\":3,\"facets\":[{{}},{{}},{{}},{{}}],\"products\": {pretty}}}")
                .into(),
        ),
        ("nested", "a JSON object with the list data.products", nested.into()),
        ("rss", "a Merchant Center feed in XML", RSS.into()),
        ("atom", "a Merchant Center feed in XML, in gzip", gzip(ATOM.as_bytes())),
    ];
    let expected = pack(SHOP.as_bytes(), None).bytes;
    for (name, format, bytes) in cases {
        let packed = pack(&bytes, None);
        assert!(packed.notes.contains(&format!("feed is {format}\n")), "{name}: {}", packed.notes);
        assert!(packed.bytes == expected, "{name}: {}", packed.notes);
        assert_eq!(packed.report.broken[0].total, 0, "{name}");
    }

    let shop = Catalogue::open(expected.into()).unwrap();
    let [jug, mug, pepper] = ["j2", "m1", "p3"].map(|id| shop.find(id).unwrap());
    assert_eq!((shop.title(jug), shop.url(mug)), ("Jug, tall", "https://shop.example/m1"));
    assert_eq!(shop.title(pepper), "Salt & Pepper");
    assert_eq!(
        facets(&shop, "p3"),
        ["product_type=Home", "product_type=Table", "brand=Brook", "color=blue", "color=red"]
    );
    assert!(shop.is_available(mug) && !shop.is_available(jug));
    assert_eq!(shop.display(mug).text("price"), Some("4.50 EUR"));
    assert_eq!(shop.display(mug).text("image_link"), Some("https://shop.example/m1.jpg"));
}

#[test]
fn schema_org_is_read_in_each_of_its_shapes() {
    let csv = "\
id,title,url,image,brand,category,color,price,availability,weave
m1,Mug,https://shop.example/m1,https://shop.example/m1.jpg,Ember,Kitchen,red,4.50 EUR,InStock,plain
j2,\"Jug, tall\",https://shop.example/j2,https://shop.example/j2.jpg,Ember,Kitchen,blue|green,12 EUR,OutOfStock,plain
";
    let mug = r#"{"@type":"Product","sku":"m1","name":"Mug","url":"https://shop.example/m1","image":["https://shop.example/m1.jpg","https://shop.example/m1-b.jpg"],"brand":{"@type":"Brand","name":"Ember"},"category":"Kitchen","color":"red","offers":{"@type":"Offer","price":"4.50","priceCurrency":"EUR","availability":"https://schema.org/InStock"},"additionalProperty":{"@type":"PropertyValue","name":"weave","value":"plain"}}"#;
    let jug = r#"{"@type":["Product"],"productID":"j2","name":"Jug, tall","image":{"@type":"ImageObject","url":"https://shop.example/j2.jpg"},"brand":"Ember","category":"Kitchen","offers":[{"@type":"Offer","url":"https://shop.example/j2","priceSpecification":{"price":12},"priceCurrency":"EUR","availability":"OutOfStock"}],"hasVariant":[{"color":"blue"},{"color":"green"}],"additionalProperty":[{"name":"weave","value":"plain"}]}"#;
    let graph = format!(
        r#"{{"@context":"https://schema.org","@graph":[{{"@type":"Organization","name":"Us"}},{mug},{jug}]}}"#
    );
    let list = format!(
        r#"{{"@context":"https://schema.org","@type":"ItemList","itemListElement":[{{"@type":"ListItem","position":1,"item":{mug}}},{{"@type":"ListItem","position":2,"item":{jug}}}]}}"#
    );
    let page = format!(
        "<!DOCTYPE html>\n<html><head><title>Us</title><script>let a = \"<script\";</script>\n<SCRIPT type='application/ld+json'>{list}</script></head></html>"
    );
    let cases = [
        ("graph", graph.clone(), "a JSON object with the list @graph"),
        ("list", list.clone(), "a JSON object with the list itemListElement"),
        ("array", format!("[{mug},\n{jug}]"), "a JSON list"),
        ("lines", format!("{mug}\n{jug}\n"), "JSON Lines"),
        ("page", page, "a web page with schema.org's JSON-LD"),
        (
            "page about",
            format!(
                "<html><script type=\"application/ld+json\">{{\"@type\":\"CollectionPage\",\"mainEntity\":{list}}}</script>"
            ),
            "a web page with schema.org's JSON-LD",
        ),
    ];
    let expected = pack(csv.as_bytes(), None);
    for (name, text, format) in cases {
        let packed = pack(text.as_bytes(), None);
        assert!(packed.notes.contains(&format!("feed is {format}\n")), "{name}: {}", packed.notes);
        let shop = Catalogue::open(packed.bytes.into()).unwrap();
        let known = Catalogue::open(expected.bytes.clone().into()).unwrap();
        for id in ["m1", "j2"] {
            assert_eq!(facets(&shop, id), facets(&known, id), "{name}: {}", packed.notes);
            let [item, same] = [shop.find(id).unwrap(), known.find(id).unwrap()];
            assert_eq!(shop.title(item), known.title(same));
            assert_eq!(shop.url(item), known.url(same), "{name}");
            assert_eq!(shop.is_available(item), known.is_available(same), "{name}");
            for key in ["price", "image", "brand"] {
                let (found, expected) = (shop.display(item), known.display(same));
                assert_eq!(found.text(key), expected.text(key), "{name} {key}");
            }
        }
    }
    let packed = pack(graph.as_bytes(), None);
    assert!(
        packed.notes.contains("1 things that are no Product of schema.org"),
        "{}",
        packed.notes
    );
}

/// What comes of a feed, and perhaps of a log.
struct Packed {
    bytes: Vec<u8>,
    notes: String,
    report: PackReport,
}

#[track_caller]
fn pack(feed: &[u8], log: Option<&[u8]>) -> Packed {
    pack_with(feed, log, |_| {})
}

#[track_caller]
fn pack_with(feed: &[u8], log: Option<&[u8]>, change: impl FnOnce(&mut PackOptions)) -> Packed {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let folder = Folder::new(&format!("formats-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    let items = folder.write("feed", feed);
    let sessions = log.map(|log| folder.write("log", log));
    let mut options = PackOptions::new(items, sessions, folder.path("shop.hkp"));
    change(&mut options);
    let mut notes = Notes::default();
    let report = pack_files(&options, &mut notes);
    let notes = notes.0.join("\n") + "\n";
    let report = report.unwrap_or_else(|error| panic!("{error}\n{notes}"));
    Packed { bytes: std::fs::read(folder.path("shop.hkp")).unwrap(), notes, report }
}

/// The facets of an item, each as kind=label.
fn facets(shop: &Catalogue, id: &str) -> Vec<String> {
    let item = shop.find(id).unwrap();
    let facet = |facet| format!("{}={}", shop.facet_kind(facet), shop.facet_label(facet));
    shop.facets(item).map(facet).collect()
}

fn shop_as_json_lines() -> String {
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

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
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

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
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

//! The same small shop in every format that is read: the same pack comes out, byte for byte. And
//! what of a file cannot be used is told.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

mod common;

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::Folder;
use homekept::catalogue::Catalogue;
use homekept_packer::{CountFiles, Notes, PackOptions, PackReport, pack_files};
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;

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

#[test]
fn shopify_exports_become_one_item_a_product() {
    let export = "\
Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Image Src,Image Position,Cost per item,Status
tee,\"Tee, plain\",<p>Soft</p>,Ember,Apparel > Tops,Shirts,\"summer, cotton\",true,Color,Red,Size,S,T-1,shopify,0,deny,12.00,https://cdn.example/t1.jpg,1,3.10,active
tee,,,,,,,,,Blue,,S,T-2,shopify,4,deny,12.50,https://cdn.example/t2.jpg,2,3.10,
tee,,,,,,,,,Blue,,M,T-3,shopify,0,deny,12.50,,,3.10,
tee,,,,,,,,,,,,,,,,,https://cdn.example/t3.jpg,3,,
secret,Not yet,,Ember,Apparel > Tops,Shirts,,false,Title,Default Title,,,S-1,,,deny,99.00,,,50.00,draft
,Nobody,,,,,,,,,,,,,,,,,,,
cap,Cap,,Brook,Apparel > Hats,Hats,summer,true,Title,Default Title,,,C-1,shopify,0,deny,8.00,,,2.00,active
gift,Gift card,,Brook,Apparel > Hats,Hats,,true,Title,Default Title,,,G-1,,,deny,10.00,,,,active
";
    let csv = "\
Handle,Title,Product Category,Product Type,Tags,Vendor,Price,Image Src,Available,Color,Size,url
tee,\"Tee, plain\",Apparel > Tops,Shirts,summer|cotton,Ember,12.00,https://cdn.example/t1.jpg,yes,Red|Blue,S|M,/products/tee
cap,Cap,Apparel > Hats,Hats,summer,Brook,8.00,,no,,,/products/cap
gift,Gift card,Apparel > Hats,Hats,,Brook,10.00,,yes,,,/products/gift
";
    let packed = pack(export.as_bytes(), None);
    assert!(packed.notes.contains("feed is a Shopify export of products"), "{}", packed.notes);
    assert!(packed.notes.contains("1 products that the shop does not show"), "{}", packed.notes);
    assert_eq!(packed.report.broken[0].first, [(7, "has no handle".to_owned())]);
    assert!(packed.bytes == pack(csv.as_bytes(), None).bytes, "{}", packed.notes);
    let shop = Catalogue::open(packed.bytes.into()).unwrap();
    assert_eq!(
        facets(&shop, "tee"),
        [
            "Product Category=Apparel",
            "Product Category=Tops",
            "Product Type=Shirts",
            "Tags=cotton",
            "Tags=summer",
            "Vendor=Ember",
            "Color=Blue",
            "Color=Red",
        ]
    );
    let text = |id: &str| {
        format!("{:?}", shop.display(shop.find(id).unwrap()).pairs().collect::<Vec<_>>())
    };
    assert!(!text("tee").contains("3.10"), "what an item cost the shop is not for its visitors");
    // A template that is said goes before Shopify's own.
    let own = pack_with(export.as_bytes(), None, |options| options.url_template = "/p/{id}".into());
    let own = Catalogue::open(own.bytes.into()).unwrap();
    assert_eq!(own.url(own.find("cap").unwrap()), "/p/cap");
}

#[test]
fn the_newer_columns_of_shopify_are_known_too() {
    let export = "\
Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Cost per item,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL
Tee,tee,Soft,Ember,Apparel,Shirts,,TRUE,Active,T-1,Color,Red,12,3,shopify,0,CONTINUE,https://cdn.example/t1.jpg
,tee,,,,,,,,T-2,,Blue,12,3,shopify,0,DENY,
Cap,cap,,Ember,Apparel,Hats,,TRUE,Archived,C-1,Title,Default Title,8,2,,,DENY,
";
    let packed = pack(export.as_bytes(), None);
    let shop = Catalogue::open(packed.bytes.into()).unwrap();
    let tee = shop.find("tee").unwrap();
    assert_eq!((shop.len(), shop.url(tee), shop.is_available(tee)), (1, "/products/tee", true));
    assert!(facets(&shop, "tee").contains(&"Color=Blue".to_owned()), "{}", packed.notes);
}

#[test]
fn parquet_is_read_with_each_codec_and_type() {
    let expected = pack(SHOP.as_bytes(), None).bytes;
    for codec in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
        Compression::LZ4_RAW,
        Compression::LZ4,
    ] {
        let packed = pack(&parquet(SHOP, &[], codec), None);
        assert!(packed.notes.contains("feed is Parquet\n"), "{}", packed.notes);
        assert!(packed.bytes == expected, "{codec:?}: {}", packed.notes);
    }
}

#[test]
fn the_same_log_gives_the_same_pack_in_every_format() {
    let log = visits();
    let mut lines = String::new();
    for line in log.lines().skip(1) {
        let [session, user, item, time] = line.split(',').collect::<Vec<_>>().try_into().unwrap();
        lines +=
            &format!(r#"{{"session":"{session}","user":"{user}","item":"{item}","time":{time}}}"#);
        lines.push('\n');
    }
    let list = format!("[{}]", lines.trim().replace('\n', ",\n"));
    let cases: [(&str, Vec<u8>); 8] = [
        ("tabs", log.replace(',', "\t").into()),
        ("zstd", zstd(log.as_bytes())),
        ("lines", lines.clone().into()),
        ("lines in gzip", gzip(lines.as_bytes())),
        ("list", list.clone().into()),
        ("object", format!("{{\"events\":{list}}}").into()),
        ("parquet", parquet(&log, &["time"], Compression::ZSTD(ZstdLevel::default()))),
        ("parquet as text", parquet(&log, &[], Compression::SNAPPY)),
    ];
    let expected = pack(SHOP.as_bytes(), Some(log.as_bytes()));
    let shop = Catalogue::open(expected.bytes.clone().into()).unwrap();
    let [mug, jug] = ["m1", "j2"].map(|id| shop.find(id).unwrap());
    assert_eq!(shop.row(mug).map(|(item, _)| item).collect::<Vec<_>>(), [jug]);
    assert_eq!((shop.header().support, shop.header().vintage_day), (2, 19_675));
    for (name, bytes) in cases {
        let packed = pack(SHOP.as_bytes(), Some(&bytes));
        assert!(packed.bytes == expected.bytes, "{name}: {}", packed.notes);
    }
}

#[test]
fn a_column_of_parquet_that_plays_no_role_in_a_log_is_not_read() {
    let log = visits();
    let expected = pack(SHOP.as_bytes(), Some(log.as_bytes())).bytes;
    let wide: Vec<String> = log.lines().map(|line| format!("{line},agent")).collect();
    let mut bytes = parquet(&wide.join("\n"), &["time"], Compression::SNAPPY);
    let folder = Folder::new("wide");
    let file = std::fs::File::open(folder.write("log", &bytes)).unwrap();
    let file = SerializedFileReader::new(file).unwrap();
    let groups = file.metadata().row_groups().iter();
    let spans: Vec<(u64, u64)> = groups.map(|group| group.column(4).byte_range()).collect();
    // Whoever reads the column stumbles over this.
    for (start, length) in spans {
        bytes[start as usize..(start + length) as usize].fill(0xff);
    }
    let packed = pack(SHOP.as_bytes(), Some(&bytes));
    assert!(packed.bytes == expected, "{}", packed.notes);
}

#[test]
fn counts_are_read_from_parquet_as_from_csv() {
    let folder = Folder::new("counts");
    let pairs = "item,follower,votes,visitors\nm1,j2,4000,4\nj2,p3,2000,3\n";
    let items = "item,sessions,recent\nm1,5,1\nj2,6,0\np3,4,2\n";
    let mut packs = Vec::new();
    for as_file in
        [|csv: &str| csv.as_bytes().to_vec(), |csv: &str| parquet(csv, &[], Compression::SNAPPY)]
    {
        let files = CountFiles {
            pairs: folder.write("pairs", as_file(pairs)),
            items: folder.write("items", as_file(items)),
        };
        let packed = pack_with(SHOP.as_bytes(), None, |options| options.counts = Some(files));
        assert!(
            packed.report.broken.iter().all(|file| file.total == 0),
            "{:?}",
            packed.report.broken
        );
        assert!(packed.report.rows > 0, "{}", packed.notes);
        packs.push(packed.bytes);
    }
    assert!(packs[0] == packs[1]);
}

#[test]
fn a_log_without_sessions_is_cut_by_a_pause_that_can_be_said() {
    // Each visitor goes from mug to jug after 20 minutes, and from there to the pot after 40.
    let mut log = "user,item,time,event\n".to_owned();
    for n in 0..5 {
        for (item, minutes, event) in
            [("m1", 0, "view"), ("j2", 20, "view"), ("p3", 60, "purchase")]
        {
            log += &format!("u{n},{item},{},{event}\n", 1_700_000_000 + n * 100_000 + minutes * 60);
        }
    }
    for (pause, rows, told) in [
        (30, 2, "a visitor's events less than 30 minutes apart"),
        (10, 0, "a visitor's events less than 10 minutes apart"),
        (60, 3, "a visitor's events less than 60 minutes apart"),
    ] {
        let packed =
            pack_with(SHOP.as_bytes(), Some(log.as_bytes()), |options| options.pause = pause);
        assert_eq!(packed.report.rows, rows, "{}", packed.notes);
        assert!(packed.notes.contains(told), "{}", packed.notes);
        assert!(
            packed.notes.contains("kinds of events: 5 purchase, 10 view\n"),
            "{}",
            packed.notes
        );
    }
    let packed = pack_with(SHOP.as_bytes(), Some(log.as_bytes()), |options| {
        options.pause = 60;
        options.kinds = vec!["view".into()];
    });
    assert_eq!(packed.report.rows, 2, "{}", packed.notes);
    assert!(packed.notes.contains("5 purchase (left out), 10 view"), "{}", packed.notes);
}

#[test]
fn a_quote_that_is_not_closed_costs_its_own_line_alone() {
    let never = "opens a quote that is never closed";
    for (lines, told) in [
        ("x,\"open,,,,,,,\ny,,,,,,,,\nz,,,,,,,,\n", vec![(5, never)]),
        ("x,\"open,,,,,,,\ny,,,,,,,,\nz,,,,,,,,", vec![(5, never)]),
        // Quotes of later records close it.
        (
            "x,\"open,,,,,,,\ny,\"Y\",,,,,,,\nz,,,,,,,,\n",
            vec![(5, "opens a quote that is closed 1 lines below")],
        ),
        (
            "x,\"open,,,,,,,\ny,,,,,,,,\nz,,,\"Z, and so on\",,,,,\n",
            vec![(
                5,
                "opens a quote that is closed 2 lines below, and has 8 fields where the header has 9",
            )],
        ),
        (
            "x,\"open,,,,,,,\ny,,,,,,,,\nz,\"Z, and so on\",,,,,,,\n",
            vec![(
                5,
                "opens a quote that is closed 2 lines below, and has 10 fields where the header has 9",
            )],
        ),
        (
            "x,\"open,,,,,,,\ny,,,,,,,,\nw,\"open,,,,,,,\nz,,,,,,,,\n",
            vec![(5, "opens a quote that is closed 2 lines below"), (7, never)],
        ),
    ] {
        for (wrapping, end) in [("", "\n"), ("gzip", "\n"), ("", "\r\n")] {
            let feed = format!("{SHOP}{lines}").replace('\n', end);
            let feed = if wrapping == "gzip" { gzip(feed.as_bytes()) } else { feed.into() };
            let packed = pack(&feed, None);
            let broken: Vec<(u64, &str)> = packed.report.broken[0]
                .first
                .iter()
                .map(|(line, why)| (*line, why.as_str()))
                .collect();
            assert_eq!(broken, told, "{lines}");
            assert_eq!(packed.report.items, 5, "{lines}: y and z are there");
        }
    }
    // Text of several lines is no such thing, even with commas.
    let feed = format!("{SHOP}x,\"One, two,\nthree, and four\",,,,,,,\n");
    assert_eq!(pack(feed.as_bytes(), None).report.items, 4);
    // Longer than any record may be, and more often than a file is read anew.
    let long = format!("c,{}\n", "C".repeat(1000));
    let feed = format!("id,title\na,A\nb,\"{}", long.repeat(17_000));
    let packed = pack(feed.as_bytes(), None);
    assert_eq!(packed.report.broken[0].first[0], (3, never.to_owned()));
    assert_eq!(packed.report.items, 2, "c is there");
    let feed = format!("id,title,price\na,A,1\n{}", "b,\"B\n".repeat(40));
    let packed = pack(feed.as_bytes(), None);
    let last = packed.report.broken[0].first.last().unwrap();
    assert!(last.1.ends_with("lost"), "{:?}", packed.report.broken);
}

#[test]
fn a_record_without_end_is_refused_before_it_fills_the_memory() {
    for feed in [
        format!("[{{\"id\":\"a\"}},{{\"id\":\"{}", "no end ".repeat(3 << 20)),
        format!("{{\"id\":\"a\"}}\n{{\"id\":\"{}", "no end ".repeat(3 << 20)),
        format!("<rss><item><id>a</id></item><item><id>{}", "no end ".repeat(3 << 20)),
    ] {
        let folder = Folder::new("no-end");
        let items = folder.write("feed", feed);
        let options = PackOptions::new(items, None, folder.path("shop.hkp"));
        let error = pack_files(&options, &mut Notes::default()).unwrap_err();
        assert_eq!(error.code(), "read-failed");
        assert!(error.to_string().contains("is longer than 16 MB"), "{error}");
    }
}

#[test]
fn merchant_columns_that_are_for_others_are_not_in_the_pack() {
    let feed = "\
id\ttitle\tgoogle_product_category\tproduct_type\tcustom_label_0\tcost_of_goods_sold\tgtin\tidentifier_exists\tadult\tavailability\tcondition
a\tAlpha\t2271\tHome > Beds\tsummer sale\t3.00 EUR\t4006381333931\tyes\tno\thttps://schema.org/OutOfStock\tnew
b\tBeta\t2271\tHome > Beds\tsummer sale\t3.00 EUR\t4006381333948\tyes\tyes\tpreorder\tused
c\tGamma\t2271\tHome > Lamps\twinter\t3.00 EUR\t4006381333955\tno\tno\tdiscontinued\tnew
d\tDelta\t2271\tHome > Lamps\twinter\t3.00 EUR\t4006381333962\tno\tno\tin_stock\tused
";
    let packed = pack(feed.as_bytes(), None);
    let shop = Catalogue::open(packed.bytes.into()).unwrap();
    let all = ["a", "b", "c", "d"].map(|id| shop.find(id).unwrap());
    assert_eq!(facets(&shop, "a"), ["product_type=Beds", "product_type=Home", "condition=new"]);
    assert!(all.iter().all(|item| shop.display(*item).pairs().count() == 0), "{}", packed.notes);
    assert_eq!(all.map(|item| shop.is_available(item)), [false, true, false, true]);
    assert_eq!(all.map(|item| shop.is_denied(item)), [false, true, false, false]);
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let broken = [
        ("csv", "id,title\na,\"A\nstill A\"\n\nb,B,extra\nc,C\n".to_owned(), 5),
        ("lines", "{\"id\":\"a\"}\n\n{\"id\":\"b\"}\nnonsense\n".to_owned(), 4),
        ("list", "[\n {\"id\":\"a\",\n \"title\":\"A\"},\n 7\n]".to_owned(), 4),
        (
            "xml",
            "<rss>\n<item><id>a</id>\n</item>\n<item>\n<title>B</title>\n</item>\n</rss>"
                .to_owned(),
            4,
        ),
    ];
    for (name, feed, line) in broken {
        for feed in [feed.clone(), feed.replace('\n', "\r\n")] {
            let packed = pack(feed.as_bytes(), None);
            let first = &packed.report.broken[0].first;
            assert_eq!(first.len(), 1, "{name}: {first:?}");
            assert_eq!(first[0].0, line, "{name}: {first:?}");
        }
    }
}

#[test]
fn every_line_that_could_not_be_used_is_in_the_report() {
    let folder = Folder::new("report");
    let feed = folder.write("feed.csv", format!("{SHOP}{}", "x,y\n".repeat(500)));
    let log = folder.write("log.csv", format!("{},,,\n1,u,m1,soon\n", visits()));
    let mut options = PackOptions::new(feed.clone(), Some(log.clone()), folder.path("shop.hkp"));
    options.report = Some(folder.path("report.jsonl"));
    let packed = pack_files(&options, &mut Notes::default()).unwrap();
    assert_eq!((packed.broken[0].first.len(), packed.broken[0].total), (20, 500));
    let report = std::fs::read_to_string(folder.path("report.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> =
        report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 502);
    assert_eq!(lines[499]["file"], feed.display().to_string());
    assert_eq!(
        (&lines[499]["line"], &lines[499]["reason"]),
        (&504.into(), &"has 2 fields where the header has 9".into())
    );
    assert_eq!(lines[501]["file"], log.display().to_string());
    assert_eq!(lines[501]["reason"], "has the time \"soon\", which is not understood");
}

#[test]
fn a_field_that_only_late_records_have_is_a_column_too() {
    let mut feed = String::new();
    for n in 0..300 {
        feed += &format!("{{\"id\":\"a{n}\"}}\n");
    }
    feed += "{\"id\":\"b\",\"genre\":\"late\"}\n";
    let packed = pack(feed.as_bytes(), None);
    let shop = Catalogue::open(packed.bytes.into()).unwrap();
    assert_eq!(facets(&shop, "b"), ["genre=late"], "{}", packed.notes);
}

/// A feed in each format, for what is done to all of them.
fn feeds() -> Vec<Vec<u8>> {
    let lines = shop_as_json_lines();
    let list = format!("[{}]", lines.trim().replace('\n', ","));
    let thing = r#"{"@type":"Product","sku":"m1","name":"Mug","offers":[{"price":1}]}"#;
    let shopify = "Handle,Title,Option1 Name,Option1 Value,Variant Price,Status\na,A,Size,S,1,active\na,,,M,1,\n";
    vec![
        SHOP.into(),
        lines.into(),
        list.clone().into(),
        format!("{{\"data\":{{\"products\":{list}}}}}").into(),
        format!("{{\"@graph\":[{thing},{{\"@type\":\"ItemList\",\"itemListElement\":[{{\"item\":{thing}}}]}}]}}").into(),
        format!("<html><script type=\"application/ld+json\">{thing}</script></html>").into(),
        RSS.into(),
        ATOM.into(),
        shopify.into(),
        gzip(SHOP.as_bytes()),
        zstd(SHOP.as_bytes()),
        parquet(SHOP, &[], Compression::UNCOMPRESSED),
        parquet(SHOP, &[], Compression::SNAPPY),
        parquet(SHOP, &[], Compression::ZSTD(ZstdLevel::default())),
        parquet(SHOP, &[], Compression::LZ4),
    ]
}

/// What is done to a file: at a place bytes are taken away, and others put there.
type Change = (prop::sample::Index, usize, Vec<u8>);

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for (at, taken, put) in changes {
        let at = at.index(bytes.len() + 1);
        let end = (at + taken).min(bytes.len());
        bytes.splice(at..end, put.iter().copied());
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let marks = prop::sample::select(b"\",;|<>{}[]:&\n\r\t \\/0\xff\x00".to_vec());
    let put = prop::collection::vec(prop_oneof![any::<u8>(), marks], 0..4);
    prop::collection::vec((any::<prop::sample::Index>(), 0usize..4, put), 1..5)
}

proptest! {
    #[test]
    fn a_feed_with_bytes_changed_is_packed_or_has_a_code(
        which in any::<prop::sample::Index>(),
        changes in changes(),
    ) {
        let feeds = feeds();
        let feed = changed(feeds[which.index(feeds.len())].clone(), &changes);
        outcome(&feed, None);
    }

    #[test]
    fn a_log_with_bytes_changed_is_packed_or_has_a_code(
        which in 0usize..4,
        changes in changes(),
    ) {
        let log = visits();
        let log = match which {
            0 => log.into_bytes(),
            1 => parquet(&log, &["time"], Compression::UNCOMPRESSED),
            2 => parquet(&log, &["time"], Compression::SNAPPY),
            _ => br#"{"events":[{"session":1,"item":"m1","time":1},{"session":1,"item":"j2","time":2}]}"#.to_vec(),
        };
        outcome(SHOP.as_bytes(), Some(&changed(log, &changes)));
    }

    #[test]
    fn any_bytes_behind_any_beginning_are_packed_or_have_a_code(
        begin in prop::sample::select(vec!["", "{", "[", "[{\"id\":1},", "<rss>", "<feed><entry>", "<html>", "PAR1", "\u{feff}", "id,title\n"]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        outcome(&[begin.as_bytes(), &bytes[..]].concat(), None);
    }
}

/// Packs, and looks that what came of it opens, or that nothing did.
fn outcome(feed: &[u8], log: Option<&[u8]>) {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let folder = Folder::new(&format!("changed-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    let items = folder.write("feed", feed);
    let sessions = log.map(|log| folder.write("log", log));
    let options = PackOptions::new(items, sessions, folder.path("shop.hkp"));
    match pack_files(&options, &mut Notes::default()) {
        Ok(_) => {
            let pack = std::fs::read(folder.path("shop.hkp")).unwrap();
            Catalogue::open(pack.into()).unwrap();
        }
        Err(error) => assert!(!error.code().is_empty() && !folder.path("shop.hkp").exists()),
    }
}

/// Three visitors who went from the mug to the jug.
fn visits() -> String {
    let mut log = "session,user,item,time\n".to_owned();
    for n in 0..3 {
        log += &format!("s{n},u{n},m1,{}\ns{n},u{n},j2,{}\n", 1_700_000_000 + n, 1_700_000_060 + n);
    }
    log
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

/// A table in CSV as Parquet: texts, and the columns `times` as milliseconds. Two rows a part.
fn parquet(csv: &str, times: &[&str], codec: Compression) -> Vec<u8> {
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

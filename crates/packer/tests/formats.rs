//! The same small shop in every format that is read: the same pack comes out, byte for byte.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

mod common;

use common::Folder;
use common::shop::{
    ATOM, RSS, SHOP, facets, gzip, pack, pack_with, parquet, shop_as_json_lines, visits, zstd,
};
use homekept::catalogue::Catalogue;
use homekept_packer::CountFiles;
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::reader::{FileReader, SerializedFileReader};

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

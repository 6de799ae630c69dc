//! The command line as a publisher meets it: what is understood, what is refused, what is written.

#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

mod common;

use std::io::Write;
use std::path::Path;
use std::process::Output;

use common::{Folder, shared};
use homekept::catalogue::{Catalogue, TableSource};

fn homekept(args: &[&str]) -> Output {
    common::homekept().args(args).output().unwrap()
}

fn pack(items: &Path, sessions: Option<&Path>, out: &Path, more: &[&str]) -> Output {
    let mut args = vec!["pack", "--items", items.to_str().unwrap(), "-o", out.to_str().unwrap()];
    if let Some(sessions) = sessions {
        args.extend(["--sessions", sessions.to_str().unwrap()]);
    }
    args.extend(more);
    homekept(&args)
}

fn open(path: &Path) -> Catalogue {
    Catalogue::open(std::fs::read(path).unwrap().into()).unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn check_status(output: &Output, status: i32) {
    assert_eq!(output.status.code(), Some(status), "{}", errors(output));
}

const BOOKS: &str = "\
id,title,author,year,subjects,price,available
emma,Emma,Jane Austen,1815,Manners|Romance,£4.10,yes
dracula,Dracula,Bram Stoker,1897,Gothic fiction,£3.00,yes
frankenstein,Frankenstein,Mary Shelley,1818,Gothic fiction|Science,£3.20,yes
lastman,The Last Man,Mary Shelley,1826,Science,,no
persuasion,\"Persuasion, a novel\",Jane Austen,1817,Manners|Romance,£4.00,yes
";

/// Ten visitors who read two Gothic novels, and one who went from Emma to Persuasion.
fn visits() -> String {
    let mut log = "session_id,visitor_id,timestamp,product_id\n".to_owned();
    for n in 0..10 {
        log += &format!(
            "s{n},v{n},2024-05-{:02}T10:00:00Z,dracula\ns{n},v{n},2024-05-{:02}T10:01:00Z,frankenstein\n",
            n + 1,
            n + 1
        );
    }
    log + "once,w,2024-05-11T09:00:00Z,emma\nonce,w,2024-05-11T09:02:00Z,persuasion\n"
}

#[test]
fn a_feed_and_a_log_become_a_pack_that_holds_both() {
    let folder = Folder::new("feed-and-log");
    let items = folder.write("books.csv", BOOKS);
    let log = folder.write("log.csv", visits());
    let output = pack(
        &items,
        Some(&log),
        &folder.path("shop.hkp"),
        &["--url-template", "/book/{id}", "--no-refill"],
    );
    check_status(&output, 0);
    assert!(
        errors(&output).contains("facets = subjects + author, shown = author + year + price"),
        "{}",
        errors(&output)
    );
    assert!(
        errors(&output).contains("session = session_id, visitor = visitor_id, time = timestamp")
    );
    assert!(errors(&output).contains("support 2: a pair needs 2 different visitors"));
    assert_eq!(folder.names(), ["books.csv", "log.csv", "shop.hkp"]);

    let shop = open(&folder.path("shop.hkp"));
    let header = shop.header();
    assert_eq!((header.items, header.source, header.support), (5, TableSource::Sessions, 2));
    // 2024-05-11 is the day of the last event.
    assert_eq!(header.vintage_day, 19_854);
    let [dracula, emma, frankenstein, last_man, persuasion] =
        ["dracula", "emma", "frankenstein", "lastman", "persuasion"]
            .map(|id| shop.find(id).unwrap());
    assert_eq!(shop.title(persuasion), "Persuasion, a novel");
    assert_eq!(shop.url(emma), "/book/emma");
    let facets: Vec<_> =
        shop.facets(emma).map(|facet| (shop.facet_kind(facet), shop.facet_label(facet))).collect();
    assert_eq!(
        facets,
        [("subjects", "Manners"), ("subjects", "Romance"), ("author", "Jane Austen")]
    );
    assert_eq!(shop.display(frankenstein).text("price"), Some("£3.20"));
    assert_eq!(shop.display(last_man).text("price"), None);
    assert!(!shop.is_available(last_man) && shop.is_available(emma));
    assert_eq!(shop.row(dracula).map(|(item, _)| item).collect::<Vec<_>>(), [frankenstein]);
    // One visitor went from Emma to Persuasion: the table does not tell of them, nor do the counts.
    assert_eq!(shop.row(emma).count(), 0);
    assert!(shop.popularity(emma) == 0.0 && shop.popularity(dracula) == 1.0);
}

#[test]
fn the_same_files_give_the_same_bytes_whatever_their_wrapping() {
    let folder = Folder::new("wrapping");
    let csv = folder.write("books.csv", BOOKS);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(BOOKS.as_bytes()).unwrap();
    let gzip = folder.write("books-gzip", packed.finish().unwrap());
    let semicolons = folder.write(
        "books-semicolons.csv",
        format!("\u{feff}{}", BOOKS.replace(',', ";").replace("Persuasion; a", "Persuasion, a")),
    );
    let json = folder.write(
        "books.jsonl",
        r#"{"id":"emma","title":"Emma","author":"Jane Austen","year":1815,"subjects":["Manners","Romance"],"price":"£4.10","available":true}
{"id":"dracula","title":"Dracula","author":"Bram Stoker","year":1897,"subjects":["Gothic fiction"],"price":"£3.00","available":true}

{"id":"frankenstein","title":"Frankenstein","author":"Mary Shelley","year":1818,"subjects":["Gothic fiction","Science"],"price":"£3.20","available":true}
{"id":"lastman","title":"The Last Man","author":"Mary Shelley","year":1826,"subjects":["Science"],"price":null,"available":false}
{"id":"persuasion","title":"Persuasion, a novel","author":"Jane Austen","year":1817,"subjects":["Manners","Romance"],"price":"£4.00","available":true}
"#,
    );
    let mut packs = Vec::new();
    for items in [&csv, &gzip, &semicolons, &json] {
        let out = folder.path("out.hkp");
        check_status(&pack(items, None, &out, &[]), 0);
        packs.push(std::fs::read(out).unwrap());
    }
    assert!(packs.iter().all(|pack| *pack == packs[0]));
    let shop = Catalogue::open(packs.remove(0).into()).unwrap();
    assert_eq!((shop.header().source, shop.header().support), (TableSource::Attributes, 0));
    assert!(shop.popular().all(|item| shop.row(item).count() == 0));
}

#[test]
fn broken_lines_are_listed_and_the_rest_is_packed() {
    let folder = Folder::new("broken-lines");
    let mut feed = BOOKS.as_bytes().to_vec();
    feed.extend_from_slice(b"short,line\n,No id,,,,,\nemma,Again,,,,,yes\nbad,\xff\xfe,,,,,yes\nivanhoe,Ivanhoe,Walter Scott,1819,Romance,,yes\n");
    let items = folder.write("books.csv", feed);
    let log =
        folder.write("log.csv", format!("{}x,v,yesterday,emma\n,v,2024-05-01,emma\n", visits()));
    let output = pack(&items, Some(&log), &folder.path("shop.hkp"), &[]);
    check_status(&output, 3);
    for told in [
        "books.csv:7: has 2 fields where the header has 7",
        "books.csv:8: has no id",
        "books.csv:9: has the id \"emma\", which an earlier line has",
        "books.csv:10: is not UTF-8",
        "books.csv: 4 lines could not be used, 6 could",
        "log.csv:24: has the time \"yesterday\", which is not understood",
        "log.csv:25: has no session",
    ] {
        assert!(errors(&output).contains(told), "{told}\n{}", errors(&output));
    }
    assert_eq!(open(&folder.path("shop.hkp")).len(), 6);
}

#[test]
fn only_the_first_broken_lines_are_listed_and_all_are_counted() {
    let folder = Folder::new("many-broken");
    let items = folder.write("books.csv", format!("{BOOKS}{}", "x,y\n".repeat(50)));
    let output = pack(&items, None, &folder.path("shop.hkp"), &[]);
    check_status(&output, 3);
    assert_eq!(errors(&output).matches("has 2 fields").count(), 20);
    assert!(errors(&output).contains("50 lines could not be used (30 more not listed)"));
}

#[test]
fn errors_have_codes_and_leave_what_was_there() {
    let folder = Folder::new("errors");
    let items = folder.write("books.csv", BOOKS);
    let empty = folder.write("empty.csv", "");
    let header = folder.write("header.csv", "id,title\n");
    let nothing = folder.write("nothing.csv", "id,title\n1\n2\n");
    let nameless = folder.write("nameless.csv", "colour,weight\nred,3\n");
    let nobody = folder.write("nobody.csv", "item,time\nemma,1\n");
    let knobs = folder.write("knobs.json", "{\"gamma\": 7}");
    let slip = folder.write("slip.json", "{\"gama\": 0.1}");
    let script = folder.write("script.csv", "id,url\n1,javascript:alert(1)\n");
    let out = folder.write("shop.hkp", "what was there");
    let log = folder.write("log.csv", visits());
    let cases: [(&Path, Option<&Path>, &[&str], &str); 14] = [
        (&folder.path("absent.csv"), None, &[], "read-failed"),
        (&empty, None, &[], "file-empty"),
        (&header, None, &[], "file-empty"),
        (&nothing, None, &[], "nothing-readable"),
        (&script, None, &[], "nothing-readable"),
        (&nameless, None, &[], "column-missing"),
        (&items, Some(&nobody), &[], "column-missing"),
        (&items, None, &["--facet", "colour"], "column-unknown"),
        (&items, None, &["--column", "id=nr"], "column-unknown"),
        (&items, None, &["--column", "sku=id"], "flag-unclear"),
        (&items, None, &["--deny", "subjects=Divorce"], "deny-unknown"),
        (&items, Some(&log), &["--knobs", knobs.to_str().unwrap()], "knob-out-of-bounds"),
        (&items, Some(&log), &["--knobs", slip.to_str().unwrap()], "knobs-unclear"),
        (&items, Some(&log), &["--top", "9", "--head-top", "3"], "flag-unclear"),
    ];
    for (items, sessions, more, code) in cases {
        let output = pack(items, sessions, &out, more);
        check_status(&output, 1);
        assert!(errors(&output).contains(&format!("error[{code}]")), "{code}: {}", errors(&output));
    }
    check_status(&pack(&items, None, &folder.path("no/such/folder/shop.hkp"), &[]), 1);
    assert_eq!(std::fs::read(&out).unwrap(), b"what was there");
    assert!(folder.names().iter().all(|name| !name.contains("partial")));
    check_status(&homekept(&["pack"]), 2);
    check_status(&homekept(&["eval", "--sessions", "x"]), 2);
}

#[test]
fn denied_categories_are_marked_and_in_no_row() {
    let folder = Folder::new("denied");
    let items = folder.write("books.csv", BOOKS);
    let log = folder.write("log.csv", visits());
    let out = folder.path("shop.hkp");
    check_status(
        &pack(
            &items,
            Some(&log),
            &out,
            &["--support", "1", "--no-refill", "--deny", "subjects=Science"],
        ),
        0,
    );
    let shop = open(&out);
    let science = shop.find_facet("subjects", "Science").unwrap();
    assert!(
        shop.is_denied_facet(science)
            && !shop.is_denied_facet(shop.find_facet("subjects", "Manners").unwrap())
    );
    let [dracula, emma, frankenstein] =
        ["dracula", "emma", "frankenstein"].map(|id| shop.find(id).unwrap());
    assert!(shop.is_denied(frankenstein) && !shop.is_denied(dracula));
    assert_eq!(
        (shop.row(dracula).count(), shop.row(frankenstein).count(), shop.row(emma).count()),
        (0, 0, 1)
    );
    assert_eq!(shop.title(frankenstein), "Frankenstein");

    let column = folder.write("column.csv", "id,denied\na,1\nb,0\nc,\n");
    check_status(&pack(&column, None, &out, &[]), 0);
    let shop = open(&out);
    assert_eq!(
        ["a", "b", "c"].map(|id| shop.is_denied(shop.find(id).unwrap())),
        [true, false, false]
    );
}

#[test]
fn flags_say_what_is_what() {
    let folder = Folder::new("flags");
    let items = folder.write(
        "things.csv",
        "nr,label,shade,cost,lift\n1,Cup,red,2,0.5\n2,Jug,blue,9,0\n3,Pot,red,5,1\n",
    );
    let log =
        folder.write("log.csv", "wer,was,wann\na,1,1\na,2,2\nb,1,1\nb,2,2\nb,3,3\nb,1,99999\n");
    let knobs = folder.write("knobs.json", "{\"rho\": 0.5, \"gamma\": 0}");
    let out = folder.path("shop.hkp");
    let output = pack(
        &items,
        Some(&log),
        &out,
        &[
            "--column",
            "id=nr",
            "--column",
            "title=label",
            "--column",
            "boost=lift",
            "--facet",
            "shade",
            "--display",
            "cost",
            "--column",
            "visitor=wer",
            "--column",
            "item=was",
            "--column",
            "time=wann",
            "--source",
            "orders",
            "--vintage",
            "2026-02-03",
            "--knobs",
            knobs.to_str().unwrap(),
            "--top",
            "1",
            "--support",
            "1",
            "--no-refill",
        ],
    );
    check_status(&output, 0);
    assert!(errors(&output).contains("session = a visitor's events less than 30 minutes apart"));
    let shop = open(&out);
    let header = shop.header();
    assert_eq!(
        (header.source, header.vintage_day, header.weights.rho),
        (TableSource::Orders, 20_487, 0.5)
    );
    let [one, two, three] = ["1", "2", "3"].map(|id| shop.find(id).unwrap());
    assert_eq!((shop.title(two), shop.display(two).text("cost")), ("Jug", Some("9")));
    assert!(shop.boost(three) == 1.0 && shop.boost(two) == 0.0);
    assert_eq!(shop.row(one).map(|(item, _)| item).collect::<Vec<_>>(), [two]);
    // The last visit came a day later: a session of its own, so nothing leads from 3 to 1.
    assert_eq!(shop.row(three).count(), 0);
}

#[test]
fn rows_of_items_that_are_seen_often_may_be_longer_and_the_table_stays_as_large() {
    let folder = Folder::new("head-rows");
    let items = folder.write("items.csv", "id,title\na,A\nb,B\nc,C\nd,D\nx,X\ny,Y\nz,Z\n");
    let mut log = "session,item\n".to_owned();
    for visit in 0..30 {
        log += &format!("{visit},a\n{visit},{}\n", ["b", "c", "d"][visit % 3]);
    }
    log += "y,x\ny,y\nz,x\nz,z\n";
    let (log, knobs) = (folder.write("log.csv", log), folder.write("knobs.json", "{\"gamma\": 0}"));
    let out = folder.path("shop.hkp");
    let mut flags = vec!["--support", "1", "--no-refill", "--knobs", knobs.to_str().unwrap()];
    flags.extend(["--top", "2"]);
    let rows = |flags: &[&str]| {
        check_status(&pack(&items, Some(&log), &out, flags), 0);
        let shop = open(&out);
        ["a", "x"].map(|id| shop.row(shop.find(id).unwrap()).count())
    };
    assert_eq!(rows(&flags), [2, 2]);
    flags.extend(["--head-top", "3"]);
    assert_eq!(rows(&flags), [3, 1]);
}

/// A feed that shouts, with no category, in which five items are for Christmas.
fn shouting() -> String {
    let mut feed = "sku,description,price,currency\n".to_owned();
    for (n, what) in ["TREE", "STAR", "STAR", "CARD", "CRACKER"].iter().enumerate() {
        feed += &format!("c{n},CHRISTMAS {what} WITH 3 BELLS,{n}.5,GBP\n");
    }
    for n in 0..40 {
        feed += &format!("x{n},THING No {n},2.25,GBP\n").to_uppercase();
    }
    feed
}

#[test]
fn words_of_titles_are_attributes_where_a_feed_has_no_categories() {
    let folder = Folder::new("title-words");
    let feed = shouting();
    let items = folder.write("items.csv", &feed);
    let out = folder.path("shop.hkp");
    let output = pack(&items, None, &out, &[]);
    check_status(&output, 0);
    assert!(
        errors(&output).contains(
            "2 words of the titles are attributes, of the kind \"word\": Bells, Christmas; --no-title-words"
        ),
        "{}",
        errors(&output)
    );
    let shop = open(&out);
    let words = |id: &str| -> Vec<String> {
        let item = shop.find(id).unwrap();
        shop.facets(item)
            .map(|facet| format!("{}={}", shop.facet_kind(facet), shop.facet_label(facet)))
            .collect()
    };
    assert_eq!(words("c0"), ["word=Bells", "word=Christmas"]);
    assert!(words("X7").is_empty());
    // The feed's own writing stays in the pack.
    assert_eq!(shop.title(shop.find("c0").unwrap()), "CHRISTMAS TREE WITH 3 BELLS");

    check_status(&pack(&items, None, &out, &["--deny", "word=Christmas"]), 0);
    let denied = open(&out);
    assert!(denied.is_denied(denied.find("c0").unwrap()));
    check_status(&pack(&items, None, &out, &["--no-title-words"]), 0);
    assert_eq!(open(&out).header().facets, 0);
    // A column that is a category is better than any word.
    let shelved = folder.write("shelved.csv", feed.replace("currency", "category"));
    check_status(&pack(&shelved, None, &out, &[]), 0);
    let shop = open(&out);
    assert_eq!((shop.header().facets, shop.find_facet("category", "GBP").is_some()), (1, true));
}

#[test]
fn titles_and_prices_are_written_readably_where_that_is_asked_for() {
    let folder = Folder::new("readable");
    let items = folder.write("items.csv", shouting());
    let out = folder.path("shop.hkp");
    let output = pack(&items, None, &out, &["--readable"]);
    check_status(&output, 0);
    assert!(errors(&output).contains("titles are in capitals"), "{}", errors(&output));
    let shop = open(&out);
    let [tree, thing] = ["c0", "X7"].map(|id| shop.find(id).unwrap());
    assert_eq!(shop.title(tree), "Christmas Tree with 3 Bells");
    assert_eq!(shop.title(thing), "Thing No 7");
    let shown: Vec<_> = shop.display(tree).pairs().collect();
    assert_eq!(shown, [("price", "0.50 GBP")]);
    assert_eq!(shop.display(thing).text("price"), Some("2.25 GBP"));
}

#[test]
fn a_pack_can_be_tuned_on_its_own_log() {
    let folder = Folder::new("tune");
    let items = folder.write("books.csv", BOOKS);
    let log = folder.write("log.csv", visits());
    let output = pack(&items, Some(&log), &folder.path("shop.hkp"), &["--tune"]);
    check_status(&output, 0);
    assert!(errors(&output).contains("of the last training sessions"), "{}", errors(&output));
    let shop = open(&folder.path("shop.hkp"));
    assert_eq!(shop.row(shop.find("dracula").unwrap()).count(), 1);
}

#[test]
fn eval_prints_its_figures_as_one_object_with_fixed_keys() {
    let folder = Folder::new("eval");
    let log = folder.write("log.csv", visits());
    let log = log.to_str().unwrap();
    let output =
        homekept(&["eval", "--sessions", log, "--test-share", "0.3", "--json", "--top", "5"]);
    check_status(&output, 0);
    let figures: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let keys: Vec<_> = figures.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["hr", "mrr", "ndcg", "coverage", "prefixes", "bytes_per_item"]);
    // Three sessions are left for the last visitor's, whose books training never saw.
    assert_eq!((figures["prefixes"].as_u64(), figures["hr"].as_f64()), (Some(3), Some(1.0)));
    assert!(errors(&output).contains("of the last training sessions"), "{}", errors(&output));
    let output = homekept(&["eval", "--sessions", log, "--test-share", "0.01"]);
    check_status(&output, 1);
    assert!(errors(&output).contains("error[nothing-to-test]"));
}

#[test]
fn the_columns_of_the_shared_data_are_understood_without_flags() {
    let folder = Folder::new("shared-data");
    let cases = [
        (
            "eshop2008",
            "facets = main_category + colour, shown = price",
            "time = month, day (no year",
        ),
        (
            "online_retail",
            "title = description, facets = none, shown = StockCode + price, not used = n",
            "visitor = user, time = time",
        ),
    ];
    for (name, feed, log) in cases {
        let Some(data) = shared(name) else { continue };
        let out = folder.path("shop.hkp");
        let output = pack(&data.join("items.csv.gz"), Some(&data.join("events.csv.gz")), &out, &[]);
        check_status(&output, 0);
        assert!(
            errors(&output).contains(feed) && errors(&output).contains(log),
            "{}",
            errors(&output)
        );
        let shop = open(&out);
        let filled = shop.popular().filter(|item| shop.row(*item).count() == 20).count();
        assert!(filled * 10 > shop.popular().count() * 8, "{name}: {filled} rows are full");
    }
}

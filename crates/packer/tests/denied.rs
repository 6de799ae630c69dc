//! Denied categories as a shop meets them: what denies, what allows, what is told, and that nothing
//! denied is ever profiled.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

mod common;

use std::path::Path;
use std::process::Output;

use common::Folder;
use homekept::catalogue::{Catalogue, FacetIx};
use homekept_packer::{AuditOptions, PackOptions, Quiet, Rule, Verdict, audit, pack_files};
use proptest::prelude::*;
use serde_json::{Value, json};

const FEED: &str = "\
id,title,category,brand,iab,google_product_category
a,Aspirin,Pharmacy,Ember,,
b,Rosary,Gifts,Brook,\"459, 1\",
c,Test strips,Gifts,Ember,,505293
d,Cup,Cups,Ember,1,Home & Garden > Kitchen & Dining
e,Jug,Cups,Brook,,
f,Rattle,Toys,Brook,196,
g,Church candle,Cups,Christian Dior,,
h,Yoga for beginners,Health magazines,Brook,,
";

fn homekept(args: &[&str]) -> Output {
    common::homekept().args(args).output().unwrap()
}

fn pack(folder: &Folder, more: &[&str]) -> Output {
    let items = folder.write("feed.csv", FEED);
    let (items, out) = (items.to_str().unwrap(), folder.path("shop.hkp"));
    let mut args = vec!["pack", "--items", items, "-o", out.to_str().unwrap()];
    args.extend(["--facet", "category", "--facet", "brand"]);
    args.extend(more);
    homekept(&args)
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn check_told(output: &Output, told: &[&str]) {
    assert_eq!(output.status.code(), Some(0), "{}", errors(output));
    for told in told {
        assert!(errors(output).contains(told), "{told:?} is not in {}", errors(output));
    }
}

/// The ids of denied items, and the denied labels.
fn denied(folder: &Folder) -> (Vec<String>, Vec<String>) {
    let shop = Catalogue::open(std::fs::read(folder.path("shop.hkp")).unwrap().into()).unwrap();
    let items = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let items = items.iter().filter(|id| shop.is_denied(shop.find(id).unwrap()));
    let labels =
        (0..shop.header().facets).map(FacetIx).filter(|facet| shop.is_denied_facet(*facet));
    (
        items.map(|id| (*id).to_owned()).collect(),
        labels.map(|facet| shop.facet_label(facet).to_owned()).collect(),
    )
}

fn inspected(path: &Path) -> Value {
    let output = homekept(&["inspect", path.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn codes_deny_first_and_words_second_and_both_are_told() {
    let folder = Folder::new("denied-told");
    let output = pack(&folder, &[]);
    check_told(
        &output,
        &[
            "iab = iab, google = google_product_category",
            "denied, so never part of a profile: 5 items",
            "  health (illness, medicine, pregnancy and the state of somebody's body or mind): 1 item of 505293: Google's taxonomy",
            "  health: 1 item of category=Pharmacy: a word in the category, \u{201c}pharmacy\u{201d} (en)",
            "1 item of iab=459: IAB id",
            "1 titles hold a word of a denied topic (religion 1), and are not denied for it",
            "--deny and --deny-map change what is denied",
        ],
    );
    // Gifts hold a rosary and test strips and nothing else, so that they would say the same.
    let labels = ["Gifts", "Health magazines", "Pharmacy", "Toys"].map(str::to_owned).to_vec();
    assert_eq!(denied(&folder), (["a", "b", "c", "f", "h"].map(str::to_owned).to_vec(), labels));
    let found = inspected(&folder.path("shop.hkp"));
    assert_eq!(found["denials"]["items"], 5);
    assert_eq!(found["denials"]["closed"], 2);
    assert_eq!(found["denials"]["screen"], true);
    assert_eq!(
        found["denials"]["causes"][1],
        json!({
            "rule": "screen", "topic": "health", "what": "category=Health magazines",
            "word": "\u{201c}health\u{201d} (en)", "items": 1
        })
    );
}

#[test]
fn a_shop_says_in_a_table_what_its_categories_are() {
    let folder = Folder::new("denied-map");
    let map = folder.write(
        "map.csv",
        "category,topic,reason\n\
         health MAGAZINES,allow,they are about running\n\
         iab=196,allow,we sell toys to everybody\n\
         category=Cups,alcohol,\n\
         Spoons,deny,\n",
    );
    let output = pack(&folder, &["--deny-map", map.to_str().unwrap()]);
    check_told(
        &output,
        &[
            "allowed, though of the topic health: 1 item of category=Health magazines: a word in the category, \u{201c}health\u{201d} (en) (they are about running)",
            "allowed, though of the topic family: 1 item of iab=196: IAB id (we sell toys to everybody)",
            "alcohol (alcohol): 3 items of category=Cups: the shop's table",
            "map.csv: 1 of 4 rows name no category of the feed: line 5 \"Spoons\"",
        ],
    );
    let (items, labels) = denied(&folder);
    assert_eq!(items, ["a", "b", "c", "d", "e", "g"]);
    assert!(
        !labels.contains(&"Health magazines".to_owned()) && labels.contains(&"Cups".to_owned())
    );
    let found = inspected(&folder.path("shop.hkp"));
    assert_eq!(found["denials"]["overrides"].as_array().unwrap().len(), 2);
    assert_eq!(found["denials"]["overrides"][1]["reason"], "we sell toys to everybody");

    // The table may be named in the file of flags, with tabs in it, and speak of paths.
    folder.write("own.tsv", "category\ttopic\nhome & garden > kitchen & dining\tdeny\n");
    folder.write(
        "homekept.toml",
        "items = \"feed.csv\"\noutput = \"shop.hkp\"\nfacet = [\"category\"]\ndeny-map = \"own.tsv\"\nno-screen = true\n",
    );
    let config = folder.path("homekept.toml");
    let output = homekept(&["pack", "--config", config.to_str().unwrap()]);
    check_told(
        &output,
        &[
            "1 item of Home & Garden > Kitchen & Dining: the shop's table",
            "categories were not held against the lists of words: --no-screen",
        ],
    );
    assert_eq!(denied(&folder).0, ["b", "c", "d", "f"]);
    assert_eq!(inspected(&folder.path("shop.hkp"))["denials"]["screen"], false);
}

#[test]
fn titles_deny_where_the_shop_says_so() {
    let folder = Folder::new("denied-titles");
    let output = pack(&folder, &["--screen-titles"]);
    check_told(&output, &["1 item of title: a word in the title, \u{201c}church\u{201d} (en)"]);
    assert_eq!(denied(&folder).0, ["a", "b", "c", "f", "g", "h"]);
    let output = pack(&folder, &["--screen-titles", "--no-screen"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_is_listed_outright_cannot_be_allowed() {
    let folder = Folder::new("denied-strict");
    for (row, told) in [
        ("iab=459,allow,we sell gifts", "\"iab=459\", which IAB id lists under \"religion\""),
        (
            "google=505293,allow,we sell gifts",
            "\"505293\", which Google's taxonomy lists under \"health\"",
        ),
    ] {
        let map = folder.write("map.csv", format!("category,topic,reason\nCups,deny,\n{row}\n"));
        let output = pack(&folder, &["--deny-map", map.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(errors(&output).contains("error[deny-map-unclear]"), "{}", errors(&output));
        assert!(errors(&output).contains(told) && errors(&output).contains("map.csv:3: "));
        assert!(!folder.path("shop.hkp").exists());
    }
}

#[test]
fn a_table_that_cannot_be_understood_is_refused_with_its_line() {
    let folder = Folder::new("denied-slips");
    for (rows, told) in [
        (
            "Cups,helth,\n",
            "map.csv:2: has the topic \"helth\"; the topics are health, disability, ",
        ),
        ("Cups,deny,\nToys,,\n", "map.csv:3: does not say what becomes of \"Toys\""),
        ("Cups,deny,\n,deny,\n", "map.csv:3: has no category"),
        ("Cups,allow,\n", "map.csv:2: allows \"Cups\" without a reason"),
        (
            "Cups,deny,\nToys,deny,\n cups ,health,\n",
            "map.csv:4: has the category \"cups\", which line 2 has",
        ),
        ("Cups,deny,,more\n", "map.csv:2: "),
    ] {
        let map = folder.write("map.csv", format!("category,topic,reason\n{rows}"));
        let output = pack(&folder, &["--deny-map", map.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{rows}: {}", errors(&output));
        assert!(errors(&output).contains("error[deny-map-unclear]"), "{}", errors(&output));
        assert!(errors(&output).contains(told), "{told}: {}", errors(&output));
    }
    let map = folder.write("map.csv", "shelf,becomes\nCups,deny\n");
    let output = pack(&folder, &["--deny-map", map.to_str().unwrap()]);
    assert!(errors(&output).contains("error[column-missing]"), "{}", errors(&output));
    let output = pack(&folder, &["--deny-map", folder.path("absent.csv").to_str().unwrap()]);
    assert!(errors(&output).contains("error[read-failed]"), "{}", errors(&output));
}

#[test]
fn fair_01_fair_05_who_somebody_is_becomes_no_attribute_by_guess() {
    let folder = Folder::new("denied-kinds");
    let items = folder.write(
        "feed.csv",
        "id,category,gender,age_group\na,Shirts,female,adult\nb,Shirts,male,kids\nc,Shoes,female,adult\nd,Shoes,male,kids\n",
    );
    let out = folder.path("shop.hkp");
    let args = ["pack", "--items", items.to_str().unwrap(), "-o", out.to_str().unwrap()];
    check_told(&homekept(&args), &["facets = category, "]);
}

#[test]
fn an_audit_says_what_is_denied_by_what() {
    let folder = Folder::new("denied-audit");
    let map = folder.write(
        "map.csv",
        "category,topic,reason\nHealth magazines,allow,they are <b>about</b> running\n",
    );
    check_told(&pack(&folder, &["--deny-map", map.to_str().unwrap()]), &[]);
    let (shop, html) = (folder.path("shop.hkp"), folder.path("audit.html"));
    let args = ["audit", shop.to_str().unwrap(), "--lists", "20"];
    let output = homekept(&[&args[..], &["--html", html.to_str().unwrap()]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    let sheet = String::from_utf8(output.stdout).unwrap();
    for told in [
        "Denied, by what",
        "        1 items  religion            iab=459: IAB id",
        "allowed by the shop, with its reason",
        "(they are <b>about</b> running)",
        "word lists  on ",
        "yes what it says of its denied items fits them",
    ] {
        assert!(sheet.contains(told), "{told:?} is not in {sheet}");
    }
    let page = std::fs::read_to_string(&html).unwrap();
    assert!(page.contains("<caption>By what items are denied</caption>"));
    assert!(page.contains("they are &lt;b&gt;about&lt;/b&gt; running"));
    let found: Value =
        serde_json::from_slice(&homekept(&[&args[..], &["--json"]].concat()).stdout).unwrap();
    assert_eq!(found["pack"]["denials"]["causes"].as_array().unwrap().len(), 4);
    assert_eq!(found["pack"]["denials"]["overrides"][0]["rule"], "screen");
    let bounds = found["bounds"].as_array().unwrap();
    let bound = bounds.iter().find(|bound| bound["bound"] == "denied").unwrap();
    assert_eq!(bound["verdict"], "held");
}

/// Categories of a random shop, some of them denied by a word, an id or the shop's table.
const CATEGORIES: [(&str, &str); 6] = [
    ("Cups", ""),
    ("Religion", ""),
    ("Plates", ""),
    ("Mugs", "286"),
    ("Bowls", ""),
    ("Secrets", ""),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn nothing_denied_is_in_a_row_or_a_profile_whatever_the_shop_and_its_visitors(
        items in prop::collection::vec(0..CATEGORIES.len(), 4..24),
        log in prop::collection::vec((0u32..6, 0usize..24), 1..60),
    ) {
        let folder = Folder::new("denied-random");
        let mut feed = "id,title,category,iab\n".to_owned();
        for (place, category) in items.iter().enumerate() {
            let (label, iab) = CATEGORIES[*category];
            feed += &format!("{place:02},Item {place},{label},{iab}\n");
        }
        let mut sessions = "session,item\n".to_owned();
        for (session, item) in &log {
            sessions += &format!("{session},{:02}\n", item % items.len());
        }
        let map = folder.write("map.csv", "category,topic\nSecrets,deny\n");
        let options = PackOptions {
            facets: vec!["category".to_owned()],
            deny_map: Some(map),
            support: Some(1),
            ..PackOptions::new(
                folder.write("feed.csv", feed),
                Some(folder.write("log.csv", sessions)),
                folder.path("shop.hkp"),
            )
        };
        let report = pack_files(&options, &mut Quiet).unwrap();
        let is_denied = |category: &usize| [1, 3, 5].contains(category);
        prop_assert_eq!(report.denied as usize, items.iter().filter(|item| is_denied(item)).count());
        for cause in &report.denials.causes {
            prop_assert!([Rule::Screen, Rule::Iab, Rule::Map].contains(&cause.rule));
        }
        // The audit has everybody look at every denied item and state every denied category.
        let found = audit(
            &AuditOptions { moments: Some(20), invented: 20, ..AuditOptions::new(options.output.clone()) },
            &mut Quiet,
        );
        let found = found.unwrap().audit;
        prop_assert!(found.pack.failed().next().is_none());
        let bound = found.bounds.iter().find(|bound| bound.bound == "denied").unwrap();
        let verdict = if report.denied > 0 { Verdict::Held } else { Verdict::Absent };
        prop_assert_eq!(bound.verdict, verdict, "{}", bound.found);
    }
}

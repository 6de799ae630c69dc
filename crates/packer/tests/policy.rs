//! `homekept policy`: a file that pages accept, for this very pack, and nothing of the site's lost.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a test says what is wrong by failing"
)]

mod common;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use common::Folder;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

fn homekept(args: &[&str]) -> Output {
    common::homekept().args(args).output().unwrap()
}

/// A folder with a pack of two items.
fn with_pack(name: &str) -> Folder {
    let folder = Folder::new(name);
    pack(&folder, "id,title,colour\n1,Cup,red\n2,Jug,blue\n");
    folder
}

fn pack(folder: &Folder, feed: &str) {
    let feed = folder.write("feed.csv", feed);
    let done = homekept(&["pack", "--items", text(&feed), "-o", text(&folder.path("shop.hkp"))]);
    assert!(done.status.success(), "{done:?}");
}

fn policy(folder: &Folder, more: &[&str]) -> Output {
    let (pack, output) = (folder.path("shop.hkp"), folder.path("homekept.json"));
    homekept(&[&["policy", "--pack", text(&pack), "-o", text(&output)], more].concat())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn written(folder: &Folder) -> Value {
    serde_json::from_str(&folder.read("homekept.json")).unwrap()
}

const SITE: [&str; 6] =
    ["--site", "hearth", "--name", "Hearth & Page", "--contact", "privacy@example.com"];

#[test]
fn a_new_file_names_the_site_and_the_pack() {
    let folder = with_pack("policy-new");
    let done = policy(&folder, &SITE);
    assert!(done.status.success(), "{done:?}");
    let mut file = written(&folder);
    let integrity = file["pack"]["integrity"].take();
    assert_eq!(
        file,
        json!({
            "version": 1,
            "site": "hearth",
            "controller": { "name": "Hearth & Page", "contact": "privacy@example.com" },
            "tableSource": "attributes",
            "notice": { "version": "1" },
            "pack": { "url": "/shop.hkp", "integrity": null },
        })
    );
    // The audit reads it as a page does.
    let pack = folder.path("shop.hkp");
    let audited =
        homekept(&["audit", text(&pack), "--policy", text(&folder.path("homekept.json"))]);
    assert!(audited.status.success(), "{audited:?}");
    assert_eq!(integrity.as_str(), Some(&*integrity_of(&pack)));
}

#[test]
fn a_new_pack_changes_where_it_lies_and_nothing_that_the_site_said() {
    let folder = with_pack("policy-again");
    let said = json!({
        "$schema": "./homekept.schema.json",
        "pack": { "integrity": "sha384-old", "url": "/packs/1.hkp" },
        "version": 1,
        "site": "hearth",
        "controller": { "contact": "privacy@example.com", "name": "Hearth & Page", "more": 1 },
        "tableSource": "orders",
        "notice": { "version": "3" },
        "boost": 0.02,
        "ours": [1, 2],
    });
    folder.write("homekept.json", said.to_string());
    assert!(policy(&folder, &[]).status.success());
    let integrity = integrity_of(&folder.path("shop.hkp"));
    let mut expected = said;
    expected["pack"]["integrity"] = json!(integrity);
    expected["tableSource"] = json!("attributes");
    assert_eq!(written(&folder), expected);
    let order = |file: &Value| file.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(order(&written(&folder)), order(&expected), "fields stay where the site has them");

    pack(&folder, "id,title,colour\n1,Cup,red\n2,Jug,blue\n3,Bowl,red\n");
    let flags = ["--url", "/packs/2.hkp", "--name", "Hearth", "--site", "hearth2"];
    assert!(policy(&folder, &flags).status.success());
    let second = integrity_of(&folder.path("shop.hkp"));
    assert_ne!(second, integrity);
    expected["pack"] = json!({ "integrity": second, "url": "/packs/2.hkp" });
    expected["controller"]["name"] = json!("Hearth");
    expected["site"] = json!("hearth2");
    assert_eq!(written(&folder), expected);
}

#[test]
fn what_a_page_would_refuse_is_not_written() {
    let folder = with_pack("policy-bad");
    let without = |flag: &str| {
        let place = SITE.iter().position(|given| *given == flag).unwrap();
        [&SITE[..place], &SITE[place + 2..]].concat()
    };
    let site = ["--site", "Not a name", "--name", "H", "--contact", "c"].to_vec();
    for (flags, code, names) in [
        (without("--site"), "policy-malformed", "--site"),
        (without("--name"), "policy-malformed", "--name"),
        (without("--contact"), "policy-malformed", "--contact"),
        (site, "policy-site", ""),
    ] {
        refused(&folder, &flags, code, names);
        assert!(!folder.path("homekept.json").exists(), "{flags:?}");
    }
    for (file, code, names) in [
        ("no json", "policy-malformed", ""),
        ("[1]", "policy-malformed", ""),
        (r#"{ "version": 1, "pack": "here" }"#, "policy-malformed", "pack"),
        (r#"{ "version": 1, "controller": 1 }"#, "policy-malformed", "controller"),
        (r#"{ "version": 2 }"#, "policy-version-unknown", ""),
        (r#"{ "version": 1, "boost": 0.5 }"#, "policy-boost", ""),
        (r#"{ "version": 1, "signals": {} }"#, "signals-malformed", ""),
        (
            r#"{ "version": 1, "signals": { "collector": "http://elsewhere.example", "measures": [] } }"#,
            "signals-collector",
            "",
        ),
    ] {
        folder.write("homekept.json", file);
        refused(&folder, &SITE, code, names);
        assert_eq!(folder.read("homekept.json"), file, "the file stays as it was");
    }
    folder.write("homekept.json", "{}");
    folder.write("shop.hkp", "no pack");
    refused(&folder, &SITE, "pack-not-a-pack", "");
}

#[test]
fn dsr_07_a_placement_that_decides_about_a_person_is_refused() {
    let folder = with_pack("policy-placements");
    let schema = include_str!("../../../www/schema/homekept.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let pattern = schema["properties"]["placements"]["items"]["not"]["pattern"].as_str().unwrap();
    let page = include_str!("../../../www/src/policy.ts");
    assert!(page.contains(&format!("const DECIDES = /{pattern}/;")), "the page refuses the same");
    for decision in pattern.split('|') {
        let said = json!({ "version": 1, "placements": ["home", format!("{decision}-offers")] });
        folder.write("homekept.json", said.to_string());
        refused(&folder, &SITE, "policy-malformed", decision);
    }
    let said = json!({ "version": 1, "placements": ["home", "basket", "search"] });
    folder.write("homekept.json", said.to_string());
    assert!(policy(&folder, &SITE).status.success());
}

#[test]
fn dsr_08_the_record_says_what_the_policy_and_the_code_say() {
    let folder = with_pack("policy-record");
    let recorded = |said: Value| {
        folder.write("homekept.json", said.to_string());
        let record = folder.path("record.md");
        let done = policy(&folder, &[&SITE[..], &["--record", text(&record)]].concat());
        assert!(done.status.success(), "{done:?}");
        folder.read("record.md")
    };
    let record = recorded(json!({
        "version": 1,
        "notice": { "version": "7" },
        "purposes": ["remember", "learn"],
        "jurisdiction": "eea",
        "retentionDays": 30,
        "boost": 0.02,
    }));
    let (boost, most, one_in) =
        (0.02, homekept::ranking::BOOST_MAX, homekept::ranking::SPONSORED_ONE_IN);
    for part in [
        "# Processing by Homekept at hearth",
        "(article 30)",
        "(article 35)",
        "(article 25)",
        "| controller | Hearth & Page, privacy@example.com |",
        "(`remember`); to learn from what a visitor does here (`learn`) |",
        "under notice version 7 and the rules `eea` |",
        "audience `general`",
        "items looked at, items tried or opened further, items put into the basket, items bought, how often an item was shown |",
        "items liked, items not liked, picks waved away; of a topic: more, less, never",
        "| recipients | none |",
        "what is done: 30 days",
        &format!("{} entries at the most", homekept::profile::MOST_ENTRIES),
        &format!("by {:.1} % of the best score, {:.1} % at the most", boost * 100.0, most * 100.0),
        &format!("one pick in {one_in} is sponsored at the most"),
        "the table was made from: attributes",
        "Offered: `remember`, `learn`.",
        "Switched off for everybody at this moment: no.",
    ] {
        assert!(record.contains(part), "{part}\n{record}");
    }

    let record = recorded(json!({
        "version": 1,
        "purposes": ["learn", "measure"],
        "images": "direct",
        "manager": { "learn": "0".repeat(64) },
        "off": true,
    }));
    for part in [
        "what is done: 90 days",
        "of randomised counts: *yours to say*; whoever serves the images",
        "the consent manager may be where it is asked",
        "Switched off for everybody at this moment: yes.",
    ] {
        assert!(record.contains(part), "{part}\n{record}");
    }
    assert!(!record.contains("what is stated"), "{record}");
}

#[test]
fn con_18_the_record_of_a_site_for_children_has_no_purpose() {
    let folder = with_pack("policy-child");
    let said = json!({ "version": 1, "audience": "child", "purposes": ["remember", "learn"] });
    folder.write("homekept.json", said.to_string());
    let record = folder.path("record.md");
    assert!(policy(&folder, &[&SITE[..], &["--record", text(&record)]].concat()).status.success());
    let record = folder.read("record.md");
    for part in
        ["| purposes | none |", "| categories of data | none |", "nothing is kept", "`child`"]
    {
        assert!(record.contains(part), "{part}\n{record}");
    }
}

fn refused(folder: &Folder, flags: &[&str], code: &str, names: &str) {
    let done = policy(folder, flags);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{flags:?}: {said}");
    assert!(said.starts_with(&format!("error[{code}]")), "{flags:?}: {said}");
    assert!(said.contains(names), "{flags:?}: {said}");
}

/// By another's means.
fn integrity_of(path: &Path) -> String {
    let done = Command::new("sha384sum").arg(path).output().unwrap();
    let hexadecimal = String::from_utf8(done.stdout).unwrap();
    let bytes: Vec<u8> = (0..48)
        .map(|at| u8::from_str_radix(&hexadecimal[2 * at..2 * at + 2], 16).unwrap())
        .collect();
    format!("sha384-{}", BASE64_STANDARD.encode(bytes))
}

//! `homekept.toml`: the flags of `homekept pack` in a file.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

mod common;

use std::path::Path;
use std::process::Output;

use common::Folder;
use homekept::catalogue::Catalogue;

fn homekept(folder: &Path, args: &[&str]) -> Output {
    common::homekept().current_dir(folder).args(args).output().unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn check_status(output: &Output, status: i32) {
    assert_eq!(output.status.code(), Some(status), "{}", errors(output));
}

const FEED: &str = "nr,label,shade,cost\na,Cup,red,1\nb,Jug,red,2\nc,Pot,blue,3\n";
const LOG: &str = "visitor,nr,time\nu,a,1\nu,b,60\nv,a,1\nv,b,60\n";

const CONFIG: &str = "\
items = \"data/feed.csv\"
sessions = \"data/log.csv\"
output = \"shop.hkp\"
column = { id = \"nr\", title = \"label\", item = \"nr\" }
facet = [\"shade\"]
display = [\"cost\"]
url-template = \"/thing/{id}\"
no-title-words = true
readable = false
support = 1
top = 5
pause = 20
vintage = 2026-02-03
";

fn shop(name: &str) -> Folder {
    let folder = Folder::new(name);
    std::fs::create_dir(folder.path("data")).unwrap();
    folder.write("data/feed.csv", FEED);
    folder.write("data/log.csv", LOG);
    folder
}

#[test]
fn a_file_says_what_flags_would() {
    let by_flags = shop("by-flags");
    let output = homekept(
        &by_flags.path(""),
        &[
            "pack",
            "--items",
            "data/feed.csv",
            "--sessions",
            "data/log.csv",
            "-o",
            "shop.hkp",
            "--column",
            "id=nr",
            "--column",
            "title=label",
            "--column",
            "item=nr",
            "--facet",
            "shade",
            "--display",
            "cost",
            "--url-template",
            "/thing/{id}",
            "--no-title-words",
            "--support",
            "1",
            "--top",
            "5",
            "--pause",
            "20",
            "--vintage",
            "2026-02-03",
        ],
    );
    check_status(&output, 0);
    let expected = std::fs::read(by_flags.path("shop.hkp")).unwrap();

    // In the current folder it is found, elsewhere it is named, and its paths are beside it.
    let folder = shop("by-file");
    folder.write("homekept.toml", CONFIG);
    for (place, args) in [
        (folder.path(""), vec!["pack"]),
        (folder.path("data"), vec!["pack", "--config", "../homekept.toml"]),
    ] {
        let output = homekept(&place, &args);
        check_status(&output, 0);
        assert!(errors(&output).contains("homekept.toml says column, display, facet, items"));
        assert!(std::fs::read(folder.path("shop.hkp")).unwrap() == expected);
        std::fs::remove_file(folder.path("shop.hkp")).unwrap();
    }
}

#[test]
fn a_flag_goes_before_the_file() {
    let folder = shop("flag-first");
    folder.write("homekept.toml", CONFIG);
    folder.write("knobs.json", "{\"gamma\": 0}");
    let output = homekept(
        &folder.path(""),
        &["pack", "--url-template", "/p/{id}", "--facet", "cost", "-o", "own.hkp"],
    );
    check_status(&output, 0);
    assert!(!folder.path("shop.hkp").exists());
    let shop = Catalogue::open(std::fs::read(folder.path("own.hkp")).unwrap().into()).unwrap();
    let cup = shop.find("a").unwrap();
    assert_eq!(shop.url(cup), "/p/a");
    let kinds: Vec<_> = shop.facets(cup).map(|facet| shop.facet_kind(facet)).collect();
    assert_eq!(kinds, ["cost"]);
    // So does one that does not go with what the file says.
    folder.write("homekept.toml", format!("{CONFIG}tune = true\n"));
    check_status(&homekept(&folder.path(""), &["pack", "--knobs", "knobs.json"]), 0);
}

#[test]
fn what_the_file_does_not_say_is_still_asked_for() {
    let folder = shop("incomplete");
    folder.write("homekept.toml", "items = \"data/feed.csv\"\n");
    let output = homekept(&folder.path(""), &["pack"]);
    check_status(&output, 2);
    assert!(errors(&output).contains("--output <FILE>"), "{}", errors(&output));
    // Help is help, whatever lies there.
    folder.write("homekept.toml", "nonsense");
    check_status(&homekept(&folder.path(""), &["pack", "--help"]), 0);
    check_status(&homekept(&folder.path(""), &["inspect", "--help"]), 0);
}

#[test]
fn a_slip_in_the_file_is_refused() {
    let folder = shop("slips");
    for (text, told) in [
        ("item = \"data/feed.csv\"", "item is no key; the keys are items, sessions"),
        ("config = \"other.toml\"", "config is no key"),
        ("top = true", "top is true or false, which --top does not take"),
        ("tune = \"yes\"", "tune is a text, which --tune does not take"),
        ("items = [\"a\", \"b\"]", "items is a list"),
        ("column = { id = [\"nr\"] }", "column is a table"),
        ("top = 5\ntop = 6", "duplicate key"),
        ("top", "="),
    ] {
        folder.write("homekept.toml", text);
        let output = homekept(&folder.path(""), &["pack"]);
        check_status(&output, 1);
        assert!(errors(&output).contains("error[config-unclear]: homekept.toml"), "{text}");
        assert!(errors(&output).contains(told), "{text}: {}", errors(&output));
    }
    let output = homekept(&folder.path(""), &["pack", "--config", "absent.toml"]);
    check_status(&output, 1);
    assert!(errors(&output).contains("error[read-failed]"));
}

#[test]
fn those_who_look_at_a_pack_read_the_same_files_in_the_same_way() {
    let folder = shop("readers");
    // Visits of one second each, cut by a pause that the file says, and clicks that it leaves out.
    let mut log = "visitor,nr,time,action\n".to_owned();
    for visit in 0..20 {
        for (step, item) in ["a", "b", "c"].into_iter().enumerate() {
            log += &format!("v{},{item},{},view\n", visit % 4, visit * 100_000 + step * 60);
        }
        log += &format!("v{},c,{},click\n", visit % 4, visit * 100_000);
    }
    folder.write("data/log.csv", log + "v1,,7,view\n");
    folder.write(
        "homekept.toml",
        format!("{CONFIG}kind = [\"view\"]\nreport = \"broken.jsonl\"\ndeny = [\"shade=red\"]\n"),
    );
    let here = folder.path("");
    check_status(&homekept(&here, &["pack"]), 3);
    for args in [
        &["eval", "--test-share", "0.2", "--json"][..],
        &["compare", "--test-share", "0.2", "--json", "--prefixes", "20"],
        &["tune", "--tail-share", "0.5", "--json"],
        &["audit", "shop.hkp", "--lists", "10", "--json"],
    ] {
        std::fs::remove_file(folder.path("broken.jsonl")).unwrap();
        let output = homekept(&here, args);
        // The line without an item is told, and written to the report.
        check_status(&output, 3);
        let told = errors(&output);
        assert!(told.contains("homekept.toml says column, "), "{told}");
        assert!(told.contains("20 click (left out)"), "{told}");
        assert!(told.contains("less than 20 minutes apart") && !told.contains("deny"), "{told}");
        assert_eq!(folder.read("broken.jsonl").lines().count(), 1, "{told}");
    }
    // A flag goes before the file here, too.
    let output = homekept(&here, &["tune", "--tail-share", "0.5", "--pause", "10080", "--json"]);
    assert!(errors(&output).contains("less than 10080 minutes apart"), "{}", errors(&output));
    // A slip is one for everybody.
    folder.write("homekept.toml", "item = \"data/feed.csv\"");
    let output = homekept(&here, &["audit", "shop.hkp"]);
    check_status(&output, 1);
    assert!(errors(&output).contains("error[config-unclear]"), "{}", errors(&output));
    check_status(&homekept(&here, &["inspect", "shop.hkp"]), 0);
}

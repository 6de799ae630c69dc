//! Comparing and tuning as a publisher meets them: what is printed, what is written, what is the
//! same every time.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

mod common;

use std::fmt::Write;
use std::path::PathBuf;
use std::process::Output;

use common::Folder;
use serde_json::Value;

/// Sixty visits of five steps around a ring of twelve items, forwards, one an hour.
fn ring(folder: &Folder) -> PathBuf {
    let mut log = "session,item,time\n".to_owned();
    for visit in 0..60 {
        for step in 0..5 {
            writeln!(log, "{visit},i{:02},{}", (visit * 7 + step) % 12, visit * 3600 + step)
                .unwrap();
        }
    }
    folder.write("log.csv", log)
}

fn homekept(args: &[&str]) -> Output {
    common::homekept().args(args).output().unwrap()
}

#[track_caller]
fn printed(args: &[&str]) -> String {
    let output = homekept(args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_method_is_held_against_ours_on_the_same_sessions() {
    let folder = Folder::new("compare");
    let log = ring(&folder);
    let page = folder.path("found.html");
    let args = [
        "compare",
        "--sessions",
        log.to_str().unwrap(),
        "--test-share",
        "0.2",
        "--top",
        "3",
        "--drop-seen",
        "--html",
        page.to_str().unwrap(),
        "--json",
    ];
    let once: Value = serde_json::from_str(&printed(&args)).unwrap();
    let methods = once["methods"].as_array().unwrap();
    let names: Vec<&str> = methods.iter().map(|method| method["name"].as_str().unwrap()).collect();
    let expected = [
        "popularity",
        "item-kNN, decayed",
        "sequential rules",
        "V-SKNN",
        "VSTAN",
        "VMIS-kNN",
        "co-transition (ours)",
    ];
    assert_eq!(names, expected);
    assert_eq!(once["prefixes"], serde_json::json!([48, 48]));
    for method in methods {
        let hr = &method["hr"];
        let [low, value, high] = ["low", "value", "high"].map(|end| hr[end].as_f64().unwrap());
        assert!(0.0 <= low && low <= value && value <= high && high <= 1.0, "{method}");
        assert!(method["bytes_per_item"].as_f64().unwrap() > 0.0, "{method}");
        assert!(method["median_us"].as_f64().unwrap() > 0.0, "{method}");
    }
    // Where the next item never varies, who knows the order finds it, and popularity does not.
    let hr = |place: usize| methods[place]["hr"]["value"].as_f64().unwrap();
    assert!(hr(2) > 0.99 && hr(6) > 0.99 && hr(0) < 0.6, "{once}");
    assert!(std::fs::read_to_string(&page).unwrap().contains("<svg"));

    // Everything but the times is the same every time.
    let mut once = once;
    let mut twice: Value = serde_json::from_str(&printed(&args)).unwrap();
    for found in [&mut once, &mut twice] {
        for method in found["methods"].as_array_mut().unwrap() {
            let method = method.as_object_mut().unwrap();
            assert!(method.remove("median_us").is_some() && method.remove("p99_us").is_some());
        }
    }
    assert_eq!(once, twice);
}

/// A hundred baskets, one an hour: four things of one of five kitchens, in any order, and a bag that
/// goes with everything.
fn kitchens(folder: &Folder) -> PathBuf {
    let mut log = "session,item,time\n".to_owned();
    for basket in 0..100 {
        let (kitchen, turn) = (basket * 3 % 5, basket * 7 % 4);
        let things = (0..4).map(|thing| format!("k{kitchen}-{}", (thing + turn) % 4));
        for (line, item) in things.chain(["bag".to_owned()]).enumerate() {
            writeln!(log, "{basket},{item},{}", basket * 3600 + line as u32).unwrap();
        }
    }
    folder.write("log.csv", log)
}

#[test]
fn what_was_taken_out_of_a_basket_is_found_by_what_is_left_in_it() {
    let folder = Folder::new("baskets");
    let log = kitchens(&folder);
    let log = log.to_str().unwrap();
    let mut args = vec!["eval", "--slot", "basket", "--sessions", log, "--test-share", "0.2"];
    args.extend(["--top", "3"]);
    let text = printed(&args);
    assert!(text.starts_with("20 baskets; 60 of their items drawn and hidden"), "{text}");
    args.push("--json");
    let found: Value = serde_json::from_str(&printed(&args)).unwrap();
    let methods = found["methods"].as_array().unwrap();
    let names: Vec<&str> = methods.iter().map(|method| method["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["popularity", "item-kNN", "goes with the basket (ours)"]);
    let hr = |place: usize, way: &str| methods[place][way]["hr"]["value"].as_f64().unwrap();
    // A list of three: what is missing of the kitchen, and the bag where it is not in the basket.
    for way in ["drawn", "last"] {
        assert!(hr(2, way) > 0.99 && hr(1, way) > 0.99, "{way}: {found}");
    }
    assert!(hr(0, "drawn") < 0.6 && hr(0, "last") > 0.99, "{found}");
    let ahead = &methods[0]["ours_ahead_drawn"]["hr"];
    assert!(ahead["low"].as_f64().unwrap() > 0.2, "{ahead}");
    assert_eq!(methods[2]["ours_ahead_drawn"]["hr"]["value"], 0.0);
    // Memory across visits is another question.
    args.push("--returning");
    assert_eq!(homekept(&args).status.code(), Some(2));
}

#[test]
fn a_stopped_tuning_goes_on_and_its_knobs_can_be_packed_with() {
    let folder = Folder::new("tune");
    let log = ring(&folder);
    let (trials, knobs) = (folder.path("trials.jsonl"), folder.path("knobs.json"));
    let args = [
        "tune",
        "--sessions",
        log.to_str().unwrap(),
        "--tail-share",
        "0.5",
        "--trials",
        trials.to_str().unwrap(),
        "-o",
        knobs.to_str().unwrap(),
        "--json",
    ];
    let whole: Value = serde_json::from_str(&printed(&args)).unwrap();
    assert_eq!(whole["resumed"], 0);
    let tried = whole["trials"].as_u64().unwrap();
    assert!(tried > 20, "{whole}");
    assert!(whole["gain"]["hr"]["low"].as_f64() <= whole["gain"]["hr"]["high"].as_f64());

    // Stopped after nine trials, in the midst of the tenth line.
    let lines = std::fs::read_to_string(&trials).unwrap();
    let nine: String = lines.split_inclusive('\n').take(10).collect();
    std::fs::write(&trials, nine + "{\"knobs\":").unwrap();
    let mut rest: Value = serde_json::from_str(&printed(&args)).unwrap();
    assert_eq!(rest["resumed"], 9);
    rest["resumed"] = 0.into();
    assert_eq!(rest, whole);
    assert_eq!(std::fs::read_to_string(&trials).unwrap(), lines);

    let figures = printed(&[
        "eval",
        "--sessions",
        log.to_str().unwrap(),
        "--test-share",
        "0.2",
        "--knobs",
        knobs.to_str().unwrap(),
    ]);
    assert!(figures.starts_with("HR@20"), "{figures}");

    // Another seed chooses on other sessions: these trials are not its.
    let mut other = args.to_vec();
    other.extend(["--seed", "2"]);
    let refused = homekept(&other);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("error[trials-other]"), "{said}");
    assert_eq!(std::fs::read_to_string(&trials).unwrap(), lines);
}

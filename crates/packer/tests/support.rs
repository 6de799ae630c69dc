//! The privacy of the table as a publisher meets it: what the threshold costs, what fills up the
//! rows that it leaves short, and how a pack follows the one before.

#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

mod common;

use std::path::Path;

use common::{Folder, shared};
use homekept::catalogue::Catalogue;
use homekept_packer::{Notes, PackOptions, PackReport, pack_files};

/// Packs, and gives what was told on the way.
fn pack(options: &PackOptions) -> (PackReport, String) {
    let mut notes = Notes::default();
    let report = pack_files(options, &mut notes).unwrap();
    (report, notes.0.join("\n"))
}

fn open(path: &Path) -> Catalogue {
    Catalogue::open(std::fs::read(path).unwrap().into()).unwrap()
}

/// The followers of an item, the strongest first.
fn followers(shop: &Catalogue, id: &str) -> Vec<(String, f32)> {
    let row = shop.row(shop.find(id).unwrap());
    let mut row: Vec<_> = row.map(|(item, weight)| (shop.id(item).to_owned(), weight)).collect();
    row.sort_by(|first, second| second.1.total_cmp(&first.1));
    row
}

fn ids(row: &[(String, f32)]) -> Vec<&str> {
    row.iter().map(|(id, _)| id.as_str()).collect()
}

const BOOKS: &str = "\
id,title,author,subjects,available
emma,Emma,Jane Austen,Manners|Romance,yes
dracula,Dracula,Bram Stoker,Gothic fiction,yes
carmilla,Carmilla,Sheridan Le Fanu,Gothic fiction,no
frankenstein,Frankenstein,Mary Shelley,Gothic fiction|Science,yes
lastman,The Last Man,Mary Shelley,Science,yes
newest,Mathilda,Mary Shelley,Science,yes
persuasion,Persuasion,Jane Austen,Manners|Romance,yes
";

/// A log in which so many visitors, each in a session of their own, go from one item to another.
fn log(pairs: &[(&str, &str, u32)]) -> String {
    let mut log = "session,visitor,time,item\n".to_owned();
    let mut visitor = 0;
    for (from, to, visitors) in pairs {
        for _ in 0..*visitors {
            visitor += 1;
            log += &format!(
                "s{visitor},v{visitor},2024-05-01T10:00:00Z,{from}\ns{visitor},v{visitor},2024-05-01T10:01:00Z,{to}\n"
            );
        }
    }
    log
}

#[test]
fn rows_that_the_threshold_empties_and_those_of_new_items_are_filled_by_attributes() {
    let folder = Folder::new("refill");
    let items = folder.write("books.csv", BOOKS);
    let sessions = folder.write("log.csv", log(&[("dracula", "emma", 4), ("emma", "lastman", 1)]));
    let options = PackOptions::new(items, Some(sessions), folder.path("shop.hkp"));
    let (report, _) = pack(&options);
    let shop = open(&options.output);
    // One visitor's way is not told; what shares author and subjects stands in its place.
    assert_eq!(ids(&followers(&shop, "emma")), ["dracula", "persuasion"]);
    // Nobody saw the new one yet.
    assert_eq!(ids(&followers(&shop, "newest")), ["frankenstein", "lastman"]);
    // What was counted stays first, and by far. What is sold out fills nothing.
    let dracula = followers(&shop, "dracula");
    assert_eq!(ids(&dracula), ["emma", "frankenstein"]);
    assert!(dracula[1].1 < dracula[0].1 * 0.6, "{dracula:?}");
    assert_eq!((report.refilled.empty, report.refilled.short), (5, 2));

    let (report, _) = pack(&PackOptions { refill: false, ..options.clone() });
    let shop = open(&options.output);
    assert!(followers(&shop, "newest").is_empty());
    assert_eq!(ids(&followers(&shop, "emma")), ["dracula"]);
    assert_eq!((report.refilled.empty, report.refilled.short), (0, 0));

    // A denied category neither gives nor gets.
    pack(&PackOptions { deny: vec!["subjects=Science".to_owned()], ..options.clone() });
    let shop = open(&options.output);
    assert!(followers(&shop, "lastman").is_empty() && followers(&shop, "newest").is_empty());
    assert_eq!(ids(&followers(&shop, "dracula")), ["emma"]);

    // Without a log there is no table to fill up.
    pack(&PackOptions { sessions: None, ..options.clone() });
    assert!(followers(&open(&options.output), "emma").is_empty());
}

#[test]
fn a_way_below_the_threshold_changes_no_byte_of_the_pack() {
    let folder = Folder::new("no-trace");
    let items = folder.write("books.csv", BOOKS);
    let packed = |pairs| {
        let sessions = folder.write("log.csv", log(pairs));
        let out = folder.path("shop.hkp");
        pack(&PackOptions::new(items.clone(), Some(sessions), out.clone()));
        std::fs::read(out).unwrap()
    };
    let without = packed(&[("dracula", "frankenstein", 5)]);
    assert_eq!(packed(&[("dracula", "frankenstein", 5), ("emma", "lastman", 1)]), without);
    assert_ne!(packed(&[("dracula", "frankenstein", 5), ("emma", "lastman", 2)]), without);
}

#[test]
fn the_cost_of_each_threshold_is_told_with_filled_rows_and_without() {
    let folder = Folder::new("cost");
    let items = folder.write("books.csv", BOOKS);
    // The one visitor of the end goes where one went before, and attributes lead there too.
    let pairs = [("dracula", "frankenstein", 8), ("emma", "persuasion", 2)];
    let sessions = folder.write("log.csv", log(&pairs));
    let mut options = PackOptions::new(items, Some(sessions), folder.path("shop.hkp"));
    options.top = 1;
    options.support = Some(4);
    let (report, told) = pack(&options);
    let measured: Vec<_> =
        report.cost.iter().map(|cost| (cost.support, cost.hr, cost.hr_refilled)).collect();
    assert_eq!(
        measured,
        [(1, 1.0, 1.0), (2, 0.0, 1.0), (3, 0.0, 1.0), (4, 0.0, 1.0), (5, 0.0, 1.0)]
    );
    for line in [
        "support 1: 100.0 %, with rows filled up 100.0 %",
        "support 2: 0.0 %, with rows filled up 100.0 % (2 empty and 0 short rows filled)",
        "support 4: 0.0 %, with rows filled up 100.0 % (2 empty and 0 short rows filled) <- chosen",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }

    options.sessions = Some(folder.write("short.csv", log(&[("emma", "dracula", 1)])));
    let (report, told) = pack(&options);
    assert!(report.cost.is_empty() && told.contains("the log is too short to measure"), "{told}");
}

#[test]
fn a_pair_stays_at_the_threshold_and_a_new_one_enters_above_it() {
    let folder = Folder::new("vintages");
    let items = folder.write("books.csv", BOOKS);
    let (first, next) = (folder.path("first.hkp"), folder.path("next.hkp"));
    let mut options = PackOptions::new(items, None, first.clone());
    options.refill = false;
    let mut packed = |pairs: &[(&str, &str, u32)], out: &Path, previous: Option<&Path>| {
        options.sessions = Some(folder.write("log.csv", log(pairs)));
        options.output = out.to_owned();
        options.previous = previous.map(Path::to_owned);
        let (report, _) = pack(&options);
        let shop = open(out);
        (report.support, ids(&followers(&shop, "dracula")).join(" "), shop)
    };
    let forward = |pairs: &[(&'static str, u32)]| -> Vec<(&str, &str, u32)> {
        pairs.iter().map(|(to, visitors)| ("dracula", *to, *visitors)).collect()
    };
    // At two visitors a pair enters the first pack.
    let (support, row, _) = packed(&forward(&[("emma", 3), ("lastman", 2)]), &first, None);
    assert_eq!((support, row.as_str()), (2, "emma lastman"));
    // Both stay at two; one that is new does not enter at two, and does at three.
    let newcomers = [("emma", 2), ("lastman", 2), ("persuasion", 2), ("newest", 3)];
    let (_, row, _) = packed(&forward(&newcomers), &next, Some(&first));
    assert_eq!(row, "newest emma lastman");
    // Below the threshold nothing stays, whatever the vintage before held.
    let (_, row, _) = packed(&forward(&[("emma", 1), ("lastman", 2)]), &next, Some(&first));
    assert_eq!(row, "lastman");
}

#[test]
fn the_vintage_before_is_read_by_ids_whatever_came_and_went_since() {
    let folder = Folder::new("other-items");
    let first = folder.path("first.hkp");
    let items = folder.write("books.csv", BOOKS);
    let sessions = folder.write("log.csv", log(&[("dracula", "lastman", 2)]));
    pack(&PackOptions::new(items, Some(sessions), first.clone()));
    // One item is gone and another has come, which moves all numbers.
    let items = folder.write(
        "next.csv",
        BOOKS.replace("emma,Emma,Jane Austen,Manners|Romance,yes\n", "aaa,A,B,C,yes\n"),
    );
    let sessions =
        folder.write("log.csv", log(&[("dracula", "lastman", 2), ("dracula", "aaa", 2)]));
    let mut options = PackOptions::new(items, Some(sessions), folder.path("next.hkp"));
    (options.refill, options.previous) = (false, Some(first));
    pack(&options);
    assert_eq!(ids(&followers(&open(&options.output), "dracula")), ["lastman"]);
}

#[test]
fn one_visitor_more_and_one_fewer_never_bring_a_pair_in_and_out_again() {
    let folder = Folder::new("there-and-back");
    let items = folder.write("books.csv", BOOKS);
    let in_row = |visitors: u32, previous: &Path, out: &str| {
        let pairs = [("dracula", "frankenstein", 9), ("dracula", "emma", visitors)];
        let sessions = folder.write("log.csv", log(&pairs));
        let mut options = PackOptions::new(items.clone(), Some(sessions), folder.path(out));
        (options.refill, options.support) = (false, Some(3));
        options.previous = previous.exists().then(|| previous.to_owned());
        pack(&options);
        ids(&followers(&open(&options.output), "dracula")).contains(&"emma")
    };
    let none = folder.path("none.hkp");
    for visitors in 1..7 {
        in_row(visitors - 1, &none, "before.hkp");
        let before =
            ids(&followers(&open(&folder.path("before.hkp")), "dracula")).contains(&"emma");
        let came = in_row(visitors, &folder.path("before.hkp"), "came.hkp");
        let left = in_row(visitors - 1, &folder.path("came.hkp"), "left.hkp");
        assert!(before || !came || left, "{visitors} visitors");
    }
}

#[test]
fn a_dense_shop_pays_nothing_for_the_threshold() {
    let Some(data) = shared("eshop2008") else { return };
    let folder = Folder::new("dense");
    let options = PackOptions::new(
        data.join("items.csv.gz"),
        Some(data.join("events.csv.gz")),
        folder.path("shop.hkp"),
    );
    let (report, told) = pack(&options);
    println!("{told}");
    let hr = |support| report.cost.iter().find(|cost| cost.support == support).unwrap();
    assert!(hr(5).hr > hr(1).hr - 0.01 && hr(5).hr_refilled > hr(1).hr - 0.01, "{told}");
}

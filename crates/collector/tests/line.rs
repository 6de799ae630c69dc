//! From a report to a number: real HTTP, real SQLite.
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod common;

use common::{Desk, Folder, asked, options, report};
use homekept::vault::memory::CountingDice;
use serde_json::json;

#[test]
fn reports_become_shares_once_their_period_is_over() {
    let folder = Folder::new("line");
    let desk = Desk::open(options(&folder.data()));
    let (taste, mut dice) = (asked("taste"), CountingDice::seeded(1));
    let period = desk.period();
    for customer in 0..1_250 {
        let bucket = if customer % 5 < 2 { 1 } else { 0 };
        desk.upload(&report(&taste, period, bucket, &mut dice).encode()).unwrap();
    }
    // While the period is open, hundreds are all that is told.
    let open = &desk.results()["measures"][2]["periods"][0];
    assert_eq!(open["state"], "open");
    assert_eq!((&open["reports"], &open["shares"]), (&json!(1_200), &json!([])));

    desk.next_period();
    let results = desk.results();
    let measure = &results["measures"][2];
    assert_eq!(measure["name"], "taste");
    let released = &measure["periods"][0];
    assert_eq!((&released["state"], &released["reports"]), (&json!("released"), &json!(1_250)));
    let shares = released["shares"].as_array().unwrap();
    assert_eq!(shares.len(), 7);
    for (at, truth) in [(0, 0.6), (1, 0.4)] {
        let number = |field: &str| shares[at][field].as_f64().unwrap();
        assert!(number("low") <= truth && truth <= number("high"), "{}", shares[at]);
        assert!(number("lowAll") <= number("low") && number("high") <= number("highAll"));
    }
}

//! Bad uploads and set-ups against error codes: one row, one test. `docs/errors.md` lists the rows;
//! a test of the root package holds them together. After each refusal nothing is counted.
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod common;

use common::{Desk, Folder, asked, options, report};
use homekept::signals::{Report, Set};
use homekept::vault::memory::CountingDice;
use homekept_collector::{Collector, CollectorError, Site, Tokens};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// One row: a test of this name. What the expression gives is the answer.
macro_rules! row {
    ($answer:literal, $name:ident, $found:expr) => {
        #[test]
        fn $name() {
            assert_eq!($found, $answer);
        }
    };
}

row!("report-length", an_upload_that_is_not_of_64_bytes, {
    all([0, 1, 63, 65, 4_096].map(|length| uploaded(|_| vec![b'H'; length])))
});
row!("report-length", an_upload_without_an_end, endless());
row!("report-slow", an_upload_that_stops_half_way, half_a_report());
row!("report-not-a-report", an_upload_of_something_else, {
    all([[0; 64], [0xff; 64], [b'{'; 64]].map(|bytes| uploaded(|_| bytes.to_vec())))
});
row!("report-version-unknown", a_report_of_a_later_version, {
    uploaded(|report| {
        let mut bytes = report.encode();
        bytes[3] = 2;
        bytes.to_vec()
    })
});
row!("report-set", a_report_whose_set_no_noise_gives, {
    let sets = [[0; 32], [0xff; 32], [1; 32]];
    all(sets.map(|set| uploaded(|report| Report { set: Set(set), ..report }.encode().to_vec())))
});
row!("report-measure-unknown", a_report_on_what_the_policy_does_not_ask, {
    uploaded(|report| Report { measure: [0; 8], ..report }.encode().to_vec())
});
row!("report-period", a_report_of_another_period, {
    let periods = |at: u32| [at - 1, at + 1, 0, u32::MAX];
    all((0..4).map(|place| {
        uploaded(|report| {
            let period = periods(report.period)[place];
            Report { period, ..report }.encode().to_vec()
        })
    }))
});
row!("report-replayed", a_report_that_comes_twice, {
    let folder = Folder::new("twice");
    let desk = Desk::open(options(&folder.data()));
    let (taste, mut dice) = (asked("taste"), CountingDice::seeded(1));
    let first = report(&taste, desk.period(), 1, &mut dice);
    desk.upload(&first.encode()).unwrap();
    // Under the same number another answer is no other report.
    let other = report(&taste, desk.period(), 2, &mut dice);
    let other = Report { number: first.number, ..other };
    let looks = report(&asked("looks"), desk.period(), 2, &mut dice);
    let looks = Report { number: first.number, ..looks };
    all([first, other, looks].map(|report| desk.upload(&report.encode()).unwrap_err()))
});
row!("report-origin", a_report_from_a_page_of_another_site, {
    let folder = Folder::new("origin");
    let origin = Some("https://shop.example".to_owned());
    let desk = Desk::open(common::with_origin(&folder, origin));
    let report = report(&asked("taste"), desk.period(), 1, &mut CountingDice::seeded(1));
    desk.upload_from("https://elsewhere.example", &report.encode()).unwrap_err()
});
row!("report-busy", more_reports_at_once_than_are_taken, {
    let folder = Folder::new("busy");
    let mut options = options(&folder.data());
    options.rate = 1;
    let desk = Desk::open(options);
    let mut refused = (0..40).filter_map(|_| desk.upload(&[0; 64]).err());
    refused.find(|code| code != "report-not-a-report").unwrap()
});
row!("collector-policy", a_policy_without_signals_or_none_at_all, {
    let folder = Folder::new("policy");
    let path = folder.0.join("homekept.json");
    all(["", "{}", "[1]", r#"{ "signals": 5 }"#].map(|text| {
        std::fs::write(&path, text).unwrap();
        code(Site::read(&path))
    }))
});
row!("signals-floor", a_policy_that_would_tell_of_few, {
    let folder = Folder::new("floor");
    let text = std::fs::read_to_string(folder.policy()).unwrap();
    let path = folder.0.join("few.json");
    std::fs::write(&path, text.replace("\"floor\": 1000", "\"floor\": 10")).unwrap();
    code(Site::read(&path))
});
row!("collector-store", a_database_that_is_none, {
    let folder = Folder::new("none");
    std::fs::write(folder.data(), "no database, and longer than a hundred bytes ".repeat(9))
        .unwrap();
    code(Collector::start(options(&folder.data())))
});
row!("collector-rehearsal", a_rehearsal_on_a_database_of_real_reports, {
    let folder = Folder::new("kind");
    let mut real = options(&folder.data());
    real.rehearsal = false;
    common::start(real).stop();
    code(Collector::start(options(&folder.data())))
});
row!("collector-listen", an_address_that_is_taken, {
    let folder = Folder::new("taken");
    let desk = Desk::open(options(&folder.data()));
    let other = Folder::new("taken");
    let mut options = options(&other.data());
    options.listen = desk.running.address;
    code(Collector::start(options))
});
row!("collector-token-unknown", a_token_that_is_not_there_to_be_replaced, {
    let folder = Folder::new("tokens");
    common::start(options(&folder.data())).stop();
    let tokens = Tokens::open(&folder.data()).unwrap();
    all([code(tokens.rotate(7, 1)), code(tokens.end(7, 0))])
});

/// What the collector says to a good report that was made a bad one.
fn uploaded(spoil: impl FnOnce(Report) -> Vec<u8>) -> String {
    let folder = Folder::new("upload");
    let desk = Desk::open(options(&folder.data()));
    let good = report(&asked("taste"), desk.period(), 1, &mut CountingDice::seeded(1));
    let answer = desk.upload(&spoil(good)).unwrap_err();
    nothing_is_counted(&desk);
    answer
}

fn nothing_is_counted(desk: &Desk) {
    let results = desk.results();
    for measure in results["measures"].as_array().unwrap() {
        assert_eq!(measure["periods"], serde_json::json!([]), "{results}");
    }
    let good = report(&asked("taste"), desk.period(), 1, &mut CountingDice::seeded(1));
    assert_eq!(desk.upload(&good.encode()), Ok(()), "the good one is still taken");
}

/// Chunks for ever, which no length announces.
fn endless() -> String {
    let folder = Folder::new("endless");
    let desk = Desk::open(options(&folder.data()));
    let mut stream = TcpStream::connect(desk.running.address).unwrap();
    let head = "POST /v1/reports HTTP/1.1\r\nhost: shop\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = format!("40\r\n{}\r\n", "H".repeat(64));
    stream.write_all(chunk.repeat(3).as_bytes()).unwrap();
    code_in(&mut stream)
}

fn half_a_report() -> String {
    let folder = Folder::new("half");
    let desk = Desk::open(options(&folder.data()));
    let mut stream = TcpStream::connect(desk.running.address).unwrap();
    let head = "POST /v1/reports HTTP/1.1\r\nhost: shop\r\ncontent-length: 64\r\n\r\nHKR";
    stream.write_all(head.as_bytes()).unwrap();
    code_in(&mut stream)
}

fn code_in(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 4_096];
    let length = stream.read(&mut bytes).unwrap_or(0);
    let text = String::from_utf8_lossy(&bytes[..length]).into_owned();
    text.split("\"code\":\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or(&text)
        .to_owned()
}

fn code<T>(result: Result<T, CollectorError>) -> String {
    result.map(drop).unwrap_err().code().to_owned()
}

/// The one answer that all of these give, or all that they give.
fn all(answers: impl IntoIterator<Item = String>) -> String {
    let mut found: Vec<String> = answers.into_iter().collect();
    assert!(!found.is_empty(), "a row without a case");
    found.sort();
    found.dedup();
    found.join(", ")
}

//! Browsers over months: what they spend, when they send, and that nothing of it tells of them.

use homekept::signals::{Report, Signals, SignalsFile, begin_of, period_of};
use homekept::time::Minute;
use homekept::vault::memory::CountingDice;
use homekept_signals::{Ledger, Page, Profile, Step, TurnError, next, turn};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const YES: &str = "1 100";
const DAY: u32 = 24 * 60;

fn signals(eps: &[f64]) -> Signals {
    let measures: Vec<Value> = eps
        .iter()
        .enumerate()
        .map(|(at, eps)| {
            json!({ "name": format!("m{at}"), "version": 1, "kind": "interest", "eps": eps,
                    "buckets": ["Gothic fiction", "Sea stories", "Poetry"] })
        })
        .collect();
    let file: SignalsFile =
        serde_json::from_value(json!({ "collector": "/signals", "measures": measures }))
            .expect("it is of that form");
    Signals::of(file).expect("it is safe")
}

fn reader() -> Profile {
    Profile {
        interests: vec![("Gothic fiction".into(), 0.9), ("Poetry".into(), 0.2)],
        looks: Vec::new(),
    }
}

/// A browser whose ledger outlives its pages.
struct Browser {
    ledger: Option<Ledger>,
    signals: Signals,
    profile: Profile,
    dice: CountingDice,
    /// Every report that was sent, and when.
    sent: Vec<(Minute, Vec<u8>)>,
    /// Whether the collector answers.
    answers: bool,
}

impl Browser {
    fn new(signals: Signals, profile: Profile, seed: u32) -> Browser {
        let mut dice = CountingDice::default();
        for _ in 0..seed {
            let _: [u8; 64] = homekept::dice::draw(&mut dice).expect("dice");
        }
        Browser { ledger: None, signals, profile, dice, sent: Vec::new(), answers: true }
    }

    /// Opens a page, as `www/src/signals/reporter.ts` does its part of it.
    fn opens_a_page(&mut self, now: Minute) {
        self.opens_a_page_under(now, YES);
    }

    fn opens_a_page_under(&mut self, now: Minute, consent: &str) {
        let mut looked = false;
        for _ in 0..8 {
            let profile = looked.then_some(&self.profile);
            let page = Page { signals: &self.signals, now, consent, profile };
            match next(self.ledger.as_ref(), page, &mut self.dice).expect("there are dice") {
                Step::Rest => return,
                Step::Keep(ledger) => self.ledger = Some(ledger),
                Step::Plan(ledger) => {
                    self.ledger = Some(ledger);
                    return;
                }
                Step::Look => looked = true,
                Step::Send(bytes) => {
                    self.sent.push((now, bytes));
                    if self.answers {
                        self.ledger.as_mut().expect("it is there").acknowledge(now);
                    }
                    return;
                }
            }
        }
        panic!("it never rests");
    }

    fn spent(&self) -> Vec<(u32, u32)> {
        let entries = self.ledger.iter().flat_map(|ledger| &ledger.entries);
        entries.map(|entry| (entry.spent, entry.epsilon)).collect()
    }
}

/// Pages at times that differ between browsers: every so many minutes, from an odd minute on.
fn pages(from: Minute, days: u32, every: u32) -> impl Iterator<Item = Minute> {
    (from.0..from.0 + days * DAY).step_by(every as usize).map(Minute)
}

#[test]
fn sig_04_sig_05_a_year_of_periods_stays_within_the_budget_however_dear_the_measures() {
    for (at, eps) in
        [&[1.0][..], &[2.0], &[1.0, 2.0], &[1.5, 0.5, 2.0], &[0.001]].iter().enumerate()
    {
        for seed in 0..40 {
            let every = [37, 611, 1_440, 9_001][seed as usize % 4];
            let mut me = Browser::new(signals(eps), reader(), seed + 100 * at as u32);
            for now in pages(Minute(29_000_000 + seed * 7_919), 365, every) {
                me.opens_a_page(now);
            }
            let spent = me.spent();
            assert!(!spent.is_empty(), "{eps:?} {seed}");
            for (from, _) in &spent {
                let window =
                    spent.iter().filter(|(when, _)| (*from..from + 90 * DAY).contains(when));
                let all: u32 = window.map(|(_, epsilon)| epsilon).sum();
                assert!(all <= 4_000, "{eps:?} {seed}: {all} in ninety days");
            }
            // What was sent is what was paid for, once each, one in a period.
            let numbers: BTreeSet<Vec<u8>> =
                me.sent.iter().map(|(_, bytes)| bytes.clone()).collect();
            assert_eq!((me.sent.len(), numbers.len()), (spent.len(), spent.len()));
            let periods: BTreeSet<u32> =
                me.sent.iter().map(|(_, bytes)| decode(bytes).period).collect();
            assert_eq!(periods.len(), spent.len(), "one contribution a period");
            if *eps == [1.0] {
                assert!((12..=13).contains(&spent.len()), "{seed}: {}", spent.len());
            }
        }
    }
}

#[test]
fn sig_05_a_ledger_younger_than_seven_days_sends_nothing() {
    for seed in 0..20 {
        let mut me = Browser::new(signals(&[1.0]), reader(), seed);
        let begin = Minute(29_000_123);
        for now in pages(begin, 7, 60) {
            me.opens_a_page(now);
        }
        assert!(me.sent.is_empty());
        assert_eq!(me.ledger.as_ref().and_then(|ledger| ledger.plan.clone()), None);
        for now in pages(Minute(begin.0 + 7 * DAY), 2, 30) {
            me.opens_a_page(now);
        }
        assert_eq!(me.sent.len(), 1, "{seed}");
    }
}

#[test]
fn sig_08_the_schedule_is_the_same_with_and_without_anything_to_report() {
    for seed in 0..50 {
        let times = |profile: Profile| {
            let mut me = Browser::new(signals(&[1.0, 1.0]), profile, seed);
            for now in pages(Minute(29_000_000 + seed * 131), 100, 47) {
                me.opens_a_page(now);
            }
            // Which set it is, and so how many dice it takes, differs; when does not.
            let first = me.sent.first().map(|(when, bytes)| (when.0, bytes.len()));
            (first, me.sent.len())
        };
        assert_eq!(times(reader()), times(Profile::default()), "{seed}");
    }
}

#[test]
fn sig_08_delays_are_uniform_over_a_day() {
    // A page a minute: a report leaves in the first minute that its delay allows.
    let mut delays: Vec<u32> = (0..2_000)
        .map(|seed| {
            let mut me = Browser::new(signals(&[1.0]), reader(), seed);
            let begin = begin_of(700);
            me.opens_a_page(begin);
            let old = Minute(begin.0 + 7 * DAY);
            me.opens_a_page(old);
            let plan = me.ledger.and_then(|ledger| ledger.plan).expect("it is planned");
            plan.due - old.0
        })
        .collect();
    delays.sort_unstable();
    let (count, most) = (delays.len() as f64, f64::from(DAY + 1));
    // Kolmogorov and Smirnov: 1.63 / sqrt(n) is exceeded once in a hundred times; the dice are fixed.
    let off = delays
        .iter()
        .enumerate()
        .map(|(at, delay)| ((at as f64 + 0.5) / count - (f64::from(*delay) + 0.5) / most).abs());
    let off = off.fold(0.0, f64::max);
    assert!(off < 1.63 / count.sqrt(), "{off}");
    assert!(delays.last() <= Some(&DAY));
}

#[test]
fn sig_09_everybody_sends_one_report_a_period_and_each_has_sixty_four_bytes() {
    for profile in [Profile::default(), reader()] {
        let mut me = Browser::new(signals(&[1.0]), profile, 5);
        let first = period_of(Minute(29_000_000)) + 1;
        for now in pages(Minute(29_000_000), 200, 300) {
            me.opens_a_page(now);
        }
        let periods: Vec<u32> = me.sent.iter().map(|(_, bytes)| decode(bytes).period).collect();
        assert!(
            periods.ends_with(&[first, first + 1, first + 2, first + 3, first + 4, first + 5]),
            "{periods:?}"
        );
        assert!(me.sent.iter().all(|(_, bytes)| bytes.len() == Report::LEN));
    }
}

#[test]
fn sig_04_an_unacknowledged_report_is_sent_again_byte_for_byte_and_never_made_anew() {
    let mut me = Browser::new(signals(&[1.0]), reader(), 9);
    me.answers = false;
    let begin = begin_of(700);
    for now in pages(begin, 29, 600) {
        me.opens_a_page(now);
    }
    let (_, first) = me.sent[0].clone();
    assert!(me.sent.len() > 10);
    assert!(me.sent.iter().all(|(_, bytes)| *bytes == first));
    assert_eq!(me.spent().len(), 1);
    // Once nobody takes it any more it goes, and what it cost stays.
    me.sent.clear();
    me.opens_a_page(Minute(begin_of(701).0 + 2 * DAY));
    assert!(me.sent.is_empty());
    let entry = &me.ledger.as_ref().expect("it is there").entries[0];
    assert_eq!((entry.sent, &entry.report, entry.epsilon), (None, &None, 1_000));
}

#[test]
fn sig_04_nothing_is_memoised_two_reports_of_one_browser_are_as_unlike_as_those_of_two() {
    let alike = |one: &Report, other: &Report| {
        let both = one.set.0.iter().zip(other.set.0);
        both.map(|(one, other)| (one & other).count_ones()).sum::<u32>()
    };
    let (mut own, mut others, mut pairs) = (0, 0, 0);
    let mut before: Option<Vec<Report>> = None;
    for seed in 0..400 {
        let mut me = Browser::new(wide(), reader(), seed * 3);
        for now in pages(Minute(29_000_000), 75, 700) {
            me.opens_a_page(now);
        }
        let reports: Vec<Report> = me.sent.iter().map(|(_, bytes)| decode(bytes)).collect();
        assert!(reports[0].number != reports[1].number);
        if let Some(before) = before.replace(reports.clone()) {
            own += alike(&reports[0], &reports[1]);
            others += alike(&reports[0], &before[1]);
            pairs += 1;
        }
    }
    let difference = (f64::from(own) - f64::from(others)).abs() / f64::from(pairs);
    assert!(difference < 0.35, "{own} {others} of {pairs}");
}

#[test]
fn sig_15_another_yes_sends_nothing_of_before_and_stays_within_the_budget() {
    let mut me = Browser::new(signals(&[1.0]), reader(), 3);
    me.answers = false;
    let begin = begin_of(700);
    for now in pages(begin, 10, 300) {
        me.opens_a_page(now);
    }
    assert!(!me.sent.is_empty(), "one waits");
    me.sent.clear();
    me.answers = true;
    // Taken back and given again, on pages that had no part in it.
    for now in pages(Minute(begin.0 + 10 * DAY), 19, 300) {
        me.opens_a_page_under(now, "3 200");
    }
    assert!(me.sent.is_empty(), "the old one is gone, and its period was paid for");
    for now in pages(begin_of(701), 29, 300) {
        me.opens_a_page_under(now, "3 200");
    }
    assert_eq!(me.sent.len(), 1);
    assert_eq!(me.spent().len(), 2);
}

#[test]
fn sig_05_a_clock_that_is_set_back_spends_nothing_twice() {
    let mut me = Browser::new(signals(&[1.0]), reader(), 8);
    for now in pages(begin_of(700), 35, 300) {
        me.opens_a_page(now);
    }
    assert_eq!(me.sent.len(), 2);
    let kept = me.ledger.clone();
    for now in pages(begin_of(700), 29, 300) {
        me.opens_a_page(now);
    }
    assert_eq!((me.sent.len(), &me.ledger), (2, &kept));
}

#[test]
fn a_number_is_forgotten_when_its_period_is_over() {
    let mut me = Browser::new(signals(&[1.0]), reader(), 1);
    for now in pages(begin_of(700), 29, 300) {
        me.opens_a_page(now);
    }
    let kept = |me: &Browser| me.ledger.as_ref().and_then(|l| l.entries[0].report.clone());
    assert_eq!(kept(&me), Some(me.sent[0].1.clone()));
    me.opens_a_page(Minute(begin_of(701).0 + 2 * DAY));
    let report = kept(&me).expect("its bytes are there to read");
    assert_eq!(report[16..32], [0; 16]);
    assert_eq!((&report[..16], &report[32..]), (&me.sent[0].1[..16], &me.sent[0].1[32..]));
}

#[test]
fn without_an_answer_nobody_is_asked() {
    let outcome = json!({ "collector": "/signals", "measures": [
        { "name": "picks", "version": 1, "kind": "outcome", "slot": "for-you", "eps": 1 } ] });
    let file: SignalsFile = serde_json::from_value(outcome).expect("it is of that form");
    let mut me = Browser::new(Signals::of(file).expect("it is safe"), reader(), 1);
    for now in pages(begin_of(700), 60, 300) {
        me.opens_a_page(now);
    }
    assert!(me.sent.is_empty());
}

#[test]
fn the_highest_interest_and_the_steps_of_a_count_are_the_answers() {
    let measure = |kind: &str, buckets: &[&str]| {
        let file = json!({ "collector": "/signals", "measures": [
            { "name": "m", "version": 1, "kind": kind, "eps": 1, "buckets": buckets } ] });
        let file: SignalsFile = serde_json::from_value(file).expect("it is of that form");
        Signals::of(file).expect("it is safe").measures.remove(0)
    };
    let now = Minute(29_000_000);
    let taste = measure("interest", &["Sea stories", "Gothic fiction", "Poetry"]);
    let none =
        Profile { interests: vec![("Poetry".into(), -0.5), ("Plays".into(), 1.0)], looks: vec![] };
    for (profile, expected) in [(reader(), 2), (none, 0), (Profile::default(), 0)] {
        assert_eq!(homekept_signals::answer(&taste, &profile, now), expected);
    }
    let looks = measure("count", &["1", "3", "10"]);
    for (items, old, expected) in
        [(0, 0, 0), (1, 0, 1), (2, 9, 1), (3, 0, 2), (9, 0, 2), (10, 0, 3), (0, 40, 0)]
    {
        let fresh = (0..items)
            .flat_map(|item| [(format!("f{item}"), now.0 - 9), (format!("f{item}"), now.0)]);
        let old = (0..old).map(|item| (format!("o{item}"), now.0 - 31 * DAY));
        let profile = Profile { interests: vec![], looks: fresh.chain(old).collect() };
        assert_eq!(homekept_signals::answer(&looks, &profile, now), expected, "{items}");
    }
}

#[test]
fn what_crosses_is_json_and_bad_input_has_its_code() {
    let mut dice = CountingDice::default();
    let mut ask = |question: &Value| turn(&question.to_string(), &mut dice).map_err(|e| e.code());
    let signals = json!({ "collector": "/signals", "measures": [
        { "name": "m", "version": 1, "kind": "interest", "eps": 1, "buckets": ["a"] } ] });
    let good = json!({ "signals": signals, "ledger": null, "now": 29_000_000, "consent": YES });
    let said: Value = serde_json::from_str(&ask(&good).expect("it is good")).expect("JSON");
    assert_eq!(said["step"], json!("keep"));
    let with = |key: &str, value: Value| {
        let mut bad = good.clone();
        bad[key] = value;
        bad
    };
    let mut later = said["ledger"].clone();
    later["version"] = json!(2);
    let mut dear = signals.clone();
    dear["measures"][0]["eps"] = json!(2.001);
    for (question, code) in [
        (with("signals", json!({})), "signals-malformed"),
        (with("signals", dear), "signals-epsilon"),
        (with("ledger", later), "vault-version-unknown"),
        (with("ledger", json!({ "version": 1 })), "request-invalid"),
        (with("ledger", json!([])), "request-invalid"),
        (json!({}), "request-invalid"),
    ] {
        assert_eq!(ask(&question), Err(code), "{question}");
    }
    assert_eq!(turn("{", &mut dice), Err(TurnError::Malformed));
}

#[test]
fn a_ledger_of_the_first_version_opens_for_ever() {
    let golden = include_str!("golden/ledger-v1.json");
    let ledger: Ledger = serde_json::from_str(golden).expect("it opens");
    assert_eq!(ledger.entries[0].report.as_ref().map(Vec::len), Some(Report::LEN));
    let written = serde_json::to_value(&ledger).expect("it is written");
    assert_eq!(written, serde_json::from_str::<Value>(golden).expect("JSON"));
}

fn wide() -> Signals {
    let buckets: Vec<String> = (0..63).map(|at| format!("b{at}")).collect();
    let file = json!({ "collector": "/signals", "measures": [
        { "name": "m", "version": 1, "kind": "interest", "eps": 1, "buckets": buckets } ] });
    let file: SignalsFile = serde_json::from_value(file).expect("it is of that form");
    Signals::of(file).expect("it is safe")
}

fn decode(bytes: &[u8]) -> Report {
    Report::decode(bytes).expect("it is a report")
}

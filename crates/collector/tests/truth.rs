//! Ten thousand customers whose interests are known, over HTTP: what is true lies inside what the
//! collector tells as often as it promises.
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod common;
#[path = "../examples/customers/mod.rs"]
mod customers;

use common::{Desk, Folder, options, signals};
use customers::Question;
use homekept::vault::memory::CountingDice;

#[test]
fn the_true_shares_lie_inside_what_is_told_as_often_as_it_promises() {
    let folder = Folder::new("truth");
    let desk = Desk::open(options(&folder.data()));
    let signals = signals();
    let questions: Vec<Question> = signals.measures.iter().filter_map(Question::of).collect();
    for at in 0..PERIODS {
        let period = desk.period();
        let truths: Vec<Vec<f64>> = questions.iter().map(|question| question.truth(at)).collect();
        std::thread::scope(|scope| {
            for part in 0..PARTS {
                let (questions, truths) = (&questions, &truths);
                let address = format!("{}/v1/reports", desk.running.origin());
                scope.spawn(move || {
                    // Every part has its seed, so that the sums are the same in whatever order.
                    let mut dice =
                        CountingDice::seeded(u64::from(at) << 32 | u64::from(part) | 1 << 60);
                    let agent = customers::agent();
                    for _ in 0..CUSTOMERS / PARTS {
                        let place = customers::below(questions.len(), &mut dice);
                        let report =
                            questions[place].report(&truths[place], period, &mut dice).unwrap();
                        assert_eq!(customers::send(&agent, &address, &report).unwrap(), 204);
                    }
                });
            }
        });
        desk.next_period();
    }
    let results = desk.results();
    let (mut inside, mut all) = (0, 0);
    for measure in results["measures"].as_array().unwrap() {
        let question =
            questions.iter().find(|question| question.measure.name() == measure["name"]).unwrap();
        let periods = measure["periods"].as_array().unwrap();
        assert_eq!(periods.len(), PERIODS as usize);
        for (at, period) in (0..PERIODS).rev().zip(periods) {
            let shares = period["shares"].as_array().unwrap();
            for (share, truth) in shares.iter().zip(question.truth(at)) {
                let end = |name: &str| share[name].as_f64().unwrap();
                all += 1;
                inside += u32::from(end("low") <= truth && truth <= end("high"));
            }
        }
    }
    assert_eq!(all, PERIODS * (7 + 7 + 4));
    // Of 108 with 95 % each, 103 are expected; fewer than 96 come once in thousands of times.
    assert!(inside >= 96, "{inside} of {all}");
    assert_eq!(results["confidence"], 0.95);
}

const CUSTOMERS: u32 = 10_000;
const PARTS: u32 = 8;
const PERIODS: u32 = 6;

//! The collector's page, as whoever runs the shop reads it.

use homekept::dice::draw;
use homekept::signals::{Measure, MeasureFile, Report, Signals, SignalsFile, Subset};
use homekept::vault::memory::CountingDice;
use homekept_collector::{Collector, Options, Role, Running, Site, Tokens, id_of};
use homekept_e2e::{Customer, PHONE};
use reqwest::Client;
use std::path::PathBuf;

#[tokio::test(flavor = "multi_thread")]
async fn what_customers_told_together_can_be_read_by_everybody() {
    let desk = Desk::open();
    let me = Customer::new().await;
    let address = desk.page();
    // Nothing is shown before there is enough.
    me.browser.driver.goto(&address).await.expect("the page loads");
    let words = me.reads("return document.body.innerText").await.to_string();
    assert!(words.contains("Not enough yet."), "{words}");
    for _ in 0..2 {
        desk.a_period_passes().await;
    }
    me.browser.driver.goto(&address).await.expect("the page loads");
    // A table of data may be moved sideways in its own frame (WCAG 1.4.10); nothing else may.
    let in_its_frame = |barrier: &String| {
        barrier.strip_prefix("sticks out: ").is_some_and(|what| {
            ["table", "thead", "tbody", "tr"]
                .iter()
                .any(|tag| what.strip_prefix(tag).is_some_and(|rest| rest.starts_with('.')))
        })
    };
    let mut barriers = me.meets_barriers().await;
    barriers.retain(|barrier| !in_its_frame(barrier));
    assert_eq!(barriers, Vec::<String>::new());
    // The sheet of styles is in force, and a drawing is as wide as its table.
    let drawn = me.reads("return document.querySelectorAll('svg circle').length").await;
    assert!(drawn.as_u64() > Some(10), "{drawn}");
    me.uses(PHONE).await;
    let wider = "return document.documentElement.scrollWidth > innerWidth";
    assert_eq!(me.reads(wider).await, false, "the page itself is not moved sideways");
    me.leaves().await;
    desk.running.stop();
}

/// A collector with two measures.
struct Desk {
    running: Running,
    measures: Vec<Measure>,
    read: String,
    operate: String,
    client: Client,
}

impl Desk {
    fn open() -> Desk {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("dashboard-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("there is room for a database");
        let data = folder.join("collector.db");
        let signals = signals();
        let measures = signals.measures.clone();
        let running = Collector::start(Options {
            site: Site { name: "Hearth & Page".to_owned(), signals },
            data: data.clone(),
            listen: ([127, 0, 0, 1], 0).into(),
            origin: None,
            rate: 1_000_000,
            folder: None,
            rehearsal: true,
        });
        let running = running.expect("the collector starts");
        let tokens = Tokens::open(&data).expect("the database is there");
        let token = |role| tokens.make(role).expect("a token").reveal().to_owned();
        let (read, operate) = (token(Role::Read), token(Role::Operate));
        Desk { running, measures, read, operate, client: Client::new() }
    }

    /// With the password in it, as a browser would ask for.
    fn page(&self) -> String {
        format!("http://me:{}@{}/", self.read, self.running.address)
    }

    async fn a_period_passes(&self) {
        let address = format!("{}/v1/rehearsal", self.running.origin());
        let said = self.client.get(&address).bearer_auth(&self.operate).send().await;
        let said = said.expect("it answers").text().await.expect("a text");
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        let period = said["period"].as_u64().expect("a period") as u32;
        let mut dice = CountingDice::default();
        let mut sending = Vec::new();
        for (measure, customers) in self.measures.iter().zip([1_500, 5_000]) {
            let subset = Subset::of(measure.size(), measure.epsilon()).expect("within the bounds");
            for customer in 0..customers {
                let set = subset.draw(customer % measure.size(), &mut dice).expect("dice");
                let mut number: [u8; 16] = draw(&mut dice).expect("dice");
                number[..4].copy_from_slice(&period.to_le_bytes());
                let report = Report { period, measure: id_of(measure), number, set };
                sending.push(report.encode().to_vec());
            }
        }
        let uploads = format!("{}/v1/reports", self.running.origin());
        let mut tasks = tokio::task::JoinSet::new();
        for part in sending.chunks(sending.len().div_ceil(16)) {
            let (part, uploads, client) = (part.to_vec(), uploads.clone(), self.client.clone());
            tasks.spawn(async move {
                for bytes in part {
                    let answer = client.post(&uploads).body(bytes).send().await;
                    assert_eq!(answer.expect("it answers").status().as_u16(), 204);
                }
            });
        }
        tasks.join_all().await;
        let ended = self.client.post(&address).bearer_auth(&self.operate).send().await;
        assert_eq!(ended.expect("it answers").status().as_u16(), 200);
    }
}

fn signals() -> Signals {
    let buckets = ["Gothic fiction", "Sea stories", "Manners and society", "Travel", "Poetry"];
    let taste = MeasureFile {
        name: "taste".to_owned(),
        version: 1.0,
        kind: "interest".to_owned(),
        buckets: Some(buckets.map(str::to_owned).into()),
        slot: None,
        eps: 1.0,
    };
    let picks = MeasureFile {
        name: "picks".to_owned(),
        kind: "outcome".to_owned(),
        buckets: None,
        slot: Some("for-you".to_owned()),
        eps: 2.0,
        ..taste.clone()
    };
    let measures = vec![taste, picks];
    let file =
        SignalsFile { collector: "/signals".to_owned(), measures, floor: None, export: None };
    Signals::of(file).expect("it is within the bounds")
}

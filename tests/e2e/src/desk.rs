//! The desk of whoever runs the shop: a collector with something to show.

use homekept::dice::draw;
use homekept::signals::{Measure, MeasureFile, Report, Signals, SignalsFile, Subset, begin_of};
use homekept::vault::memory::CountingDice;
use homekept_collector::{Collector, GRACE_MINUTES, Options, Role, Running, Site, Tokens, id_of};
use reqwest::Client;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// A collector with two measures, in rehearsal.
#[derive(Debug)]
pub struct Desk {
    running: Running,
    folder: PathBuf,
    measures: Vec<Measure>,
    read: String,
    operate: String,
    client: Client,
}

impl Desk {
    /// Starts it with two measures of its own.
    #[must_use]
    pub fn open() -> Desk {
        Desk::asking(signals())
    }

    /// Starts it for what the demo's shop asks.
    #[must_use]
    pub fn of_the_shop() -> Desk {
        let file = SignalsFile::deserialize(homekept_shop::signals()).expect("it is of that form");
        Desk::asking(Signals::of(file).expect("it is within the bounds"))
    }

    fn asking(signals: Signals) -> Desk {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("homekept-desk-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("there is room for a database");
        let data = folder.join("collector.db");
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
        Desk { running, folder, measures, read, operate, client: Client::new() }
    }

    /// The address of its page, with the password in it that a browser would ask for.
    #[must_use]
    pub fn page(&self) -> String {
        format!("http://me:{}@{}/", self.read, self.running.address)
    }

    /// Where it takes reports.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.running.address
    }

    /// The first minute of its time that is two days into a period: those of that period are taken,
    /// and none of any other. It skips there.
    pub async fn goes_to_a_new_period(&self) -> u32 {
        let address = format!("{}/v1/rehearsal", self.running.origin());
        let ended = self.client.post(&address).bearer_auth(&self.operate).send().await;
        let said = ended.expect("it answers").text().await.expect("a text");
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        let period = said["period"].as_u64().expect("a period") as u32;
        begin_of(period).0 + GRACE_MINUTES
    }

    /// How many reports it has counted, and how many it refused since they had come before.
    pub async fn has_counted(&self) -> (u64, u64) {
        let address = format!("{}/metrics", self.running.origin());
        let said = self.client.get(&address).bearer_auth(&self.operate).send().await;
        let said = said.expect("it answers").text().await.expect("a text");
        let of = |name: &str| {
            let line = said.lines().find(|line| line.starts_with(name));
            line.and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap_or(0)
        };
        (of(TAKEN), of(REPLAYED))
    }

    /// Thousands of customers report, and the period ends.
    pub async fn a_period_passes(&self) {
        let address = format!("{}/v1/rehearsal", self.running.origin());
        let said = self.client.get(&address).bearer_auth(&self.operate).send().await;
        let said = said.expect("it answers").text().await.expect("a text");
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        let period = said["period"].as_u64().expect("a period") as u32;
        let mut dice = CountingDice::default();
        // No period is like another.
        for _ in 0..period % 100 {
            let _: [u8; 64] = draw(&mut dice).expect("dice");
        }
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

    /// Stops it.
    pub fn closes(self) {
        self.running.stop();
        let _ = std::fs::remove_dir_all(self.folder);
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

const TAKEN: &str = "homekept_reports_total ";
const REPLAYED: &str = "homekept_refusals_total{code=\"report-replayed\"}";

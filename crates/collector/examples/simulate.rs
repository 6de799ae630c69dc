//! Many customers who are made up report to a collector; what it tells is held against what is true.
#![allow(clippy::print_stdout, reason = "a program speaks to the person who called it")]

mod customers;

use customers::{Question, agent, send};
use homekept::signals::period_of;
use homekept::time::Minute;
use homekept_collector::{Collector, Options, Role, Running, Site, State, Tokens};
use indicatif::{ProgressBar, ProgressStyle};
use lexopt::prelude::{Long, ValueExt};
use std::error::Error;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

type Failed = Box<dyn Error + Send + Sync>;

fn main() -> ExitCode {
    match Wish::read().and_then(|wish| run(&wish)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("simulate: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the command line asks for.
struct Wish {
    customers: u64,
    periods: u32,
    /// One that runs; one of its own where none is named.
    collector: Option<String>,
    policy: Option<PathBuf>,
    folder: PathBuf,
    port: u16,
    stay: bool,
}

impl Wish {
    fn read() -> Result<Self, Failed> {
        let mut wish = Self {
            customers: 10_000,
            periods: 6,
            collector: None,
            policy: None,
            folder: PathBuf::from("target/simulate"),
            port: 0,
            stay: false,
        };
        let mut flags = lexopt::Parser::from_env();
        while let Some(flag) = flags.next()? {
            match flag {
                Long("customers") => wish.customers = flags.value()?.parse()?,
                Long("periods") => wish.periods = flags.value()?.parse()?,
                Long("collector") => wish.collector = Some(flags.value()?.string()?),
                Long("policy") => wish.policy = Some(flags.value()?.into()),
                Long("folder") => wish.folder = flags.value()?.into(),
                Long("port") => wish.port = flags.value()?.parse()?,
                Long("stay") => wish.stay = true,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(wish)
    }
}

fn run(wish: &Wish) -> Result<(), Failed> {
    let site = site(wish.policy.as_deref())?;
    let questions: Vec<Question> = site.signals.measures.iter().filter_map(Question::of).collect();
    if let Some(address) = &wish.collector {
        let period = period_of(now());
        let counted = one_period(wish, &questions, address, period, 0)?;
        println!("{counted} of {} reports are counted, in period {period}", wish.customers);
        return Ok(());
    }
    let own = Own::start(wish, site)?;
    for at in 0..wish.periods {
        let period = own.period()?;
        one_period(wish, &questions, &own.running.origin(), period, at)?;
        own.end_period()?;
    }
    let (inside, all) = own.compare(&questions, wish.periods)?;
    println!("{inside} of {all} true shares lie inside their intervals, 95 % are promised");
    if wish.stay {
        println!("{} (any name, the password is {})", own.running.origin(), own.read);
        println!("Ctrl-C ends it");
        loop {
            std::thread::park();
        }
    }
    Ok(())
}

/// Each customer reports once; how many reports are counted.
fn one_period(
    wish: &Wish,
    questions: &[Question],
    origin: &str,
    period: u32,
    at: u32,
) -> Result<u64, Failed> {
    let address = format!("{origin}/v1/reports");
    let truths: Vec<Vec<f64>> = questions.iter().map(|question| question.truth(at)).collect();
    let bar = ProgressBar::new(wish.customers).with_style(ProgressStyle::with_template(
        "period {msg} {bar:40} {pos} of {len}, {per_sec}, {eta} left",
    )?);
    bar.set_message(format!(
        "{} of {}",
        at + 1,
        if wish.collector.is_some() { 1 } else { wish.periods }
    ));
    let (waiting, counted) = (AtomicU64::new(wish.customers), AtomicU64::new(0));
    let one = || -> Result<(), Failed> {
        let (agent, mut dice) = (agent(), customers::fresh()?);
        let next = || {
            waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
        };
        while next().is_ok() {
            // Which question it is, is drawn before the answer is looked at.
            let place = customers::below(questions.len(), &mut dice);
            let report = questions[place].report(&truths[place], period, &mut dice);
            let report = report.map_err(|_| "there are no dice")?;
            loop {
                match send(&agent, &address, &report)? {
                    204 => break,
                    // Too many at once: the same report, later.
                    429 => std::thread::sleep(std::time::Duration::from_millis(50)),
                    status => return Err(format!("the collector answers {status}").into()),
                }
            }
            counted.fetch_add(1, Ordering::Relaxed);
            bar.inc(1);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(one)).collect();
        threads.into_iter().try_for_each(|thread| {
            thread.join().unwrap_or_else(|_| Err("a customer broke down".into()))
        })
    })?;
    bar.finish();
    Ok(counted.into_inner())
}

/// A collector of one's own, in rehearsal.
struct Own {
    running: Running,
    read: String,
    operate: String,
    agent: ureq::Agent,
}

impl Own {
    fn start(wish: &Wish, site: Site) -> Result<Self, Failed> {
        std::fs::create_dir_all(&wish.folder)?;
        let data = wish.folder.join("collector.db");
        for name in ["collector.db", "collector.db-wal", "collector.db-shm"] {
            match std::fs::remove_file(wish.folder.join(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
        let running = Collector::start(Options {
            site,
            data: data.clone(),
            listen: SocketAddr::from(([127, 0, 0, 1], wish.port)),
            origin: None,
            rate: u32::MAX,
            folder: Some(wish.folder.join("export")),
            rehearsal: true,
        })?;
        let tokens = Tokens::open(&data)?;
        let token = |role| tokens.make(role).map(|token| token.reveal().to_owned());
        let (read, operate) = (token(Role::Read)?, token(Role::Operate)?);
        Ok(Self { running, read, operate, agent: agent() })
    }

    fn period(&self) -> Result<u32, Failed> {
        let said = self.get("/v1/rehearsal", &self.operate)?;
        let period = said["period"].as_u64().and_then(|period| u32::try_from(period).ok());
        period.ok_or_else(|| "the collector tells no period".into())
    }

    fn end_period(&self) -> Result<(), Failed> {
        let request = self.agent.post(format!("{}/v1/rehearsal", self.running.origin()));
        let response = request.header("authorization", bearer(&self.operate)).send_empty()?;
        match response.status().as_u16() {
            200 => Ok(()),
            status => Err(format!("the collector answers {status}").into()),
        }
    }

    fn get(&self, path: &str, token: &str) -> Result<serde_json::Value, Failed> {
        let request = self.agent.get(format!("{}{path}", self.running.origin()));
        let mut response = request.header("authorization", bearer(token)).call()?;
        Ok(serde_json::from_str(&response.body_mut().read_to_string()?)?)
    }

    /// How many of the true shares lie inside the intervals that the collector tells.
    fn compare(&self, questions: &[Question], periods: u32) -> Result<(u32, u32), Failed> {
        let results = self.get("/v1/results", &self.read)?;
        let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
        let (mut inside, mut all) = (0, 0);
        let released = serde_json::to_value(State::Released)?;
        for measure in list(&results["measures"]) {
            let name = measure["name"].as_str().unwrap_or_default();
            let question = questions.iter().find(|question| question.measure.name() == name);
            let told = list(&measure["periods"]);
            for (at, period) in (0..periods).rev().zip(told) {
                let Some(question) = question.filter(|_| period["state"] == released) else {
                    continue;
                };
                for (share, truth) in list(&period["shares"]).iter().zip(question.truth(at)) {
                    if let (Some(low), Some(high)) = (share["low"].as_f64(), share["high"].as_f64())
                    {
                        all += 1;
                        inside += u32::from((low..=high).contains(&truth));
                    }
                }
            }
        }
        Ok((inside, all))
    }
}

/// The policy's site, or one made up.
fn site(policy: Option<&Path>) -> Result<Site, Failed> {
    if let Some(path) = policy {
        return Ok(Site::read(path)?);
    }
    let signals = homekept::signals::Signals::of(serde_json::from_str(SIGNALS)?)
        .map_err(|error| error.code())?;
    Ok(Site { name: "Hearth & Page".to_owned(), signals })
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

#[allow(clippy::disallowed_methods, reason = "reports are of today's period")]
fn now() -> Minute {
    let since = std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH);
    Minute((since.unwrap_or_default().as_secs() / 60) as u32)
}

/// So many customers send at one time: enough for commits to be shared.
const AT_ONCE: usize = 32;

const SIGNALS: &str = r#"{
  "collector": "/signals",
  "measures": [
    { "name": "taste", "version": 1, "kind": "interest", "eps": 1, "buckets": [
      "Gothic fiction", "Sea stories", "Manners and society", "Travel", "Poetry", "Essays", "Plays" ] },
    { "name": "picks", "version": 1, "kind": "outcome", "slot": "for-you", "eps": 2 },
    { "name": "looks", "version": 1, "kind": "count", "eps": 1, "buckets": ["1", "3", "10"] }
  ]
}"#;

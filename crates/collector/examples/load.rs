//! How many reports a second the collector takes, each on the disk before it is acknowledged, and how
//! long one waits. It runs as the program that shops run, beside these customers on one machine.
#![allow(clippy::print_stdout, reason = "a program speaks to the person who called it")]
#![allow(clippy::disallowed_methods, reason = "it measures time")]

mod customers;

use customers::{Question, agent, send};
use homekept::signals::Report;
use homekept_collector::Site;
use std::error::Error;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant, UNIX_EPOCH};

type Failed = Box<dyn Error + Send + Sync>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("load: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failed> {
    let folder = std::env::temp_dir().join(format!("homekept-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let policy = folder.join("homekept.json");
    std::fs::write(&policy, POLICY)?;
    let (mut child, address) = collector(&folder, &policy)?;
    println!(
        "{:>12} {:>12} {:>9} {:>9} {:>9}",
        "connections", "reports/s", "p50", "p99", "longest"
    );
    let measured = CONNECTIONS.into_iter().try_for_each(|connections| -> Result<(), Failed> {
        let mut times = load(&policy, &address, connections)?;
        times.sort_unstable();
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
        let a_second = times.len() as f64 / LASTS.as_secs_f64();
        println!(
            "{connections:>12} {a_second:>12.0} {:>6.1} ms {:>6.1} ms {:>6.1} ms",
            at(0.5),
            at(0.99),
            at(1.0)
        );
        Ok(())
    });
    child.kill()?;
    child.wait()?;
    std::fs::remove_dir_all(folder)?;
    measured
}

/// How long each acknowledged report took.
fn load(
    policy: &std::path::Path,
    address: &str,
    connections: u64,
) -> Result<Vec<Duration>, Failed> {
    let site = Site::read(policy)?;
    let question =
        site.signals.measures.first().and_then(Question::of).ok_or("nothing is asked")?;
    let truth = question.truth(0);
    let period = u32::try_from(UNIX_EPOCH.elapsed()?.as_secs() / 60 / 60 / 24 / 30)?;
    let end = Instant::now() + LASTS;
    let one = || -> Result<Vec<Duration>, Failed> {
        let (agent, mut dice, mut times) = (agent(), customers::fresh()?, Vec::new());
        while Instant::now() < end {
            let report: Report =
                question.report(&truth, period, &mut dice).map_err(|_| "there are no dice")?;
            let begin = Instant::now();
            match send(&agent, address, &report)? {
                204 => times.push(begin.elapsed()),
                status => return Err(format!("the collector answers {status}").into()),
            }
        }
        Ok(times)
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(one)).collect();
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().unwrap_or_else(|_| Err("a customer broke down".into()))?);
        }
        Ok(all)
    })
}

/// The program that was built beside this one.
fn collector(
    folder: &std::path::Path,
    policy: &std::path::Path,
) -> Result<(Child, String), Failed> {
    let own = std::env::current_exe()?;
    let built: PathBuf = own.ancestors().nth(2).ok_or("it was not built by cargo")?.into();
    let mut child = Command::new(built.join("homekept-collector"))
        .arg("--policy")
        .arg(policy)
        .arg("--data")
        .arg(folder.join("collector.db"))
        .args(["--listen", "127.0.0.1:0", "--rate", "10000000"])
        .stdout(Stdio::piped())
        .spawn()?;
    let out = child.stdout.take().ok_or("it says nothing")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    Ok((child, format!("{}/v1/reports", line.trim())))
}

const CONNECTIONS: [u64; 3] = [1, 16, 64];
const LASTS: Duration = Duration::from_secs(10);
const POLICY: &str = r#"{ "controller": { "name": "A shop" }, "signals": {
  "collector": "/signals",
  "measures": [{ "name": "taste", "version": 1, "kind": "interest", "eps": 1, "buckets": [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15" ] }]
} }"#;

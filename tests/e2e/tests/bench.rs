//! The benchmark runs; what it finds is no test.

use serde_json::Value;
use std::process::Command;

#[test]
#[allow(clippy::print_stdout, reason = "a test that is skipped says so")]
fn the_benchmark_runs_and_measures_every_call() {
    if std::env::var("HOMEKEPT_ENGINE").is_ok_and(|engine| engine != "chromium") {
        println!("skipped: the benchmark is of Chromium alone");
        return;
    }
    // Examples are built beside the tests.
    let test = std::env::current_exe().expect("a test has a program");
    let bench = test.ancestors().nth(2).expect("it lies in a folder").join("examples/bench");
    let output = Command::new(bench).args(["--quick", "--json"]).output();
    let output = output.expect("cargo has built the benchmark");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let figures: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let calls = &figures["packs"]["demo"]["calls"]["20"];
    for call in ["status", "rank for-you", "rank re-rank", "record", "events", "open", "forget"] {
        assert!(calls[call]["cost"].as_f64().is_some_and(|cost| cost > 0.0), "{call}: {figures}");
    }
}

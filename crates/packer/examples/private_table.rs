//! What a differentially private table would cost, on a log of one's own:
//! `cargo run -p homekept-packer --example private_table -- SESSIONS (TEST-DAYS | TEST-FILE) KNOBS`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use homekept_packer::{
    Cut, EvalOptions, Knobs, LeaveOut, Noise, PackError, Quiet, Reading, Source, Test, evaluate,
    evaluate_private,
};

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [sessions, test, knobs] = arguments.as_slice() else {
        eprintln!("usage: private_table SESSIONS (TEST-DAYS | TEST-FILE) KNOBS");
        return ExitCode::FAILURE;
    };
    let test = match test.parse() {
        Ok(days) => Test::Cut(Cut::Days(days)),
        Err(_) => Test::File(PathBuf::from(test)),
    };
    match measure(Path::new(sessions), test, Path::new(knobs)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stdout, reason = "figures are what this program is for")]
fn measure(sessions: &Path, test: Test, knobs: &Path) -> Result<(), PackError> {
    let options = EvalOptions {
        source: Source {
            sessions: sessions.to_owned(),
            test,
            items: None,
            reading: Reading::default(),
        },
        top: 20,
        head_top: None,
        support: 1,
        refill: false,
        previous: None,
        knobs: Some(Knobs::read(knobs)?),
        leave_out: LeaveOut::Nothing,
    };
    let without = evaluate(&options, &mut Quiet)?.figures;
    println!("without noise: HR@20 {:.3}, MRR@20 {:.3}", without.hr, without.mrr);
    for epsilon in [1.0, 2.0, 4.0, 8.0] {
        for given in [5, 20, 80] {
            let noise = Noise { epsilon, delta: 1e-6, given };
            let found = evaluate_private(&options, noise, &mut Quiet)?.figures;
            println!(
                "epsilon {epsilon}, {given} pairs a visitor: HR@20 {:.3}, MRR@20 {:.3}, {:.1} bytes an item",
                found.hr, found.mrr, found.bytes_per_item
            );
        }
    }
    Ok(())
}

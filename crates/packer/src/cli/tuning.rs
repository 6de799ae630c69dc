//! `homekept tune`: flags to options, and what was gained to text.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use homekept_packer::{
    Cut, Estimate, LeaveOut, PackError, Progress, TuneOptions, TuneReport, tune_log, write_knobs,
};

use super::{ReadingArgs, parse_top, print_json, tell_broken};
use crate::out::say;

#[derive(Debug, Args)]
pub(super) struct TuneArgs {
    /// The log.
    #[arg(long, value_name = "FILE")]
    sessions: PathBuf,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Choose and judge on the last so many days of the log.
    #[arg(long, value_name = "N", conflicts_with = "tail_share")]
    tail_days: Option<u32>,
    /// Choose and judge on the last share of the sessions.
    #[arg(long, value_name = "F", default_value_t = 0.1, value_parser = parse_share)]
    tail_share: f64,
    /// How many picks a list has, and how many followers each item keeps.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = parse_top)]
    top: usize,
    /// How many different visitors a pair of items needs.
    #[arg(long, value_name = "N", default_value_t = 1)]
    support: u32,
    /// Leave the item that is looked at out of the lists, as the shipped pages do.
    #[arg(long)]
    drop_current: bool,
    /// Leave everything that the visit already holds out of the lists.
    #[arg(long, conflicts_with = "drop_current")]
    drop_seen: bool,
    /// A file that keeps the trials: a tuning that is stopped goes on where it was.
    #[arg(long, value_name = "FILE")]
    trials: Option<PathBuf>,
    /// Says which sessions choose and which judge.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where the knobs go, for `--knobs`.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl TuneArgs {
    pub(super) fn run(&self, progress: &mut dyn Progress) -> Result<ExitCode, PackError> {
        let report = tune_log(
            &TuneOptions {
                sessions: self.sessions.clone(),
                reading: self.reading.reading(),
                tail: self.tail_days.map_or(Cut::Share(self.tail_share), Cut::Days),
                top: self.top,
                support: self.support,
                leave_out: LeaveOut::of_flags(self.drop_current, self.drop_seen),
                trials: self.trials.clone(),
                seed: self.seed,
            },
            progress,
        )?;
        progress.end();
        if let Some(path) = &self.output {
            write_knobs(path, &report.knobs)?;
        }
        if self.json {
            print_json(&report);
        } else {
            tell(&report, self.top);
        }
        Ok(tell_broken(std::slice::from_ref(&report.broken)))
    }
}

fn tell(report: &TuneReport, top: usize) {
    say!(
        "{} trials, {} of them from the file; chosen on {} sessions, judged on {} others",
        report.trials,
        report.resumed,
        report.chosen_on,
        report.judged_on
    );
    let line = |name: &str, hr: Estimate, mrr: Estimate| {
        let figure = |it: Estimate| format!("{:.4} [{:.4}, {:.4}]", it.value, it.low, it.high);
        say!("{name:<10}{:>26}{:>26}", figure(hr), figure(mrr));
    };
    say!("{:<10}{:>26}{:>26}", "", format!("HR@{top}"), format!("MRR@{top}"));
    line("defaults", report.before.hr, report.before.mrr);
    line("tuned", report.after.hr, report.after.mrr);
    line("gain", report.gain.hr, report.gain.mrr);
    say!("{}", report.knobs.to_json());
}

fn parse_share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err("expected a number between 0 and 1".to_owned()),
    }
}

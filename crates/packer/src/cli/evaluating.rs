//! `homekept eval` and `homekept compare`: flags to options, and figures to text.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use homekept_packer::{
    BasketOptions, CompareOptions, Comparison, Cut, Estimate, EvalOptions, Figures, LeaveOut,
    PackError, Progress, Returning, ReturningOptions, Source, Test, compare, evaluate,
    evaluate_baskets, evaluate_returning, write_page,
};

use super::baskets::{SlotArg, tell_baskets};
use super::{HeadArgs, ReadingArgs, parse_top, print_json, read_knobs, tell_broken};
use crate::out::say;

#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    lists: ListArgs,
    #[command(flatten)]
    head: HeadArgs,
    /// Leave short rows as they are. They are filled up with items that share attributes where the
    /// feed is given.
    #[arg(long)]
    no_refill: bool,
    /// The pack of the vintage before. A pair that is in it stays at the threshold, and a new one
    /// enters one visitor above it, so that two vintages compared tell less.
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// Measure instead what a memory of earlier visits is worth, on the customers who come back:
    /// the log has to tell visitors apart.
    #[arg(long, conflicts_with = "test")]
    returning: bool,
    /// Which slot's picks are measured: those for the customer, after every step of a visit, or
    /// those that go with a basket, of which one item at a time is hidden.
    #[arg(long, value_enum, default_value_t = SlotArg::ForYou, conflicts_with = "returning")]
    slot: SlotArg,
    /// With `--returning`, about how many predictions to make: folding a long memory before each
    /// takes time. Whole sessions are drawn by a fixed seed; 0 makes them all.
    #[arg(long, value_name = "N", default_value_t = 20_000, requires = "returning")]
    prefixes: u64,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    lists: ListArgs,
    /// About how many predictions to make. Where the test asks for more, whole sessions are drawn
    /// by a fixed seed; 0 makes them all.
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    prefixes: u64,
    /// The seed of the bootstrap.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Write plots and tables as one HTML page that loads nothing.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// A folder for our pack and the predictions that were timed, to time them elsewhere.
    #[arg(long, value_name = "FOLDER")]
    cases: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// What to learn from, and what to test on.
#[derive(Debug, Args)]
struct SourceArgs {
    /// The log to learn from.
    #[arg(long, value_name = "FILE")]
    sessions: PathBuf,
    #[command(flatten)]
    test: TestArgs,
    /// The product feed, whose items are the catalogue.
    #[arg(long, value_name = "FILE")]
    items: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// How tables and lists are made.
#[derive(Debug, Args)]
struct ListArgs {
    /// How many picks a list has, and how many followers each item keeps.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = parse_top)]
    top: usize,
    /// How many different visitors a pair of items needs.
    #[arg(long, value_name = "N", default_value_t = 1)]
    support: u32,
    /// A JSON file of knobs. Without one they are tuned on the end of the training sessions.
    #[arg(long, value_name = "FILE")]
    knobs: Option<PathBuf>,
    /// Leave the item that is looked at out of the lists, as the shipped pages do.
    #[arg(long)]
    drop_current: bool,
    /// Leave everything that the visit already holds out of the lists: right for baskets, where an
    /// item comes once, and what a page does that names its basket in `exclude`.
    #[arg(long, conflicts_with = "drop_current")]
    drop_seen: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct TestArgs {
    /// A log of its own to test on.
    #[arg(long, value_name = "FILE")]
    test: Option<PathBuf>,
    /// Test on the last so many days of the log.
    #[arg(long, value_name = "N")]
    test_days: Option<u32>,
    /// Test on the last share of the sessions, such as 0.1.
    #[arg(long, value_name = "F")]
    test_share: Option<f64>,
}

impl EvalArgs {
    pub(super) fn run(&self, progress: &mut dyn Progress) -> Result<ExitCode, PackError> {
        if self.returning {
            return self.run_returning(progress);
        }
        if self.slot == SlotArg::Basket {
            return self.run_baskets(progress);
        }
        let report = evaluate(
            &EvalOptions {
                source: self.source.source()?,
                top: self.lists.top,
                head_top: self.head.of(self.lists.top)?,
                support: self.lists.support,
                refill: !self.no_refill,
                previous: self.previous.clone(),
                knobs: read_knobs(self.lists.knobs.as_ref())?,
                leave_out: self.lists.leave_out(),
            },
            progress,
        )?;
        progress.end();
        if self.json {
            print_json(&report.figures);
        } else {
            tell_figures(&report.figures, self.lists.top);
        }
        Ok(tell_broken(&report.broken))
    }
}

impl EvalArgs {
    fn run_baskets(&self, progress: &mut dyn Progress) -> Result<ExitCode, PackError> {
        let options = BasketOptions {
            source: self.source.source()?,
            top: self.lists.top,
            support: self.lists.support,
            knobs: read_knobs(self.lists.knobs.as_ref())?,
            seed: 1,
        };
        let found = evaluate_baskets(&options, progress)?;
        progress.end();
        if self.json {
            print_json(&found);
        } else {
            tell_baskets(&found);
        }
        Ok(tell_broken(&found.broken))
    }

    fn run_returning(&self, progress: &mut dyn Progress) -> Result<ExitCode, PackError> {
        let found = evaluate_returning(
            &ReturningOptions {
                source: self.source.source()?,
                top: self.lists.top,
                support: self.lists.support,
                knobs: read_knobs(self.lists.knobs.as_ref())?,
                leave_out: self.lists.leave_out(),
                prefixes: Some(self.prefixes).filter(|prefixes| *prefixes > 0),
                seed: 1,
            },
            progress,
        )?;
        progress.end();
        if self.json {
            print_json(&found);
        } else {
            tell_returning(&found, self.lists.top);
        }
        Ok(tell_broken(&found.broken))
    }
}

impl CompareArgs {
    pub(super) fn run(&self, progress: &mut dyn Progress) -> Result<ExitCode, PackError> {
        let found = compare(
            &CompareOptions {
                source: self.source.source()?,
                top: self.lists.top,
                support: self.lists.support,
                knobs: read_knobs(self.lists.knobs.as_ref())?,
                leave_out: self.lists.leave_out(),
                prefixes: Some(self.prefixes).filter(|prefixes| *prefixes > 0),
                seed: self.seed,
                cases: self.cases.clone(),
            },
            progress,
        )?;
        progress.end();
        if let Some(path) = &self.html {
            write_page(path, &found.page())?;
        }
        if self.json {
            print_json(&found);
        } else {
            tell_comparison(&found);
        }
        Ok(tell_broken(&found.broken))
    }
}

impl SourceArgs {
    fn source(&self) -> Result<Source, PackError> {
        let test = match (&self.test.test, self.test.test_days, self.test.test_share) {
            (Some(path), ..) => Test::File(path.clone()),
            (None, Some(days), _) => Test::Cut(Cut::Days(days)),
            (None, None, share) => match share.unwrap_or(0.0) {
                share if share > 0.0 && share < 1.0 => Test::Cut(Cut::Share(share)),
                share => {
                    return Err(PackError::FlagUnclear {
                        flag: "--test-share",
                        value: share.to_string(),
                        expected: "a number between 0 and 1",
                    });
                }
            },
        };
        Ok(Source {
            sessions: self.sessions.clone(),
            test,
            items: self.items.clone(),
            reading: self.reading.reading(),
        })
    }
}

impl ListArgs {
    fn leave_out(&self) -> LeaveOut {
        LeaveOut::of_flags(self.drop_current, self.drop_seen)
    }
}

fn tell_figures(figures: &Figures, top: usize) {
    say!("HR@{top}           {:.4}", figures.hr);
    say!("MRR@{top}          {:.4}", figures.mrr);
    say!("NDCG@{top}         {:.4}", figures.ndcg);
    say!("coverage        {:.4}", figures.coverage);
    say!("prefixes        {}", figures.prefixes);
    say!("bytes per item  {:.1}", figures.bytes_per_item);
}

fn tell_comparison(found: &Comparison) {
    let top = found.top;
    say!("{}: {}\n", found.log, found.told());
    say!(
        "{:<22}{:>21}{:>21}{:>21}{:>10}{:>8}{:>11}{:>9}{:>10}",
        "",
        format!("HR@{top}"),
        format!("MRR@{top}"),
        format!("NDCG@{top}"),
        "coverage",
        "B/item",
        "median, us",
        "of ours",
        "p99, us"
    );
    let ours = found.methods.last().map_or(0.0, |ours| ours.median_us);
    for method in &found.methods {
        say!(
            "{:<22}{:>21}{:>21}{:>21}{:>10.3}{:>8.1}{:>11.1}{:>9}{:>10.1}",
            method.name,
            in_brackets(method.hr),
            in_brackets(method.mrr),
            in_brackets(method.ndcg),
            method.coverage,
            method.bytes_per_item,
            method.median_us,
            format!("x{:.2}", method.median_us / ours.max(f64::MIN_POSITIVE)),
            method.p99_us
        );
    }
    say!("\nours is ahead by              HR@{top:<17}MRR@{top}");
    let theirs = found.methods.len().saturating_sub(1);
    for method in found.methods.iter().take(theirs) {
        say!(
            "{:<22}{:>21}{:>22}",
            method.name,
            in_brackets(method.ours_ahead_hr),
            in_brackets(method.ours_ahead_mrr)
        );
    }
    say!();
    for method in &found.methods {
        say!("{}: {}. Here: {}.", method.name, method.paper, method.parameters);
    }
}

fn tell_returning(found: &Returning, top: usize) {
    say!(
        "{} of {} test sessions are of customers who were there before; {} of their {} predictions; \
         {} events from before, in the middle",
        found.sessions[0],
        found.sessions[1],
        found.prefixes[0],
        found.prefixes[1],
        found.events_before
    );
    say!("{:<26}{:>22}{:>22}", "", format!("HR@{top}"), format!("MRR@{top}"));
    let rows = [
        ("the table alone", found.table),
        ("profile of this visit", found.visit),
        ("profile of all visits", found.profile),
    ];
    for (name, figures) in rows {
        say!("{name:<26}{:>22}{:>22}", in_brackets(figures.hr), in_brackets(figures.mrr));
    }
    let percent = |Estimate { value, low, high }: Estimate| {
        format!("{:+.1} % [{:+.1}, {:+.1}]", value * 100.0, low * 100.0, high * 100.0)
    };
    say!(
        "{:<26}{:>22}{:>22}",
        "all visits over this one",
        percent(found.gain_hr),
        percent(found.gain_mrr)
    );
    say!("{:<26}{:>22}", "all visits over the table", percent(found.gain_hr_over_table));
}

/// A figure with its interval, without the zeros before the points.
pub(super) fn in_brackets(Estimate { value, low, high }: Estimate) -> String {
    let short = |value: f64, digits: usize| format!("{value:.digits$}").replacen("0.", ".", 1);
    format!("{} [{}, {}]", short(value, 4), short(low, 3), short(high, 3))
}

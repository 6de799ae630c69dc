//! Counting elsewhere: the table of votes out, the counts in.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use homekept_packer::{CountFiles, PackError, write_votes};

use super::read_knobs;

#[derive(Debug, Args)]
pub(super) struct VotesArgs {
    /// How many days lie between the ends of the first and the last session: `homekept_span` says.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=20_000))]
    days: u32,
    /// A JSON file of knobs, the one that the pack is then made with.
    #[arg(long, value_name = "FILE")]
    knobs: Option<PathBuf>,
    /// Where the table goes, as CSV.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct CountArgs {
    /// Instead of a log: the pairs that the SQL of docs/counting.md counted, as CSV or JSON Lines with
    /// `item`, `follower`, `votes` and `visitors`. The threshold is 3 unless --support says otherwise.
    #[arg(
        long,
        value_name = "FILE",
        requires = "pair_items",
        conflicts_with_all = ["sessions", "tune"]
    )]
    pairs: Option<PathBuf>,
    /// The items of the same count, with `item` and `sessions`.
    #[arg(long, value_name = "FILE", requires = "pairs")]
    pair_items: Option<PathBuf>,
}

impl VotesArgs {
    pub(super) fn run(&self) -> Result<ExitCode, PackError> {
        let knobs = read_knobs(self.knobs.as_ref())?.unwrap_or_default();
        write_votes(&knobs, self.days, &self.output)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl CountArgs {
    pub(super) fn files(&self) -> Option<CountFiles> {
        let (pairs, items) = (self.pairs.clone()?, self.pair_items.clone()?);
        Some(CountFiles { pairs, items })
    }
}

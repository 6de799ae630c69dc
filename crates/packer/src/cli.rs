//! Flags to options, and reports to text.

mod audit;
mod baskets;
mod config;
mod denying;
mod evaluating;
mod policy;
mod reading;
mod tuning;
mod votes;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use homekept::catalogue::TableSource;
use homekept_packer::{
    BrokenLines, Knobs, PackError, PackOptions, PackReport, Reading, Voice, inspect, inspect_item,
    pack_files,
};

use crate::out::{complain, finish, say};
use crate::sheet;
use evaluating::{CompareArgs, EvalArgs};
use reading::ReadingArgs;
use tuning::TuneArgs;

/// Reads the command line and does what it says.
pub(crate) fn run() -> ExitCode {
    let (args, said) = match config::with_file(std::env::args_os().collect(), &Cli::command()) {
        Ok(found) => found,
        Err(error) => return tell_error(&error),
    };
    if let Some(said) = said {
        complain!("{said}");
    }
    let cli = Cli::parse_from(args);
    let mut voice = Voice::new();
    let done = match &cli.command {
        Command::Pack(args) => {
            args.options().and_then(|options| pack_files(&options, &mut voice)).map(|report| {
                drop(voice);
                tell_pack(&report, &args.output);
                tell_broken(&report.broken)
            })
        }
        Command::Eval(args) => args.run(&mut voice),
        Command::Compare(args) => args.run(&mut voice),
        Command::Tune(args) => args.run(&mut voice),
        Command::Inspect(args) => run_inspect(args, voice),
        Command::Audit(args) => audit::run(args, voice),
        Command::Votes(args) => args.run(),
        Command::Policy(args) => args.run(),
    };
    let status = done.unwrap_or_else(|error| tell_error(&error));
    finish().map_or_else(|error| tell_error(&error), |()| status)
}

fn tell_error(error: &PackError) -> ExitCode {
    complain!("error[{}]: {error}", error.code());
    ExitCode::from(1)
}

fn run_inspect(args: &InspectArgs, mut voice: Voice) -> Result<ExitCode, PackError> {
    if let Some(id) = &args.item {
        let card = inspect_item(&args.pack, id)?;
        if args.json {
            print_json(&card)
        } else {
            sheet::tell_card(&card)
        }
        return Ok(ExitCode::SUCCESS);
    }
    let found = inspect(&args.pack, &mut voice)?;
    drop(voice);
    if args.json {
        print_json(&found)
    } else {
        sheet::tell_inspection(&args.pack, &found)
    }
    Ok(if found.failed().next().is_some() { ExitCode::from(4) } else { ExitCode::SUCCESS })
}

/// Makes the public pack from a shop's own files, and says how good it is. Nothing leaves this
/// machine.
#[derive(Debug, Parser)]
#[command(
    name = "homekept",
    version,
    after_help = "Exit status: 0 all went well; 1 an error, nothing was written; 2 the flags were not understood; \
                  3 done, but some lines could not be used; 4 inspected or audited, and the pack does not keep what it claims."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a pack from a product feed and, if there is one, a session log.
    Pack(Box<PackArgs>),
    /// Say how well a log predicts its own end: HR, MRR, NDCG, coverage and bytes an item.
    Eval(EvalArgs),
    /// Set our method beside published ones on the same sessions, with intervals and plots.
    Compare(CompareArgs),
    /// Choose the knobs on the end of a log, and say what that gains over the defaults.
    Tune(TuneArgs),
    /// Say what a pack holds, from the file alone.
    Inspect(InspectArgs),
    /// Say what the ranking does with a pack: each bound on the shop's influence held or broken, who
    /// is shown, and what the boost costs.
    Audit(audit::AuditArgs),
    /// Write the table of votes for counting a log elsewhere, as SQL.
    Votes(votes::VotesArgs),
    /// Write the policy file for a pack, or bring the one that is there up to date.
    Policy(policy::PolicyArgs),
}

#[derive(Debug, Args)]
struct PackArgs {
    /// The product feed: CSV, TSV, JSON, JSON Lines, Merchant Center (TSV, RSS, Atom), Shopify's
    /// export, schema.org's JSON-LD, Parquet; plain, gzip or zstd. What it is shows in its bytes.
    #[arg(long, value_name = "FILE")]
    items: PathBuf,
    /// The session log: CSV, TSV, JSON, JSON Lines or Parquet. Without one the pack has attributes only.
    #[arg(long, value_name = "FILE")]
    sessions: Option<PathBuf>,
    #[command(flatten)]
    counts: votes::CountArgs,
    /// Where the pack goes.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// A folder for the shards of a shop that is too large for one file. The pack is its head then,
    /// which every page loads; a page loads the shards of the items that it shows besides.
    #[arg(long, value_name = "FOLDER")]
    shards: Option<PathBuf>,
    /// How many items the head has at the most, the most popular ones; as many as a page may load without.
    #[arg(long, value_name = "N", requires = "shards")]
    head_items: Option<usize>,
    #[command(flatten)]
    reading: ReadingArgs,
    /// A column that is a category or an attribute; repeat it in the order of weight. Guessed without.
    #[arg(long, value_name = "COLUMN")]
    facet: Vec<String>,
    /// A column that is shown with each item, such as price or brand. Guessed without.
    #[arg(long, value_name = "COLUMN")]
    display: Vec<String>,
    /// A folder with pictures of the items (GIF, JPEG, PNG, WebP). The pack gets a small blurred one
    /// of each, which pages show without asking a server. A picture is called as a column of the
    /// feed says, or like the item's id.
    #[arg(long, value_name = "FOLDER")]
    images: Option<PathBuf>,
    /// The address of an item's page, where the feed has none.
    #[arg(long, value_name = "TEMPLATE", default_value = "/item/{id}")]
    url_template: String,
    /// Do not make attributes out of the words of titles. They are made where no column is a category.
    #[arg(long)]
    no_title_words: bool,
    /// Write titles that are all capitals with small letters, and bare prices with equal decimals and
    /// the currency of the feed: for shops that show them so.
    #[arg(long)]
    readable: bool,
    /// How many different visitors a pair of items needs to be in the public table. 2 where the log
    /// tells visitors apart, otherwise 3 sessions.
    #[arg(long, value_name = "N")]
    support: Option<u32>,
    /// Leave rows that the threshold makes short as they are. They are filled up with items that
    /// share attributes otherwise.
    #[arg(long)]
    no_refill: bool,
    /// The pack of the vintage before. A pair that is in it stays at the threshold, and a new one
    /// enters one visitor above it, so that two vintages compared tell less.
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// How many followers each item keeps.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = parse_top)]
    top: usize,
    #[command(flatten)]
    head: HeadArgs,
    /// A JSON file of knobs.
    #[arg(long, value_name = "FILE")]
    knobs: Option<PathBuf>,
    /// Choose the knobs on the end of the log.
    #[arg(long, conflicts_with = "knobs")]
    tune: bool,
    /// What the log is. The pack says so, and the preference center repeats it.
    #[arg(long, value_enum)]
    source: Option<Source>,
    #[command(flatten)]
    denying: denying::DenyArgs,
    /// The day of the data, as YYYY-MM-DD. The day of the log's last event without.
    #[arg(long, value_name = "DATE")]
    vintage: Option<String>,
    /// How many megabytes of votes are held at once while the log is counted. With less the log is
    /// gone through more often, and the pack is the same.
    #[arg(long, value_name = "MB", default_value_t = 400, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    memory: u64,
}

#[derive(Debug, Args)]
struct InspectArgs {
    /// The pack.
    #[arg(value_name = "FILE")]
    pack: PathBuf,
    /// Show the card of one item instead.
    #[arg(long, value_name = "ID")]
    item: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Source {
    Sessions,
    Orders,
    Attributes,
}

impl PackArgs {
    fn options(&self) -> Result<PackOptions, PackError> {
        let vintage_day = match &self.vintage {
            None => None,
            Some(date) => {
                Some(homekept_packer::day_of_date(date).ok_or_else(|| PackError::FlagUnclear {
                    flag: "--vintage",
                    value: date.clone(),
                    expected: "a date as YYYY-MM-DD",
                })?)
            }
        };
        let Reading { columns, kinds, pause, report } = self.reading.reading();
        Ok(PackOptions {
            items: self.items.clone(),
            sessions: self.sessions.clone(),
            counts: self.counts.files(),
            output: self.output.clone(),
            shards: self.shards.clone(),
            head_items: self.head_items,
            columns,
            kinds,
            pause,
            report,
            facets: self.facet.clone(),
            display: self.display.clone(),
            images: self.images.clone(),
            url_template: self.url_template.clone(),
            title_words: !self.no_title_words,
            readable: self.readable,
            support: self.support,
            refill: !self.no_refill,
            previous: self.previous.clone(),
            top: self.top,
            head_top: self.head.of(self.top)?,
            knobs: read_knobs(self.knobs.as_ref())?,
            tune: self.tune,
            source: self.source.map(|source| match source {
                Source::Sessions => TableSource::Sessions,
                Source::Orders => TableSource::Orders,
                Source::Attributes => TableSource::Attributes,
            }),
            vintage_day,
            memory: self.memory << 20,
            ..self.denying.options(PackOptions::new(self.items.clone(), None, self.output.clone()))
        })
    }
}

fn read_knobs(path: Option<&PathBuf>) -> Result<Option<Knobs>, PackError> {
    path.map(|path| Knobs::read(path)).transpose()
}

/// How long the rows of items may be that are seen often.
#[derive(Debug, Args)]
struct HeadArgs {
    /// Let items that are seen often keep up to so many followers, and the others half of `--top` or
    /// more, so that the table stays as large. It serves baskets; `homekept eval` says.
    #[arg(long, value_name = "N", value_parser = parse_top)]
    head_top: Option<usize>,
}

impl HeadArgs {
    fn of(&self, top: usize) -> Result<Option<usize>, PackError> {
        match self.head_top {
            Some(head) if head < top => Err(PackError::FlagUnclear {
                flag: "--head-top",
                value: head.to_string(),
                expected: "at least as many as --top",
            }),
            head => Ok(head),
        }
    }
}

fn parse_top(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(top) if (1..=200).contains(&top) => Ok(top),
        _ => Err("expected a number from 1 to 200".to_owned()),
    }
}

fn tell_pack(report: &PackReport, output: &std::path::Path) {
    say!(
        "{}: {} items ({} denied), {} facets, {} rows at support {} ({} empty and {} short ones filled up), {} bytes ({} in brotli{}, table {:.1} an item), hash {}",
        output.display(),
        report.items,
        report.denied,
        report.facets,
        report.rows,
        report.support,
        report.refilled.empty,
        report.refilled.short,
        report.bytes,
        report.compressed,
        if report.quality < 11 { " at a quality that is quick, 5" } else { "" },
        report.bytes_per_item,
        report.hash,
    );
    if let Some(shards) = &report.shards {
        say!(
            "{}: {} shards of at most {} bytes in brotli, {} bytes in all; the head has {} items in {} bytes: a page loads {} at the most",
            shards.folder.display(),
            shards.count,
            shards.largest,
            shards.bytes,
            shards.head_items,
            shards.head,
            shards.page(),
        );
    }
}

fn print_json(report: &impl serde::Serialize) {
    say!("{}", serde_json::to_string(report).unwrap_or_default());
}

/// Lists the lines that could not be used, and gives the exit status that tells of them.
fn tell_broken(broken: &[BrokenLines]) -> ExitCode {
    for file in broken.iter().filter(|file| file.total > 0) {
        let path = file.path.display();
        for (line, reason) in &file.first {
            complain!("{path}:{line}: {reason}");
        }
        let more = file.total - file.first.len() as u64;
        let more = if more > 0 { format!(" ({more} more not listed)") } else { String::new() };
        complain!("{path}: {} lines could not be used{more}, {} could", file.total, file.good);
    }
    if broken.iter().any(|file| file.total > 0) { ExitCode::from(3) } else { ExitCode::SUCCESS }
}

//! The project's commands: `cargo xtask setup | build | size | test | demo | bench | feed | dist |
//! release | docs | ci`.
//!
//! They need only a Rust toolchain to start and fetch or build what else is missing. This leaves
//! out everything that could be a test or a program of its own: it runs those.
#![allow(clippy::print_stdout, reason = "a command speaks to the person who called it")]
#![allow(
    clippy::disallowed_methods,
    reason = "the bans keep the core replayable; commands are timed"
)]

mod bench;
mod build;
mod cargo;
mod collector;
mod count;
mod demo;
mod dist;
mod docs;
mod error;
mod gallery;
mod parity;
mod process;
mod progress;
mod ranking;
mod release;
mod scale;
mod setup;
mod size;
mod stamp;
mod test;
mod tree;

use bench::BenchOptions;
use collector::SimulateOptions;
use demo::DemoOptions;
use error::XtaskError;
use gallery::GalleryOptions;
use lexopt::prelude::{Long, Short, Value, ValueExt};
use ranking::RankingOptions;
use scale::{FeedOptions, ScaleOptions};
use setup::{Engine, Need};
use std::io::Write as _;
use std::process::ExitCode;
use test::{Part, TestOptions};
use tree::Tree;

fn main() -> ExitCode {
    match read_arguments(lexopt::Parser::from_env()).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        // The counts are the last word.
        Err(XtaskError::TestsFailed) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error[{}]: {error}", error.code());
            ExitCode::FAILURE
        }
    }
}

/// What the person asked for.
#[derive(Debug, PartialEq, Eq)]
enum Task {
    Help,
    Setup,
    Build,
    Size { write: bool },
    Test(TestOptions),
    Demo(DemoOptions),
    Bench(BenchOptions),
    Vitals,
    Vault { quick: bool },
    Ranking(RankingOptions),
    Scale(ScaleOptions),
    Page(ScaleOptions),
    Feed(FeedOptions),
    Simulate(SimulateOptions),
    Collector,
    Dist,
    Release { publish: bool },
    Docs,
    Gallery(GalleryOptions),
}

fn run(task: Task) -> Result<(), XtaskError> {
    let tree = Tree::find()?;
    match task {
        Task::Help => {
            // Who reads the first lines alone closes the pipe before the last.
            let _ = writeln!(std::io::stdout(), "{HELP}");
            Ok(())
        }
        Task::Setup => {
            let tools = setup::run(&tree, Need::EVERYTHING)?;
            docs::ensure_tools(&tree)?;
            tools.nothing_is_missing()
        }
        Task::Build => {
            let tools = setup::run(&tree, Need::BUILD)?;
            build::run(&tree, &tools)
        }
        Task::Size { write } => {
            let tools = setup::run(&tree, Need::BUILD)?;
            build::run(&tree, &tools)?;
            demo::pack(&tree, false)?;
            size::run(&tree, write)
        }
        Task::Test(options) => test::run(&tree, &options),
        Task::Demo(options) => demo::run(&tree, &options),
        Task::Bench(options) => bench::run(&tree, &options),
        Task::Vitals => bench::vitals(&tree),
        Task::Vault { quick } => bench::vault(&tree, quick),
        Task::Ranking(options) => ranking::run(&tree, &options),
        Task::Scale(options) => scale::run(&tree, &options),
        Task::Page(options) => scale::page::run(&tree, &options),
        Task::Feed(options) => scale::generate(&tree, &options),
        Task::Simulate(options) => collector::simulate(&tree, &options),
        Task::Collector => collector::bench(&tree),
        Task::Dist => dist::run(&tree),
        Task::Release { publish } => release::run(&tree, publish),
        Task::Docs => docs::run(&tree),
        Task::Gallery(options) => gallery::run(&tree, &options),
    }
}

fn read_arguments(mut parser: lexopt::Parser) -> Result<Task, XtaskError> {
    let task = match parser.next()? {
        None | Some(Long("help") | Short('h')) => Task::Help,
        Some(Value(name)) => match name.string()?.as_str() {
            "setup" => Task::Setup,
            "build" => Task::Build,
            "size" => Task::Size { write: read_flag(&mut parser, "write")? },
            "test" => Task::Test(read_test_options(&mut parser)?),
            // CI runs what a developer runs.
            "ci" => Task::Test(TestOptions::default()),
            "demo" => Task::Demo(read_demo_options(&mut parser)?),
            "bench" => read_bench(&mut parser)?,
            "dist" => Task::Dist,
            "release" => Task::Release { publish: read_flag(&mut parser, "publish")? },
            "docs" => Task::Docs,
            "gallery" => Task::Gallery(read_gallery_options(&mut parser)?),
            "feed" => Task::Feed(read_feed_options(&mut parser)?),
            "simulate" => Task::Simulate(read_simulate_options(&mut parser)?),
            "help" => Task::Help,
            other => return Err(XtaskError::usage(format!("there is no command `{other}`"))),
        },
        Some(other) => return Err(other.unexpected().into()),
    };
    match parser.next()? {
        Some(Long("help") | Short('h')) => Ok(Task::Help),
        Some(extra) => Err(extra.unexpected().into()),
        None => Ok(task),
    }
}

/// Whether the one flag that a command takes is there.
fn read_flag(parser: &mut lexopt::Parser, name: &str) -> Result<bool, XtaskError> {
    match parser.next()? {
        None => Ok(false),
        Some(Long(found)) if found == name => Ok(true),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn read_test_options(parser: &mut lexopt::Parser) -> Result<TestOptions, XtaskError> {
    let mut options = TestOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("long") => options.long = true,
            Long("engine") => {
                options.engine = Some(Engine::named(&parser.value()?.string()?)?);
            }
            Long("only") => options.only.push(Part::named(&parser.value()?.string()?)?),
            Long("times") => options.times = parser.value()?.parse()?,
            Long("anew") => options.anew = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn read_demo_options(parser: &mut lexopt::Parser) -> Result<DemoOptions, XtaskError> {
    let mut options = DemoOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("catalogue") => options.catalogue = Some(parser.value()?.into()),
            Long("sessions") => options.sessions = Some(parser.value()?.into()),
            Long("images") => options.images = Some(parser.value()?.into()),
            Long("vault-in-frame") => options.vault_in_frame = true,
            Long("port") => options.port = parser.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    if options.catalogue.is_none() && (options.sessions.is_some() || options.images.is_some()) {
        return Err(XtaskError::usage("--sessions and --images need --catalogue: of which items?"));
    }
    Ok(options)
}

fn read_gallery_options(parser: &mut lexopt::Parser) -> Result<GalleryOptions, XtaskError> {
    let mut options = GalleryOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("engine") => options.engine = Engine::named(&parser.value()?.string()?)?,
            Long("language") => options.languages.push(parser.value()?.string()?),
            Value(word) => options.words.push(word.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn read_bench(parser: &mut lexopt::Parser) -> Result<Task, XtaskError> {
    let (mut ranking, mut vault, mut quick, mut json) = (false, false, false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Value(what) if what == "ranking" && !quick && !vault => ranking = true,
            Value(what) if what == "scale" && !ranking && !quick && !json => {
                return Ok(Task::Scale(read_scale_options(parser)?.for_packing()));
            }
            Value(what) if what == "page" && !ranking && !quick && !json => {
                return Ok(Task::Page(read_scale_options(parser)?.for_pages()));
            }
            Value(what) if what == "collector" && !ranking && !quick && !json => {
                return Ok(Task::Collector);
            }
            Value(what) if what == "vitals" && !ranking && !quick && !json => {
                return Ok(Task::Vitals);
            }
            Value(what) if what == "vault" && !ranking && !json => vault = true,
            Long("quick") if !ranking => quick = true,
            Long("json") if !vault => json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(if ranking {
        Task::Ranking(RankingOptions { json })
    } else if vault {
        Task::Vault { quick }
    } else {
        Task::Bench(BenchOptions { quick, json })
    })
}

fn read_scale_options(parser: &mut lexopt::Parser) -> Result<ScaleOptions, XtaskError> {
    let mut items = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("items") => items.push(parser.value()?.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(ScaleOptions { items })
}

fn read_feed_options(parser: &mut lexopt::Parser) -> Result<FeedOptions, XtaskError> {
    let (mut items, mut events, mut out, mut parquet) = (None, None, None, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("items") => items = Some(parser.value()?.parse()?),
            Long("events") => events = Some(parser.value()?.parse()?),
            Long("out") => out = Some(parser.value()?.into()),
            Long("parquet") => parquet = true,
            other => return Err(other.unexpected().into()),
        }
    }
    match (items, events, out) {
        (Some(items), Some(events), Some(out)) => Ok(FeedOptions { items, events, out, parquet }),
        _ => Err(XtaskError::usage("feed needs --items, --events and --out")),
    }
}

fn read_simulate_options(parser: &mut lexopt::Parser) -> Result<SimulateOptions, XtaskError> {
    let mut options = SimulateOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("customers") => options.customers = Some(parser.value()?.parse()?),
            Long("periods") => options.periods = Some(parser.value()?.parse()?),
            Long("collector") => options.collector = Some(parser.value()?.string()?),
            Long("policy") => options.policy = Some(parser.value()?.into()),
            Long("port") => options.port = Some(parser.value()?.parse()?),
            Long("stay") => options.stay = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if options.collector.is_some() && options.policy.is_none() {
        return Err(XtaskError::usage("--collector needs --policy: which measures does it ask?"));
    }
    Ok(options)
}

const HELP: &str = "\
cargo xtask COMMAND

  setup   fetch or build the tools once, into the user cache
  build   the module and the npm package, www/dist
  size    measure the artefacts against xtask/budgets.toml
            --write        and put the sizes into README.md
  test    everything that can fail, with a count at the end
            --long         what takes longer, too, and in each browser all that one could do for all
            --engine NAME  chromium | firefox | webkit: of the browsers, this one alone, and all in it
            --only PART    native | lint | types | unit | wasm | package | docs | e2e |
                           size;
                           several are named one by one
            --times N      so often in a row, to find what fails now and then
            --anew         end to end also where all passed before on the very same bytes
  demo    the demo shop on http://127.0.0.1:8787
            --catalogue FILE [--sessions FILE] [--images FOLDER]   the same shop on your own feed
            --vault-in-frame   profiles in a frame of another origin (docs/vault-frame.md)
            --port PORT
  bench   what each call of the module costs, in Chromium; no test, and no bounds
            --quick        whether it runs
            --json
  bench ranking
          our method beside published ones on real sessions: quality, size, time; some minutes
            --json
  bench vitals
          the demo's pages with Homekept and without, by LCP, CLS, INP and main-thread time, in
          Chromium; ten minutes
  bench vault
          storing an event, opening and compacting as a profile grows; sealing beside WebCrypto and
          @noble/ciphers, as it is shipped and compiled for speed; in Chromium
            --quick        whether it runs
  bench scale
          what packing costs at 10,000, 100,000 and 1,000,000 items with 20 events each: time,
          memory and pack, step by step; half an hour, and 3 GB in target/
            --items N      this size instead; several are named one by one
  bench page
          what a page of such shops loads, and its ranking takes, whole and in parts, at 1,000 to
          1,000,000 items; a quarter of an hour
            --items N      this size instead; several are named one by one
  bench collector
          how many reports a second the collector takes, and how long one waits; 4 min the first time
  simulate
          customers who are made up report to a collector of its own, in rehearsal, and what it tells
          is held against what is true
            --customers N  so many in each period; 10,000
            --periods N    so many periods of 30 days, each ended at once; 6
            --stay         it runs on, so that one can look at its page
            --port PORT
            --policy FILE  the questions of this policy
            --collector URL --policy FILE   reports of today to one that runs
  feed    a generated shop of any size: items.csv.gz and events.csv.gz
            --items N --events M --out FOLDER
            --parquet      the log as events.parquet
  dist    the npm package as a tarball, and the files for a script tag with their integrity
  release what would be published, and where it came from; what is missing for it is told
            --publish      does it, from a CI that npm takes provenance from
  gallery [WORD..]
          pictures of every state in every look, on three screens, with a page over them,
          target/gallery; with words, those that have them in their paths, such as
          `gallery dark-390 preferences`
            --engine NAME  chromium, or another
            --language TAG in this language instead of four; several are named one by one
  docs    the documentation as a site of plain files, target/docs/book/site
  ci      what CI runs: test";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_become_tasks() {
        let cases: &[(&[&str], Task)] = &[
            (&[], Task::Help),
            (&["build"], Task::Build),
            (&["docs"], Task::Docs),
            (&["gallery"], Task::Gallery(GalleryOptions::default())),
            (
                &["gallery", "dark", "--engine", "firefox", "--language", "ar", "picks"],
                Task::Gallery(GalleryOptions {
                    engine: Engine::Firefox,
                    languages: vec!["ar".into()],
                    words: vec!["dark".into(), "picks".into()],
                }),
            ),
            (&["size"], Task::Size { write: false }),
            (&["size", "--write"], Task::Size { write: true }),
            (&["release"], Task::Release { publish: false }),
            (&["bench", "vitals"], Task::Vitals),
            (&["bench", "collector"], Task::Collector),
            (&["bench", "vault"], Task::Vault { quick: false }),
            (&["bench", "vault", "--quick"], Task::Vault { quick: true }),
            (&["simulate"], Task::Simulate(SimulateOptions::default())),
            (
                &["simulate", "--customers", "500", "--stay"],
                Task::Simulate(SimulateOptions {
                    customers: Some(500),
                    stay: true,
                    ..SimulateOptions::default()
                }),
            ),
            (&["ci"], Task::Test(TestOptions::default())),
            (&["bench", "--json"], Task::Bench(BenchOptions { quick: false, json: true })),
            (&["bench", "ranking"], Task::Ranking(RankingOptions { json: false })),
            (&["bench", "scale"], Task::Scale(ScaleOptions::default().for_packing())),
            (&["bench", "page"], Task::Page(ScaleOptions::default().for_pages())),
            (&["bench", "page", "--items", "70"], Task::Page(ScaleOptions { items: vec![70] })),
            (&["bench", "scale", "--items", "500"], Task::Scale(ScaleOptions { items: vec![500] })),
            (
                &["feed", "--items", "5", "--events", "9", "--out", "shop", "--parquet"],
                Task::Feed(FeedOptions { items: 5, events: 9, out: "shop".into(), parquet: true }),
            ),
            (&["bench", "ranking", "--json"], Task::Ranking(RankingOptions { json: true })),
            (
                &["test", "--only", "wasm", "--long", "--engine", "webkit", "--only", "e2e"],
                Task::Test(TestOptions {
                    long: true,
                    only: vec![Part::Wasm, Part::E2e],
                    engine: Some(Engine::WebKit),
                    ..TestOptions::default()
                }),
            ),
            (
                &["test", "--times", "20", "--anew"],
                Task::Test(TestOptions { times: 20, anew: true, ..TestOptions::default() }),
            ),
            (
                &["demo", "--catalogue", "a.csv", "--vault-in-frame", "--port", "9000"],
                Task::Demo(DemoOptions {
                    catalogue: Some("a.csv".into()),
                    sessions: None,
                    images: None,
                    vault_in_frame: true,
                    port: 9000,
                }),
            ),
        ];
        for (arguments, task) in cases {
            let read = read_arguments(lexopt::Parser::from_args(*arguments));
            assert_eq!(read.as_ref().ok(), Some(task), "{arguments:?}");
        }
    }

    #[test]
    fn nonsense_is_refused_with_its_name() {
        for arguments in [
            &["dance"][..],
            &["test", "--only", "luck"],
            &["test", "--engine", "steam"],
            &["test", "--times", "often"],
            &["demo", "--port", "many"],
            &["demo", "--sessions", "a.csv"],
            &["build", "twice"],
            &["gallery", "--engine", "steam"],
            &["bench", "speed"],
            &["bench", "ranking", "--quick"],
            &["bench", "scale", "--quick"],
            &["bench", "--json", "scale"],
            &["feed", "--items", "5"],
        ] {
            let error =
                read_arguments(lexopt::Parser::from_args(arguments)).expect_err("is refused");
            assert_eq!(error.code(), "usage", "{arguments:?}");
        }
    }
}

//! Everything that can fail, one step after the other. A failure ends no run: the rest is still
//! worth knowing.

mod apps;
mod divviup;
mod docs;
mod kept;
mod npx;
mod programs;
mod report;
mod shared_out;
mod steps;

pub(crate) use crate::count::Tally;

use crate::error::XtaskError;
use crate::progress::Step;
use crate::setup::{self, Browser, Engine, Found, Need, Tools};
use crate::tree::Tree;
use crate::{build, demo, dist, parity};
use report::Report;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Instant;
use steps::STEPS;

/// How `cargo xtask test` was called.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TestOptions {
    /// Whether to run what takes long.
    pub(crate) long: bool,
    /// These parts instead of all; all when there are none.
    pub(crate) only: Vec<Part>,
    /// One browser engine instead of all.
    pub(crate) engine: Option<Engine>,
    /// How often, in a row: what fails now and then is found by running it often.
    pub(crate) times: u32,
    /// Whether to do again what passed before on the very same bytes.
    pub(crate) anew: bool,
}

impl Default for TestOptions {
    fn default() -> Self {
        Self { long: false, only: Vec::new(), engine: None, times: 1, anew: false }
    }
}

impl TestOptions {
    fn wants(&self, step: &steps::Step) -> bool {
        self.wants_any(&[step.part])
            && self
                .engine
                .is_none_or(|engine| step.run.engine().is_none_or(|other| other == engine))
    }

    fn wants_any(&self, parts: &[Part]) -> bool {
        self.only.is_empty() || self.only.iter().any(|part| parts.contains(part))
    }
}

/// A part of the tests that can be asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Native,
    Lint,
    Types,
    Unit,
    Wasm,
    Package,
    Docs,
    E2e,
    Size,
}

impl Part {
    const ALL: [(&'static str, Self); 9] = [
        ("native", Self::Native),
        ("lint", Self::Lint),
        ("types", Self::Types),
        ("unit", Self::Unit),
        ("wasm", Self::Wasm),
        ("package", Self::Package),
        ("docs", Self::Docs),
        ("e2e", Self::E2e),
        ("size", Self::Size),
    ];

    pub(crate) fn named(name: &str) -> Result<Self, XtaskError> {
        let found = Self::ALL.iter().find(|(other, _)| *other == name);
        found
            .map(|(_, part)| *part)
            .ok_or_else(|| XtaskError::usage(format!("there is no part `{name}`")))
    }
}

/// What the steps work with.
#[derive(Debug)]
struct Bench<'a> {
    tree: &'a Tree,
    long: bool,
    /// Whether each engine does every test, those too that another one could do for it.
    whole: bool,
    /// Whether what passed before on the same bytes counts.
    trusts_earlier_runs: bool,
    /// Nothing when set-up failed.
    tools: Option<Tools>,
    /// Whether module and package are built.
    built: bool,
    /// Whether the demo's pack is made.
    packed: bool,
    /// Where the native results for the module are served, where there are any.
    parity: Option<String>,
    /// The package of this checkout as npm would publish it, once it was asked for.
    tarball: OnceLock<Result<PathBuf, XtaskError>>,
}

impl Bench<'_> {
    fn tools(&self) -> Result<&Tools, XtaskError> {
        self.tools.as_ref().ok_or(XtaskError::NotRun { because: "set-up failed" })
    }

    /// The browser of an engine; an engine that this system cannot have is said to be skipped.
    fn browser(&self, engine: Engine) -> Result<Result<&Browser, Tally>, XtaskError> {
        let found = self.tools()?.browsers.iter().find(|(other, _)| *other == engine);
        match found {
            Some((_, Found::Here(browser))) => Ok(Ok(browser)),
            Some((_, Found::Nowhere(reason))) => {
                Ok(Err(Tally { skipped: vec![format!("{engine}: {reason}")], ..Tally::default() }))
            }
            Some((_, Found::Missing(error))) => Err(error.again()),
            None => Err(XtaskError::NotRun { because: "no browser was set up" }),
        }
    }

    /// Whether an engine can be driven here.
    fn has(&self, engine: Engine) -> bool {
        matches!(self.browser(engine), Ok(Ok(_)))
    }

    /// Packed once: steps that go on at the same time install it.
    fn tarball(&self) -> Result<PathBuf, XtaskError> {
        match self.tarball.get_or_init(|| dist::pack(self.tree)) {
            Ok(tarball) => Ok(tarball.clone()),
            Err(error) => Err(error.again()),
        }
    }

    fn built(&self) -> Result<&Tools, XtaskError> {
        if self.built {
            self.tools()
        } else {
            Err(XtaskError::NotRun { because: "the build failed" })
        }
    }
}

/// Runs the tests, lists what failed and what was skipped, and ends with the counts.
pub(crate) fn run(tree: &Tree, options: &TestOptions) -> Result<(), XtaskError> {
    let mut report = Report::default();
    let begin = Instant::now();
    let bench = prepare(tree, options, &mut report);
    report.prepared(begin.elapsed());
    for time in 1..=options.times {
        let wanted: Vec<&steps::Step> = STEPS.iter().filter(|step| options.wants(step)).collect();
        let round = match options.times {
            1 => String::new(),
            times => format!(", {time} of {times}"),
        };
        for steps in wanted.chunk_by(|one, next| one.waits && next.waits) {
            in_two_rows(&bench, steps, &round, &mut report);
        }
    }
    report.print()
}

/// Runs steps, of several two at a time.
fn in_two_rows(bench: &Bench<'_>, steps: &[&steps::Step], round: &str, report: &mut Report) {
    let report = Mutex::new(report);
    two_at_a_time(steps, |step| {
        let name = format!("{}{round}", step.name);
        let running = Step::begin(name.as_str(), step.usual);
        let result = step.run.run(bench);
        let whose = if steps.len() > 1 { format!("{name}: ") } else { String::new() };
        let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
        report.take(&name, result, |words| running.end(&format!("{whose}{words}")));
    });
}

/// Does something with each, with two of them at a time.
fn two_at_a_time<T: Sync>(all: &[T], does: impl Fn(&T) + Sync) {
    let queue = Mutex::new(all.iter());
    let row = || {
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        while let Some(one) = next() {
            does(one);
        }
    };
    thread::scope(|scope| {
        if all.len() > 1 {
            scope.spawn(row);
        }
        row();
    });
}

/// Set-up and build come first. Their failure counts once by itself; each step that cannot run
/// without them counts too.
fn prepare<'a>(tree: &'a Tree, options: &TestOptions, report: &mut Report) -> Bench<'a> {
    let mut bench = Bench {
        tree,
        long: options.long,
        whole: options.long || options.engine.is_some(),
        trusts_earlier_runs: *options == TestOptions::default(),
        tools: None,
        built: false,
        packed: false,
        parity: None,
        tarball: OnceLock::new(),
    };
    // Native tests need neither tools nor module.
    if options.only == [Part::Native] {
        return bench;
    }
    match setup::run(tree, Need::EVERYTHING) {
        Ok(tools) => bench.tools = Some(tools),
        Err(error) => report.broke("set-up", &error),
    }
    let building = [Part::Types, Part::Unit, Part::Package, Part::Docs, Part::Size, Part::E2e];
    let data = parity::data(tree).filter(|_| options.wants_any(&[Part::Wasm]));
    let (mut is_compiled, mut written) = (false, None);
    let mut write = || {
        if options.wants_any(&[Part::Native]) {
            is_compiled = steps::compile_natively(tree, options.long);
        }
        written = data.as_ref().map(|data| parity::write(tree, data, is_compiled));
    };
    match bench.tools.as_ref().filter(|_| options.wants_any(&building)) {
        Some(tools) => match build::run_beside(tree, tools, write) {
            Ok(()) => bench.built = true,
            Err(error) => report.broke("build", &error),
        },
        None => write(),
    }
    // Served once, for the tests of every engine.
    match written.map(|written| written.and_then(|()| parity::serve(tree))) {
        Some(Ok(address)) => bench.parity = Some(address),
        Some(Err(error)) => report.broke("the native results", &error),
        None => {}
    }
    if bench.built && options.wants_any(&[Part::Size]) {
        match demo::pack(tree, is_compiled) {
            Ok(()) => bench.packed = true,
            Err(error) => report.broke("the demo's pack", &error),
        }
    }
    bench
}

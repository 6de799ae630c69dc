//! The native test programs, two at a time. Cargo runs them one after the other, and at the end of many
//! one long test is left, which has one processor to itself.

use super::steps::{ask, cargo_test, natively, run, tell_failures};
use super::{Bench, two_at_a_time};
use crate::cargo;
use crate::count::{Tally, libtest};
use crate::error::XtaskError;
use crate::process::Ended;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Runs all of them, and the examples in the documentation.
pub(super) fn run_all(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    let mut compile = natively(bench.long);
    compile.args(["--no-run", "--message-format", "json-render-diagnostics"]);
    let compiled = run(bench, compile, "native-programs")?;
    if !compiled.success {
        return Err(compiled.failed("compiling the native tests"));
    }
    let mut whole: Vec<Run> = programs(&compiled.text).into_iter().map(Run::Program).collect();
    whole.push(Run::Examples);
    let tally = Mutex::new(Ok(Tally::default()));
    two_at_a_time(&whole, |one| {
        let result = one.run(bench);
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        match (&mut *tally, result) {
            (Ok(tally), Ok(more)) => tally.add(more),
            (Ok(_), Err(error)) => *tally = Err(error),
            (Err(_), _) => {}
        }
    });
    let mut tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner)?;
    tally.hold_against(true, "native");
    Ok(tally)
}

/// What is run by itself.
enum Run {
    Program(Program),
    /// Those of all packages; cargo compiles them as it runs them.
    Examples,
}

impl Run {
    fn run(&self, bench: &Bench<'_>) -> Result<Tally, XtaskError> {
        match self {
            Self::Program(program) => program.run(bench),
            Self::Examples => {
                let mut command = natively(bench.long);
                // Its source is that of `homekept`, whose examples name it so.
                command.args(["--doc", "--exclude", "homekept-rooms"]);
                cargo_test(bench, command, "native/examples", &SHOW)
            }
        }
    }
}

/// A test program, as cargo tells of it.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    executable: PathBuf,
    /// That of its package, where it is run.
    folder: PathBuf,
    kind: String,
    target: String,
}

impl Program {
    fn run(&self, bench: &Bench<'_>) -> Result<Tally, XtaskError> {
        let name = self.name();
        let mut command = cargo::test_program(&self.executable, &self.folder);
        ask(bench, &mut command, &SHOW);
        let Ended { success, text, log } = run(bench, command, &format!("native/{name}"))?;
        // As cargo would say it: a program does not say which it is.
        let ended = Ended { success, text: format!("     Running {name} (alone)\n{text}"), log };
        let mut tally = libtest::count(&ended.text);
        // One without tests is no failure; all together have some.
        if !success {
            tally.hold_against(false, &name);
        }
        tell_failures(&tally, libtest::failures(&ended.text).into_iter(), &ended);
        Ok(tally)
    }

    /// Told apart from all others.
    fn name(&self) -> String {
        let package = self.folder.file_name().unwrap_or_default().to_string_lossy();
        format!("{package}-{}-{}", self.kind, self.target)
    }

    /// Whether it counts the real shops' logs, which takes longest.
    fn counts_logs(&self) -> bool {
        self.folder.ends_with("crates/packer") && self.kind == "test"
    }
}

/// The test programs in cargo's messages, the longest first: who begins last ends last.
fn programs(messages: &str) -> Vec<Program> {
    let mut programs: Vec<Program> = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Artifact>(line).ok())
        .filter(|artifact| artifact.profile.test)
        .filter_map(|artifact| {
            let folder = artifact.manifest_path.parent().map(Path::to_owned)?;
            let Target { kind, name } = artifact.target;
            let kind = kind.into_iter().next()?;
            Some(Program { executable: artifact.executable?, folder, kind, target: name })
        })
        .collect();
    programs.sort_by_key(|program| (!program.counts_logs(), program.name()));
    programs
}

/// Of cargo's `compiler-artifact` messages, what we read.
#[derive(Deserialize)]
struct Artifact {
    manifest_path: PathBuf,
    target: Target,
    profile: Profile,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
    name: String,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

/// What passing tests print says whether they were skipped.
const SHOW: [&str; 1] = ["--show-output"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_programs_alone_are_run_and_the_longest_first() {
        let artifact = |package: &str, kind: &str, name: &str, is_test: bool| {
            let manifest = format!("/house/{package}Cargo.toml");
            serde_json::json!({
                "reason": "compiler-artifact",
                "manifest_path": manifest,
                "target": { "kind": [kind], "name": name, "test": true },
                "profile": { "test": is_test, "opt_level": "1" },
                "executable": format!("/house/target/debug/deps/{name}-0123"),
            })
            .to_string()
        };
        let messages = [
            "   Compiling homekept v0.1.0".to_owned(),
            artifact("", "lib", "homekept", true),
            artifact("crates/packer/", "test", "pairs", true),
            artifact("crates/packer/", "bin", "homekept", false),
            "{\"reason\":\"build-finished\",\"success\":true}".to_owned(),
        ];
        let programs = programs(&messages.join("\n"));
        let names: Vec<String> = programs.iter().map(Program::name).collect();
        assert_eq!(names, ["packer-test-pairs", "house-lib-homekept"]);
        assert_eq!(programs[0].executable, Path::new("/house/target/debug/deps/pairs-0123"));
        assert_eq!(programs[0].folder, Path::new("/house/crates/packer"));
    }
}

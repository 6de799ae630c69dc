//! A release: what must be true first, what is published, and a statement of where it came from.
//! Nothing leaves this machine without `--publish`.

use crate::dist;
use crate::error::XtaskError;
use crate::process;
use crate::stamp::{hex, write};
use crate::tree::Tree;
use serde_json::{Value, json};
use sha2::{Digest, Sha512};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Looks whether this checkout can be released, builds it, says what would be published, and does
/// so with `publish`.
pub(crate) fn run(tree: &Tree, publish: bool) -> Result<(), XtaskError> {
    let state = State::of(tree)?;
    let problems = state.problems();
    for problem in &problems {
        println!("not yet: {problem}");
    }
    if publish && !problems.is_empty() {
        return Err(XtaskError::NotRun { because: "a release needs all of the above" });
    }
    dist::run(tree)?;
    let tarball = dist::pack(tree)?;
    let statement = state.statement(&[&[tarball.clone()][..], &dist::cdn_files(tree)?].concat())?;
    let file = tree.target.join("dist/provenance.json");
    write(&file, format!("{statement:#}\n").as_bytes())?;
    println!("{}", tree.relative(&file).display());

    let mut npm = Command::new("npm");
    npm.current_dir(&tree.root).arg("publish").arg(&tarball).args(["--access", "public"]);
    // With provenance, npm has the statement signed by the CI that it runs in, and by none else.
    npm.arg(if publish { "--provenance" } else { "--dry-run" });
    let status = npm
        .status()
        .map_err(|source| XtaskError::NotStarted { program: "npm".to_owned(), source })?;
    if status.success() {
        Ok(())
    } else {
        Err(XtaskError::Stopped { program: "npm publish", status: status.to_string() })
    }
}

/// What a checkout says of itself.
#[derive(Debug, Default)]
struct State {
    /// Of `Cargo.toml` and of `www/package.json`.
    versions: [String; 2],
    changelog: String,
    commit: String,
    tags: String,
    changes: String,
    compiler: String,
    node: String,
}

impl State {
    fn of(tree: &Tree) -> Result<State, XtaskError> {
        let read = |name: &str| {
            let file = tree.root.join(name);
            fs::read_to_string(&file).map_err(XtaskError::io("read", &file))
        };
        let workspace = read("Cargo.toml")?
            .parse::<toml::Table>()
            .map_err(|error| XtaskError::bad_file("Cargo.toml", error))?;
        let workspace = workspace.get("workspace").and_then(|table| table.get("package"));
        let workspace = workspace.and_then(|table| table.get("version")).and_then(|it| it.as_str());
        let package: Value = serde_json::from_str(&read("www/package.json")?)
            .map_err(|error| XtaskError::bad_file("www/package.json", error))?;
        let git = |arguments: &[&str]| {
            let mut git = Command::new("git");
            process::ask(git.current_dir(&tree.root).args(arguments)).unwrap_or_default()
        };
        let ask = |name: &str| process::ask(Command::new(name).arg("--version"));
        Ok(State {
            versions: [workspace, package["version"].as_str()]
                .map(|version| version.unwrap_or_default().to_owned()),
            changelog: read("CHANGELOG.md")?,
            commit: git(&["rev-parse", "HEAD"]).trim().to_owned(),
            tags: git(&["tag", "--points-at", "HEAD"]),
            changes: git(&["status", "--porcelain"]),
            compiler: ask("rustc").unwrap_or_default().trim().to_owned(),
            node: ask("node").unwrap_or_default().trim().to_owned(),
        })
    }

    fn version(&self) -> &str {
        &self.versions[1]
    }

    /// What a release would stop at, each with what to do.
    fn problems(&self) -> Vec<String> {
        let [crates, package] = &self.versions;
        let mut problems = Vec::new();
        if crates != package || crates.is_empty() {
            problems.push(format!(
                "Cargo.toml says {crates}, www/package.json {package}: make them one version"
            ));
        }
        let heading = format!("## {package}");
        if !self.changelog.lines().any(|line| line.trim_end().starts_with(&heading)) {
            problems.push(format!("CHANGELOG.md has no `{heading}`: say what is in it"));
        }
        let tag = format!("v{package}");
        if !self.tags.lines().any(|found| found == tag) {
            problems.push(format!("this commit has no tag `{tag}`: give it one"));
        }
        if !self.changes.is_empty() {
            problems.push("there are changes that are in no commit: commit them".to_owned());
        }
        problems
    }

    /// Where some files came from: an in-toto statement with SLSA's provenance, version 1. It is
    /// not signed here, so it is a note and no proof.
    fn statement(&self, files: &[PathBuf]) -> Result<Value, XtaskError> {
        let subject = |file: &PathBuf| -> Result<Value, XtaskError> {
            let bytes = fs::read(file).map_err(XtaskError::io("read", file))?;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            Ok(json!({ "name": name, "digest": { "sha512": hex(&Sha512::digest(bytes)) } }))
        };
        let subjects = files.iter().map(subject).collect::<Result<Vec<_>, _>>()?;
        Ok(json!({
            "_type": "https://in-toto.io/Statement/v1",
            "subject": subjects,
            "predicateType": "https://slsa.dev/provenance/v1",
            "predicate": {
                "buildDefinition": {
                    "buildType": format!("{REPOSITORY}/blob/main/CONTRIBUTING.md#releases"),
                    "externalParameters": { "command": "cargo xtask release", "version": self.version() },
                    "internalParameters": { "rustc": self.compiler, "node": self.node },
                    "resolvedDependencies": [{
                        "uri": format!("git+{REPOSITORY}@refs/tags/v{}", self.version()),
                        "digest": { "gitCommit": self.commit },
                    }],
                },
                "runDetails": { "builder": { "id": format!("{REPOSITORY}#unsigned") } },
            },
        }))
    }
}

const REPOSITORY: &str = "https://github.com/homekept/homekept";

#[cfg(test)]
mod tests {
    use super::*;

    fn ready() -> State {
        State {
            versions: ["1.2.0".to_owned(), "1.2.0".to_owned()],
            changelog: "# Changelog\n\n## 1.2.0, 1 December 2026\n".to_owned(),
            commit: "c0ffee".to_owned(),
            tags: "latest\nv1.2.0\n".to_owned(),
            ..State::default()
        }
    }

    #[test]
    fn what_is_ready_has_no_problem() {
        assert_eq!(ready().problems(), [""; 0]);
    }

    #[test]
    fn each_thing_that_is_missing_is_told() {
        let mut unequal = ready();
        unequal.versions[0] = "1.1.0".to_owned();
        let untold = State { changelog: "# Changelog\n\n## Unreleased\n".to_owned(), ..ready() };
        let untagged = State { tags: "v1.2".to_owned(), ..ready() };
        let changed = State { changes: " M README.md".to_owned(), ..ready() };
        for (state, word) in [
            (unequal, "one version"),
            (untold, "CHANGELOG.md"),
            (untagged, "no tag"),
            (changed, "in no commit"),
        ] {
            let [problem] = &state.problems()[..] else { panic!("one of {state:?}") };
            assert!(problem.contains(word), "{problem}");
        }
    }

    #[test]
    fn the_statement_names_files_by_their_content_and_the_commit() {
        let file = std::env::temp_dir().join(format!("homekept-release-{}", std::process::id()));
        write(&file, b"abc").expect("writes");
        let statement = ready().statement(std::slice::from_ref(&file)).expect("reads");
        // FIPS 180-4's example.
        let digest = statement["subject"][0]["digest"]["sha512"].as_str().expect("a digest");
        assert!(digest.starts_with("ddaf35a193617aba") && digest.len() == 128, "{digest}");
        let source = &statement["predicate"]["buildDefinition"]["resolvedDependencies"][0];
        assert_eq!(source["digest"]["gitCommit"], "c0ffee");
        fs::remove_file(&file).expect("is ours");
        assert_eq!(ready().statement(&[file]).expect_err("nothing to read").code(), "io");
    }

    #[test]
    fn this_checkout_has_one_version() {
        let tree = Tree::find().expect("we are in it");
        let state = State::of(&tree).expect("it is read");
        assert!(!state.problems().iter().any(|problem| problem.contains("one version")));
    }
}

//! A script as a bundler delivers it to a page, by the bundler that the npm package uses.

use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::tree::Tree;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The files that `entry` loads at once, minified, except those that `without` loads.
pub(super) fn parts(
    tree: &Tree,
    entry: &Path,
    without: Option<&Path>,
) -> Result<Vec<Vec<u8>>, XtaskError> {
    let out = tree.scratch().join("bundle");
    if out.exists() {
        fs::remove_dir_all(&out).map_err(XtaskError::io("remove", &out))?;
    }
    let listing = out.join("meta.json");
    let www = tree.www();
    let mut step = Step::begin(format!("bundling {}", tree.relative(entry).display()), "1 s");
    let mut esbuild = Command::new(www.join("node_modules/.bin/esbuild"));
    esbuild.current_dir(&www).args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--splitting",
        "--legal-comments=none",
        // What a page with React has anyway.
        "--external:react",
        "--external:react-dom",
    ]);
    esbuild
        .arg(format!("--outdir={}", out.display()))
        .arg(format!("--metafile={}", listing.display()));
    esbuild.arg(format!("entry={}", entry.display()));
    if let Some(without) = without {
        esbuild.arg(format!("without={}", without.display()));
    }
    process::must(esbuild, "esbuild", &tree.log("esbuild"), &mut step)?;
    step.end("bundled");

    let text = fs::read_to_string(&listing).map_err(XtaskError::io("read", &listing))?;
    let meta: Meta =
        serde_json::from_str(&text).map_err(|problem| XtaskError::bad_file(&listing, problem))?;
    let counted = meta.loaded_at_once("entry.js");
    if counted.is_empty() {
        return Err(XtaskError::bad_file(
            &listing,
            "does not list the bundle, so nothing was weighed",
        ));
    }
    let there = meta.loaded_at_once("without.js");
    counted
        .difference(&there)
        .map(|name| {
            let path = www.join(name);
            fs::read(&path).map_err(XtaskError::io("read", path))
        })
        .collect()
}

/// As much of esbuild's metafile as is asked for.
#[derive(Debug, Deserialize)]
struct Meta {
    outputs: BTreeMap<String, Output>,
}

#[derive(Debug, Deserialize)]
struct Output {
    imports: Vec<Import>,
}

#[derive(Debug, Deserialize)]
struct Import {
    path: String,
    kind: String,
    #[serde(default)]
    external: bool,
}

impl Meta {
    /// The output named so and all that it imports statically, by esbuild's own paths.
    fn loaded_at_once(&self, file: &str) -> BTreeSet<&str> {
        let entry = self.outputs.keys().find(|path| path.rsplit('/').next() == Some(file));
        let mut loaded = BTreeSet::new();
        let mut open: Vec<&str> = entry.map(String::as_str).into_iter().collect();
        while let Some(path) = open.pop() {
            if let (true, Some(output)) = (loaded.insert(path), self.outputs.get(path)) {
                let at_once = output
                    .imports
                    .iter()
                    .filter(|import| import.kind == "import-statement" && !import.external);
                open.extend(at_once.map(|import| import.path.as_str()));
            }
        }
        loaded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_loaded_later_or_is_there_anyway_is_not_counted() {
        let meta: Meta = serde_json::from_str(
            r#"{ "inputs": {}, "outputs": {
                "out/entry.js": { "imports": [
                    { "path": "out/shared.js", "kind": "import-statement" },
                    { "path": "out/lit.js", "kind": "import-statement" },
                    { "path": "out/german.js", "kind": "dynamic-import" } ] },
                "out/without.js": { "imports": [{ "path": "out/shared.js", "kind": "import-statement" }] },
                "out/shared.js": { "imports": [] },
                "out/lit.js": { "imports": [{ "path": "out/shared.js", "kind": "import-statement" }] },
                "out/german.js": { "imports": [] } } }"#,
        )
        .expect("is a metafile");
        let entry = meta.loaded_at_once("entry.js");
        let there = meta.loaded_at_once("without.js");
        assert_eq!(
            entry.difference(&there).copied().collect::<Vec<_>>(),
            ["out/entry.js", "out/lit.js"]
        );
        assert!(meta.loaded_at_once("absent.js").is_empty());
    }
}

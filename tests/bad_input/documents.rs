//! docs/errors.md against the code: every code has its line, every row its test.
//! To write the table of rows anew, run once with `HOMEKEPT_BLESS=1`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_code_has_a_line_in_the_document_and_every_line_a_code() {
    let mut codes = BTreeMap::new();
    let crates = ["src", "crates/packer/src", "crates/collector/src", "crates/transfer/src"];
    for path in crates.into_iter().flat_map(|place| files(place, "rs")) {
        for code in returned(&read(&path)) {
            codes.insert(code, path.clone());
        }
    }
    let errors = read(&root("www/src/errors.ts"));
    for line in errors.lines() {
        if let Some(code) = line.trim().strip_prefix("| \"").and_then(|rest| rest.split('"').next())
        {
            codes.insert(code.into(), root("www/src/errors.ts"));
        }
    }
    assert!(codes.len() > 50, "{codes:?}");

    let document = document();
    let (table, _) = document.split_once(ROWS).expect("the second table has its heading");
    let mut listed = Vec::new();
    for line in table.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 6, "four cells: {line}");
        assert!(cells[2..5].iter().all(|cell| !cell.is_empty()), "nothing left out: {line}");
        listed.push(cells[1].trim_matches('`').to_owned());
    }
    let distinct: BTreeSet<&String> = listed.iter().collect();
    assert_eq!(distinct.len(), listed.len(), "no code twice");
    for (code, path) in &codes {
        assert!(listed.contains(code), "{code} of {} has no line", path.display());
    }
    for code in &listed {
        assert!(codes.contains_key(code), "{code} is no code");
    }
}

#[test]
fn every_row_of_the_document_is_a_test_and_every_row_of_the_tests_is_in_the_document() {
    let mut names = BTreeSet::new();
    let mut tables = String::new();
    for (file, heading) in TESTS {
        let rows = rows(&read(&root(file)));
        assert!(!rows.is_empty(), "no row in {file}");
        tables += &format!("\n### {heading}\n\n`{file}`\n\n| bad input | answer |\n|---|---|\n");
        for (answer, name) in rows {
            assert!(is_answer(&answer), "{answer:?} of {name:?} is neither code nor word");
            assert!(names.insert(name.clone()), "{name:?} twice");
            tables += &format!("| {name} | {} |\n", in_code(&answer));
        }
    }
    let document = document();
    let (before, after) = document.split_once(ROWS).expect("the second table has its heading");
    let (words, listed) = after.split_once("\n### ").unwrap_or((after, ""));
    if std::env::var_os("HOMEKEPT_BLESS").is_some() {
        let words = words.trim_end();
        let whole = format!("{before}{ROWS}{words}\n{tables}");
        fs::write(root("docs/errors.md"), whole).expect("the document is written");
        return;
    }
    assert_eq!(format!("\n### {listed}"), tables, "run once with HOMEKEPT_BLESS=1");
}

/// The rows of a test file, in Rust or in TypeScript: answer and name.
fn rows(text: &str) -> Vec<(String, String)> {
    let begins = ["row!(", "\nrow("];
    let mut rows = Vec::new();
    for part in begins.iter().flat_map(|begin| text.split(begin).skip(1)) {
        let mut parts = part.trim_start().split('"');
        let (Some(""), Some(answer), Some(rest)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        // An identifier in Rust, a text in TypeScript.
        let name = rest.trim_start_matches([',', ' ', '\n']);
        let name: String = if name.is_empty() {
            parts.next().unwrap_or_default().into()
        } else {
            let letters = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_');
            letters.map(|c| if c == '_' { ' ' } else { c }).collect()
        };
        rows.push((answer.to_owned(), name));
    }
    rows
}

/// The codes that a file's `code` functions return.
fn returned(text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let bodies = text.split("fn code(").skip(1);
    bodies
        .filter_map(|rest| rest.split("\n    }\n").next())
        .flat_map(|body| body.split("=> \"").skip(1))
        .filter_map(|rest| Some(rest.split('"').next()?.to_owned()))
        .collect()
}

/// A code, or one of the words that the document explains, with a code or without.
fn is_answer(answer: &str) -> bool {
    let document = document();
    let known = |code: &str| document.contains(&format!("| `{code}` |"));
    match answer.split_once(": ") {
        Some((word, code)) => WORDS.contains(&word) && known(code),
        None => known(answer) || WORDS.contains(&answer),
    }
}

/// Codes stand in code, words do not.
fn in_code(answer: &str) -> String {
    match answer.split_once(": ") {
        Some((word, code)) => format!("{word}: `{code}`"),
        None if WORDS.contains(&answer) => answer.to_owned(),
        None => format!("`{answer}`"),
    }
}

fn document() -> String {
    read(&root("docs/errors.md"))
}

fn files(place: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root(place)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(path).expect("a folder is read");
            open.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path);
        }
    }
    found
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

const ROWS: &str = "\n## Bad input, and what comes of it\n";
const WORDS: [&str; 6] =
    ["memory", "passed over", "asked again", "nothing lost", "left behind", "its own storage code"];
const TESTS: [(&str, &str); 10] = [
    ("www/src/wrong-types.test.ts", "Calls of the facade, the policy, and files from elsewhere"),
    ("tests/bad_input/pack.rs", "The pack"),
    ("tests/bad_input/sealed.rs", "What is sealed"),
    ("tests/bad_input/facts.rs", "What the sealed bytes say"),
    ("tests/bad_input/marker.rs", "The record of a refusal"),
    ("tests/bad_input/requests.rs", "Commands at the wrong time"),
    ("tests/bad_input/storage.rs", "Storage that fails once"),
    ("tests/browser/bad_storage.rs", "The browser's storage"),
    ("crates/packer/tests/bad_input.rs", "Feeds, logs, knobs and audits"),
    ("crates/collector/tests/bad_input.rs", "Reports, and the collector"),
];

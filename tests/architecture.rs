//! The invariants of ARCHITECTURE.md that can be read off the source.
#![cfg(not(target_arch = "wasm32"))]

use homekept::policy::{Policy, PolicyFile};
use homekept::profile::Knobs;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_core_knows_no_web() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--package", "homekept", "--edges", "normal", "--prefix", "none"])
        .arg("--offline")
        .current_dir(ROOT)
        .output()
        .expect("cargo runs");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).expect("crate names are UTF-8");
    assert!(tree.contains("aes-gcm"), "the tree is the core's");
    for web in ["wasm-bindgen", "js-sys", "web-sys", "getrandom", "tokio", "serde_json"] {
        assert!(!tree.lines().any(|line| line.split(' ').next() == Some(web)), "{web}");
    }
    for (path, text) in sources("src", "rs") {
        if path.starts_with("src/browser") {
            continue;
        }
        for web in ["wasm_bindgen", "JsValue", "js_sys", "web_sys", "getrandom"] {
            assert!(!text.contains(web), "{web} in {}", path.display());
        }
    }
}

#[test]
fn the_core_takes_time_and_chance_as_arguments() {
    for (path, text) in sources("src", "rs") {
        // Tests read golden files.
        if path.ends_with("tests.rs") {
            continue;
        }
        for own in ["SystemTime", "Instant::now", "thread_rng", "std::fs", "std::net", "HashMap"] {
            assert!(!text.contains(own), "{own} in {}", path.display());
        }
    }
}

#[test]
fn fair_05_fair_14_nothing_that_tells_of_the_device_or_the_person_is_read() {
    let shipped = sources("www/src", "ts").into_iter().filter(|(path, _)| {
        let path = path.to_string_lossy();
        !path.ends_with(".test.ts") && !path.contains("/testing/")
    });
    let mut read = BTreeSet::new();
    for (path, text) in shipped.chain(sources("src/browser", "js")) {
        for rest in text.split("navigator").skip(1) {
            let rest = rest.trim_start_matches(['?', '.']);
            let name = rest.split(|letter: char| !letter.is_alphanumeric()).next();
            read.insert(name.unwrap_or_default().to_owned());
        }
        for telling in [
            "userAgent",
            "deviceMemory",
            "hardwareConcurrency",
            "getBattery",
            "geolocation",
            "timeZone",
            "devicePixelRatio",
            "effectiveType",
            "mousemove",
            "scrollY",
            "dwell",
        ] {
            assert!(!text.contains(telling), "{telling} in {}", path.display());
        }
    }
    // The signal, whether it was a gesture, who of the tabs it is, and the passkey.
    let known = ["credentials", "globalPrivacyControl", "locks", "userActivation"];
    assert_eq!(read, known.map(str::to_owned).into());
}

#[test]
fn imports_go_downward_and_in_no_circle() {
    // Each room and the rooms that it may look into; what stands below all of
    // them may be named by all.
    let allowed = BTreeMap::from([
        ("browser", "engine ranking profile consent catalogue vault policy"),
        ("engine", "ranking profile consent catalogue policy"),
        ("policy", "consent"),
        ("ranking", "profile catalogue"),
        ("profile", "consent catalogue"),
        ("signals", ""),
        ("consent", ""),
        ("catalogue", ""),
        ("vault", ""),
    ]);
    for (path, text) in sources("src", "rs") {
        let inside = path.strip_prefix("src").expect("it was found there");
        let room = inside.components().next().expect("a file has a name");
        let room = room.as_os_str().to_str().expect("a name").trim_end_matches(".rs").to_owned();
        let Some(allowed) = allowed.get(room.as_str()) else {
            continue;
        };
        let code = text.split("#[cfg(test)]").next().expect("there is a first part");
        let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
        for part in code.split("crate::").skip(1).filter(|_| !is_test) {
            let target: String =
                part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let below = ["bytes", "sort", "names", "time", "dice"].contains(&target.as_str());
            let fine = below || target == room || allowed.split(' ').any(|name| name == target);
            assert!(fine, "{} looks into {target}", path.display());
        }
    }
}

#[test]
fn every_crate_forbids_unsafe_code() {
    let workspace = read(&root("Cargo.toml"));
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    let members = [
        "",
        "crates/collector",
        "crates/dap09",
        "crates/explain",
        "crates/graft",
        "crates/lock",
        "crates/packer",
        "crates/rooms",
        "crates/shop",
        "crates/signals",
        "crates/stopwatch",
        "crates/transfer",
        "fuzz",
        "tests/e2e",
        "tests/opendp",
        "xtask",
    ];
    for member in members {
        let manifest = read(&root(member).join("Cargo.toml"));
        assert!(manifest.contains("[lints]\nworkspace = true"), "{member}");
    }
}

#[test]
fn every_error_code_of_the_core_is_a_type_in_typescript() {
    let mut core = BTreeSet::from(["storage-framed".to_owned()]);
    for (path, text) in sources("src", "rs") {
        // What the packer meets while it builds a pack, or the collector while it reads a report,
        // never reaches a page.
        if !path.ends_with("catalogue/build.rs") && !path.ends_with("signals/report.rs") {
            core.extend(codes_in(&text));
        }
    }
    assert!(core.len() > 25, "{core:?}");
    let errors = read(&root("www/src/errors.ts"));
    let list = errors.split("export type CoreCode =").nth(1).expect("the list is there");
    let list = list.split(';').next().expect("it ends");
    let typescript: BTreeSet<String> =
        list.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert_eq!(core, typescript);
}

#[test]
fn the_picture_of_an_interest_fades_by_the_cores_own_numbers() {
    let Knobs { half_life_days, half_strength, least_strength } = Knobs::default();
    let fading = read(&root("www/src/elements/preferences/fading.ts"));
    for (name, number) in [
        ("HALF_LIFE_DAYS", half_life_days),
        ("HALF_STRENGTH", half_strength),
        ("LEAST_STRENGTH", least_strength),
    ] {
        let copy = format!("const {name} = {number};");
        assert!(fading.contains(&copy), "fading.ts lacks `{copy}`");
    }
}

#[test]
fn what_a_policy_leaves_out_is_told_as_the_core_has_it() {
    let file =
        PolicyFile { version: 1, site: "shop".into(), notice: "1".into(), ..PolicyFile::default() };
    let Policy { boost, retention_days, .. } = Policy::of(file).expect("it is enough");
    for (file, copy) in [
        ("elements/preferences/preview.ts", format!("const BOOST = {boost};")),
        ("retention.ts", format!("const RETENTION_DAYS = {retention_days};")),
    ] {
        let text = read(&root("www/src").join(file));
        assert!(text.contains(&copy), "{file} lacks `{copy}`");
    }
}

/// The literals in the bodies of functions called `code`.
fn codes_in(text: &str) -> Vec<String> {
    let bodies = text.split("fn code(").skip(1);
    let body = |rest: &str| rest.split("\n    }\n").next().map(str::to_owned);
    let literals = |body: String| -> Vec<String> {
        body.split("=> \"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next().map(str::to_owned))
            .collect()
    };
    bodies.filter_map(body).flat_map(literals).collect()
}

#[test]
fn the_values_of_every_view_have_its_fields_names() {
    let views = read(&root("src/engine/view.rs"));
    let door = read(&root("src/browser/door.rs"));
    let names = read(&root("src/browser/views.js"));
    let names = names.split("const SHAPES = [").nth(1).expect("the table is there");
    let found: Vec<&str> = names.split('"').skip(1).step_by(2).collect();

    let shapes = door.split("enum Shape {").nth(1).expect("the shapes are there");
    let shapes = shapes.split('}').next().expect("they end");
    let mut shapes: Vec<&str> =
        shapes.split(',').map(str::trim).filter(|shape| !shape.is_empty()).collect();
    // These two are within others alone.
    shapes.extend(["Purpose", "Reason"]);
    let place = |view: &str| shapes.iter().position(|shape| *shape == view);

    let expected: Vec<String> = shapes
        .iter()
        .map(|shape| {
            let start = format!("pub struct {shape}View");
            let body = views.split(&start).nth(1).expect(shape);
            let body = body.split("\n}").next().expect("it ends");
            let field = |line: &str| {
                let (name, kind) = line.trim().strip_prefix("pub ")?.split_once(": ")?;
                let part = kind.split("View").next().filter(|_| kind.contains("View"));
                let part = part.and_then(|part| place(part.rsplit('<').next()?));
                let part = part.map_or(String::new(), |place| format!(":{place}"));
                Some(camel_case(name) + &part)
            };
            body.lines().filter_map(field).collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(found, expected);
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| {
        let (initial, rest) = word.split_at(1);
        text + &initial.to_uppercase() + rest
    })
}

#[test]
fn the_words_promise_nothing_that_no_test_shows() {
    let documents = ["md", "html", "ts"].into_iter().flat_map(|ending| {
        ["docs", "www", "README.md", "ARCHITECTURE.md", "DESIGN.md", "CHANGELOG.md"]
            .into_iter()
            .flat_map(move |place| sources(place, ending))
    });
    let mut read = 0;
    for (path, text) in documents {
        read += 1;
        let text = text.to_lowercase();
        for phrase in [
            "unhackable",
            "gdpr compliant",
            "gdpr-compliant",
            "nobody can read your data",
            "100% secure",
            "military-grade",
            "bank-grade",
            "completely anonymous",
            "fully anonymous",
        ] {
            assert!(!text.contains(phrase), "{phrase:?} in {}", path.display());
        }
    }
    assert!(read > 20, "{read} documents");
}

#[test]
fn sec_14_sig_18_the_documents_say_what_is_not_stopped() {
    for (document, words) in [
        ("docs/threat-model.md", "the disk until it tidies up (LevelDB and SQLite both"),
        ("docs/threat-model.md", "an erasure is a logical one until then"),
        ("docs/privacy.md", "is not immediate physical erasure"),
        ("docs/signals.md", "**Poisoning.** Whoever makes up reports moves the result."),
        ("docs/signals.md", "(Sybil). Nothing proves that reports come from different people."),
        ("docs/signals.md", "are run by two parties that are independent of each other."),
        ("docs/signals.md", "A shop that runs both gets nothing from it"),
    ] {
        let text = read(&root(document)).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(words), "{document}: {words}");
    }
}

#[test]
fn what_two_languages_say_of_one_number_is_the_same() {
    let number = |file: &str, before: &str| {
        let text = read(&root(file));
        let rest = text.split(before).nth(1).unwrap_or_else(|| panic!("{file}: {before}"));
        let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '_').collect();
        digits.replace('_', "").parse::<u32>().unwrap_or_else(|_| panic!("{file}: {rest:.9}"))
    };
    // Milliseconds that the module waits for IndexedDB, and what reads past it.
    let module = number("src/browser/indexed_db.js", "const LONGEST = ");
    assert_eq!(number("www/src/stored.ts", "const PATIENCE = "), module);
    // Thousandths in two periods, of which ninety days hold no more than four.
    let thousandths = number("crates/signals/src/schedule.rs", "const MOST_IN_TWO: u32 = ");
    assert_eq!(
        number("www/src/elements/preferences/sent.ts", "const MOST_SPENT = ") * 1_000,
        2 * thousandths
    );
}

#[test]
fn sup_09_the_crypto_inventory_has_the_codes_own_constants() {
    let inventory = read(&root("docs/crypto.md"));
    let rows: Vec<&str> = inventory.lines().filter(|line| line.starts_with("| ")).collect();
    let place =
        |file: &str| rows.iter().filter(|row| row.contains(file)).copied().collect::<String>();
    let mut labels = 0;
    for (path, text) in
        sources("src/vault", "rs").into_iter().chain(sources("crates/lock/src", "rs"))
    {
        let code = text.split("#[cfg(test)]").next().expect("there is a first part");
        let row = place(path.to_str().expect("a name"));
        // What is bound to a key, and apart from every other use of it.
        for label in code.split("b\"homekept").skip(1).filter_map(|rest| rest.split('"').next()) {
            labels += 1;
            assert!(row.contains(&format!("`homekept{label}`")), "homekept{label}");
        }
        for suite in
            code.split("const SUITE: u8 = ").skip(1).filter_map(|rest| rest.split(';').next())
        {
            assert!(row.contains(&format!("suite `{suite}`")), "{}", path.display());
        }
        if let Some(cost) = code.split("RECOMMENDED: Cost = Cost {").nth(1) {
            let cost = cost.split('}').next().expect("it ends");
            for (name, value) in cost.split(',').filter_map(|part| part.trim().split_once(": ")) {
                assert!(row.contains(&format!("{name} `{value}`")), "{name}: {value}");
            }
        }
    }
    assert_eq!(labels, 6);
    for row in rows.iter().skip(1) {
        let file = row.rsplit('`').nth(1).expect("each row names its file");
        assert!(root(file).is_file(), "{file}");
    }
}

#[test]
fn sec_01_the_preference_center_and_the_document_say_the_same_of_threats() {
    let document = read(&root("docs/threat-model.md"));
    let texts = read(&root("www/src/elements/messages/en.ts"));
    for key in ["threat-1", "threat-2", "threat-3"] {
        let text = texts.split(&format!("\"{key}\": \"")).nth(1).expect(key);
        let text = text.split('"').next().expect("it ends");
        assert!(document.contains(&format!("> {text}\n")), "{text}");
    }
    for mode in ["device", "passphrase, locked", "passphrase, open", "memory"] {
        assert!(document.contains(&format!(" {mode} |")), "{mode}");
    }
}

/// Every file with this ending, by its path from the root, built ones left out.
fn sources(place: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from(place)];
    while let Some(path) = open.pop() {
        let full = root("").join(&path);
        if full.is_dir() {
            let built = ["node_modules", "dist", "wasm"].iter().any(|name| path.ends_with(name));
            if !built {
                let entries = fs::read_dir(full).expect("a folder is read");
                open.extend(entries.map(|entry| path.join(entry.expect("an entry").file_name())));
            }
        } else if path.extension().is_some_and(|found| found == ending) {
            let text = read(&full);
            found.push((path, text));
        }
    }
    found.sort();
    found
}

fn root(path: &str) -> PathBuf {
    Path::new(ROOT).join(path)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

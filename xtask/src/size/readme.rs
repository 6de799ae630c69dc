//! The table of sizes in README.md, kept true: written by `cargo xtask size --write`, and held
//! against the artefacts by the tests.

use super::Weighed;

/// What is wrong with the table; none when it tells the sizes of now.
pub(super) fn outdated(readme: &str, weighed: &[Weighed]) -> Vec<String> {
    let Some((_, table, _)) = cut(readme) else {
        return vec!["README.md has no table of sizes".to_owned()];
    };
    let mut rows: Vec<(&str, f64)> = table.lines().filter_map(row).collect();
    let mut wrong = Vec::new();
    for artefact in weighed {
        let place = rows.iter().position(|(name, _)| *name == artefact.name);
        match place.map(|place| rows.swap_remove(place).1) {
            Some(told) if (told - kilobytes(artefact.brotli)).abs() <= TOLERANCE => {}
            Some(told) => wrong.push(format!(
                "{}: README.md says {told} KB, it is {:.1} KB",
                artefact.name,
                kilobytes(artefact.brotli)
            )),
            None => wrong.push(format!("{}: not in README.md", artefact.name)),
        }
    }
    wrong.extend(rows.iter().map(|(name, _)| format!("{name}: in README.md, and nowhere else")));
    wrong
}

/// The text with the table of now; none where it has no place for one.
pub(super) fn updated(readme: &str, weighed: &[Weighed]) -> Option<String> {
    let (before, _, after) = cut(readme)?;
    let mut table = "\n| what | brotli | at most |\n|---|---:|---:|\n".to_owned();
    for artefact in weighed {
        table.push_str(&format!(
            "| {} | {:.1} KB | {:.0} KB |\n",
            artefact.name,
            kilobytes(artefact.brotli),
            kilobytes(artefact.limit)
        ));
    }
    Some([before, BEGIN, &table, END, after].concat())
}

/// Name and size of a row; none for the head of the table.
fn row(line: &str) -> Option<(&str, f64)> {
    let mut cells = line.trim_matches('|').split('|').map(str::trim);
    let (name, size) = (cells.next()?, cells.next()?);
    Some((name, size.strip_suffix(" KB")?.parse().ok()?))
}

fn cut(readme: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = readme.split_once(BEGIN)?;
    let (table, after) = rest.split_once(END)?;
    Some((before, table, after))
}

fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}

const BEGIN: &str = "<!-- sizes -->";
const END: &str = "<!-- /sizes -->";
/// In KB: compilers of other versions differ by so much.
const TOLERANCE: f64 = 0.3;

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(name: &str, brotli: u64) -> Weighed {
        Weighed { name: name.to_owned(), raw: 0, gzip: 0, brotli, limit: 49_152 }
    }

    #[test]
    fn a_table_that_was_written_is_true_until_something_changes() {
        let sizes = [weighed("core", 48_000), weighed("more", 1_000)];
        let readme = format!("# Name\n{BEGIN}\nold\n{END}\nrest\n");
        let written = updated(&readme, &sizes).expect("it has a place");
        assert!(written.starts_with("# Name\n") && written.ends_with("rest\n"), "{written}");
        assert!(written.contains("| core | 46.9 KB | 48 KB |"), "{written}");
        assert_eq!(outdated(&written, &sizes), [""; 0]);

        assert_eq!(outdated(&written, &[weighed("core", 49_000), weighed("more", 1_000)]).len(), 1);
        assert_eq!(outdated(&written, &sizes[..1]).len(), 1, "a row too many");
        assert_eq!(outdated(&written, &[weighed("new", 1)]).len(), 3, "and one that is missing");
        assert_eq!(outdated("no table", &sizes).len(), 1);
        assert_eq!(updated("no table", &sizes), None);
    }
}

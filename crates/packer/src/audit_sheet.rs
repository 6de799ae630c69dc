//! An audit as a sheet to read: what is promised, what was found, and what each figure means.

use std::path::Path;

use homekept_packer::{Audit, Bound, Verdict, what_source, what_support};

use crate::denial_sheet;
use crate::out::say;
use crate::sheet::{list, nothing, number, table, widest};

/// Prints what was found of a pack.
pub(crate) fn tell(path: &Path, audit: &Audit) {
    let verdict = if audit.holds() { "every bound is held" } else { "A BOUND IS BROKEN" };
    say!("{}: {verdict}", path.display());
    tell_what_was_looked_at(audit);
    tell_bounds(&audit.bounds);
    tell_boost(audit);
    tell_exposure(audit);
    tell_items(audit);
    denial_sheet::tell(&audit.pack);
    tell_sections(audit);
    say!("\nHeld against its own bytes (`homekept inspect` has the details)");
    for check in &audit.pack.checks {
        say!("  {:<4}{}", if check.holds { "yes" } else { "NO" }, check.claim);
        if !check.holds {
            say!("      {}", check.found);
        }
    }
}

fn tell_what_was_looked_at(audit: &Audit) {
    let (lists, pack) = (&audit.lists, &audit.pack);
    say!("\nWhat was looked at");
    let customers = match lists.from {
        "sessions" => format!(
            "lists for customers of the log, drawn by a fixed seed from {} moments; the bounds were tried on {} invented ones besides",
            number(lists.moments),
            number(lists.invented)
        ),
        _ => "lists for invented customers, who wander through the catalogue; no log was given"
            .to_owned(),
    };
    let boost = format!(
        "{}; the most that any policy may say is {:.2}",
        if audit.policy.from_file {
            "what the policy says"
        } else {
            "the default; no policy was given"
        },
        audit.policy.boost_maximum
    );
    let margins = match lists.margins {
        "pack" => "those of the pack",
        _ => {
            "the pack has none, so the boost is measured as if a tenth of the items, drawn by a fixed seed, had the largest"
        }
    };
    table(&[
        ["pack", &pack.hash, "its content hash"],
        ["table from", pack.source, what_source(pack.source)],
        ["support", &pack.support.to_string(), what_support(pack.support)],
        ["lists", &number(lists.lists), &customers],
        ["places a list", &lists.top.to_string(), "at most"],
        [
            "category",
            lists.category.as_deref().unwrap_or("none"),
            "the kind that calibration goes by",
        ],
        ["boost (eps)", &format!("{:.2}", audit.policy.boost), &boost],
        ["margins", lists.margins, margins],
        [
            "retention",
            &audit.policy.retention_days.to_string(),
            "days after which what was learned is forgotten",
        ],
    ]);
    if lists.unknown_events > 0 {
        say!(
            "  {} events of the log are of items that the pack does not have",
            number(lists.unknown_events)
        );
    }
}

fn tell_bounds(bounds: &[Bound]) {
    say!("\nBounds on the shop's influence");
    for bound in bounds {
        let told = match bound.verdict {
            Verdict::Held => "held",
            Verdict::Broken => "BROKEN",
            Verdict::Absent => "-",
        };
        let mut lines = wrapped(bound.claim).into_iter();
        let first = lines.next().unwrap_or_default();
        say!("  {told:<7} {:<17} {first}", bound.bound);
        for line in lines.chain(wrapped(&in_words(bound))) {
            say!("  {:<7} {:<17} {line}", "", "");
        }
    }
}

/// What was tried, and the worst of it.
fn in_words(bound: &Bound) -> String {
    let is_alone = bound.checked == 1 && bound.broken == 1;
    let tried = (bound.checked > 0 && !is_alone).then(|| match bound.broken {
        0 => format!("{} {} tried", number(bound.checked), bound.unit),
        broken => {
            format!("{} of {} {} break it", number(broken), number(bound.checked), bound.unit)
        }
    });
    let figure = bound.worst.map(|worst| match bound.limit {
        Some(limit) => format!("at worst {worst:.4}, of at most {limit:.2}"),
        None => format!("at worst {worst:.4}"),
    });
    let found = (!bound.found.is_empty()).then(|| bound.found.clone());
    let words: Vec<String> = [tried, figure, found].into_iter().flatten().collect();
    words.join("; ")
}

/// A text in lines that fit beside the names.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn tell_boost(audit: &Audit) {
    say!("\nWhat the boost does (scores go from 0 to 1; the shop's own is marked *)");
    say!("  boost            regret  largest  displaced  bounded  boosted  miscal.  divers.");
    for lift in &audit.boost {
        let own =
            lift.rule != "multiplicative" && (lift.strength - audit.policy.boost).abs() < 1e-9;
        let name = match lift.rule {
            "none" => "none".to_owned(),
            "additive" => format!("eps {:.2}", lift.strength),
            _ => format!("x{}, not offered", lift.strength),
        };
        let figure =
            |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.3}"));
        say!(
            "{} {name:<15}  {:>6.4}  {:>7.4}  {:>9.4}  {:<7}  {:>7.3}  {:>7}  {:>7}",
            if own { "*" } else { " " },
            lift.regret,
            lift.largest_regret,
            lift.displacement,
            if lift.bounded { "yes" } else { "NO" },
            lift.boosted_share,
            figure(lift.miscalibration),
            figure(lift.diversity),
        );
    }
    table(&[
        [
            "regret",
            "",
            "the share of its relevance that a list gives up in the mean, and the list that gives up most (DCG: J\u{e4}rvelin and Kek\u{e4}l\u{e4}inen 2002)",
        ],
        ["displaced", "", "by how much an item beats one that stands above it, at worst"],
        ["boosted", "", "the share of all places that lifted items take"],
        [
            "miscal.",
            "",
            "how far the mix of categories is from the customer's own: 0 is the same (Steck 2018, a = .01)",
        ],
        [
            "divers.",
            "",
            "how different the items of a list are: 0 alike, 1 nothing in common (Smyth and McClave 2001)",
        ],
    ]);
    say!("\nWho decides (the share of all places that would hold another item without)");
    let dominance = &audit.dominance;
    let share = |share: Option<f64>| share.map_or("-".to_owned(), |share| format!("{share:.3}"));
    let sold = match audit.sponsored_share {
        Some(share) => format!("of all places {share:.3} are sold"),
        None => "no item is sponsored".to_owned(),
    };
    table(&[
        ["the customer's profile", &format!("{:.3}", dominance.by_profile), ""],
        ["the shop's boost", &format!("{:.3}", dominance.by_boost), ""],
        ["sponsors", &share(dominance.by_sponsor), &sold],
    ]);
}

fn tell_exposure(audit: &Audit) {
    let exposure = &audit.exposure;
    say!("\nWho is shown (lists with the shop's boost)");
    table(&[
        ["items to be had", &number(exposure.items.into()), ""],
        [
            "shown",
            &number(exposure.shown.into()),
            &format!("in at least one list: coverage {:.3}", exposure.coverage),
        ],
        [
            "Gini",
            &format!("{:.3}", exposure.gini),
            "0 where all are shown equally often, near 1 where a few take all places (Gini 1912)",
        ],
        [
            "head",
            &format!("{:.3}", exposure.head_share),
            &format!(
                "the share of places that the most popular {:.0} % of the items take",
                100.0 * exposure.head
            ),
        ],
    ]);
    say!("  shown most often, as a share of all lists");
    let width = widest(exposure.most_shown.iter().map(|item| item.id.as_str()));
    for item in &exposure.most_shown {
        say!("    {:.3}  {:<width$}  {}", item.share, item.id, item.title);
    }
    nothing(exposure.most_shown.is_empty());
}

fn tell_items(audit: &Audit) {
    let items = &audit.pack.items;
    say!("\nItems");
    table(&[
        ["in all", &number(items.count.into()), ""],
        [
            "denied",
            &number(items.denied.len() as u64),
            "shown and found like any other, never part of a profile",
        ],
        [
            "with a boost",
            &number(items.boosted.len() as u64),
            "lifted by the shop, within the bound above",
        ],
        [
            "sponsored",
            &number(items.sponsored.len() as u64),
            "somebody pays for them; at most one pick in five",
        ],
    ]);
    list("denied", items.denied.iter().cloned());
    let of_kind = |kind: &homekept_packer::Kind| {
        let name = kind.kind.clone();
        kind.denied.clone().into_iter().map(move |label| format!("{name}={label}"))
    };
    list("denied categories", audit.pack.facets.iter().flat_map(of_kind));
}

fn tell_sections(audit: &Audit) {
    say!("\nSections of the file       bytes    in brotli");
    for section in &audit.pack.sections {
        say!("  {:<16}{:>14}{:>13}", section.name, number(section.bytes), number(section.brotli));
    }
    say!(
        "  {:<16}{:>14}{:>13}",
        "the whole file",
        number(audit.pack.bytes),
        number(audit.pack.brotli)
    );
}

/// How wide the text beside the name of a bound is.
const LINE: usize = 80;

//! An audit as one page to read, on a screen or on paper: words first, plots with their tables, and
//! the formula behind each figure. It loads nothing and runs nothing, so that it can be kept beside
//! a report for years.

mod denials;
mod figures;
mod html;
mod plot;
mod terms;

use std::path::Path;

use super::{Audit, Bound, Verdict};
use crate::{PackError, what_source, what_support, write};
use html::{escape, number, percent, table};

/// Writes the page of an audit to a file, whole or not at all. `name` is what the pack is called.
///
/// # Errors
/// When the file cannot be written.
pub fn write_audit_page(path: &Path, name: &str, audit: &Audit) -> Result<(), PackError> {
    write::whole(path, audit.page(name).as_bytes())
}

impl Audit {
    /// The page, as HTML.
    #[must_use]
    pub fn page(&self, name: &str) -> String {
        let name = escape(name);
        let parts = [
            head(&name),
            verdict(self),
            facts(self),
            bounds(&self.bounds),
            figures::boost(self),
            figures::dominance(self),
            figures::exposure(self),
            items(self),
            denials::section(&self.pack),
            figures::sections(self),
            checks(self),
            terms::TERMS.to_owned(),
            "</main>\n</body>\n</html>\n".to_owned(),
        ];
        parts.concat()
    }
}

fn head(name: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Audit of {name}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n\
         <p class=\"over\">Homekept audit</p>\n<h1>What the ranking of {name} does</h1>\n",
        include_str!("style.css")
    )
}

fn verdict(audit: &Audit) -> String {
    let broken = audit.bounds.iter().filter(|bound| bound.verdict == Verdict::Broken).count();
    let unclaimed = audit.pack.failed().count();
    let tried = audit.bounds.iter().filter(|bound| bound.verdict == Verdict::Held).count();
    let told = match (broken, unclaimed) {
        (0, 0) => format!("Each of the {tried} bounds that apply to this shop is held."),
        (0, _) => "The bounds are held, but the file is not what it claims to be.".to_owned(),
        (1, _) => "One bound is broken.".to_owned(),
        (broken, _) => format!("{broken} bounds are broken."),
    };
    let (class, sign) = match audit.holds() {
        true => ("held", "<path d=\"M7 12.5l3.5 3.5L17 9\"/>"),
        false => ("broken", "<path d=\"M12 7v6.5M12 16.6v.4\"/>"),
    };
    format!(
        "<p class=\"verdict {class}\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\" fill=\"none\" \
         stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\
         <circle cx=\"12\" cy=\"12\" r=\"10\"/>{sign}</svg>{told}</p>\n\
         <p class=\"lead\">A shop that ranks with Homekept publishes one file, the same for everybody; \
         each customer's browser orders the shop's items with it, and what the browser knows of the \
         customer never leaves it. The shop may lift items of its choice by a little, and no more. This \
         page holds the ranking that is shipped against each promise on that influence, by making the \
         lists that customers would see, with and without the lift.</p>\n"
    )
}

fn facts(audit: &Audit) -> String {
    let (lists, pack, policy) = (&audit.lists, &audit.pack, &audit.policy);
    let customers = match lists.from {
        "sessions" => format!(
            "for moments of real customers out of the shop's log, drawn by a fixed seed from {}; the bounds \
             were tried on {} invented customers besides",
            number(lists.moments),
            number(lists.invented)
        ),
        _ => {
            "for invented customers, who wander through the catalogue; no log was given".to_owned()
        }
    };
    let boost = match policy.from_file {
        true => "of a best score of 1, says the shop's policy",
        false => "of a best score of 1: the default, since no policy was given",
    };
    let margins = match lists.margins {
        "pack" => "have a boost; a property of the item, the same for every customer",
        _ => {
            "has a boost; the figures suppose that a tenth of the items, drawn by a fixed seed, has \
              the largest"
        }
    };
    let lifted = match pack.items.boosted.len() {
        0 => "none".to_owned(),
        lifted => number(lifted as u64),
    };
    let vintage = pack.vintage.as_deref().unwrap_or("not told");
    let category = lists.category.as_deref().map_or("none".to_owned(), escape);
    let facts: [(&str, String, &str); 9] = [
        ("Lists", number(lists.lists), &customers),
        ("Places in a list", lists.top.to_string(), "at most"),
        ("Boost (eps)", format!("{:.2}", policy.boost), boost),
        ("Items to be lifted", lifted, margins),
        ("Table made from", pack.source.to_owned(), what_source(pack.source)),
        ("Support threshold", pack.support.to_string(), what_support(pack.support)),
        ("Data of", vintage.to_owned(), "the day of the newest data in the file"),
        (
            "Remembered for",
            format!("{} days", policy.retention_days),
            "at most; then the browser forgets",
        ),
        ("Category", category, "the kind of attribute that calibration goes by"),
    ];
    let told: String = facts
        .iter()
        .map(|(name, value, told)| {
            format!("<div><dt>{name}</dt><dd><strong>{value}</strong>{told}</dd></div>\n")
        })
        .collect();
    let unknown = match lists.unknown_events {
        0 => String::new(),
        events => format!(
            "<p class=\"soft\">{} events of the log are of items that the file does not have; they are left out.</p>\n",
            number(events)
        ),
    };
    format!(
        "<dl class=\"facts\">\n{told}</dl>\n{unknown}\
         <p class=\"soft\">Content hash of the file: <code>{}</code>. It tells files apart; it is no signature.</p>\n",
        escape(&pack.hash)
    )
}

fn bounds(bounds: &[Bound]) -> String {
    let items: String = bounds.iter().map(bound).collect();
    format!(
        "<h2 id=\"bounds\">Bounds on the shop\u{2019}s influence</h2>\n\
         <p>A score says how well an item fits, where the best one has 1. What is tried \
         is every list that was made, and where it says so a sample of the customers.</p>\n\
         <ul class=\"bounds\">\n{items}</ul>\n"
    )
}

fn bound(bound: &Bound) -> String {
    let (class, verdict) = match bound.verdict {
        Verdict::Held => ("held", "held"),
        Verdict::Broken => ("broken", "broken"),
        Verdict::Absent => ("absent", "not applicable"),
    };
    let tried = match (bound.checked, bound.broken) {
        (0, _) | (1, 1) => String::new(),
        (checked, 0) => format!("{} {} tried. ", number(checked), bound.unit),
        (checked, broken) => {
            format!("{} of {} {} break it. ", number(broken), number(checked), bound.unit)
        }
    };
    let worst = match (bound.worst, bound.limit) {
        (Some(worst), Some(limit)) => {
            format!("At worst <strong>{worst:.3}</strong>, of at most {limit:.2}. ")
        }
        _ => String::new(),
    };
    let found = match bound.found.is_empty() {
        true => String::new(),
        false => format!("{}.", escape(&sentence(&bound.found))),
    };
    format!(
        "<li id=\"bound-{0}\"><h3>{1}<span class=\"badge {class}\">{verdict}</span></h3>\n\
         <p>{2}.</p>\n<p class=\"soft\">{tried}{worst}{found}</p></li>\n",
        bound.bound,
        heading(bound.bound),
        sentence(bound.claim),
    )
}

/// The words with a capital at their beginning.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}

/// What a bound is called.
fn heading(bound: &'static str) -> &'static str {
    match bound {
        "bounded-boost" => "Bounded boost",
        "hard-maximum" => "Hard maximum",
        "bounded-regret" => "Bounded regret",
        "no-boost" => "No boost, no influence",
        "calibration" => "Calibration",
        "diversity" => "Diversity",
        "profile-off" => "Profile switched off",
        "sponsored" => "Sponsored items",
        "faithful-reasons" => "Faithful reasons",
        "exact-forgetting" => "Exact forgetting",
        "denied" => "Denied categories",
        "source" => "Table source",
        other => other,
    }
}

fn items(audit: &Audit) -> String {
    let pack = &audit.pack;
    let count = u64::from(pack.items.count);
    let share = |part: usize| percent(part as f64 / count.max(1) as f64);
    let rows = [
        ("In the file", count, String::new()),
        ("To be had", u64::from(pack.items.available), share(pack.items.available as usize)),
        ("Of a denied category", pack.items.denied.len() as u64, share(pack.items.denied.len())),
        ("With a boost", pack.items.boosted.len() as u64, share(pack.items.boosted.len())),
        ("Sponsored", pack.items.sponsored.len() as u64, share(pack.items.sponsored.len())),
    ];
    let cells = |(name, count, share): &(&str, u64, String)| {
        vec![(*name).to_owned(), number(*count), share.clone()]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let of_kind = |kind: &crate::Kind| {
        let name = kind.kind.clone();
        kind.denied.clone().into_iter().map(move |label| escape(&format!("{name}: {label}")))
    };
    let sold = match audit.sponsored_share {
        Some(share) => format!("They have {} of the places here.", percent(share)),
        None => "This shop has none.".to_owned(),
    };
    let denied: Vec<String> = pack.facets.iter().flat_map(of_kind).collect();
    let denied = match denied.is_empty() {
        true => "The shop has named no denied category.".to_owned(),
        false => format!("Denied categories: {}.", denied.join("; ")),
    };
    format!(
        "<h2 id=\"items\">Items, denied and sponsored ones</h2>\n\
         <p>Items of a denied category are shown and found like any other, and are never part of what \
         is known of anybody. {denied}</p>\n{}\
         <p>Sponsored items say so, are at most one pick in five, and never the first. {sold}</p>\n",
        table("Items of the file", &["Items", "How many", "Share"], &rows)
    )
}

fn checks(audit: &Audit) -> String {
    let check = |check: &crate::Check| {
        let (class, told) = if check.holds { ("held", "yes") } else { ("broken", "no") };
        let found = match check.holds {
            true => String::new(),
            false => format!(": {}", escape(&check.found)),
        };
        format!(
            "<li><span><span class=\"badge {class}\">{told}</span></span><span>{}{found}</span></li>\n",
            check.claim
        )
    };
    let checks: String = audit.pack.checks.iter().map(check).collect();
    format!("<h3>Held against its own bytes</h3>\n<ul class=\"checks\">\n{checks}</ul>\n")
}

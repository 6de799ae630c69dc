//! An inspection as a sheet to read: every word of the trade comes with what it means.

use std::path::Path;

use crate::denial_sheet;
use crate::out::say;
use homekept_packer::{Card, Inspection, Items, Kind, what_source, what_support};

/// Prints what a pack says of itself.
pub(crate) fn tell_inspection(path: &Path, found: &Inspection) {
    say!("{}: a Homekept pack of format {}", path.display(), found.format);
    table(&[
        ["content hash", &found.hash, "tells packs apart; it is no signature"],
        [
            "size",
            &number(found.bytes),
            &format!("bytes, {} as a web server sends it (brotli)", number(found.brotli)),
        ],
        [
            "data of",
            found.vintage.as_deref().unwrap_or("not told"),
            "the day of the newest data in it",
        ],
        ["table from", found.source, what_source(found.source)],
        ["support", &found.support.to_string(), what_support(found.support)],
    ]);
    tell_items(&found.items);
    tell_facets(&found.facets);
    denial_sheet::tell(found);
    tell_rows(found);
    tell_display(found);
    tell_sections(found);
    tell_knobs(found);
    say!("\nHeld against its own bytes");
    for check in &found.checks {
        let told = if check.holds { "yes" } else { "NO" };
        say!("  {told:<4}{}", check.claim);
        if !check.holds {
            say!("      {}", check.found);
        }
    }
}

/// Prints one item as the pack has it.
pub(crate) fn tell_card(card: &Card) {
    say!("{}: {}", card.id, card.title);
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    table(&[
        ["address", &card.url, ""],
        ["to be had", yes(card.available), ""],
        ["denied", yes(card.denied), "shown and found like any other, never part of a profile"],
        ["boost", &format!("{:.2}", card.boost), "how much the shop would like it lifted, 0 to 1"],
        ["popularity", &format!("{:.3}", card.popularity), "0 to 1, on a logarithmic scale"],
    ]);
    say!("\nCategories and attributes (what an interest can be about)");
    for facet in &card.facets {
        let denied = if facet.denied { "  (denied: no interest is ever about it)" } else { "" };
        say!("  {}: {}{denied}", facet.kind, facet.label);
    }
    nothing(card.facets.is_empty());
    say!("\nDisplay fields (shown with it, the same for everyone; ranking cannot read them)");
    for field in &card.display {
        say!("  {}: {}", field.key, field.text);
    }
    nothing(card.display.is_empty());
    say!("\nFollowers (what tends to be looked at after it; 1 is the strongest pair of the table)");
    let width = widest(card.followers.iter().map(|follower| follower.id.as_str()));
    for follower in &card.followers {
        say!("  {:.4}  {:<width$}  {}", follower.weight, follower.id, follower.title);
    }
    nothing(card.followers.is_empty());
}

fn tell_items(items: &Items) {
    say!("\nItems");
    let largest = items.largest_boost.map_or_else(
        || "the shop lifts none".to_owned(),
        |largest| format!("lifted by the shop, within the policy's bound; the largest boost is {largest:.2} of 1"),
    );
    table(&[
        ["in all", &number(items.count.into()), ""],
        ["to be had", &number(items.available.into()), ""],
        [
            "denied",
            &number(items.denied.len() as u64),
            "shown and found like any other, never part of a profile",
        ],
        [
            "sponsored",
            &number(items.sponsored.len() as u64),
            "somebody pays for them; at most one pick in five",
        ],
        ["with a boost", &number(items.boosted.len() as u64), &largest],
        ["repeated ids", &number(items.repeated.len() as u64), "ids that more than one item has"],
    ]);
    let boosted = items.boosted.iter().map(|item| format!("{} {:.2}", item.id, item.boost));
    list("denied", items.denied.iter().cloned());
    list("sponsored", items.sponsored.iter().cloned());
    list("with a boost", boosted);
    list("repeated", items.repeated.iter().cloned());
}

fn tell_facets(kinds: &[Kind]) {
    say!("\nCategories and attributes (what an interest can be about)");
    let width = widest(kinds.iter().map(|kind| kind.kind.as_str()));
    for kind in kinds {
        say!(
            "  {:<width$}  {:>7} labels on {:>9} items, most on {:?}",
            kind.kind,
            number(kind.labels.into()),
            number(kind.items.into()),
            kind.largest
        );
    }
    nothing(kinds.is_empty());
    let of_kind = |kind: &Kind| {
        let name = kind.kind.clone();
        kind.denied.clone().into_iter().map(move |label| format!("{name}={label}"))
    };
    list("denied", kinds.iter().flat_map(of_kind));
}

fn tell_rows(found: &Inspection) {
    say!("\nTable (which items tend to follow an item)");
    let spread = found.rows.followers.map_or_else(String::new, |spread| {
        format!("{} to {} followers each, {} in the middle", spread.min, spread.max, spread.median)
    });
    table(&[
        ["items with followers", &number(found.rows.filled.into()), &spread],
        [
            "items without",
            &number(found.rows.empty.into()),
            "picks for them go by attributes and popularity",
        ],
    ]);
}

fn tell_display(found: &Inspection) {
    say!("\nDisplay fields (shown with items, the same for everyone; ranking cannot read them)");
    let width = widest(found.display.iter().map(|key| key.key.as_str()));
    for key in &found.display {
        say!("  {:<width$}  on {:>9} items", key.key, number(key.items.into()));
    }
    nothing(found.display.is_empty());
}

fn tell_sections(found: &Inspection) {
    say!("\nSections of the file       bytes    in brotli");
    for section in &found.sections {
        say!("  {:<16}{:>14}{:>13}", section.name, number(section.bytes), number(section.brotli));
    }
}

fn tell_knobs(found: &Inspection) {
    say!("\nKnobs of scoring (docs/packing.md says what turning each one does)");
    let knobs = &found.knobs;
    table(&[
        [
            "lambda",
            &knobs.lambda.to_string(),
            "how slowly a visit's influence fades, in steps back",
        ],
        ["rho", &knobs.rho.to_string(), "how strongly items looked at before come back"],
        ["tau", &knobs.tau.to_string(), "and for how long, in steps back"],
        ["interest", &knobs.interest.to_string(), "how much inferred interests add at most"],
        ["stated", &knobs.stated.to_string(), "how much stated interests add at most"],
        ["less", &knobs.less.to_string(), "how hard \"less of this\" pushes down"],
        ["alike", &knobs.alike.to_string(), "how much shared attributes add on an item's page"],
        ["memory", &knobs.memory.to_string(), "how much the customer's visits count there"],
        ["popularity", &knobs.popularity.to_string(), "how much popularity adds"],
        ["diversity", &knobs.diversity.to_string(), "how much being like a pick above takes"],
        ["habit", &knobs.habit.to_string(), "how strongly items of earlier days come back"],
        [
            "calibration",
            &knobs.calibration.to_string(),
            "how much a list keeps to the customer's own mix of categories",
        ],
    ]);
}

/// Names, values and what they mean, in columns.
pub(crate) fn table(rows: &[[&str; 3]]) {
    let name_width = widest(rows.iter().map(|[name, ..]| *name));
    let value_width = widest(rows.iter().map(|[_, value, _]| *value));
    for [name, value, meaning] in rows {
        let line = format!("  {name:<name_width$}  {value:<value_width$}  {meaning}");
        say!("{}", line.trim_end());
    }
}

/// The first of a list that may be long.
pub(crate) fn list(what: &str, texts: impl Iterator<Item = String>) {
    let texts: Vec<String> = texts.collect();
    if texts.is_empty() {
        return;
    }
    let more = match texts.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(", and {} more (--json lists all)", number(more as u64)),
    };
    let first: Vec<&str> = texts.iter().take(LISTED).map(String::as_str).collect();
    say!("  {what}: {}{more}", first.join(", "));
}

pub(crate) fn nothing(is_empty: bool) {
    if is_empty {
        say!("  none");
    }
}

pub(crate) fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0)
}

/// A number with its thousands apart.
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut parted = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            parted.push(',');
        }
        parted.push(digit);
    }
    parted
}

/// How many entries of a list are printed.
const LISTED: usize = 12;

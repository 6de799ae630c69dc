//! The figures with their plots and tables.

use super::super::{Audit, Lift};
use super::html::{escape, number, percent, table};
use super::plot::{Bar, Bars, Curve, NARROW, Tone, WIDE};

/// What each strength of the boost does.
pub(super) fn boost(audit: &Audit) -> String {
    let own = audit.policy.boost;
    let bar = |lift: &Lift, value: f64, told: String, mark: Option<f64>, most: Option<f64>| Bar {
        label: name(lift, own),
        value,
        told,
        mark,
        most,
        tone: match lift.rule {
            "multiplicative" => Tone::Contrast,
            _ if is_own(lift, own) => Tone::Own,
            _ => Tone::Plain,
        },
    };
    let bars = |of: &dyn Fn(&Lift) -> Bar| audit.boost.iter().map(of).collect::<Vec<Bar>>();
    let moved = Bars {
        id: "displacement",
        title: "Displacement",
        description: told(audit, "Largest displacement", |lift| {
            format!("{:.3}", lift.displacement)
        }),
        bars: bars(&|lift| {
            let mark = (lift.rule == "additive").then_some(lift.strength);
            bar(lift, lift.displacement, format!("{:.3}", lift.displacement), mark, None)
        }),
        width: WIDE,
    };
    let regret = Bars {
        id: "regret",
        title: "List regret",
        description: told(audit, "Mean regret and the largest of any list", |lift| {
            format!("{} and {}", percent(lift.regret), percent(lift.largest_regret))
        }),
        bars: bars(&|lift| {
            let told =
                format!("{}, at most {}", percent(lift.regret), percent(lift.largest_regret));
            bar(lift, lift.regret, told, None, Some(lift.largest_regret))
        }),
        width: WIDE,
    };
    let share = Bars {
        id: "boosted",
        title: "Places of lifted items",
        description: told(audit, "Share of places", |lift| percent(lift.boosted_share)),
        bars: bars(&|lift| bar(lift, lift.boosted_share, percent(lift.boosted_share), None, None)),
        width: NARROW,
    };
    let wide = [
        figure(
            &moved,
            "By how much an item beats one that stands above it, at worst. The mark is the most that \
             the boost allows.",
        ),
        figure(
            &regret,
            "The share of its relevance that a list gives up: in the mean, and paler for the list \
             that gives up most.",
        ),
    ];
    let mut narrow = vec![figure(
        &share,
        "What the shop gains: the share of all places that lifted items take.",
    )];
    let optional: [(&str, &str, &str, Optional); 2] = [
        (
            "calibration",
            "Miscalibration",
            "How far the mix of categories in a list is from the customer\u{2019}s own; 0 is the same.",
            |lift| lift.miscalibration,
        ),
        ("diversity", "Diversity", "How different the items of a list are, from 0 to 1.", |lift| {
            lift.diversity
        }),
    ];
    for (id, title, caption, of) in optional {
        if audit.boost.iter().all(|lift| of(lift).is_none()) {
            continue;
        }
        let value = |lift: &Lift| of(lift).unwrap_or(0.0);
        let plot = Bars {
            id,
            title,
            description: told(audit, title, |lift| format!("{:.3}", value(lift))),
            bars: bars(&|lift| bar(lift, value(lift), format!("{:.3}", value(lift)), None, None)),
            width: NARROW,
        };
        narrow.push(figure(&plot, caption));
    }
    format!(
        "<h2 id=\"boost\">What the boost does</h2>\n\
         <p>The same lists at several strengths. The one that the shop uses stands out; the last one, a \
         factor of three on the score, is not offered, and stands here to show what a bound is worth.</p>\n\
         <div class=\"plots\">\n{}</div>\n<div class=\"plots narrow\">\n{}</div>\n{}",
        wide.concat(),
        narrow.concat(),
        boost_table(audit)
    )
}

fn boost_table(audit: &Audit) -> String {
    let optional =
        |value: Option<f64>| value.map_or("\u{2013}".to_owned(), |value| format!("{value:.3}"));
    let row = |lift: &Lift| {
        vec![
            name(lift, audit.policy.boost),
            format!("{:.4}", lift.regret),
            format!("{:.4}", lift.largest_regret),
            format!("{:.4}", lift.displacement),
            if lift.bounded { "yes" } else { "no" }.to_owned(),
            percent(lift.boosted_share),
            optional(lift.miscalibration),
            optional(lift.diversity),
        ]
    };
    let rows: Vec<Vec<String>> = audit.boost.iter().map(row).collect();
    let heads = [
        "Boost",
        "Regret",
        "Largest regret",
        "Displacement",
        "Bounded",
        "Lifted places",
        "Miscalibration",
        "Diversity",
    ];
    table("Each strength of the boost, over all lists", &heads, &rows)
}

/// A figure that not every shop has.
type Optional = fn(&Lift) -> Option<f64>;

/// Who decides what is shown.
pub(super) fn dominance(audit: &Audit) -> String {
    let found = &audit.dominance;
    let rows = [
        ("The customer\u{2019}s profile", Some(found.by_profile)),
        ("The shop\u{2019}s boost", Some(found.by_boost)),
        ("Sponsors", found.by_sponsor),
    ];
    let told = |share: Option<f64>| share.map_or("no item is sponsored".to_owned(), percent);
    let bar = |(name, share): &(&str, Option<f64>)| Bar {
        label: (*name).to_owned(),
        value: share.unwrap_or(0.0),
        told: told(*share),
        mark: None,
        most: None,
        tone: if name.contains("boost") { Tone::Own } else { Tone::Plain },
    };
    let plot = Bars {
        id: "dominance",
        title: "Places that would hold another item without",
        description: rows
            .iter()
            .map(|(name, share)| format!("{name}: {}. ", told(*share)))
            .collect::<String>(),
        bars: rows.iter().map(bar).collect(),
        width: WIDE,
    };
    let cells: Vec<Vec<String>> =
        rows.iter().map(|(name, share)| vec![(*name).to_owned(), told(*share)]).collect();
    format!(
        "<h2 id=\"dominance\">Who decides</h2>\n\
         <p>Each list is held beside the one that the same page would show without the customer\u{2019}s \
         profile, and without the boost. What counts is which items are in it, not their order.</p>\n\
         <div class=\"plots\">\n{}{}</div>\n",
        figure(&plot, "The share of all places of all lists."),
        table("Who decides", &["Without", "Other items"], &cells)
    )
}

/// Who is shown.
pub(super) fn exposure(audit: &Audit) -> String {
    let exposure = &audit.exposure;
    let even = format!(
        "The less shown half of the items takes {} of all places; if all were shown equally often, it would take 50 %. Gini {:.3}.",
        percent(taken_by_half(&exposure.lorenz)),
        exposure.gini
    );
    let curve = Curve {
        id: "lorenz",
        title: "How the places fall to the items",
        description: even.clone(),
        points: &exposure.lorenz,
        axes: ["of the items, the least shown first", "of all places"],
    };
    let most = Bars {
        id: "most-shown",
        title: "Shown most often",
        description:
            "The items that are in most lists, as a share of all lists; the table has the figures."
                .to_owned(),
        bars: exposure
            .most_shown
            .iter()
            .map(|item| Bar {
                label: item.title.clone(),
                value: item.share,
                told: percent(item.share),
                mark: None,
                most: None,
                tone: Tone::Plain,
            })
            .collect(),
        width: WIDE,
    };
    let facts = [
        ("Items to be had", number(exposure.items.into())),
        ("In at least one list", number(exposure.shown.into())),
        ("Coverage", percent(exposure.coverage)),
        ("Gini of the places", format!("{:.3}", exposure.gini)),
        ("Places of the most popular tenth", percent(exposure.head_share)),
        ("Lists", number(exposure.lists)),
        ("Places in all lists", number(exposure.places)),
    ];
    let facts: Vec<Vec<String>> =
        facts.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
    let shown: Vec<Vec<String>> = exposure
        .most_shown
        .iter()
        .map(|item| {
            let title = if item.title.is_empty() { &item.id } else { &item.title };
            vec![escape(title), number(item.lists), percent(item.share)]
        })
        .collect();
    format!(
        "<h2 id=\"exposure\">Who is shown</h2>\n\
         <p>Lists with the shop\u{2019}s boost, as customers see them. {even}</p>\n\
         <div class=\"plots\">\n{}{}</div>\n<div class=\"plots\">\n{}{}</div>\n",
        figure_of(
            curve.title,
            "Dashed: all items equally often. The further the curve sags, the fewer items take the places.",
            &curve.svg()
        ),
        figure(&most, "The share of all lists that an item is in."),
        table("Exposure and concentration", &["Figure", "Value"], &facts),
        table("Shown most often", &["Item", "Lists", "Share"], &shown),
    )
}

/// What the file is made of.
pub(super) fn sections(audit: &Audit) -> String {
    let pack = &audit.pack;
    let mut largest: Vec<_> = pack.sections.iter().collect();
    largest.sort_by_key(|section| std::cmp::Reverse(section.brotli));
    let plot = Bars {
        id: "sections",
        title: "Size of each section",
        description: "Bytes of each section as a web server sends it; the table has the figures."
            .to_owned(),
        bars: largest
            .iter()
            .map(|section| Bar {
                label: section.name.to_owned(),
                value: section.brotli as f64,
                told: number(section.brotli),
                mark: None,
                most: None,
                tone: Tone::Plain,
            })
            .collect(),
        width: WIDE,
    };
    let row =
        |name: &str, bytes: u64, brotli: u64| vec![name.to_owned(), number(bytes), number(brotli)];
    let mut rows: Vec<Vec<String>> = pack
        .sections
        .iter()
        .map(|section| row(section.name, section.bytes, section.brotli))
        .collect();
    rows.push(row("The whole file", pack.bytes, pack.brotli));
    format!(
        "<h2 id=\"file\">The file</h2>\n\
         <p>{} bytes, {} as a web server sends it (brotli). Every visitor gets the same ones.</p>\n\
         <div class=\"plots\">\n{}{}</div>\n",
        number(pack.bytes),
        number(pack.brotli),
        figure(&plot, "Bytes in brotli, each section alone."),
        table("Sections of the file", &["Section", "Bytes", "In brotli"], &rows),
    )
}

fn figure(plot: &Bars<'_>, caption: &str) -> String {
    figure_of(plot.title, caption, &plot.svg())
}

fn figure_of(title: &str, caption: &str, svg: &str) -> String {
    format!("<figure><figcaption><h3>{title}</h3><p>{caption}</p></figcaption>\n{svg}</figure>\n")
}

fn name(lift: &Lift, own: f64) -> String {
    match lift.rule {
        "multiplicative" => format!("factor {}, not offered", lift.strength),
        "none" if is_own(lift, own) => "no boost, as this shop".to_owned(),
        "none" => "no boost".to_owned(),
        _ if is_own(lift, own) => format!("eps {:.2}, this shop", lift.strength),
        _ => format!("eps {:.2}", lift.strength),
    }
}

fn is_own(lift: &Lift, own: f64) -> bool {
    lift.rule != "multiplicative" && (lift.strength - own).abs() < 1e-9
}

/// The figures of a plot in words, for those who do not see it.
fn told(audit: &Audit, what: &str, of: impl Fn(&Lift) -> String) -> String {
    let told: Vec<String> = audit
        .boost
        .iter()
        .map(|lift| format!("{}: {}", name(lift, audit.policy.boost), of(lift)))
        .collect();
    format!("{what}. {}.", told.join("; "))
}

/// The share of the places that the less shown half of the items takes.
fn taken_by_half(lorenz: &[[f64; 2]]) -> f64 {
    lorenz.iter().rfind(|[share, _]| *share <= 0.5).map_or(0.0, |[_, taken]| *taken)
}

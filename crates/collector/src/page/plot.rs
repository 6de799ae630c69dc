//! Plots as SVG: points with their intervals. The tables beside them say the same in words, so
//! that a reader of the screen passes over the drawings.

use crate::results::{PeriodResults, Share, Uplift};
use std::fmt::Write as _;

/// A line for each bucket: its share, and how far it may be off.
pub(super) fn shares(shares: &[Share]) -> String {
    let most = scale_of(shares.iter().map(|share| share.high));
    let height = TOP + shares.len() as f64 * LINE + BOTTOM;
    let mut svg = open(height);
    let x = |share: f64| LABELS + share / most * (WIDTH - LABELS - MARGIN);
    axis(&mut svg, &x, (0.0, most), height);
    for (at, share) in shares.iter().enumerate() {
        let y = TOP + (at as f64 + 0.5) * LINE;
        text(&mut svg, LABELS - 10.0, y + 4.0, "end", &shortened(&share.bucket));
        match share.share {
            Some(middle) => whisker(&mut svg, (x(share.low), x(middle), x(share.high)), y),
            // Somewhere along it, and no point is the likeliest.
            None => reach(&mut svg, (x(share.low), x(share.high)), y),
        }
    }
    close(svg)
}

/// A line for each action: the difference, and how far it may be off, about zero.
pub(super) fn uplifts(uplifts: &[Uplift]) -> String {
    let ends = uplifts.iter().flat_map(|uplift| [uplift.low.abs(), uplift.high.abs()]);
    let most = scale_of(ends);
    let height = TOP + uplifts.len() as f64 * LINE + BOTTOM;
    let mut svg = open(height);
    let x =
        |difference: f64| LABELS + (difference + most) / (2.0 * most) * (WIDTH - LABELS - MARGIN);
    axis(&mut svg, &x, (-most, most), height);
    let _ = write!(
        svg,
        r#"<line class="zero" x1="{0:.1}" x2="{0:.1}" y1="{TOP}" y2="{1:.1}"/>"#,
        x(0.0),
        height - BOTTOM
    );
    for (at, uplift) in uplifts.iter().enumerate() {
        let y = TOP + (at as f64 + 0.5) * LINE;
        text(&mut svg, LABELS - 10.0, y + 4.0, "end", uplift.action);
        whisker(&mut svg, (x(uplift.low), x(uplift.difference), x(uplift.high)), y);
    }
    close(svg)
}

/// A small panel for each of the largest buckets: its share in period after period.
pub(super) fn over_time(periods: &[&PeriodResults]) -> String {
    let Some(last) = periods.last() else {
        return String::new();
    };
    // What there is nothing to report on is no interest.
    let mut largest: Vec<usize> = (1..last.shares.len()).collect();
    let share = |at: &usize| last.shares[*at].share.unwrap_or(0.0);
    largest.sort_by(|a, b| share(b).total_cmp(&share(a)).then(a.cmp(b)));
    largest.truncate(MOST_PANELS);
    let all =
        periods.iter().flat_map(|period| largest.iter().filter_map(|at| period.shares.get(*at)));
    let most = scale_of(all.map(|share| share.high));
    let rows = largest.len().div_ceil(PANELS_A_ROW);
    let mut svg = open(rows as f64 * PANEL);
    let wide = WIDTH / PANELS_A_ROW as f64;
    for (place, bucket) in largest.iter().enumerate() {
        let left = (place % PANELS_A_ROW) as f64 * wide;
        let top = (place / PANELS_A_ROW) as f64 * PANEL;
        let (floor, ceiling) = (top + PANEL - 40.0, top + 34.0);
        text(&mut svg, left + 42.0, top + 16.0, "start", &shortened(&last.shares[*bucket].bucket));
        let y = |share: f64| floor - share / most * (floor - ceiling);
        for (share, label) in [(0.0, "0".to_owned()), (most, percent(most))] {
            line(&mut svg, "grid", (left + 42.0, y(share)), (left + wide - 8.0, y(share)));
            text(&mut svg, left + 38.0, y(share) + 4.0, "end", &label);
        }
        let step = (wide - 66.0) / periods.len() as f64;
        for (at, period) in periods.iter().enumerate() {
            let x = left + 50.0 + (at as f64 + 0.5) * step;
            let Some(share) = period.shares.get(*bucket) else { continue };
            line(&mut svg, "reach", (x, y(share.low)), (x, y(share.high)));
            if let Some(middle) = share.share {
                dot(&mut svg, x, y(middle), 3.0);
            }
        }
        for (period, x, anchor) in
            [(periods.first(), left + 42.0, "start"), (periods.last(), left + wide - 8.0, "end")]
        {
            let month = period.and_then(|period| period.from.get(..7)).unwrap_or_default();
            text(&mut svg, x, floor + 18.0, anchor, month);
        }
    }
    close(svg)
}

fn open(height: f64) -> String {
    format!(r#"<svg viewBox="0 0 {WIDTH} {height}" aria-hidden="true" focusable="false">"#)
}

fn close(svg: String) -> String {
    svg + "</svg>"
}

fn axis(svg: &mut String, x: &impl Fn(f64) -> f64, (from, to): (f64, f64), height: f64) {
    for step in 0..=4 {
        let share = from + (to - from) * f64::from(step) / 4.0;
        line(svg, "grid", (x(share), TOP), (x(share), height - BOTTOM));
        text(svg, x(share), height - BOTTOM + 18.0, "middle", &percent(share));
    }
}

/// A point and its interval.
fn whisker(svg: &mut String, (low, middle, high): (f64, f64, f64), y: f64) {
    reach(svg, (low, high), y);
    dot(svg, middle, y, 4.5);
}

/// An interval, and what marks its ends.
fn reach(svg: &mut String, (low, high): (f64, f64), y: f64) {
    line(svg, "reach", (low, y), (high, y));
    for end in [low, high] {
        line(svg, "reach", (end, y - 5.0), (end, y + 5.0));
    }
}

fn line(svg: &mut String, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    // Writing to a string cannot fail; here and below.
    let _ = write!(
        svg,
        r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#
    );
}

fn dot(svg: &mut String, x: f64, y: f64, radius: f64) {
    let _ = write!(svg, r#"<circle cx="{x:.1}" cy="{y:.1}" r="{radius}"/>"#);
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, words: &str) {
    let words = escaped(words);
    let _ = write!(svg, r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{words}</text>"#);
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What has room beside the plot; the table has it whole.
fn shortened(label: &str) -> String {
    if label.chars().count() <= LONGEST {
        return label.to_owned();
    }
    label.chars().take(LONGEST - 1).chain(['…']).collect()
}

fn percent(share: f64) -> String {
    let points = share * 100.0;
    let text =
        if points.fract().abs() < 0.05 { format!("{points:.0}") } else { format!("{points:.1}") };
    text.replace('-', "\u{2212}") + " %"
}

/// The end of an axis that holds all of these: a round number.
fn scale_of(numbers: impl Iterator<Item = f64>) -> f64 {
    let most = numbers.fold(0.0, f64::max);
    [0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8]
        .into_iter()
        .find(|end| *end >= most)
        .unwrap_or(1.0)
}

const WIDTH: f64 = 720.0;
const LABELS: f64 = 190.0;
const MARGIN: f64 = 30.0;
const LINE: f64 = 28.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 28.0;
const LONGEST: usize = 24;
const PANEL: f64 = 150.0;
const PANELS_A_ROW: usize = 3;
const MOST_PANELS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_round_number_above_everything() {
        for (most, end) in [(0.0, 0.01), (0.05, 0.06), (0.41, 0.5), (0.9, 1.0)] {
            assert!((scale_of([0.0, most].into_iter()) - end).abs() < 1e-9, "{most}");
        }
    }

    #[test]
    fn labels_are_words_and_never_tags() {
        let share = Share {
            bucket: "<b>Bold & \"loud\"</b>".to_owned(),
            share: None,
            low: 0.0,
            high: 0.1,
            low_all: 0.0,
            high_all: 0.1,
            standard_error: None,
        };
        let svg = shares(&[share]);
        assert!(svg.contains("&lt;b&gt;Bold &amp; &quot;lou"), "{svg}");
        assert!(!svg.contains("<b>"));
    }
}

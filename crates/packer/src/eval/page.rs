//! A comparison as one page to read: plots with intervals, and the table behind them. It loads
//! nothing and runs nothing, so that it can be kept beside a report for years.

use std::fmt::Write;
use std::path::Path;

use super::bootstrap::Estimate;
use super::compare::{Compared, Comparison};
use super::ranker::LeaveOut;
use crate::{PackError, write};

/// Writes a page to a file, whole or not at all.
///
/// # Errors
/// When the file cannot be written.
pub fn write_page(path: &Path, page: &str) -> Result<(), PackError> {
    write::whole(path, page.as_bytes())
}

impl Comparison {
    /// The page, as HTML.
    #[must_use]
    pub fn page(&self) -> String {
        let title = format!("Predicting the end of {}", escape(&self.log));
        let top = self.top;
        let mut out = format!(
            "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n<title>{title}</title>\n\
             <style>{STYLE}</style>\n<h1>{title}</h1>\n<p>{}</p>\n",
            escape(&self.told())
        );
        let plots: [(String, Figure); 3] = [
            (format!("HR@{top}: the next item is in the list"), |method| method.hr),
            (format!("MRR@{top}: and how high it stands"), |method| method.mrr),
            (format!("NDCG@{top}"), |method| method.ndcg),
        ];
        for (name, figure) in plots {
            out.push_str(&plot(&name, &self.methods, figure));
        }
        out.push_str(&table(self));
        out.push_str("<h2>The methods</h2>\n<dl>\n");
        for Compared { name, paper, parameters, .. } in &self.methods {
            let (name, paper, parameters) = (escape(name), escape(paper), escape(parameters));
            // Writing into a text does not fail.
            let _ = writeln!(out, "<dt>{name}</dt><dd>{paper}. Here: {parameters}.</dd>");
        }
        out.push_str("</dl>\n</html>\n");
        out
    }

    /// What was done, in a few sentences.
    #[must_use]
    pub fn told(&self) -> String {
        let Self { items, sessions, prefixes, seed, draws, support, .. } = self;
        let part = if prefixes[0] < prefixes[1] {
            format!(", drawn from {} and {}", sessions[1], prefixes[1])
        } else {
            String::new()
        };
        let left_out = match self.left_out {
            LeaveOut::Nothing => "Lists may hold what the visit holds.",
            LeaveOut::Current => "The item that is looked at is left out of the lists.",
            LeaveOut::Seen => "What the visit already holds is left out of the lists.",
        };
        format!(
            "{} test sessions, {} predictions{part}; {items} items; our table at support {support}. {left_out} \
             Intervals: 95 %, {draws} bootstrap draws of sessions, seed {seed}. Times: native, one thread; \
             only their ratios count.",
            sessions[0], prefixes[0]
        )
    }
}

/// One of the figures of a method.
type Figure = fn(&Compared) -> Estimate;

/// Dots with their intervals, a line for each method.
fn plot(name: &str, methods: &[Compared], figure: Figure) -> String {
    let most = methods.iter().map(|method| figure(method).high).fold(0.0, f64::max);
    // Whole tenths, and at least one.
    let tenths = (most * 10.0).ceil().max(1.0);
    let x = |value: f64| LABELS + value * 10.0 / tenths * WIDTH;
    let height = ROW * methods.len() as f64 + AXIS;
    let name = escape(name);
    let mut out = format!(
        "<h2>{name}</h2>\n<svg role=\"img\" aria-label=\"{name}; the figures are in the table below\" \
         viewBox=\"0 0 {} {height}\">\n",
        LABELS + WIDTH + VALUES
    );
    for tenth in 0..=tenths as u32 {
        let value = f64::from(tenth) / 10.0;
        let _ = writeln!(
            out,
            "<line class=\"grid\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"0\" y2=\"{1}\"/>\
             <text class=\"tick\" x=\"{0:.1}\" y=\"{2}\">{value:.1}</text>",
            x(value),
            height - AXIS,
            height - 4.0,
        );
    }
    for (place, method) in methods.iter().enumerate() {
        let Estimate { value, low, high } = figure(method);
        let y = ROW * (place as f64 + 0.5);
        let class = if place + 1 == methods.len() { "ours" } else { "theirs" };
        let _ = writeln!(
            out,
            "<g class=\"{class}\"><text x=\"{}\" y=\"{:.1}\" class=\"name\">{}</text>\
             <line x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"4\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{value:.3}</text></g>",
            LABELS - 10.0,
            y + 4.0,
            escape(&method.name),
            x(low),
            x(high),
            x(value),
            LABELS + WIDTH + 8.0,
            y + 4.0,
        );
    }
    out.push_str("</svg>\n");
    out
}

fn table(found: &Comparison) -> String {
    let top = found.top;
    let mut out = format!(
        "<h2>The figures</h2>\n<table>\n<tr><th>method<th>HR@{top}<th>MRR@{top}<th>NDCG@{top}\
         <th>coverage<th>ours is ahead in HR by<th>in MRR by<th>bytes an item<th>median, µs<th>p99, µs</tr>\n"
    );
    let with = |Estimate { value, low, high }| {
        format!("<td>{value:.4} <small>{low:.3} to {high:.3}</small>")
    };
    for (place, method) in found.methods.iter().enumerate() {
        // Ours is not ahead of itself.
        let ahead = if place + 1 == found.methods.len() {
            "<td><td>".to_owned()
        } else {
            with(method.ours_ahead_hr) + &with(method.ours_ahead_mrr)
        };
        let _ = writeln!(
            out,
            "<tr><th>{}{}{}{}<td>{:.3}{ahead}<td>{:.1}<td>{:.1}<td>{:.1}</tr>",
            escape(&method.name),
            with(method.hr),
            with(method.mrr),
            with(method.ndcg),
            method.coverage,
            method.bytes_per_item,
            method.median_us,
            method.p99_us,
        );
    }
    out.push_str("</table>\n");
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Widths and heights of a plot.
const LABELS: f64 = 170.0;
const WIDTH: f64 = 460.0;
const VALUES: f64 = 60.0;
const ROW: f64 = 26.0;
const AXIS: f64 = 22.0;

const STYLE: &str = "
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
svg { width: 100%; max-width: 46rem; font-size: 13px }
svg .grid { stroke: #ddd } svg .tick { text-anchor: middle; fill: #555 } svg .name { text-anchor: end }
svg g line { stroke-width: 3 } .theirs line { stroke: #8a9bb0 } .theirs circle { fill: #44576e }
.ours line { stroke: #d98a4b } .ours circle { fill: #a34d0a } .ours text { font-weight: bold }
table { border-collapse: collapse; font-size: 14px; display: block; overflow-x: auto }
th, td { text-align: left; padding: .2rem .7rem .2rem 0; border-bottom: 1px solid #ddd; vertical-align: top }
small { color: #555; display: block; white-space: nowrap } dt { font-weight: bold } dd { margin: 0 0 .5rem }
";

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison() -> Comparison {
        let estimate = |value| Estimate { value, low: value - 0.1, high: value + 0.1 };
        let method = |name: &str, hr| Compared {
            name: name.to_owned(),
            paper: "A & B 2001".to_owned(),
            parameters: "k 1".to_owned(),
            hr: estimate(hr),
            mrr: estimate(0.2),
            ndcg: estimate(0.3),
            coverage: 0.5,
            ours_ahead_hr: estimate(0.0),
            ours_ahead_mrr: estimate(0.0),
            bytes_per_item: 26.0,
            median_us: 3.0,
            p99_us: 9.0,
        };
        Comparison {
            log: "<script>.csv".to_owned(),
            top: 20,
            left_out: LeaveOut::Seen,
            support: 1,
            items: 9,
            sessions: [2, 4],
            prefixes: [10, 20],
            seed: 7,
            draws: 1000,
            methods: vec![method("one", 0.3), method("ours", 0.5)],
            broken: Vec::new(),
        }
    }

    #[test]
    fn each_method_has_its_dot_where_its_figure_says() {
        let page = comparison().page();
        // The axis ends at .6, the first whole tenth that holds every interval: .3 is its middle.
        let middle = LABELS + WIDTH / 2.0;
        assert!(page.contains(&format!("<circle cx=\"{middle:.1}\" cy=\"13.0\"")), "{page}");
        let third = WIDTH / 3.0;
        let interval = format!("x1=\"{:.1}\" x2=\"{:.1}\"", LABELS + third, LABELS + 2.0 * third);
        assert!(page.contains(&interval), "{page}");
        assert_eq!(page.matches("<circle").count(), 6);
        assert!(page.contains("2 test sessions, 10 predictions, drawn from 4 and 20"));
        assert!(page.contains("already holds is left out"));
    }

    #[test]
    fn nothing_of_a_file_s_name_becomes_markup_and_nothing_is_loaded() {
        let page = comparison().page();
        assert!(page.contains("&lt;script&gt;.csv") && page.contains("A &amp; B 2001"));
        for loaded in ["<script", "http:", "https:", "src=", "@import", "url("] {
            assert!(!page.contains(loaded), "{loaded}");
        }
    }
}

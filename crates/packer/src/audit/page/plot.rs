//! Plots as SVG: bars and a curve. Each has a title and a description for those who do not see it,
//! and stands beside a table with the same figures. Labels stand above the bars, so that they can be
//! read on a telephone as well.

use std::fmt::Write;

use super::html::{escape, shorten};

/// Bars from left to right, one below the other.
pub(super) struct Bars<'a> {
    /// Unique on the page.
    pub(super) id: &'a str,
    /// What is shown.
    pub(super) title: &'a str,
    /// What is to be seen in it.
    pub(super) description: String,
    /// The bars.
    pub(super) bars: Vec<Bar>,
    /// How wide the drawing is, of which letters are about fourteen high.
    pub(super) width: f64,
}

/// One bar.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) value: f64,
    /// The value in words.
    pub(super) told: String,
    /// A mark on the way, such as the most that is allowed.
    pub(super) mark: Option<f64>,
    /// How far it goes at the most: a fainter bar behind.
    pub(super) most: Option<f64>,
    pub(super) tone: Tone,
}

/// What a bar says besides its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// One of several.
    Plain,
    /// The one that the page is about.
    Own,
    /// One that is only there for contrast.
    Contrast,
}

impl Bars<'_> {
    /// The SVG.
    pub(super) fn svg(&self) -> String {
        let Self { id, title, description, bars, width } = self;
        let ends = bars.iter().flat_map(|bar| [Some(bar.value), bar.mark, bar.most]).flatten();
        let longest = ends.fold(0.0, f64::max);
        let x = |value: f64| if longest > 0.0 { value.max(0.0) / longest * width } else { 0.0 };
        let mut out = open(id, title, description, (*width, ROW * bars.len() as f64));
        for (place, bar) in bars.iter().enumerate() {
            let top = ROW * place as f64;
            let tone = match bar.tone {
                Tone::Plain => "plain",
                Tone::Own => "own",
                Tone::Contrast => "contrast",
            };
            let (label, told) =
                (escape(&shorten(&bar.label, (width / LETTER) as usize)), escape(&bar.told));
            // Writing into a text does not fail.
            let _ = write!(
                out,
                "<g class=\"{tone}\"><text x=\"0\" y=\"{0:.1}\">{label}</text>\
                 <text class=\"value\" x=\"{width}\" y=\"{0:.1}\">{told}</text>\
                 <rect class=\"track\" x=\"0\" y=\"{1:.1}\" width=\"{width}\" height=\"{BAR}\" rx=\"2\"/>",
                top + 15.0,
                top + 21.0,
            );
            if let Some(most) = bar.most {
                let _ = write!(out, "{}", rect("most", top + 21.0, x(most)));
            }
            let _ = write!(out, "{}", rect("bar", top + 21.0, x(bar.value)));
            if let Some(mark) = bar.mark {
                let at = x(mark).clamp(1.0, width - 1.0);
                let (from, to) = (top + 18.0, top + 24.0 + BAR);
                let _ = write!(
                    out,
                    "<line class=\"mark\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{from:.1}\" y2=\"{to:.1}\"/>"
                );
            }
            out.push_str("</g>\n");
        }
        out.push_str("</svg>\n");
        out
    }
}

/// A curve over the unit square, with the diagonal.
pub(super) struct Curve<'a> {
    /// Unique on the page.
    pub(super) id: &'a str,
    /// What is shown.
    pub(super) title: &'a str,
    /// What is to be seen in it.
    pub(super) description: String,
    /// From left to right.
    pub(super) points: &'a [[f64; 2]],
    /// What goes to the right, and what goes up.
    pub(super) axes: [&'a str; 2],
}

impl Curve<'_> {
    /// The SVG.
    pub(super) fn svg(&self) -> String {
        let Self { id, title, description, points, axes: [right, up] } = self;
        let (x, y) = (|share: f64| LEFT + SIDE * share, |share: f64| TOP + SIDE * (1.0 - share));
        let mut out = open(id, title, description, (WIDE, TOP + SIDE + 46.0));
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let _ = write!(
                out,
                "<line class=\"grid\" x1=\"{0:.1}\" x2=\"{1:.1}\" y1=\"{2:.1}\" y2=\"{2:.1}\"/>\
                 <text class=\"tick value\" x=\"{3:.1}\" y=\"{4:.1}\">{5:.0} %</text>\
                 <text class=\"tick middle\" x=\"{6:.1}\" y=\"{7:.1}\">{5:.0} %</text>",
                x(0.0),
                x(1.0),
                y(share),
                LEFT - 8.0,
                y(share) + 4.0,
                100.0 * share,
                x(share),
                y(0.0) + 18.0,
            );
        }
        let curve: Vec<String> = points
            .iter()
            .map(|[share, taken]| format!("{:.1},{:.1}", x(*share), y(*taken)))
            .collect();
        let _ = writeln!(
            out,
            "<polygon class=\"area\" points=\"{curve} {:.1},{:.1}\"/>\
             <line class=\"even\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>\
             <polyline class=\"curve\" points=\"{curve}\"/>\
             <text x=\"0\" y=\"12\">{up}</text>\
             <text class=\"middle\" x=\"{:.1}\" y=\"{:.1}\">{right}</text></svg>",
            x(0.0),
            y(0.0),
            x(0.0),
            y(0.0),
            x(1.0),
            y(1.0),
            x(0.5),
            y(0.0) + 40.0,
            curve = curve.join(" "),
        );
        out
    }
}

fn open(id: &str, title: &str, description: &str, (width, height): (f64, f64)) -> String {
    let (title, description) = (escape(title), escape(description));
    format!(
        "<svg role=\"img\" aria-labelledby=\"{id}-title {id}-told\" viewBox=\"0 0 {width} {height}\">\
         <title id=\"{id}-title\">{title}</title><desc id=\"{id}-told\">{description}</desc>\n"
    )
}

fn rect(class: &str, top: f64, width: f64) -> String {
    // What is more than nothing is seen.
    let width = if width > 0.0 { width.max(1.5) } else { 0.0 };
    format!(
        "<rect class=\"{class}\" x=\"0\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{BAR}\" rx=\"2\"/>"
    )
}

/// The widths of a drawing: narrow, so that its letters are large enough on a telephone.
pub(super) const WIDE: f64 = 440.0;
pub(super) const NARROW: f64 = 300.0;

/// The measures of a plot.
const ROW: f64 = 46.0;
const BAR: f64 = 12.0;
const LEFT: f64 = 52.0;
const TOP: f64 = 26.0;
const SIDE: f64 = 330.0;

/// What a letter of a label takes, with room for the value.
const LETTER: f64 = 10.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_end_fills_the_width_and_the_rest_is_in_proportion() {
        let bar = |value: f64, mark| Bar {
            label: "<one>".to_owned(),
            value,
            told: format!("{value}"),
            mark,
            most: None,
            tone: Tone::Own,
        };
        let bars = vec![bar(0.25, Some(1.0)), bar(0.5, None), bar(0.0, None)];
        let plot = Bars { id: "a", title: "A & B", description: "C".to_owned(), bars, width: WIDE };
        let svg = plot.svg();
        for part in ["width=\"110.0\"", "width=\"220.0\"", "width=\"0.0\"", "x1=\"439.0\""] {
            assert!(svg.contains(part), "{part}: {svg}");
        }
        assert!(svg.contains("<title id=\"a-title\">A &amp; B</title>") && !svg.contains("<one>"));
    }

    #[test]
    fn a_curve_goes_from_the_lower_left_to_the_upper_right() {
        let points = [[0.0, 0.0], [0.5, 0.25], [1.0, 1.0]];
        let axes = ["items", "places"];
        let curve =
            Curve { id: "l", title: "t", description: String::new(), points: &points, axes };
        assert!(curve.svg().contains("points=\"52.0,356.0 217.0,273.5 382.0,26.0\""));
    }
}

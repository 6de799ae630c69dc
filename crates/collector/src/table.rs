//! Results as one table, in CSV.

use crate::results::{PeriodResults, Results, Share, State};
use std::fmt::Write as _;

/// A line for each bucket of each released period, under a line of names.
pub(crate) fn csv(results: &Results) -> String {
    let mut text = String::from(
        "measure,version,kind,period,from,to,reports,bucket,share,low,high,low_all,high_all,standard_error\n",
    );
    for measure in &results.measures {
        for period in measure.periods.iter().filter(|period| period.state == State::Released) {
            let PeriodResults { period, from, to, state: _, reports, shares, uplift: _ } = period;
            let reports = reports.unwrap_or_default();
            for share in shares {
                let (name, bucket) = (field(&measure.name), field(&share.bucket));
                let (version, kind) = (measure.version, measure.kind);
                // Writing to a string cannot fail.
                let _ = writeln!(
                    text,
                    "{name},{version},{kind},{period},{from},{to},{reports},{bucket},{}",
                    numbers(share)
                );
            }
        }
    }
    text
}

fn numbers(share: &Share) -> String {
    let Share { bucket: _, share, low, high, low_all, high_all, standard_error } = share;
    let cells = [*share, Some(*low), Some(*high), Some(*low_all), Some(*high_all), *standard_error];
    let cell = |number: Option<f64>| number.map_or(String::new(), |number| number.to_string());
    cells.map(cell).join(",")
}

/// A text as a field; a sheet must not take one for a formula.
fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_must_be_and_are_no_formulas() {
        for (text, expected) in [
            ("Gothic", "Gothic"),
            ("Sea, ships", "\"Sea, ships\""),
            ("The \"best\"", "\"The \"\"best\"\"\""),
            ("=1+1", "'=1+1"),
        ] {
            assert_eq!(field(text), expected);
        }
    }
}

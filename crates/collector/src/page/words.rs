//! Numbers as people read them.

/// `12,345`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of 1 as `12.3 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A difference of shares as `+1.2`.
pub(super) fn signed(difference: f64) -> String {
    format!("{:+.1}", difference * 100.0).replace('-', "\u{2212}")
}

/// A number of points.
pub(super) fn points(number: f64) -> String {
    format!("{number:.1}")
}

/// The standard error, in points, of so many reports, where one point needs the given number.
pub(super) fn error_at(needed: u64, reports: u64) -> f64 {
    (needed as f64 / (reports as f64).max(1.0)).sqrt()
}

/// What an epsilon means, for one answer of two.
pub(super) fn odds(epsilon: f64) -> String {
    format!("{:.1}", libm::exp(epsilon))
}

/// What a measure asks.
pub(super) fn title(kind: &str) -> &'static str {
    match kind {
        "interest" => "What customers are most interested in",
        "outcome" => "What the profile changes",
        _ => "How many items customers look at",
    }
}

/// In the place of a share of fewer than 50 people.
pub(super) const TOO_FEW: &str = "under 50 people";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(
            [0, 999, 1_000, 35_412, 1_000_000].map(grouped),
            ["0", "999", "1,000", "35,412", "1,000,000"]
        );
        assert_eq!(percent(0.1234), "12.3 %");
        assert_eq!([signed(0.012), signed(-0.2)], ["+1.2", "\u{2212}20.0"]);
    }

    #[test]
    fn four_times_as_many_reports_halve_the_error() {
        assert_eq!(points(error_at(40_000, 10_000)), "2.0");
    }
}

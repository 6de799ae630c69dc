//! Periods and minutes as dates for people.

use homekept::signals::begin_of;
use homekept::time::Minute;

/// The first and the last day of a period.
pub(crate) fn days_of(period: u32) -> (String, String) {
    let first = begin_of(period).0 / MINUTES_A_DAY;
    (date(first), date(first + 29))
}

/// The day of a minute.
#[must_use]
pub fn date_of(minute: Minute) -> String {
    date(minute.0 / MINUTES_A_DAY)
}

/// A day since 1970 as `2026-11-26`.
pub(crate) fn date(mut day: u32) -> String {
    let mut year = 1970;
    while day >= days_in_year(year) {
        day -= days_in_year(year);
        year += 1;
    }
    let february = days_in_year(year) - 337;
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in months {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", day + 1)
}

fn days_in_year(year: u32) -> u32 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    365 + u32::from(leap)
}

const MINUTES_A_DAY: u32 = 24 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_dates() {
        for (day, expected) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (789, "1972-02-29"),
            (10_957, "2000-01-01"),
            (20_783, "2026-11-26"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(date(day), expected);
        }
    }
}

//! Times as logs write them: seconds, milliseconds, or ISO 8601.

/// Milliseconds since 1970, from a number (seconds, or milli-, micro- or nanoseconds where it is too
/// large for the one before) or from ISO 8601 (a date, or date and time; without an offset it is
/// taken as UTC).
pub(crate) fn parse(text: &str) -> Option<i64> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => {
            let units = [1000.0, 1.0, 1e-3, 1e-6];
            let limits = [1.0, 1e3, 1e6, 1e9].map(|unit| unit * LARGEST_SECONDS);
            let (unit, _) =
                units.into_iter().zip(limits).find(|(_, limit)| number.abs() < *limit)?;
            Some((number * unit).round() as i64)
        }
        Ok(_) => None,
        Err(_) => parse_iso(text),
    }
}

/// The day of a date, in days since 1970-01-01 (proleptic Gregorian calendar).
pub(crate) fn day_of(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(-9999..=9999).contains(&year) {
        return None;
    }
    // Counted from March, so that the leap day is the last of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// The date of a day, as YYYY-MM-DD: the twin of [`day_of`].
pub(crate) fn date_of(day: i64) -> String {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let day_of_era = day.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The length of a day in milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

fn parse_iso(text: &str) -> Option<i64> {
    let (date, clock) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let mut parts = date.splitn(3, ['-', '/']).map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    // Four digits tell the year from a day, which European and American dates put first.
    if year < 1000 {
        return None;
    }
    Some(day_of(year, month, day)? * DAY + parse_clock(clock)?)
}

fn parse_clock(clock: &str) -> Option<i64> {
    if clock.is_empty() {
        return Some(0);
    }
    let clock = ["Z", " UTC"].iter().find_map(|utc| clock.strip_suffix(utc)).unwrap_or(clock);
    let (clock, offset) = match clock.rfind(['+', '-']) {
        Some(at) => {
            let (clock, offset) = clock.split_at(at);
            let sign = if offset.starts_with('-') { -1 } else { 1 };
            let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
            let digits = if digits.len() == 2 { digits + "00" } else { digits };
            let number = digits.parse::<i64>().ok().filter(|number| *number <= 2_400)?;
            (clock, sign * (number / 100 * 60 + number % 100))
        }
        None => (clock, 0),
    };
    let mut parts = clock.trim().splitn(3, ':');
    let hours = parts.next()?.parse::<i64>().ok()?;
    let minutes = parts.next()?.parse::<i64>().ok()?;
    let seconds = parts.next().map_or(Some(0.0), |seconds| seconds.parse::<f64>().ok())?;
    // Beyond these it is no clock, and could be beyond all counting.
    let is_clock = (0..=24).contains(&hours) && (0..60).contains(&minutes);
    if !is_clock || !(0.0..61.0).contains(&seconds) {
        return None;
    }
    Some((hours * 60 + minutes - offset) * 60_000 + (seconds * 1000.0) as i64)
}

/// Seconds beyond this would lie in the year 5138: such a number counts milliseconds.
const LARGEST_SECONDS: f64 = 1e11;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_each_of_their_forms() {
        for (text, expected) in [
            ("0", Some(0)),
            ("1592337718.5", Some(1_592_337_718_500)),
            ("1592337718500", Some(1_592_337_718_500)),
            ("1592337718500250", Some(1_592_337_718_500)),
            ("1592337718500250000", Some(1_592_337_718_500)),
            ("1592337718.123", Some(1_592_337_718_123)),
            ("2024-02-29 12:00:00.5 UTC", Some(1_709_208_000_500)),
            ("1970-01-02", Some(DAY)),
            ("2000-03-01", Some(951_868_800_000)),
            ("2024-02-29T12:00:00Z", Some(1_709_208_000_000)),
            ("2024-02-29 13:00:00.250+01:00", Some(1_709_208_000_250)),
            ("2024-02-29T07:00-0500", Some(1_709_208_000_000)),
            ("29/02/2024", None),
            ("yesterday", None),
            ("", None),
            ("2024-13-01", None),
            ("2024-02-29T25:00", None),
            ("1e300", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
    #[test]
    fn days_and_dates_are_each_others_twins() {
        for (day, date) in [
            (0, "1970-01-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (19_854, "2024-05-11"),
            (20_453, "2025-12-31"),
            (-1, "1969-12-31"),
        ] {
            assert_eq!(date_of(day), date);
            assert_eq!(parse(date), Some(day * DAY), "{date}");
        }
        for day in (0..80_000).step_by(13) {
            assert_eq!(parse(&date_of(day)), Some(day * DAY));
        }
    }
}

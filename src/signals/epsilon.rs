//! How much a report may tell, in exact thousandths.
//! Leaves out how often: the budget adds these numbers up.

/// A bound on what one report tells: whatever the report, and whatever two
/// answers are compared, the one is at most e^epsilon times as likely as the
/// other to be behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epsilon {
    /// In 1..=[`WIDEST`].
    thousandths: u32,
}

impl Epsilon {
    /// An epsilon that the module works under: above 0, and 2 at the most (SIG-04).
    pub fn of(thousandths: u32) -> Option<Epsilon> {
        (1..=MOST).contains(&thousandths).then_some(Epsilon { thousandths })
    }

    /// An epsilon for simulations, up to 10: no module accepts it.
    pub fn wide(thousandths: u32) -> Option<Epsilon> {
        (1..=WIDEST).contains(&thousandths).then_some(Epsilon { thousandths })
    }

    /// The epsilon of a policy file, where it is an exact number of thousandths.
    pub fn of_number(number: f64) -> Option<Epsilon> {
        let scaled = number * 1000.0;
        let whole = libm::round(scaled);
        let exact = (scaled - whole).abs() < 1e-6;
        if exact && (1.0..=f64::from(MOST)).contains(&whole) {
            Epsilon::of(whole as u32)
        } else {
            None
        }
    }

    /// In thousandths.
    pub fn thousandths(self) -> u32 {
        self.thousandths
    }

    /// As a number, to be shown.
    pub fn number(self) -> f64 {
        f64::from(self.thousandths) / 1000.0
    }

    /// e^epsilon in units of 2^-48, never too large: each term of the series
    /// is positive and rounded down, and what comes after the last is left out.
    pub(super) fn exp(self) -> u128 {
        let (mut sum, mut term) = (0, ONE);
        let mut place = 0;
        while term > 0 {
            sum += term;
            place += 1;
            term = term * u128::from(self.thousandths) / (1000 * place);
        }
        sum
    }
}

/// The unit of [`Epsilon::exp`] and of every threshold.
pub(super) const ONE: u128 = 1 << 48;

const MOST: u32 = 2_000;
const WIDEST: u32 = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sig_04_the_module_takes_two_at_the_most_and_the_simulator_ten() {
        let narrow = |thousandths| Epsilon::of(thousandths).is_some();
        assert_eq!([0, 1, 2000, 2001].map(narrow), [false, true, true, false]);
        let wide = |thousandths| Epsilon::wide(thousandths).is_some();
        assert_eq!([0, 2001, 10_000, 10_001].map(wide), [false, true, true, false]);
    }

    #[test]
    fn a_number_of_the_policy_is_exact_or_refused() {
        for (number, expected) in [
            (1.0, Some(1000)),
            (0.001, Some(1)),
            (1.234, Some(1234)),
            (2.0, Some(2000)),
            (0.0, None),
            (-1.0, None),
            (0.0005, None),
            (2.001, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ] {
            assert_eq!(Epsilon::of_number(number).map(Epsilon::thousandths), expected, "{number}");
        }
    }

    #[test]
    fn its_exponential_is_never_too_large_and_hardly_too_small() {
        for thousandths in 1..=WIDEST {
            let epsilon = Epsilon::wide(thousandths).expect("it is within the bounds");
            let found = epsilon.exp() as f64 / ONE as f64;
            let expected = libm::exp(epsilon.number());
            let off = (expected - found) / expected;
            assert!((-1e-15..1e-12).contains(&off), "{thousandths}: {off}");
        }
    }
}

//! The noise of signals against its formulas: many draws, and what is told from them.
#![cfg(not(target_arch = "wasm32"))]

use homekept::signals::{Confidence, Epsilon, Estimate, Interval, Rate, Report, ReportError};
use homekept::signals::{Set, Subset};
use homekept::vault::memory::CountingDice;

/// Draws for each test of a pair of epsilon and buckets.
const DRAWS: u64 = 1_000_000;

/// Few and many buckets, sets of one and of many.
const SMALL: [(u32, u32); 4] = [(1000, 2), (2000, 7), (1000, 16), (500, 64)];

fn whole_grid() -> impl Iterator<Item = (u32, u32)> {
    [250, 500, 1000, 1500, 2000]
        .into_iter()
        .flat_map(|epsilon| [2, 3, 4, 7, 16, 64, 128, 256].map(|d| (epsilon, d)))
}

#[test]
fn sig_06_a_million_draws_are_as_the_formulas_say() {
    SMALL.into_iter().for_each(|(epsilon, d)| as_the_formulas_say(epsilon, d));
}

#[test]
#[ignore = "a minute of draws: `cargo xtask test --long` runs it"]
fn sig_06_a_million_draws_are_as_the_formulas_say_over_the_whole_grid() {
    whole_grid().for_each(|(epsilon, d)| as_the_formulas_say(epsilon, d));
}

fn as_the_formulas_say(epsilon: u32, d: u32) {
    let subset = subset(epsilon, d);
    let mut dice = CountingDice::seeded(u64::from(epsilon * 1000 + d));
    let truth = d / 2;
    // How often each bucket was in a set, with the true one in it and without.
    let mut counts = [vec![0u64; d as usize], vec![0u64; d as usize]];
    let mut sets = [0u64; 2];
    for _ in 0..DRAWS {
        let set = subset.draw(truth, &mut dice).expect("there are dice");
        assert_eq!(set.len(), subset.k());
        let with = usize::from(set.contains(truth));
        sets[with] += 1;
        set.buckets().for_each(|bucket| counts[with][bucket as usize] += 1);
    }
    let inside = sets[1] as f64;
    let mean = DRAWS as f64 * subset.p();
    let deviation = (mean * (1.0 - subset.p())).sqrt();
    assert!((inside - mean).abs() < 4.0 * deviation, "{epsilon} {d}: {inside} for {mean}");
    // The others are a sample without replacement: their counts vary together, and the sum of
    // squares over n v (D / (D - 1)) is chi-square with D - 1 degrees of freedom.
    let others = f64::from(d - 1);
    for with in [0, 1] {
        let taken = f64::from(subset.k()) - with as f64;
        let (chance, n) = (taken / others, sets[with] as f64);
        let spread = n * chance * (1.0 - chance) * others / (others - 1.0);
        if !spread.is_finite() || spread < 1.0 {
            continue;
        }
        let square = |bucket: u32| squared(counts[with][bucket as usize] as f64 - n * chance);
        let sum: f64 = (0..d).filter(|bucket| *bucket != truth).map(square).sum();
        let (found, most) = (sum / spread, chi_square(others - 1.0, 4.0));
        assert!(found < most, "{epsilon} {d}: chi-square {found}, at most {most}");
    }
}

#[test]
fn each_possible_set_comes_as_often_as_it_should() {
    let subset = subset(500, 6);
    assert_eq!(subset.k(), 2);
    let mut dice = CountingDice::seeded(3);
    let mut found = std::collections::BTreeMap::new();
    for _ in 0..DRAWS {
        let set = subset.draw(0, &mut dice).expect("there are dice");
        *found.entry(set.buckets().collect::<Vec<_>>()).or_insert(0u64) += 1;
    }
    assert_eq!(found.len(), 15, "all pairs of six");
    let chance = |set: &[u32]| {
        if set.contains(&0) { subset.p() / 5.0 } else { (1.0 - subset.p()) / 10.0 }
    };
    let square = |(set, count): (&Vec<u32>, &u64)| {
        let expected = DRAWS as f64 * chance(set);
        squared(*count as f64 - expected) / expected
    };
    let sum: f64 = found.iter().map(square).sum();
    assert!(sum < chi_square(14.0, 4.0), "chi-square {sum}");
}

#[test]
fn the_variance_is_within_five_percent_of_the_formula() {
    SMALL.into_iter().for_each(|(epsilon, d)| the_variance_is_as_the_formula_says(epsilon, d));
}

#[test]
#[ignore = "a minute of draws: `cargo xtask test --long` runs it"]
fn the_variance_is_within_five_percent_of_the_formula_over_the_whole_grid() {
    whole_grid().for_each(|(epsilon, d)| the_variance_is_as_the_formula_says(epsilon, d));
}

fn the_variance_is_as_the_formula_says(epsilon: u32, d: u32) {
    let subset = subset(epsilon, d);
    let mut dice = CountingDice::seeded(u64::from(epsilon + d) << 20);
    // Always the same customers, so that the noise alone varies.
    let (rounds, customers) = (5_000, 200);
    let truth = d - 1;
    let mut squares = vec![0.0; d as usize];
    let mut expected = 0.0;
    for _ in 0..rounds {
        let answers = (0..customers).map(|customer| if customer % 4 == 0 { truth } else { 0 });
        let estimate = estimate(subset, answers, &mut dice);
        let shares = estimate.shares();
        let true_share = |bucket: u32| {
            (if bucket == truth { 0.25 } else { 0.0 }) + if bucket == 0 { 0.75 } else { 0.0 }
        };
        for (bucket, share) in shares.iter().enumerate() {
            squares[bucket] += squared(share - true_share(bucket as u32));
        }
        expected += estimate.noise(truth);
    }
    let (found, expected) = (squares[truth as usize] / expected, 1.0);
    assert!((found - expected).abs() < 0.05, "{epsilon} {d}: {found}");
    if d > 2 {
        let all: f64 = squares[1..truth as usize].iter().sum();
        let found = all / f64::from(d - 2) / f64::from(rounds);
        let expected = Estimate::population_for(subset, 0.001) as f64 * 1e-6 / f64::from(customers);
        assert!((found / expected - 1.0).abs() < 0.05, "{epsilon} {d}: {found} for {expected}");
    }
}

#[test]
fn sig_04_what_is_measured_of_epsilon_is_never_above_it() {
    for (epsilon, d) in SMALL {
        let claimed = f64::from(epsilon) / 1000.0;
        let found = measured_epsilon(subset(epsilon, d), u64::from(d));
        assert!(found <= claimed, "{d}: {found} of {claimed}");
        // It is measured well enough to be worth something.
        assert!(found > claimed - 0.03, "{d}: {found} of {claimed}");
        let wider = measured_epsilon(subset(epsilon + 40, d), u64::from(d));
        assert!(wider > claimed, "{d}: {wider} would not be found to exceed {claimed}");
    }
}

/// A lower bound, surer than 99.9 %, on the epsilon of a draw: how much more often a set that has
/// one bucket and lacks another comes of the one than of the other (Clopper and Pearson 1934).
fn measured_epsilon(subset: Subset, seed: u64) -> f64 {
    let mut dice = CountingDice::seeded(seed);
    let mut times = |truth: u32| {
        let tells = |set: Set| set.contains(0) && !set.contains(1);
        let draw = |_| subset.draw(truth, &mut dice).expect("there are dice");
        (0..DRAWS).map(draw).filter(|set| tells(*set)).count() as f64
    };
    let (own, other) = (times(0), times(1));
    let n = DRAWS as f64;
    let low = halve(|chance| beta(own, n - own + 1.0, chance) < 0.0005);
    let high = halve(|chance| beta(other + 1.0, n - other, chance) < 0.9995);
    libm::log(low / high)
}

#[test]
fn two_reports_of_one_browser_are_no_more_alike_than_those_of_two() {
    let subset = subset(1000, 64);
    let mut browsers = [CountingDice::seeded(1), CountingDice::seeded(2)];
    let mut draw = |browser: usize| subset.draw(5, &mut browsers[browser]).expect("there are dice");
    let mut alike = |first: usize, second: usize| -> usize {
        let both = |(a, b): (Set, Set)| a.buckets().filter(|bucket| b.contains(*bucket)).count();
        (0..20_000).map(|_| both((draw(first), draw(second)))).sum()
    };
    let (of_one, of_two) = (alike(0, 0) as f64, alike(0, 1) as f64);
    assert!((of_one / of_two - 1.0).abs() < 0.01, "{of_one} and {of_two} of 20,000");
}

#[test]
fn the_true_shares_lie_inside_their_intervals_as_often_as_promised() {
    let subset = subset(1000, 7);
    let truth = [0.40, 0.25, 0.15, 0.10, 0.06, 0.03, 0.01];
    let mut dice = CountingDice::seeded(11);
    let rounds = 1_000;
    let (mut each, mut all) = (0u32, 0u32);
    for _ in 0..rounds {
        let estimate = sample(subset, &truth, 2_000, &mut dice);
        let inside = |confidence: Confidence| {
            let holds =
                |(bucket, share): (u32, &f64)| estimate.interval(bucket, confidence).holds(*share);
            (0..).zip(&truth).filter(|pair| holds(*pair)).count() as u32
        };
        each += inside(Confidence::Each(0.95));
        all += u32::from(inside(Confidence::All(0.95, 7)) == 7);
    }
    let each = f64::from(each) / f64::from(rounds * 7);
    assert!((0.94..0.96).contains(&each), "{each}");
    // Bonferroni's intervals hold all of them at least so often.
    let all = f64::from(all) / f64::from(rounds);
    assert!((0.94..0.985).contains(&all), "{all}");
}

#[test]
fn the_uplift_lies_inside_its_interval_as_often_as_promised() {
    let subset = subset(2000, 7);
    // Of half in each arm 20 % and 30 % clicked or bought.
    let truth = [0.2, 0.32, 0.06, 0.02, 0.28, 0.09, 0.03];
    let rate = |first: usize| Rate {
        part: vec![first + 1, first + 2],
        whole: vec![first, first + 1, first + 2],
    };
    let mut dice = CountingDice::seeded(12);
    let rounds = 1_000;
    let mut inside = 0;
    for _ in 0..rounds {
        let estimate = sample(subset, &truth, 5_000, &mut dice);
        let (uplift, variance) = estimate.uplift(&rate(4), &rate(1)).expect("both arms are there");
        let interval = Interval::around(uplift, variance, Confidence::Each(0.95));
        inside += u32::from(interval.holds(0.1));
    }
    let found = f64::from(inside) / f64::from(rounds);
    assert!((0.935..0.965).contains(&found), "{found}");
}

#[test]
fn a_rate_within_nobody_is_none() {
    let subset = subset(1000, 7);
    let mut dice = CountingDice::seeded(13);
    let estimate = estimate(subset, (0..1_000).map(|_| 0), &mut dice);
    let rate = Rate { part: vec![2, 3], whole: vec![1, 2, 3] };
    assert_eq!(estimate.rate(&rate), None);
}

#[test]
fn a_report_comes_back_as_it_went() {
    let mut dice = CountingDice::seeded(14);
    for (epsilon, d) in SMALL {
        let subset = subset(epsilon, d);
        for bucket in 0..d {
            let set = subset.draw(bucket, &mut dice).expect("there are dice");
            let report = Report { period: 690, measure: [7; 8], number: [9; 16], set };
            let again = Report::decode(&report.encode());
            assert_eq!(again, Ok(report));
            assert_eq!(report.fits(subset), Ok(()));
        }
    }
}

#[test]
fn a_report_of_version_1_is_read_for_ever() {
    let text = include_str!("golden/report-v1.txt");
    let report = Report::decode(&from_hex(text.trim())).expect("it is one");
    let mut set = Set::default();
    [0, 5, 9, 15].into_iter().for_each(|bucket| set.insert(bucket));
    let measure = [0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17];
    let number = std::array::from_fn(|at| 0x20 + at as u8);
    assert_eq!(report, Report { period: 690, measure, number, set });
    assert_eq!(report.fits(subset(1000, 16)), Ok(()));
    assert_eq!(report.encode().to_vec(), from_hex(text.trim()));
}

#[test]
fn bytes_that_are_no_report_are_refused_by_their_codes() {
    let mut rows = 0;
    for line in include_str!("golden/bad_report-v1.txt").lines() {
        let (code, hex) = line.split_once(' ').expect("a code and the bytes");
        let read = Report::decode(&from_hex(hex));
        let found = read.and_then(|report| report.fits(subset(1000, 16)));
        assert_eq!(found.map_err(|error| error.code()), Err(code), "{hex}");
        rows += 1;
    }
    assert_eq!(rows, 11);
}

#[test]
fn sets_that_no_draw_gives_are_refused() {
    let subset = subset(1000, 16);
    let of = |buckets: &[u32]| {
        let mut set = Set::default();
        buckets.iter().for_each(|bucket| set.insert(*bucket));
        Report { period: 690, measure: [7; 8], number: [9; 16], set }.fits(subset)
    };
    assert_eq!(subset.k(), 4);
    assert_eq!(of(&[0, 5, 9, 15]), Ok(()));
    for buckets in [&[][..], &[0, 5, 9], &[0, 1, 2, 3, 4], &[0, 5, 9, 16], &[0, 5, 9, 255]] {
        assert_eq!(of(buckets), Err(ReportError::ImpossibleSet), "{buckets:?}");
    }
}

fn subset(epsilon: u32, d: u32) -> Subset {
    Subset::of(d, Epsilon::wide(epsilon).expect("in bounds")).expect("in bounds")
}

/// What these answers give.
fn estimate(
    subset: Subset,
    answers: impl Iterator<Item = u32>,
    dice: &mut CountingDice,
) -> Estimate {
    let mut counts = vec![0; subset.d() as usize];
    let mut reports = 0;
    for answer in answers {
        let set = subset.draw(answer, dice).expect("there are dice");
        set.buckets().for_each(|bucket| counts[bucket as usize] += 1);
        reports += 1;
    }
    Estimate::of(subset, &counts, reports).expect("there are reports")
}

/// What so many customers give who are drawn from these shares.
fn sample(subset: Subset, shares: &[f64], customers: u32, dice: &mut CountingDice) -> Estimate {
    let mut chance = CountingDice::seeded(dice.word());
    let answers = (0..customers).map(|_| {
        let mut left = chance.word() as f64 / u64::MAX as f64;
        let bucket = shares.iter().position(|share| {
            left -= share;
            left < 0.0
        });
        bucket.unwrap_or(0) as u32
    });
    estimate(subset, answers, dice)
}

#[test]
fn the_table_of_the_document_is_what_the_formulas_give() {
    let document = include_str!("../docs/signals.md");
    let mut rows = 0;
    for line in document.lines() {
        let plain = line.replace(',', "");
        let cells: Vec<Option<u64>> =
            plain.split('|').map(|cell| cell.trim().parse().ok()).collect();
        if let [None, Some(d), Some(one), Some(two), None] = cells[..] {
            for (epsilon, reports) in [(1000, one), (2000, two)] {
                let found = Estimate::population_for(subset(epsilon, d as u32), 0.01);
                assert_eq!(found, reports, "{line}");
            }
            rows += 1;
        }
    }
    assert_eq!(rows, 4);
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.map(|pair| byte(pair).expect("two digits")).collect()
}

fn squared(number: f64) -> f64 {
    number * number
}

/// The point that chi-square passes as often as a normal variable passes so many deviations
/// (Wilson and Hilferty 1931).
fn chi_square(degrees: f64, deviations: f64) -> f64 {
    let ninth = 2.0 / (9.0 * degrees);
    degrees * libm::pow(1.0 - ninth + deviations * ninth.sqrt(), 3.0)
}

/// The point up to which a condition holds, between 0 and 1.
fn halve(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22).
fn beta(a: f64, b: f64, x: f64) -> f64 {
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta(b, a, 1.0 - x);
    }
    let gamma = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b);
    let front = libm::exp(gamma + a * libm::log(x) + b * libm::log(1.0 - x)) / a;
    let term = |place: u32| {
        let m = f64::from(place / 2);
        if place == 0 {
            1.0
        } else if place.is_multiple_of(2) {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        }
    };
    // From the far end: the terms grow small long before.
    let tail = (1..2_000).rev().fold(1.0, |below, place| 1.0 + term(place) / below);
    front / tail
}

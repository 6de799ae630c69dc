//! At one bucket a set the noise is randomised response, which OpenDP has too: the privacy that it
//! computes for our chance, and what it draws, beside ours.
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

use homekept::signals::{Epsilon, Subset};
use homekept::vault::memory::CountingDice;
use opendp::measurements::make_randomized_response;

/// Epsilon in thousandths, and how many buckets there are.
const CASES: [(u32, u32); 5] = [(500, 2), (1000, 2), (1000, 3), (2000, 7), (2000, 8)];

#[test]
fn opendp_finds_the_epsilon_that_we_claim() {
    for (thousandths, d) in CASES {
        let subset = subset(thousandths, d);
        let theirs = make_randomized_response((0..d).collect(), subset.p()).unwrap();
        let found = theirs.map(&1).unwrap();
        let claimed = f64::from(thousandths) / 1000.0;
        // It rounds up where a double cannot hold the number.
        assert!(found <= claimed + 1e-12, "{d}: {found} of {claimed}");
        assert!(found > claimed - 1e-9, "{d}: {found} of {claimed}");
    }
}

#[test]
fn opendp_draws_as_we_do() {
    let mut dice = CountingDice::default();
    for (thousandths, d) in CASES {
        let subset = subset(thousandths, d);
        let theirs = make_randomized_response((0..d).collect(), subset.p()).unwrap();
        let mut counts = vec![[0.0; 2]; d as usize];
        for _ in 0..DRAWS {
            let set = subset.draw(1, &mut dice).unwrap();
            let own = set.buckets().next().unwrap();
            counts[own as usize][0] += 1.0;
            counts[theirs.invoke(&1).unwrap() as usize][1] += 1.0;
        }
        // Two samples of one distribution: chi-square with d - 1 degrees of freedom. Theirs has no
        // seed, so the bound is one that chance passes once in a hundred million times.
        let square = |[own, other]: &[f64; 2]| (own - other) * (own - other) / (own + other);
        let found: f64 = counts.iter().map(square).sum();
        let degrees = f64::from(d - 1);
        let most = degrees + 6.0 * (2.0 * degrees).sqrt() + 36.0;
        assert!(found < most, "{d}: chi-square {found}, at most {most}");
    }
}

fn subset(thousandths: u32, d: u32) -> Subset {
    let subset = Subset::of(d, Epsilon::of(thousandths).unwrap()).unwrap();
    assert_eq!(subset.k(), 1, "{d} at {thousandths} is no randomised response");
    subset
}

const DRAWS: u32 = 200_000;

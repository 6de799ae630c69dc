//! Sponsored items. The format has no flag for them yet, so nothing can be sold; once it has, this
//! is the place where their label, their share and their places are held against the bound.

use super::{Bound, Verdict};

pub(super) fn bound() -> Bound {
    Bound {
        bound: "sponsored",
        claim: "sponsored items are labelled, at most one in five, and never in place of the best \
                match",
        verdict: Verdict::Absent,
        limit: None,
        worst: None,
        checked: 0,
        unit: "lists",
        broken: 0,
        found: "none in this format".to_owned(),
    }
}

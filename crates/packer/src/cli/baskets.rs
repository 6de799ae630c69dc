//! `homekept eval --slot basket`: the figures as text.

use clap::ValueEnum;
use homekept_packer::{BasketMethod, Baskets, Quality};

use super::evaluating::in_brackets;
use crate::out::say;

/// The slots that can be measured on a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SlotArg {
    /// Picks for the customer, after every step of a visit.
    ForYou,
    /// What goes with the basket.
    Basket,
}

pub(super) fn tell_baskets(found: &Baskets) {
    let Baskets { top, baskets, drawn, methods, .. } = found;
    say!(
        "{baskets} baskets; {drawn} of their items drawn and hidden one at a time, then the last of each\n"
    );
    let [hr, mrr] = [format!("HR@{top}"), format!("MRR@{top}")];
    say!("{:<28}{:>44}{:>44}", "", "drawn", "added last");
    say!("{:<28}{hr:>22}{mrr:>22}{hr:>22}{mrr:>22}", "");
    tell(methods, |method| (method.drawn, method.last));
    say!("\nours is ahead by");
    let theirs = methods.get(..methods.len().saturating_sub(1)).unwrap_or(&[]);
    tell(theirs, |method| (method.ours_ahead_drawn, method.ours_ahead_last));
    say!();
    for method in methods {
        say!("{}: {}. Here: {}.", method.name, method.paper, method.parameters);
    }
}

fn tell(methods: &[BasketMethod], of: fn(&BasketMethod) -> (Quality, Quality)) {
    for method in methods {
        let (drawn, last) = of(method);
        let [a, b, c, d] = [drawn.hr, drawn.mrr, last.hr, last.mrr].map(in_brackets);
        say!("{:<28}{a:>22}{b:>22}{c:>22}{d:>22}", method.name);
    }
}

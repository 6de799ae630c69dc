//! What the words of a pack mean, for those who do not know the trade.

/// What a table was made from: `source` is the word of the policy file.
#[must_use]
pub fn what_source(source: &str) -> &'static str {
    match source {
        "attributes" => "no behaviour of anybody is in it",
        "orders" => "what was bought together",
        "sessions" => "what was looked at in one visit, by the shop's own log",
        _ => "counts that customers agreed to send, with noise",
    }
}

/// What a support threshold says.
#[must_use]
pub fn what_support(support: u32) -> &'static str {
    match support {
        0 => "nobody was counted",
        1 => "a pair of items may be a single visitor's trace",
        _ => "so many different visitors made each pair of items, says the packer",
    }
}

//! What a test may change about a running shop, to see that pages stay whole when the world does
//! not: a hostile script, broken bytes, a changed policy, failures and delays.

use std::time::Duration;

/// Changes to what the shop serves; the default changes nothing.
#[derive(Debug, Clone, Default)]
pub struct Tweaks {
    /// JavaScript that every page loads before its own, as an injected script would be.
    pub extra_script: Option<String>,
    /// Bytes to serve at the pack's address instead of the pack.
    pub pack_bytes: Option<Vec<u8>>,
    /// Text to serve as the policy instead of the shop's own.
    pub policy: Option<String>,
    /// Paths (by their beginning) that fail, each with a status.
    pub failing: Vec<(String, u16)>,
    /// Paths (by their beginning) that are answered late.
    pub slow: Vec<(String, Duration)>,
}

impl Tweaks {
    /// The status that a path fails with, if it does.
    pub(crate) fn failure(&self, path: &str) -> Option<u16> {
        self.failing
            .iter()
            .find(|(beginning, _)| path.starts_with(beginning))
            .map(|(_, status)| *status)
    }

    /// How long a path waits.
    pub(crate) fn delay(&self, path: &str) -> Option<Duration> {
        self.slow.iter().find(|(beginning, _)| path.starts_with(beginning)).map(|(_, delay)| *delay)
    }
}

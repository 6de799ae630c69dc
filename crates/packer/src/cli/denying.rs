//! Which categories are denied: flags of `homekept pack`.

use std::path::PathBuf;

use clap::Args;
use homekept_packer::PackOptions;

#[derive(Debug, Args)]
pub(super) struct DenyArgs {
    /// A category that is never profiled, as kind=label, such as `subject=Divorce`. Its items are
    /// shown like any other, but no row of the table speaks of them. A feed may also have a column
    /// `denied`.
    #[arg(long, value_name = "KIND=LABEL")]
    deny: Vec<String>,
    /// A table of what becomes of categories, with the columns `category`, `topic` and `reason`. A
    /// topic is one of a fixed list, or `deny`, or, with a reason, `allow`.
    #[arg(long, value_name = "FILE")]
    deny_map: Option<PathBuf>,
    /// Do not hold names of categories against the lists of words of denied topics.
    #[arg(long)]
    no_screen: bool,
    /// Deny items for words in their titles, too. Without, such titles are counted and told.
    #[arg(long, conflicts_with = "no_screen")]
    screen_titles: bool,
}

impl DenyArgs {
    /// The options with what these flags say.
    pub(super) fn options(&self, options: PackOptions) -> PackOptions {
        PackOptions {
            deny: self.deny.clone(),
            deny_map: self.deny_map.clone(),
            screen: !self.no_screen,
            screen_titles: self.screen_titles,
            ..options
        }
    }
}

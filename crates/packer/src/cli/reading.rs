//! How files are read: flags that `pack`, `eval`, `compare`, `tune` and `audit` have in common.

use std::path::PathBuf;

use clap::Args;
use homekept_packer::Reading;

#[derive(Debug, Args)]
pub(super) struct ReadingArgs {
    /// Say which column plays a role, such as `session=visit_no`. Roles: session, visitor, time,
    /// order, year, month, day, item, kind; id, title, url, available, denied, boost, popularity,
    /// image, sponsored, iab, google.
    #[arg(long, value_name = "ROLE=NAME", value_parser = parse_pair)]
    column: Vec<(String, String)>,
    /// A kind of event that is read, such as `view`; repeat it. All kinds without.
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// After a pause of so many minutes a visitor's session ends, where the log does not name
    /// sessions.
    #[arg(long, value_name = "MINUTES", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=10_080))]
    pause: u32,
    /// Where every line that could not be used is written, with its reason, as JSON Lines.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// A file of flags, with their names as keys. `homekept.toml` of the current folder without.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl ReadingArgs {
    pub(super) fn reading(&self) -> Reading {
        Reading {
            columns: self.column.clone(),
            kinds: self.kind.clone(),
            pause: self.pause,
            report: self.report.clone(),
        }
    }
}

fn parse_pair(text: &str) -> Result<(String, String), String> {
    let (role, name) = text.split_once('=').ok_or("expected role=name")?;
    Ok((role.to_owned(), name.to_owned()))
}

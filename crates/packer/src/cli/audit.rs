//! `homekept audit`: its flags, and what it prints.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use homekept_packer::{AuditOptions, PackError, Voice, audit, write_audit_page};

use super::{ReadingArgs, parse_top, print_json, tell_broken};
use crate::audit_sheet;

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// The pack.
    #[arg(value_name = "FILE")]
    pack: PathBuf,
    /// The session log whose customers the lists are made for. Without one they are invented.
    #[arg(long, value_name = "FILE")]
    sessions: Option<PathBuf>,
    /// The shop's policy file, such as homekept.json, which says how far the shop lifts its items.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
    /// How many picks a list has.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = parse_top)]
    top: usize,
    /// About how many moments of the log are looked at, drawn by a fixed seed.
    #[arg(long, value_name = "N", default_value_t = 2000, conflicts_with = "all",
          value_parser = clap::value_parser!(u64).range(1..))]
    lists: u64,
    /// Look at every moment of the log.
    #[arg(long)]
    all: bool,
    /// The kind of attribute that counts as the category. The first one of the pack without.
    #[arg(long, value_name = "KIND")]
    category: Option<String>,
    /// Write a page with plots to a file as well: it loads nothing, and can be printed.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Audits, and says what was found. Exit status 4 where a bound is broken.
pub(super) fn run(args: &AuditArgs, mut voice: Voice) -> Result<ExitCode, PackError> {
    let report = audit(&args.options(), &mut voice)?;
    drop(voice);
    if let Some(path) = &args.html {
        let name =
            args.pack.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
        write_audit_page(path, &name, &report.audit)?;
    }
    if args.json {
        print_json(&report.audit);
    } else {
        audit_sheet::tell(&args.pack, &report.audit);
    }
    let lines = tell_broken(&report.broken);
    Ok(if report.audit.holds() { lines } else { ExitCode::from(4) })
}

impl AuditArgs {
    fn options(&self) -> AuditOptions {
        AuditOptions {
            sessions: self.sessions.clone(),
            policy: self.policy.clone(),
            reading: self.reading.reading(),
            top: self.top,
            moments: (!self.all).then_some(self.lists),
            category: self.category.clone(),
            ..AuditOptions::new(self.pack.clone())
        }
    }
}

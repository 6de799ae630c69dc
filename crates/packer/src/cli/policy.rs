//! `homekept policy`: the public file in which a site says what is done there.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use homekept_packer::{PackError, PolicyOptions, write_policy, write_record};

use crate::out::say;

#[derive(Debug, Args)]
pub(super) struct PolicyArgs {
    /// The pack that pages load. The file gets its integrity, and says what its table was made from.
    #[arg(long, value_name = "FILE")]
    pack: PathBuf,
    /// The policy file. What it says already stays, but for what is given here.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Where pages find the pack. The pack's name at the root of the site, where the file names no
    /// other.
    #[arg(long, value_name = "ADDRESS")]
    url: Option<String>,
    /// The site's name, of a-z, 0-9, dots, dashes and underscores. Another name starts anew for every
    /// customer.
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// Who is responsible, as customers read it.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// How to reach them: an e-mail address or a page.
    #[arg(long, value_name = "CONTACT")]
    contact: Option<String>,
    /// Besides, what you have to write down about the processing (GDPR, articles 25, 30 and 35), in
    /// Markdown, from what the policy says then.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

impl PolicyArgs {
    pub(super) fn run(&self) -> Result<ExitCode, PackError> {
        let written = write_policy(&PolicyOptions {
            pack: self.pack.clone(),
            output: self.output.clone(),
            url: self.url.clone(),
            site: self.site.clone(),
            name: self.name.clone(),
            contact: self.contact.clone(),
        })?;
        if let Some(path) = &self.record {
            write_record(&self.output, path)?;
            say!("{}: the record of that processing", path.display());
        }
        let said =
            |place| written.pointer(place).and_then(|text| text.as_str()).unwrap_or_default();
        say!(
            "{}: the site {}, its pack at {} ({}), whose table comes from {}",
            self.output.display(),
            said("/site"),
            said("/pack/url"),
            said("/pack/integrity"),
            said("/tableSource"),
        );
        Ok(ExitCode::SUCCESS)
    }
}

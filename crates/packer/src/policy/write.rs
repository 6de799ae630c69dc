//! Writing the policy file for a pack, or bringing the one that is there up to date.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha384};

use super::{check, read_json, unclear};
use crate::inspect::{self, source_name};
use crate::{PackError, write};

/// What a policy file is written for. What is not named stays as the file has it.
#[derive(Debug, Clone, Default)]
pub struct PolicyOptions {
    /// The pack that pages load.
    pub pack: PathBuf,
    /// The policy file: written anew, or brought up to date where there is one.
    pub output: PathBuf,
    /// Where pages find the pack. The pack's file name at the root of the site, at first.
    pub url: Option<String>,
    /// The site's name, as its records are bound to it.
    pub site: Option<String>,
    /// Who is responsible.
    pub name: Option<String>,
    /// How to reach them.
    pub contact: Option<String>,
}

/// Writes a policy file, or brings the one that is there up to date: where the pack lies, its
/// integrity, and what its table was made from. Gives what has been written.
///
/// # Errors
/// When the pack or the file cannot be read, or the page would refuse what were written: the file
/// stays as it was then.
pub fn write_policy(options: &PolicyOptions) -> Result<Value, PackError> {
    let bytes = inspect::read(&options.pack)?;
    let digest = BASE64_STANDARD.encode(Sha384::digest(&bytes));
    let source = source_name(inspect::open(&options.pack, bytes)?.header().source);
    let mut file = match read_json(&options.output) {
        Ok(json) => json,
        Err(PackError::Read { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            json!({ "version": 1 })
        }
        Err(error) => return Err(error),
    };
    if let Some(site) = &options.site {
        file["site"] = json!(site);
    }
    for (field, said) in [("name", &options.name), ("contact", &options.contact)] {
        if let Some(text) = said {
            part(&options.output, &mut file, "controller")?.insert(field.to_owned(), json!(text));
        }
    }
    for (place, flag) in
        [("/site", "--site"), ("/controller/name", "--name"), ("/controller/contact", "--contact")]
    {
        let said = file.pointer(place).and_then(Value::as_str);
        if said.is_none_or(str::is_empty) {
            return Err(unclear(&options.output, format!("it has no {place}: give {flag}")));
        }
    }
    file["tableSource"] = json!(source);
    part(&options.output, &mut file, "notice")?.entry("version").or_insert(json!("1"));
    let pack = part(&options.output, &mut file, "pack")?;
    match &options.url {
        Some(url) => drop(pack.insert("url".to_owned(), json!(url))),
        None => drop(pack.entry("url").or_insert_with(|| json!(at_the_root(&options.pack)))),
    }
    pack.insert("integrity".to_owned(), json!(format!("sha384-{digest}")));
    check(&options.output, &file)?;
    write::whole(&options.output, format!("{file:#}\n").as_bytes())?;
    Ok(file)
}

/// A part of the file that is an object, made where there is none.
fn part<'f>(
    path: &Path,
    file: &'f mut Value,
    name: &str,
) -> Result<&'f mut Map<String, Value>, PackError> {
    file.as_object_mut()
        .map(|file| file.entry(name).or_insert_with(|| json!({})))
        .and_then(Value::as_object_mut)
        .ok_or_else(|| unclear(path, format!("its {name} is not an object")))
}

fn at_the_root(pack: &Path) -> String {
    let name = pack.file_name().unwrap_or_default().to_string_lossy();
    format!("/{name}")
}

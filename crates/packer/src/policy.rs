//! The shop's policy file: read and checked as the page checks it, and written for a pack.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use homekept::policy::{Policy, PolicyError, PolicyFile};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha384};

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

/// The policy of a file, checked as the page checks it; without a file the one of a shop that names
/// nothing but itself. Beside it what the file says of the table's source.
pub(crate) fn read(path: Option<&Path>) -> Result<(Policy, Option<String>), PackError> {
    let Some(path) = path else {
        let file = PolicyFile {
            version: 1,
            site: "audit".to_owned(),
            notice: "1".to_owned(),
            ..PolicyFile::default()
        };
        return Ok((Policy::of(file).map_err(|source| refused(Path::new(""), source))?, None));
    };
    let json = read_json(path)?;
    let source = json.get("tableSource").and_then(Value::as_str).map(str::to_owned);
    Ok((check(path, &json)?, source))
}

fn read_json(path: &Path) -> Result<Value, PackError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| PackError::Read { path: path.to_owned(), source })?;
    let json: Value =
        serde_json::from_str(&text).map_err(|error| unclear(path, error.to_string()))?;
    if !json.is_object() {
        return Err(unclear(path, "is not an object".to_owned()));
    }
    Ok(json)
}

/// What the module would make of it.
fn check(path: &Path, json: &Value) -> Result<Policy, PackError> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let purposes = match json.get("purposes") {
        None => None,
        Some(list) => Some(
            list.as_array()
                .and_then(|list| list.iter().map(text).collect())
                .ok_or_else(|| refused(path, PolicyError::UnknownPurpose))?,
        ),
    };
    let number = |field: &str, wrong| match json.get(field) {
        None => Ok(None),
        Some(value) => value.as_f64().map(Some).ok_or_else(|| refused(path, wrong)),
    };
    let file = PolicyFile {
        version: json.get("version").and_then(Value::as_u64).unwrap_or(0) as u32,
        site: json.get("site").and_then(text).unwrap_or_default(),
        notice: json.pointer("/notice/version").and_then(text).unwrap_or_default(),
        purposes,
        jurisdiction: json.get("jurisdiction").and_then(text),
        retention_days: number("retentionDays", PolicyError::BadRetention)?,
        boost: number("boost", PolicyError::BadBoost)?,
        off: json.get("off").and_then(Value::as_bool).unwrap_or(false),
    };
    Policy::of(file).map_err(|source| refused(path, source))
}

fn unclear(path: &Path, reason: String) -> PackError {
    PackError::PolicyUnclear { path: path.to_owned(), reason }
}

fn refused(path: &Path, source: PolicyError) -> PackError {
    PackError::Policy { path: path.to_owned(), source }
}

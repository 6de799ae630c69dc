//! `homekept.toml`: the flags of `homekept pack` in a file. Its keys are the names of the flags, so
//! that every flag can stand in it; a flag on the command line goes before it. Of the commands that
//! look at what was packed, those that read files take from it which files and how.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use homekept_packer::PackError;
use toml::{Table, Value};

/// The command line, with the file's keys as flags in it where there is a file. Gives the file and
/// the keys that it said too.
///
/// # Errors
/// When the file cannot be read, is not TOML, or has a key that is no flag.
pub(super) fn with_file(
    mut args: Vec<OsString>,
    command: &Command,
) -> Result<(Vec<OsString>, Option<String>), PackError> {
    let matches = command.clone().ignore_errors(true).try_get_matches_from(&args);
    // Help and the version are nothing that a file could change.
    let Ok(matches) = matches else { return Ok((args, None)) };
    let Some((name, matches)) = matches.subcommand() else { return Ok((args, None)) };
    let is_pack = name == PACK;
    if !is_pack && !READERS.contains(&name) {
        return Ok((args, None));
    }
    let said = matches.try_get_one::<PathBuf>(CONFIG).ok().flatten().cloned();
    let path = match said {
        Some(path) => path,
        None if Path::new(FILE).is_file() => PathBuf::from(FILE),
        None => return Ok((args, None)),
    };
    let text = std::fs::read_to_string(&path)
        .map_err(|source| PackError::Read { path: path.clone(), source })?;
    let unclear = |reason: String| PackError::ConfigUnclear { path: path.clone(), reason };
    let table: Table =
        text.parse().map_err(|error: toml::de::Error| unclear(error.message().to_owned()))?;
    let (pack, own) = (command.find_subcommand(PACK), command.find_subcommand(name));
    let (Some(pack), Some(own)) = (pack, own) else { return Ok((args, None)) };
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let (mut flags, mut used) = (Vec::new(), Vec::new());
    for (key, value) in &table {
        let is_key = |arg: &&Arg| arg.get_long() == Some(key) && !NO_KEYS.contains(&key.as_str());
        let arg = pack.get_arguments().find(is_key).ok_or_else(|| unclear(unknown(key, pack)))?;
        let texts = texts(arg, value, &folder).ok_or_else(|| {
            unclear(format!("{key} is {}, which --{key} does not take", kind(value)))
        })?;
        // What a pack is made of is no matter of those who look at one.
        let is_read = is_pack || READ_KEYS.contains(&key.as_str());
        let is_own = |arg: &&Arg| arg.get_long() == Some(key);
        let Some(arg) = own.get_arguments().find(is_own).filter(|_| is_read) else { continue };
        if !is_overruled(arg, own, matches) {
            flags.extend(texts.into_iter().map(|text| flag(key, text)));
            used.push(key.as_str());
        }
    }
    let behind = args.iter().position(|arg| arg == name).map_or(args.len(), |at| at + 1);
    args.splice(behind..behind, flags);
    let used = if used.is_empty() { "nothing".to_owned() } else { used.join(", ") };
    Ok((args, Some(format!("{} says {used}", path.display()))))
}

/// Whether the command line says a flag, or one that does not go with it.
fn is_overruled(arg: &Arg, command: &Command, matches: &ArgMatches) -> bool {
    let is_said =
        |arg: &Arg| matches.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine);
    is_said(arg) || command.get_arg_conflicts_with(arg).into_iter().any(is_said)
}

/// The values that a flag is given by a key, none for one that takes none; none at all where they
/// are not of its kind.
fn texts(arg: &Arg, value: &Value, folder: &Path) -> Option<Vec<Option<String>>> {
    let takes_many = matches!(arg.get_action(), ArgAction::Append);
    match (arg.get_action(), value) {
        (ArgAction::SetTrue, Value::Boolean(true)) => Some(vec![None]),
        (ArgAction::SetTrue, Value::Boolean(false)) => Some(Vec::new()),
        (ArgAction::SetTrue, _) => None,
        (_, Value::Array(values)) if takes_many => {
            values.iter().map(|value| one(arg, value, folder).map(Some)).collect()
        }
        (_, Value::Table(pairs)) if takes_many => {
            let pair = |(name, value): (&String, &Value)| {
                Some(Some(format!("{name}={}", one(arg, value, folder)?)))
            };
            pairs.iter().map(pair).collect()
        }
        (_, value) => Some(vec![Some(one(arg, value, folder)?)]),
    }
}

/// A single value. A path is meant from where the file is.
fn one(arg: &Arg, value: &Value, folder: &Path) -> Option<String> {
    match value {
        Value::String(path) if arg.get_value_hint() == ValueHint::AnyPath => {
            Some(folder.join(path).to_string_lossy().into_owned())
        }
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Datetime(date) => Some(date.to_string()),
        Value::Boolean(_) | Value::Array(_) | Value::Table(_) => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
    }
}

fn flag(key: &str, text: Option<String>) -> OsString {
    match text {
        Some(text) => format!("--{key}={text}"),
        None => format!("--{key}"),
    }
    .into()
}

fn unknown(key: &str, pack: &Command) -> String {
    let keys = pack.get_arguments().filter_map(Arg::get_long).filter(|key| !NO_KEYS.contains(key));
    format!("{key} is no key; the keys are {}", keys.collect::<Vec<_>>().join(", "))
}

const PACK: &str = "pack";

/// Commands that read the files of a shop besides.
const READERS: [&str; 4] = ["eval", "compare", "tune", "audit"];

/// The keys that they take, as far as they have such a flag.
const READ_KEYS: [&str; 6] = ["items", "sessions", "column", "kind", "pause", "report"];

const CONFIG: &str = "config";

/// The file that is read where it lies in the current folder.
const FILE: &str = "homekept.toml";

/// Flags that only make sense on the command line.
const NO_KEYS: [&str; 3] = [CONFIG, "help", "version"];

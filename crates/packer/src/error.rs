//! What can go wrong between a shop's files and a pack.

use std::fmt;
use std::path::PathBuf;

use homekept::catalogue::{BuildError, Catalogue, CatalogueError};
use homekept::policy::PolicyError;
use homekept::signals::SignalsError;

/// Why there is no pack, or no figures.
#[derive(Debug)]
#[non_exhaustive]
pub enum PackError {
    /// A file could not be read.
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The pack could not be written. Whatever was at its place is still there.
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file has no line with content.
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A file is in a format that is not read.
    FormatUnknown {
        /// The file.
        path: PathBuf,
        /// What it looks like.
        found: &'static str,
    },
    /// A file can be read by the packer that is compiled for the machine, and not by the one in wasm.
    NeedsNative {
        /// The file.
        path: PathBuf,
        /// What it is.
        found: &'static str,
    },
    /// A file has lines, but none of them could be used.
    NothingReadable {
        /// The file.
        path: PathBuf,
        /// How many lines there are.
        lines: u64,
        /// What is wrong with the first of them.
        first: String,
    },
    /// No column could be found for something that is needed.
    ColumnMissing {
        /// The file.
        path: PathBuf,
        /// What is needed.
        role: &'static str,
        /// The columns that there are.
        columns: Vec<String>,
    },
    /// A flag names a column that the file does not have.
    ColumnUnknown {
        /// The file.
        path: PathBuf,
        /// The name given.
        name: String,
        /// The columns that there are.
        columns: Vec<String>,
    },
    /// A flag's value cannot be understood.
    FlagUnclear {
        /// The flag.
        flag: &'static str,
        /// The value.
        value: String,
        /// What is expected.
        expected: &'static str,
    },
    /// The file of flags cannot be understood.
    ConfigUnclear {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A `--deny` names a facet that no item has.
    DenyUnknown {
        /// The kind and label given.
        facet: String,
    },
    /// A row of the table of denied categories cannot be understood, or allows what none can.
    DenyMapUnclear {
        /// The file.
        path: PathBuf,
        /// The row's line.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The file of knobs cannot be understood.
    KnobsUnclear {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A file of trials is of another log, or of another way to tune.
    TrialsOther {
        /// The file.
        path: PathBuf,
    },
    /// A knob of the table is out of its bounds.
    KnobOutOfBounds {
        /// Its name.
        knob: &'static str,
        /// The lowest and the highest value.
        bounds: (f64, f64),
        /// The value given.
        found: f64,
    },
    /// Nothing is left to evaluate on, or to tune on.
    NothingToTest,
    /// The parts do not fit the format.
    Build(BuildError),
    /// The pack that was just made does not open.
    Open(CatalogueError),
    /// The card of one item with its neighbours' is more than a page may load.
    LeafTooLarge {
        /// The item's id.
        item: String,
        /// Its length in brotli, in bytes.
        bytes: u64,
        /// What it may be.
        most: u64,
    },
    /// A file is no pack that this build can read.
    Pack {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: CatalogueError,
    },
    /// A pack has no item of that id.
    ItemUnknown {
        /// The file.
        path: PathBuf,
        /// The id given.
        id: String,
    },
    /// A policy file cannot be understood.
    PolicyUnclear {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A policy file says what no policy may.
    Policy {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: PolicyError,
    },
    /// A policy file asks for signals that are unsafe.
    Signals {
        /// The file.
        path: PathBuf,
        /// What is unsafe.
        source: SignalsError,
    },
    /// There is nobody to make a list for.
    NothingToAudit {
        /// The pack.
        path: PathBuf,
    },
}

impl PackError {
    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "read-failed",
            Self::Write { .. } => "write-failed",
            Self::Empty { .. } => "file-empty",
            Self::FormatUnknown { .. } => "format-unknown",
            Self::NeedsNative { .. } => "needs-native",
            Self::NothingReadable { .. } => "nothing-readable",
            Self::ColumnMissing { .. } => "column-missing",
            Self::ColumnUnknown { .. } => "column-unknown",
            Self::FlagUnclear { .. } => "flag-unclear",
            Self::ConfigUnclear { .. } => "config-unclear",
            Self::DenyUnknown { .. } => "deny-unknown",
            Self::DenyMapUnclear { .. } => "deny-map-unclear",
            Self::KnobsUnclear { .. } => "knobs-unclear",
            Self::TrialsOther { .. } => "trials-other",
            Self::KnobOutOfBounds { .. } => "knob-out-of-bounds",
            Self::NothingToTest => "nothing-to-test",
            Self::Build(error) => error.code(),
            Self::Open(error) => error.code(),
            Self::LeafTooLarge { .. } => "leaf-too-large",
            Self::Pack { source, .. } => source.code(),
            Self::ItemUnknown { .. } => "item-unknown",
            Self::PolicyUnclear { .. } => "policy-malformed",
            Self::Policy { source, .. } => source.code(),
            Self::Signals { source, .. } => source.code(),
            Self::NothingToAudit { .. } => "nothing-to-audit",
        }
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } => write!(f, "{} cannot be read: {source}", path.display()),
            Self::Write { path, source } => write!(f, "{} cannot be written: {source}", path.display()),
            Self::Empty { path } => write!(f, "{} is empty", path.display()),
            Self::FormatUnknown { path, found } => {
                write!(f, "{} is {found}; docs/packing.md lists what can be read", path.display())
            }
            Self::NeedsNative { path, found } => write!(
                f,
                "{} is {found}, which needs the native packer: docs/packing.md says how to have it; or pack its columns in snappy or gzip",
                path.display()
            ),
            Self::NothingReadable { path, lines, first } => {
                write!(f, "none of the {lines} lines of {} can be used; the first: {first}", path.display())
            }
            Self::ColumnMissing { path, role, columns } => write!(
                f,
                "{} has no column that looks like the {role}; say which with --column {role}=NAME. It has: {}",
                path.display(),
                columns.join(", ")
            ),
            Self::ColumnUnknown { path, name, columns } => {
                write!(f, "{} has no column {name:?}. It has: {}", path.display(), columns.join(", "))
            }
            Self::FlagUnclear { flag, value, expected } => write!(f, "{flag} {value:?}: expected {expected}"),
            Self::DenyUnknown { facet } => write!(f, "--deny {facet:?}: no item has this facet"),
            Self::DenyMapUnclear { path, line, reason } => {
                write!(f, "{}:{line}: {reason}", path.display())
            }
            Self::ConfigUnclear { path, reason } | Self::KnobsUnclear { path, reason } => write!(f, "{}: {reason}", path.display()),
            Self::TrialsOther { path } => write!(
                f,
                "{} holds trials of another log or of other flags; give a file that is not there yet",
                path.display()
            ),
            Self::KnobOutOfBounds { knob, bounds: (low, high), found } => {
                write!(f, "the knob {knob} is {found}, outside of {low} to {high}")
            }
            Self::NothingToTest => {
                f.write_str("no test session of two known items is left; give a longer test part or more training data")
            }
            Self::Build(error) => write!(f, "the parts do not make a pack: {error}"),
            Self::Open(error) => write!(f, "the pack that was made does not open: {error}"),
            Self::LeafTooLarge { item, bytes, most } => write!(
                f,
                "the cards of item {item:?} and of what follows it take {bytes} bytes in brotli, and a page may load {most} of them; show fewer columns with --display"
            ),
            Self::Pack { path, source } => write!(f, "{} {}", path.display(), in_words(source)),
            Self::ItemUnknown { path, id } => {
                write!(f, "{} has no item with the id {id:?}", path.display())
            }
            Self::PolicyUnclear { path, reason } => {
                write!(f, "{} is no policy: {reason}", path.display())
            }
            Self::Policy { path, source } => {
                write!(f, "{} is refused: {}", path.display(), source.code())
            }
            Self::Signals { path, source } => {
                write!(f, "{} is refused: {}", path.display(), source.code())
            }
            Self::NothingToAudit { path } => {
                write!(f, "{} has no item, or none that the log tells of", path.display())
            }
        }
    }
}

/// What is wrong with a file that should be a pack.
fn in_words(error: &CatalogueError) -> String {
    match error {
        CatalogueError::NotAPack => "is no pack: it does not begin like one".to_owned(),
        CatalogueError::UnknownVersion { found } => format!(
            "is a pack of format {found}, and this program reads format {}",
            Catalogue::VERSION
        ),
        CatalogueError::Truncated { expected, found } => {
            format!("is cut short: {found} of at least {expected} bytes are there")
        }
        CatalogueError::Damaged => {
            "is damaged: its bytes are not those that were written".to_owned()
        }
        CatalogueError::Malformed { section: 0 } => "is malformed in its header".to_owned(),
        CatalogueError::Malformed { section } => format!("is malformed in its section {section}"),
        CatalogueError::KnobOutOfBounds { knob } => {
            format!("has a knob out of bounds, the one at place {knob} of the header")
        }
        error => format!("is refused: {error}"),
    }
}

impl std::error::Error for PackError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } | Self::Write { source, .. } => Some(source),
            Self::Build(error) => Some(error),
            Self::Open(error) => Some(error),
            Self::Pack { source, .. } => Some(source),
            Self::LeafTooLarge { .. }
            | Self::ItemUnknown { .. }
            | Self::PolicyUnclear { .. }
            | Self::Policy { .. }
            | Self::Signals { .. }
            | Self::NothingToAudit { .. }
            | Self::Empty { .. }
            | Self::FormatUnknown { .. }
            | Self::NeedsNative { .. }
            | Self::NothingReadable { .. }
            | Self::ColumnMissing { .. }
            | Self::ColumnUnknown { .. }
            | Self::FlagUnclear { .. }
            | Self::ConfigUnclear { .. }
            | Self::DenyUnknown { .. }
            | Self::DenyMapUnclear { .. }
            | Self::KnobsUnclear { .. }
            | Self::TrialsOther { .. }
            | Self::KnobOutOfBounds { .. }
            | Self::NothingToTest => None,
        }
    }
}

//! The `signals` of a policy file: read as they are written, and judged once
//! for the module, the collector and the packer.
//! Leaves out the aggregators of a two-server task, which are not built yet.

use super::epsilon::Epsilon;
use super::measure::{Kind, Measure, OUTCOMES};
use serde::Deserialize;

/// What a site asks for, within the bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Signals {
    /// Where reports go: a path of the site, or an https address.
    pub collector: String,
    /// The measures; no two with one name.
    pub measures: Vec<Measure>,
    /// The least reports that a result is released for; 1,000 or more (SIG-13).
    pub floor: u32,
    /// Where released results are sent, if anywhere (SIG-19).
    pub webhook: Option<String>,
}

/// [`Signals`] as the file has them, unchecked.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct SignalsFile {
    /// `collector`.
    pub collector: String,
    /// `measures`.
    pub measures: Vec<MeasureFile>,
    /// `floor`, where the file has one.
    pub floor: Option<f64>,
    /// `export`, where the file has one.
    pub export: Option<ExportFile>,
}

/// One of `measures`.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct MeasureFile {
    /// `name`.
    pub name: String,
    /// `version`.
    pub version: f64,
    /// `kind`.
    pub kind: String,
    /// `buckets`, for interests and counts.
    pub buckets: Option<Vec<String>>,
    /// `slot`, for outcomes.
    pub slot: Option<String>,
    /// `eps`.
    pub eps: f64,
}

/// `export`.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ExportFile {
    /// `webhook`.
    pub webhook: String,
}

/// Why signals are refused; nothing is asked, sent or taken then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignalsError {
    /// Not of the form that signals have.
    Malformed,
    /// An address for reports that is neither a path nor https.
    BadCollector,
    /// No measure, too many, a bad name or version, or one name twice.
    BadMeasure,
    /// Fewer than 2 or more than 256 buckets, a label twice, empty or too
    /// long, or a list where the kind has its own.
    BadBuckets,
    /// An epsilon that is not above 0, above 2, or no exact thousandth.
    BadEpsilon,
    /// A floor under 1,000.
    BadFloor,
    /// Results sent to an address that is not https.
    BadExport,
}

impl Signals {
    /// Checks every bound.
    ///
    /// # Errors
    /// A [`SignalsError`] that names what is unsafe.
    pub fn of(file: SignalsFile) -> Result<Signals, SignalsError> {
        if !is_path(&file.collector) && !is_https(&file.collector) {
            return Err(SignalsError::BadCollector);
        }
        if file.measures.is_empty() || file.measures.len() > MOST_MEASURES {
            return Err(SignalsError::BadMeasure);
        }
        let mut measures: Vec<Measure> = Vec::new();
        for measure in file.measures {
            let measure = Measure::of(measure)?;
            if measures.iter().any(|other| other.name == measure.name) {
                return Err(SignalsError::BadMeasure);
            }
            measures.push(measure);
        }
        let floor = file.floor.unwrap_or(LEAST_FLOOR);
        // A fraction of a person would be cut off, and the floor be lower than it says.
        if !(LEAST_FLOOR..=MOST_FLOOR).contains(&floor) || f64::from(floor as u32) < floor {
            return Err(SignalsError::BadFloor);
        }
        let webhook = file.export.map(|export| export.webhook);
        if webhook.as_deref().is_some_and(|address| !is_https(address)) {
            return Err(SignalsError::BadExport);
        }
        Ok(Signals { collector: file.collector, measures, floor: floor as u32, webhook })
    }
}

impl Measure {
    /// Checks every bound.
    ///
    /// # Errors
    /// A [`SignalsError`] that names what is unsafe.
    pub fn of(file: MeasureFile) -> Result<Measure, SignalsError> {
        let version = file.version as u32;
        let whole = f64::from(version).total_cmp(&file.version).is_eq();
        if !is_plain(&file.name) || version == 0 || !whole {
            return Err(SignalsError::BadMeasure);
        }
        let (kind, buckets) = match (file.kind.as_str(), file.buckets, file.slot) {
            ("interest", Some(buckets), None) => (Kind::Interest, buckets),
            ("count", Some(buckets), None) if ascend(&buckets) => (Kind::Count, buckets),
            ("outcome", None, Some(slot)) if is_plain(&slot) => {
                (Kind::Outcome { slot }, OUTCOMES.map(String::from).into())
            }
            ("interest" | "count" | "outcome", ..) => return Err(SignalsError::BadBuckets),
            _ => return Err(SignalsError::BadMeasure),
        };
        let fits = |label: &String| (1..=LONGEST_LABEL).contains(&label.len());
        let once = |(at, label)| !buckets[..at].contains(label);
        let all = buckets.iter().all(fits) && buckets.iter().enumerate().all(once);
        if !(1..=MOST_BUCKETS).contains(&buckets.len()) || !all {
            return Err(SignalsError::BadBuckets);
        }
        let epsilon = Epsilon::of_number(file.eps).ok_or(SignalsError::BadEpsilon)?;
        Ok(Measure { name: file.name, version, kind, buckets, epsilon })
    }
}

impl SignalsError {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            SignalsError::Malformed => "signals-malformed",
            SignalsError::BadCollector => "signals-collector",
            SignalsError::BadMeasure => "signals-measure",
            SignalsError::BadBuckets => "signals-buckets",
            SignalsError::BadEpsilon => "signals-epsilon",
            SignalsError::BadFloor => "signals-floor",
            SignalsError::BadExport => "signals-export",
        }
    }
}

/// A path of the site itself; two strokes would begin another host.
fn is_path(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && is_clean(address)
}

fn is_https(address: &str) -> bool {
    let host = address.strip_prefix("https://").and_then(|rest| rest.split('/').next());
    host.is_some_and(|host| !host.is_empty() && !host.contains('@')) && is_clean(address)
}

/// Nothing that would make one customer's address another's, or be read differently elsewhere.
fn is_clean(address: &str) -> bool {
    let odd = |byte: u8| !byte.is_ascii_graphic() || matches!(byte, b'?' | b'#' | b'\\');
    address.len() <= LONGEST_ADDRESS && !address.bytes().any(odd)
}

fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
    (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(plain)
}

/// The steps of a count say from how many on they are: 1 or more, ascending.
fn ascend(steps: &[String]) -> bool {
    let mut before = 0;
    steps.iter().all(|step| {
        let from = step.parse::<u32>().ok().filter(|from| from.to_string() == *step);
        let higher = from.filter(|from| *from > before);
        before = higher.unwrap_or(before);
        higher.is_some()
    })
}

const LEAST_FLOOR: f64 = 1_000.0;
const MOST_FLOOR: f64 = 1_000_000_000.0;
const MOST_MEASURES: usize = 16;
/// 256, of which bucket 0 is no site's to name.
const MOST_BUCKETS: usize = 255;
const LONGEST_ADDRESS: usize = 512;
const LONGEST_LABEL: usize = 128;
const LONGEST_NAME: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn interest() -> MeasureFile {
        MeasureFile {
            name: "taste".into(),
            version: 1.0,
            kind: "interest".into(),
            buckets: Some(vec!["Gothic".into(), "Manners".into()]),
            slot: None,
            eps: 1.0,
        }
    }

    fn outcome() -> MeasureFile {
        MeasureFile {
            name: "picks".into(),
            kind: "outcome".into(),
            buckets: None,
            slot: Some("for-you".into()),
            ..interest()
        }
    }

    fn count(steps: &[&str]) -> MeasureFile {
        let buckets = Some(steps.iter().map(|step| step.to_string()).collect());
        MeasureFile { name: "looks".into(), kind: "count".into(), buckets, ..interest() }
    }

    fn file() -> SignalsFile {
        SignalsFile {
            collector: "/signals".into(),
            measures: vec![interest(), outcome(), count(&["1", "3", "10"])],
            floor: None,
            export: None,
        }
    }

    #[test]
    fn sig_01_a_measure_is_a_choice_out_of_a_public_list() {
        let signals = Signals::of(file()).expect("it is safe");
        let sizes: Vec<u32> = signals.measures.iter().map(Measure::size).collect();
        assert_eq!(sizes, [3, 7, 4]);
        assert_eq!(signals.floor, 1_000);
    }

    #[test]
    fn sig_02_an_unsafe_configuration_is_refused_by_its_code() {
        let measures = |measure| SignalsFile { measures: vec![measure], ..file() };
        let long: Vec<String> = (0..256).map(|number| format!("b{number}")).collect();
        let listed = |list: &[&str]| {
            let buckets = Some(list.iter().map(|label| label.to_string()).collect());
            measures(MeasureFile { buckets, ..interest() })
        };
        let eps = |eps| measures(MeasureFile { eps, ..interest() });
        let at = |collector: &str| SignalsFile { collector: collector.into(), ..file() };
        let export = |webhook: &str| SignalsFile {
            export: Some(ExportFile { webhook: webhook.into() }),
            ..file()
        };
        let floor = |floor| SignalsFile { floor: Some(floor), ..file() };
        for (unsafe_file, code) in [
            (at(""), "signals-collector"),
            (at("signals"), "signals-collector"),
            (at("//elsewhere.example"), "signals-collector"),
            (at("http://shop.example/signals"), "signals-collector"),
            (at("https://"), "signals-collector"),
            (at("https://me@shop.example"), "signals-collector"),
            (at("/signals?customer=7"), "signals-collector"),
            (at("/\\elsewhere.example"), "signals-collector"),
            (SignalsFile { measures: vec![], ..file() }, "signals-measure"),
            (SignalsFile { measures: vec![interest(); 17], ..file() }, "signals-measure"),
            (SignalsFile { measures: vec![interest(); 2], ..file() }, "signals-measure"),
            (measures(MeasureFile { name: "Taste!".into(), ..interest() }), "signals-measure"),
            (measures(MeasureFile { version: 0.0, ..interest() }), "signals-measure"),
            (measures(MeasureFile { version: 1.5, ..interest() }), "signals-measure"),
            (measures(MeasureFile { kind: "address".into(), ..interest() }), "signals-measure"),
            (listed(&[]), "signals-buckets"),
            (listed(&["a", "a"]), "signals-buckets"),
            (listed(&["a", ""]), "signals-buckets"),
            (listed(&["x".repeat(129).as_str()]), "signals-buckets"),
            (measures(MeasureFile { buckets: Some(long), ..interest() }), "signals-buckets"),
            (measures(MeasureFile { buckets: None, ..interest() }), "signals-buckets"),
            (measures(MeasureFile { slot: None, ..outcome() }), "signals-buckets"),
            (measures(MeasureFile { buckets: Some(vec![]), ..outcome() }), "signals-buckets"),
            (measures(count(&["0", "1"])), "signals-buckets"),
            (measures(count(&["3", "1"])), "signals-buckets"),
            (measures(count(&["1", "+2"])), "signals-buckets"),
            (eps(0.0), "signals-epsilon"),
            (eps(2.001), "signals-epsilon"),
            (eps(0.0004), "signals-epsilon"),
            (eps(f64::NAN), "signals-epsilon"),
            (floor(999.0), "signals-floor"),
            (floor(1000.5), "signals-floor"),
            (floor(f64::INFINITY), "signals-floor"),
            (export("http://crm.example"), "signals-export"),
            (export("/elsewhere"), "signals-export"),
        ] {
            let found = Signals::of(unsafe_file.clone()).map_err(|error| error.code());
            assert_eq!(found, Err(code), "{unsafe_file:?}");
        }
    }
}

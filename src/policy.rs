//! The site's public policy, as far as the module acts on it.
//! Leaves out what only the page needs (where the pack lies, who to write to).

use crate::consent::Purpose;

/// What the site asks for. It can narrow what the module does, never widen it:
/// every bound is a constant of the code (SEC-28).
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The site's name: part of what its records are bound to.
    pub site: String,
    /// Version of the notice in force.
    pub notice: String,
    /// The purposes that are offered.
    pub purposes: Vec<Purpose>,
    /// Which rules apply; receipts carry it.
    pub jurisdiction: String,
    /// Days after which a learned event is forgotten.
    pub retention_days: u32,
    /// How far the shop may lift an item, of 1 (RANKING.md bound 1).
    pub boost: f32,
    /// Whether the site has switched everything off.
    pub off: bool,
}

/// The policy file's fields that [`Policy`] is made of, unchecked; the rest of
/// the file passes unread.
#[derive(Debug, Clone, Default)]
pub struct PolicyFile {
    /// `version`.
    pub version: u32,
    /// `site`.
    pub site: String,
    /// `notice.version`.
    pub notice: String,
    /// `purposes`, where the file names them.
    pub purposes: Option<Vec<String>>,
    /// `jurisdiction`, where the file names one.
    pub jurisdiction: Option<String>,
    /// `retentionDays`, where the file names a number.
    pub retention_days: Option<f64>,
    /// `boost`, where the file names a number.
    pub boost: Option<f64>,
    /// `off`.
    pub off: bool,
}

/// Why a policy is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyError {
    /// Written for another Homekept.
    UnknownVersion {
        /// The version found.
        found: u32,
    },
    /// The site's name is empty, too long, or not of `a-z 0-9 . _ -`.
    BadSite,
    /// The notice has no usable version.
    BadNotice,
    /// A purpose that does not exist.
    UnknownPurpose,
    /// Retention outside 1 to 365 days.
    BadRetention,
    /// A boost outside 0 to 0.10, or not a number.
    BadBoost,
}

impl Policy {
    /// Checks every bound.
    ///
    /// # Errors
    /// A [`PolicyError`] that names the field.
    pub fn of(file: PolicyFile) -> Result<Policy, PolicyError> {
        if file.version != VERSION {
            return Err(PolicyError::UnknownVersion { found: file.version });
        }
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
        if file.site.is_empty() || file.site.len() > 64 || !file.site.bytes().all(plain) {
            return Err(PolicyError::BadSite);
        }
        if file.notice.is_empty() || file.notice.len() > 64 {
            return Err(PolicyError::BadNotice);
        }
        let names = file.purposes.unwrap_or_else(|| vec!["remember".into(), "learn".into()]);
        let purposes: Option<Vec<Purpose>> =
            names.iter().map(|name| Purpose::from_name(name)).collect();
        let retention_days = file.retention_days.unwrap_or(RETENTION_DAYS);
        if !(1.0..=MOST_RETENTION_DAYS).contains(&retention_days) {
            return Err(PolicyError::BadRetention);
        }
        let boost = file.boost.unwrap_or(BOOST);
        if !(0.0..=MOST_BOOST).contains(&boost) {
            return Err(PolicyError::BadBoost);
        }
        Ok(Policy {
            site: file.site,
            notice: file.notice,
            purposes: purposes.ok_or(PolicyError::UnknownPurpose)?,
            jurisdiction: file.jurisdiction.unwrap_or_else(|| "strictest".into()),
            retention_days: retention_days as u32,
            boost: boost as f32,
            off: file.off,
        })
    }
}

impl PolicyError {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            PolicyError::UnknownVersion { found: _ } => "policy-version-unknown",
            PolicyError::BadSite => "policy-site",
            PolicyError::BadNotice => "policy-notice",
            PolicyError::UnknownPurpose => "policy-purpose",
            PolicyError::BadRetention => "policy-retention",
            PolicyError::BadBoost => "policy-boost",
        }
    }
}

const VERSION: u32 = 1;
/// 90 days: long enough for a season, short enough to be forgotten (SEC-19).
const RETENTION_DAYS: f64 = 90.0;
const MOST_RETENTION_DAYS: f64 = 365.0;
const BOOST: f64 = 0.05;
/// The hard maximum (FAIR-08).
const MOST_BOOST: f64 = 0.10;

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> PolicyFile {
        PolicyFile { version: 1, site: "shop".into(), notice: "1".into(), ..PolicyFile::default() }
    }

    #[test]
    fn sec_28_a_policy_narrows_and_never_widens() {
        let check = |file: PolicyFile, expected: Result<(), PolicyError>| {
            assert_eq!(Policy::of(file.clone()).map(|_| ()), expected, "{file:?}");
        };
        check(file(), Ok(()));
        for (boost, expected) in [
            (0.0, Ok(())),
            (0.1, Ok(())),
            (0.2, Err(PolicyError::BadBoost)),
            (-0.1, Err(PolicyError::BadBoost)),
            (f64::NAN, Err(PolicyError::BadBoost)),
        ] {
            check(PolicyFile { boost: Some(boost), ..file() }, expected);
        }
        for (days, expected) in [
            (1.0, Ok(())),
            (365.0, Ok(())),
            (0.0, Err(PolicyError::BadRetention)),
            (366.0, Err(PolicyError::BadRetention)),
        ] {
            check(PolicyFile { retention_days: Some(days), ..file() }, expected);
        }
        let purposes = Some(vec!["learn".into(), "sell".into()]);
        check(PolicyFile { purposes, ..file() }, Err(PolicyError::UnknownPurpose));
    }

    #[test]
    fn a_policy_of_another_time_or_without_a_name_is_refused() {
        let of = |version, site: &str, notice: &str| {
            let (site, notice) = (site.into(), notice.into());
            Policy::of(PolicyFile { version, site, notice, ..file() }).map(|_| ())
        };
        assert_eq!(of(2, "shop", "1"), Err(PolicyError::UnknownVersion { found: 2 }));
        assert_eq!(of(1, "", "1"), Err(PolicyError::BadSite));
        assert_eq!(of(1, "Shop!", "1"), Err(PolicyError::BadSite));
        assert_eq!(of(1, "shop", ""), Err(PolicyError::BadNotice));
    }
}

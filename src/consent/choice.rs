//! One choice of the customer, as it is kept: the line of a receipt.

use super::Purpose;
use crate::bytes::{Reader, put_str, put_varint};
use crate::names::names;
use crate::time::Minute;

/// One purpose switched on or off, and how that came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it is about.
    pub purpose: Purpose,
    /// Allowed, or not.
    pub allowed: bool,
    /// When.
    pub at: Minute,
    /// By which control.
    pub method: Method,
    /// Version of the notice that was shown.
    pub notice: String,
    /// SHA-256 of the text that was shown, in hexadecimal.
    pub notice_hash: String,
    /// Language of that text (BCP 47).
    pub language: String,
    /// Which rules were applied: the policy's `jurisdiction`.
    pub jurisdiction: String,
    /// Whether the person had been told that their browser sends Global
    /// Privacy Control, and chose all the same.
    pub told_of_signal: bool,
}

/// The control by which a choice was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_os = "unknown", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum Method {
    /// The question on the page.
    Question,
    /// The preference center.
    PreferenceCenter,
    /// A control of the site's own.
    Site,
    /// The site's consent manager.
    Manager,
}

names! {
    Method {
        Question = "question",
        PreferenceCenter = "preference-center",
        Site = "site",
        Manager = "manager",
    }
}

impl Choice {
    // purpose u8 | allowed, told as bits u8 | method u8 | minute varint
    // | notice, notice hash, language, jurisdiction: each a length-prefixed text
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        out.push(self.purpose.number());
        out.push(u8::from(self.allowed) | u8::from(self.told_of_signal) << 1);
        out.push(self.method as u8);
        put_varint(out, u64::from(self.at.0));
        for text in [&self.notice, &self.notice_hash, &self.language, &self.jurisdiction] {
            put_str(out, text);
        }
    }

    pub(crate) fn decode(reader: &mut Reader<'_>) -> Option<Choice> {
        let purpose = Purpose::from_number(reader.u8()?)?;
        let bits = reader.u8().filter(|bits| *bits < 4)?;
        let method = METHODS.get(usize::from(reader.u8()?)).copied()?;
        Some(Choice {
            purpose,
            allowed: bits & 1 != 0,
            told_of_signal: bits & 2 != 0,
            method,
            at: Minute(reader.u32()?),
            notice: reader.str()?.into(),
            notice_hash: reader.str()?.into(),
            language: reader.str()?.into(),
            jurisdiction: reader.str()?.into(),
        })
    }
}

const METHODS: [Method; 4] =
    [Method::Question, Method::PreferenceCenter, Method::Site, Method::Manager];

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn choice(purpose: Purpose, allowed: bool) -> Choice {
        Choice {
            purpose,
            allowed,
            at: Minute(29_000_000),
            method: Method::Question,
            notice: "1".into(),
            notice_hash: "ab".repeat(32),
            language: "en".into(),
            jurisdiction: "strictest".into(),
            told_of_signal: false,
        }
    }

    #[test]
    fn a_choice_comes_back_from_its_bytes() {
        for purpose in Purpose::ALL {
            for allowed in [false, true] {
                let choice = choice(purpose, allowed);
                let mut bytes = Vec::new();
                choice.encode(&mut bytes);
                let mut reader = Reader::new(&bytes);
                assert_eq!(Choice::decode(&mut reader), Some(choice));
                assert_eq!(reader.end(), Some(()));
            }
        }
    }
}

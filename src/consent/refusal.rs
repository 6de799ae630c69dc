//! The one record kept in clear text: that this browser said no.

use crate::time::Minute;

/// A refusal. It names nobody: a month and the notice that was refused, so as
/// not to ask again for six months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Month of the refusal, as [`Minute::month`].
    pub month: u32,
    /// Version of the notice that was refused.
    pub notice: String,
}

impl Refusal {
    /// Whether it still keeps the question away: same notice, under six months old.
    pub fn stands(&self, now: Minute, notice: &str) -> bool {
        self.notice == notice && now.month().saturating_sub(self.month) <= MONTHS
    }

    /// `refused MONTH NOTICE`.
    pub fn to_text(&self) -> String {
        let mut text = String::from("refused ");
        put_decimal(&mut text, self.month);
        text.push(' ');
        text.push_str(&self.notice);
        text
    }

    /// Reads [`Refusal::to_text`]; `None` for anything else.
    pub fn from_text(text: &str) -> Option<Refusal> {
        let (month, notice) = text.strip_prefix("refused ")?.split_once(' ')?;
        Some(Refusal { month: decimal(month)?, notice: notice.into() })
    }
}

/// Digits by hand: the formatting machinery would be here for this number alone.
fn put_decimal(text: &mut String, number: u32) {
    if number >= 10 {
        put_decimal(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

fn decimal(text: &str) -> Option<u32> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    (1..=6).contains(&text.len()).then_some(())?;
    text.bytes().try_fold(0, |number, byte| Some(number * 10 + digit(byte)?))
}

/// Whole months that must lie between a refusal and the next question, so that
/// six months have passed whatever the day.
const MONTHS: u32 = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_comes_back_from_its_text() {
        let refusal = Refusal { month: 682, notice: "2026-11 b".into() };
        assert_eq!(Refusal::from_text(&refusal.to_text()), Some(refusal));
        for bad in
            ["", "refused", "refused x 1", "open", "refused 12", "refused  1", "refused 9999999 1"]
        {
            assert_eq!(Refusal::from_text(bad), None, "{bad}");
        }
    }
}

//! The refusal that is kept in clear text: anybody may have changed it.

use super::all;
use homekept::consent::Refusal;

row!("asked again", a_refusal_that_is_none, {
    let texts =
        ["", "refused", "refused ", "refuse 682 1", "REFUSED 682 1", "null", "{}", "\u{feff}"];
    all(texts.map(read))
});
row!("asked again", a_refusal_without_a_month, {
    all([
        "refused  1",
        "refused x 1",
        "refused -1 1",
        "refused 6.5 1",
        "refused 682",
        "refused ٦ 1",
    ]
    .map(read))
});
row!("asked again", a_refusal_of_a_month_beyond_all_calendars, {
    all(["refused 9999999 1", "refused 4294967297 1", "refused 99999999999999999999 1"].map(read))
});

/// What cannot be read is no refusal, so the customer is asked: that harms nobody.
fn read(text: &str) -> &'static str {
    Refusal::from_text(text).map_or("asked again", |_| "read")
}

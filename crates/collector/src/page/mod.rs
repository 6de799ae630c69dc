//! The page.
use crate::results::Results;
pub(crate) const STYLE: &str = "";
pub(crate) fn render(_: &Results) -> Result<String, minijinja::Error> {
    Ok(String::new())
}

//! The page over the pictures: a row for each state, the looks and screens beside each other.

use crate::album::{Picture, gallery};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// Writes `index.html` beside the pictures, and gives its path.
pub(crate) fn write(pictures: &[Picture]) -> PathBuf {
    let mut rows: Vec<(&str, &str, &str)> = pictures.iter().map(row).collect();
    rows.dedup();
    rows.sort_unstable();
    rows.dedup();
    let mut page = BEGINNING.to_owned();
    for wanted in rows {
        let (engine, state, language) = wanted;
        let _ = write!(page, "<section><h2>{state} <small>{language}, {engine}</small></h2><div>");
        for picture in pictures.iter().filter(|picture| row(picture) == wanted) {
            let (path, look, width) = (picture.path(), picture.look, picture.width);
            let _ = write!(
                page,
                "<figure><a href=\"{path}\"><img src=\"{path}\" alt=\"{state}, {look}, {width} px\" \
                 loading=\"lazy\"></a><figcaption>{look}, {width} px</figcaption></figure>"
            );
        }
        page.push_str("</div></section>\n");
    }
    let file = gallery().join("index.html");
    fs::write(&file, page).expect("the page is written");
    file
}

fn row(picture: &Picture) -> (&str, &str, &str) {
    (picture.engine, &picture.state, &picture.language)
}

const BEGINNING: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<title>Homekept: every state, look and screen</title>
<style>
  body { background: #888; color: #000; font: 1rem/1.5 system-ui, sans-serif; margin: 1.5rem }
  section > div { align-items: start; display: flex; gap: 1rem; overflow-x: auto; padding-block-end: 1rem }
  figure { margin: 0 }
  img { background: #fff; block-size: 30rem; display: block; inline-size: auto; max-inline-size: 24rem;
    object-fit: cover; object-position: top }
  h2 { margin-block: 1.5rem 0.5rem }
  small { font-weight: 400 }
</style>
<h1>Every state, look and screen</h1>
";

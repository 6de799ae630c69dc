//! Hands that have only a keyboard.

use crate::customer::Customer;
use serde_json::{Value, json};
use std::time::Duration;
use thirtyfour::Key;

impl Customer {
    /// Goes on with Tab, and with nothing else, to what is called `name`, or whose name begins
    /// so if it ends in "…". Wherever the focus is on the way, it can be seen.
    pub async fn tabs_to(&self, name: &str) {
        // A window that has just opened may not yet be the one that the keyboard speaks to.
        self.waits_until("return document.hasFocus()").await;
        let mut way = Vec::new();
        for _ in 0..MOST_STEPS {
            self.types(Key::Tab, 1).await;
            let here = self.has_the_focus_on().await;
            let found = match name.strip_suffix('…') {
                Some(beginning) => here.starts_with(beginning),
                None => here == name,
            };
            if found {
                return;
            }
            way.push(here);
        }
        panic!("{name} is not to be reached with Tab: {way:#?}");
    }

    /// The name of what has the focus; it is on something, and it can be seen.
    pub async fn has_the_focus_on(&self) -> String {
        let mut focus = self.reads_with(FOCUS, json!([])).await;
        // A browser may scroll to a text field, or draw its ring, a moment after the key.
        for _ in 0..10 {
            let is_seen = focus["inView"] == json!(true) && focus["visible"] == json!(true);
            if is_seen || focus["lost"] == json!(true) {
                break;
            }
            // Firefox without a screen at times takes its window for one in the background, where no
            // engine draws a ring: whoever types there would click on it first.
            if focus["window"] == json!(false) {
                self.turns_to(&self.tab().await).await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            focus = self.reads_with(FOCUS, json!([])).await;
        }
        let name = focus["name"].as_str().unwrap_or_default().to_owned();
        // At the end of the page the browser itself has it, until the next Tab.
        if focus["lost"] != json!(true) {
            assert_eq!(focus["visible"], json!(true), "the focus on {name}: {focus}");
            assert_eq!(focus["inView"], json!(true), "the focus on {name}: {focus}");
        }
        name
    }

    /// What has the focus after an action: never nothing.
    pub async fn keeps_the_focus_on(&self) -> String {
        let focus: Value = self.reads("return focused() === document.body").await;
        assert_eq!(focus, json!(false), "the focus is lost");
        self.has_the_focus_on().await
    }
}

/// WCAG 2.4.7 and 2.4.11. How far a browser scrolls to the focus is its own affair; what has it is
/// seen in as much as can be hit with a finger, or whole.
const FOCUS: &str = r#"
const element = focused();
if (!element || element === document.body || element === document.documentElement) return { lost: true };
const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
const { top, bottom, height } = element.getBoundingClientRect();
return {
  name: nameOf(element),
  visible: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/^rgba\(.*, 0\)$/.test(outlineColor),
  inView: Math.min(bottom, innerHeight) - Math.max(top, 0) >= Math.min(height, 24) - 1,
  outline: `${outlineStyle} ${outlineWidth} ${outlineColor}`,
  at: [top, bottom, innerHeight],
  window: document.hasFocus(),
};
"#;

/// More than any page of the shop has.
const MOST_STEPS: usize = 200;

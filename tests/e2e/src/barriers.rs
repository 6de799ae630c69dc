//! Barriers on a page: what axe-core finds, and what it does not look for.

use crate::customer::{Customer, texts};
use crate::screen::{DESKTOP, NARROW};
use serde_json::json;
use std::path::Path;

impl Customer {
    /// Every barrier on the page as it is now: by day and by night, on a wide and on the
    /// narrowest screen.
    pub async fn meets_barriers(&self) -> Vec<String> {
        self.brings_axe().await;
        let mut barriers = Vec::new();
        for screen in [DESKTOP, NARROW] {
            self.uses(screen).await;
            // By night nothing but the colours is different.
            let day = json!({ "type": "tag", "values": TAGS });
            let night = json!({ "type": "rule", "values": RULES_OF_COLOUR });
            for (scheme, rules) in [("light", day), ("dark", night)] {
                self.prefers(&[("prefers-color-scheme", scheme)]).await;
                let found = texts(&self.reads_with(RUN_AXE, json!([rules])).await);
                let place = format!("{scheme}, {} px", screen.width);
                barriers.extend(found.into_iter().map(|barrier| format!("{place}: {barrier}")));
            }
        }
        barriers.extend(texts(&self.reads(OVERFLOW).await));
        barriers.extend(texts(&self.reads(SMALL).await));
        self.prefers(&[]).await;
        self.uses(DESKTOP).await;
        barriers
    }

    /// What axe-core finds in our elements as they are now.
    pub async fn meets_barriers_in_elements(&self) -> Vec<String> {
        self.brings_axe().await;
        let rules = json!({ "type": "tag", "values": TAGS });
        texts(&self.reads_with(RUN_AXE, json!([rules, ELEMENTS])).await)
    }

    /// The words in an element that cannot be read for lack of contrast, in its present colours.
    pub async fn finds_no_contrast_in(&self, element: &str) -> Vec<String> {
        self.brings_axe().await;
        texts(&self.reads_with(RUN_AXE_IN, json!([element])).await)
    }

    /// Puts axe-core into the page, as a test tool may: no policy of the page applies to it.
    async fn brings_axe(&self) {
        if self.reads("return typeof axe").await == "object" {
            return;
        }
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../www/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(file).expect("`npm ci` in www/ brings axe-core");
        self.browser.driver.execute(axe, vec![]).await.expect("axe-core is put into the page");
    }
}

const RUN_AXE: &str = r#"
const { violations } = await axe.run(args[1] ?? document, {
  resultTypes: ["violations"],
  runOnly: args[0],
});
return violations.flatMap(({ id, nodes }) =>
  nodes.map(({ target, any }) => `${id}: ${target.flat().join(" ")}: ${any[0]?.message ?? ""}`));
"#;

const ELEMENTS: &str = "homekept-consent, homekept-picks, homekept-preferences";

const RUN_AXE_IN: &str = r#"
const { violations } = await axe.run(args[0], { runOnly: ["color-contrast"] });
return violations.flatMap(({ nodes }) => nodes.map(({ target, any }) =>
  `${target.flat().join(" ")}: ${any[0]?.message ?? ""}`));
"#;

/// WCAG 2.2 to the level AA, and what axe-core holds to be good practice.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const RULES_OF_COLOUR: [&str; 2] = ["color-contrast", "link-in-text-block"];

/// WCAG 1.4.10, of the narrowest screen: what sticks out of the page. What stands in a row that
/// goes on sideways by itself has to fit the screen alone.
const OVERFLOW: &str = r#"
const width = document.documentElement.clientWidth;
const found = [];
if (document.scrollingElement.scrollWidth > width) found.push("the page scrolls sideways");
const rowOf = (element) => {
  for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return at;
  }
};
for (const element of all("*")) {
  if (!element.checkVisibility() || element.closest(".unseen, .said, svg")) continue;
  const { left, right } = element.getBoundingClientRect();
  const row = rowOf(element.parentElement);
  const sticksOut = row ? right - left > width : left < -0.5 || right > width + 0.5;
  if (sticksOut) found.push(`sticks out: ${element.localName}.${element.className}, ${left} to ${right}`);
}
return found;
"#;

/// WCAG 2.5.8: controls in our elements that are hard to hit. A label is part of its control.
const SMALL: &str = r#"
const controls = places().flatMap((place) => all("a, button, input, summary", place.shadowRoot));
return controls.filter(seen).flatMap((control) => {
  const boxes = [control, ...(control.labels ?? [])].map((part) => part.getBoundingClientRect());
  const hit = boxes.some(({ width, height }) => width >= 24 && height >= 24);
  return hit ? [] : [`small: ${nameOf(control)}, ${boxes[0].width} x ${boxes[0].height}`];
});
"#;

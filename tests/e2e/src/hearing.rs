//! What a screen reader is told: the browser's own accessibility tree.

use crate::customer::Customer;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Something that a screen reader can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// What it is: "button", "switch", "status".
    pub role: String,
    /// What it is called.
    pub name: String,
    /// The name of the group that it belongs to.
    pub group: String,
    /// Whether it is on or chosen, where it can be.
    pub checked: Option<String>,
}

impl Heard {
    /// Whether something can be done with it.
    #[must_use]
    pub fn is_control(&self) -> bool {
        CONTROLS.contains(&self.role.as_str())
    }
}

impl Customer {
    /// Listens to the live regions that the page has now: one that comes with its text may not
    /// be spoken.
    pub async fn listens(&self) {
        let regions = "globalThis.regions = all('[role=status]').filter(seen)";
        self.reads(regions).await;
    }

    /// Is told this by one of the regions listened to.
    pub async fn is_told(&self, text: &str) {
        let told =
            "return regions.some((region) => region.isConnected && textOf(region) === args[0])";
        self.waits_until_with(told, json!([text])).await;
    }

    /// Everything on the page that has a role, in its order, as the browser tells it.
    pub async fn hears(&self) -> Vec<Heard> {
        let tree = self.browser.tells("Accessibility.getFullAXTree", json!({})).await;
        let nodes: Vec<&Value> = tree["nodes"].as_array().into_iter().flatten().collect();
        let by_id: HashMap<&str, &Value> =
            nodes.iter().map(|node| (text(&node["nodeId"]), *node)).collect();
        nodes
            .iter()
            .filter(|node| node["ignored"] != json!(true))
            .map(|node| Heard {
                role: text(&node["role"]["value"]).to_owned(),
                name: text(&node["name"]["value"]).to_owned(),
                group: group_of(node, &by_id),
                checked: property(node, "checked"),
            })
            .collect()
    }
}

fn group_of(node: &Value, by_id: &HashMap<&str, &Value>) -> String {
    let mut above = by_id.get(text(&node["parentId"]));
    while let Some(node) = above {
        if node["role"]["value"] == "group" {
            return text(&node["name"]["value"]).to_owned();
        }
        above = by_id.get(text(&node["parentId"]));
    }
    String::new()
}

fn property(node: &Value, name: &str) -> Option<String> {
    let properties = node["properties"].as_array()?;
    let property = properties.iter().find(|property| property["name"] == name)?;
    Some(text(&property["value"]["value"]).to_owned())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

const CONTROLS: [&str; 9] = [
    "button",
    "checkbox",
    "combobox",
    "DisclosureTriangle",
    "link",
    "radio",
    "searchbox",
    "switch",
    "textbox",
];

//! What a screen reader is told: the browser's own accessibility tree.

use crate::browser::Browser;
use crate::command::Ask;
use crate::customer::Customer;
use crate::page::FIND;
use serde::Deserialize;
use serde_json::json;

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

    /// Everything on the page that can be used or stands for a part of it, in its order, as the
    /// browser tells it to a screen reader.
    pub async fn hears(&self) -> Vec<Heard> {
        let listed = self.browser.driver.execute(format!("{FIND} {HEARD}"), vec![]).await;
        let listed: Vec<Listed> = listed.expect("the script runs").convert().expect("a list");
        let mut heard = Vec::new();
        for Listed { element, group, checked } in listed {
            let group = match group {
                Some(group) => self.browser.label_of(&group).await,
                None => String::new(),
            };
            let (role, name) =
                (self.browser.role_of(&element).await, self.browser.label_of(&element).await);
            heard.push(Heard { role, name, group, checked });
        }
        heard
    }
}

impl Browser {
    /// The role that the browser computes for an element.
    async fn role_of(&self, element: &Reference) -> String {
        self.computes("computedrole", element).await
    }

    /// The name that the browser computes for an element.
    async fn label_of(&self, element: &Reference) -> String {
        self.computes("computedlabel", element).await
    }

    async fn computes(&self, what: &str, Reference { id }: &Reference) -> String {
        let answer = self.driver.cmd(Ask::get(format!("/element/{id}/{what}"))).await;
        answer.expect("the element is there").value().expect("a text")
    }
}

/// An element as a script gives it to us.
#[derive(Debug, Deserialize)]
struct Listed {
    element: Reference,
    group: Option<Reference>,
    checked: Option<String>,
}

/// WebDriver's own name for an element.
#[derive(Debug, Deserialize)]
struct Reference {
    #[serde(rename = "element-6066-11e4-a52e-4f735466cecf")]
    id: String,
}

const HEARD: &str = r#"
const parts = "a[href], button, input, select, summary, textarea, fieldset, h1, h2, h3, h4, [role]";
const above = (element) => element.parentElement ?? element.getRootNode().host;
const groupOf = (element) => {
  for (let at = above(element); at; at = above(at)) {
    if (at.matches("fieldset, [role=group]")) return at;
  }
  return null;
};
const heard = (element) => {
  if (!element.checkVisibility({ visibilityProperty: true })) return false;
  for (let at = element; at; at = above(at)) {
    if (at.matches("[inert], [aria-hidden=true]")) return false;
  }
  return true;
};
const checkedOf = (element) =>
  element.matches("[type=checkbox], [type=radio]") ? String(element.checked) : element.ariaChecked;
return all(parts).filter(heard).map((element) =>
  ({ element, group: groupOf(element), checked: checkedOf(element) }));
"#;

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

//! What a site writes down about its processing (GDPR, articles 25, 30 and 35), filled in from its
//! policy and from the constants of the code. Leaves out what only the site knows, and says where.

use std::fmt::Write as _;
use std::path::Path;

use homekept::consent::Purpose;
use homekept::policy::Policy;
use homekept::profile::{EventKind, MOST_ENTRIES, Stance};
use homekept::ranking::{BOOST_MAX, SPONSORED_ONE_IN};
use serde_json::Value;

use super::{check, read_json};
use crate::{PackError, write};

/// Writes the record of a policy file, in Markdown.
///
/// # Errors
/// When the policy cannot be read or the page would refuse it, or the record cannot be written.
pub fn write_record(policy: &Path, record: &Path) -> Result<(), PackError> {
    write::whole(record, record_of(policy)?.as_bytes())
}

fn record_of(path: &Path) -> Result<String, PackError> {
    let json = read_json(path)?;
    let policy = check(path, &json)?;
    let said = |place: &str| json.pointer(place).and_then(Value::as_str).unwrap_or(YOURS);
    let site = Site {
        controller: said("/controller/name"),
        contact: said("/controller/contact"),
        table: said("/tableSource"),
        audience: json.get("audience").and_then(Value::as_str).unwrap_or("general"),
        loads_images: json.get("images").is_some(),
        has_manager: json.get("manager").is_some(),
        policy: &policy,
    };
    let mut text = format!(
        "# Processing by Homekept at {}\n\n\
         Written by `homekept policy --record` from the policy file and the code. {YOURS} marks \
         what neither can know. This is no legal advice.\n",
        policy.site
    );
    site.activities(&mut text);
    site.assessment(&mut text);
    site.defaults(&mut text);
    Ok(text)
}

/// What stands in place of what only the site knows.
const YOURS: &str = "*yours to say*";

struct Site<'p> {
    controller: &'p str,
    contact: &'p str,
    table: &'p str,
    audience: &'p str,
    loads_images: bool,
    has_manager: bool,
    policy: &'p Policy,
}

impl Site<'_> {
    fn offers(&self, purpose: Purpose) -> bool {
        self.policy.purposes.contains(&purpose)
    }

    fn offered(&self) -> impl Iterator<Item = Purpose> {
        Purpose::ALL.into_iter().filter(|purpose| self.offers(*purpose))
    }

    /// Article 30.
    fn activities(&self, text: &mut String) {
        let policy = self.policy;
        heading(text, "Record of processing activities (article 30)", &["what", "here"]);
        row(text, &["controller", &format!("{}, {}", self.controller, self.contact)]);
        row(text, &["representative, data protection officer", YOURS]);
        let purposes: Vec<&str> = self.offered().map(purpose_text).collect();
        row(text, &["purposes", &or_none(&purposes.join("; "))]);
        row(
            text,
            &[
                "legal basis",
                &format!(
                    "consent, asked for each purpose by itself, under notice version {} and the \
                     rules `{}`{}",
                    policy.notice,
                    policy.jurisdiction,
                    if self.has_manager {
                        "; the consent manager may be where it is asked"
                    } else {
                        ""
                    },
                ),
            ],
        );
        row(
            text,
            &["data subjects", &format!("visitors of the site; audience `{}`", self.audience)],
        );
        let data: Vec<String> = self.offered().filter_map(|purpose| self.data(purpose)).collect();
        row(text, &["categories of data", &or_none(&data.join("; "))]);
        row(
            text,
            &["special categories", "none: items of denied categories never enter a profile"],
        );
        row(text, &["recipients", &self.recipients()]);
        row(
            text,
            &["transfers to other countries", "none: the profile stays in the visitor's browser"],
        );
        row(text, &["time limits", &self.limits()]);
        row(
            text,
            &[
                "security",
                "records are sealed with AES-256-GCM, under a key that script can use and not copy; \
                 `docs/privacy.md` says what that does not stop",
            ],
        );
    }

    /// The data that a purpose keeps; nothing where it uses what another one keeps.
    fn data(&self, purpose: Purpose) -> Option<String> {
        let kinds = |stated: bool| {
            let names = EventKind::ALL.iter().filter(|kind| kind.is_stated() == stated);
            names.map(|kind| kind_text(*kind)).collect::<Vec<_>>().join(", ")
        };
        match purpose {
            Purpose::Remember => {
                let wishes: Vec<&str> = Stance::ALL.iter().map(|stance| stance.name()).collect();
                Some(format!("what is stated: {}; of a topic: {}", kinds(true), wishes.join(", ")))
            }
            Purpose::Learn => Some(format!("what is done: {}", kinds(false))),
            Purpose::Measure | Purpose::Sponsor => None,
        }
    }

    fn recipients(&self) -> String {
        let mut who = Vec::new();
        if self.offers(Purpose::Measure) {
            who.push(format!("of randomised counts: {YOURS}"));
        }
        if self.loads_images {
            who.push(
                "whoever serves the images of items: they are loaded directly, which tells what \
                 was picked"
                    .to_owned(),
            );
        }
        if who.is_empty() { "none".to_owned() } else { who.join("; ") }
    }

    fn limits(&self) -> String {
        let mut limits = Vec::new();
        if self.offers(Purpose::Learn) {
            limits.push(format!("what is done: {} days", self.policy.retention_days));
        }
        if self.offers(Purpose::Remember) {
            limits.push("what is stated: until it is taken back".to_owned());
        }
        if limits.is_empty() {
            return "nothing is kept".to_owned();
        }
        limits.push(format!("of both {MOST_ENTRIES} entries at the most"));
        limits
            .push("all of it: until the purpose is withdrawn, or everything is erased".to_owned());
        limits.join("; ")
    }

    /// Article 35.
    fn assessment(&self, text: &mut String) {
        let policy = self.policy;
        heading(
            text,
            "Data protection impact assessment (article 35)",
            &["risk", "what is done about it", "what is left"],
        );
        row(
            text,
            &[
                "a profile is read by the shop or by others",
                "it is kept and used in the visitor's browser alone, and sealed; no request of a page depends on it",
                "script on the shop's page, an extension, or somebody at the open device can read it",
            ],
        );
        row(
            text,
            &[
                "a profile tells of sensitive matters",
                "denied categories and everything below them are never profiled; there is no feature for age, sex, origin or health",
                &format!("the shop decides which categories are denied: {YOURS}"),
            ],
        );
        row(
            text,
            &[
                "picks serve the shop and not the visitor",
                &format!(
                    "the shop lifts an item by {} of the best score, {} at the most; one pick in {} is \
                 sponsored at the most, and says so; each pick says why",
                    percent(policy.boost),
                    percent(BOOST_MAX),
                    SPONSORED_ONE_IN,
                ),
                &format!("what the catalogue holds: {YOURS}"),
            ],
        );
        row(
            text,
            &[
                "picks decide about a person",
                "a policy with such a placement is refused; there is no price, credit or other decision among what is ranked",
                "none by Homekept",
            ],
        );
        row(
            text,
            &[
                "the public table tells of single visitors",
                "a pair of items needs the support that `homekept inspect` states",
                &format!(
                    "the table was made from: {}; the ground for that data: {YOURS}",
                    self.table
                ),
            ],
        );
        row(
            text,
            &[
                "children are profiled",
                "with the audience `child` no purpose is offered",
                &format!("the audience is `{}`; who is a minor: {YOURS}", self.audience),
            ],
        );
        let _ = writeln!(
            text,
            "\nNecessity: picks need what a visitor did or said, and nothing else is read. Whether \
             picks are needed: {YOURS}. The view of data subjects: {YOURS}."
        );
    }

    /// Article 25.
    fn defaults(&self, text: &mut String) {
        let _ = writeln!(text, "\n## Data protection by design and by default (article 25)\n");
        let offered: Vec<String> =
            self.offered().map(|purpose| format!("`{}`", purpose.name())).collect();
        for line in [
            format!("Everything is off until a visitor allows it. Offered: {}.", or_none(&offered.join(", "))),
            "Before that nothing is written, nothing is sent, and the order is everybody's.".to_owned(),
            "No account, no identifier, and no log of persons: a visitor holds the receipts.".to_owned(),
            "To withdraw takes as many presses as to allow, or fewer, and removes what the purpose kept.".to_owned(),
            "Global Privacy Control is heard: who sends it is not asked.".to_owned(),
            format!(
                "Switched off for everybody at this moment: {}.",
                if self.policy.off { "yes" } else { "no" }
            ),
        ] {
            let _ = writeln!(text, "- {line}");
        }
    }
}

fn heading(text: &mut String, title: &str, columns: &[&str]) {
    let _ = writeln!(text, "\n## {title}\n");
    row(text, columns);
    row(text, &vec!["---"; columns.len()]);
}

fn row(text: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

fn or_none(text: &str) -> String {
    if text.is_empty() { "none".to_owned() } else { text.to_owned() }
}

fn percent(share: f32) -> String {
    format!("{:.1} %", f64::from(share) * 100.0)
}

fn purpose_text(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Remember => "to remember what a visitor states (`remember`)",
        Purpose::Learn => "to learn from what a visitor does here (`learn`)",
        Purpose::Measure => "to count with noise how picks do (`measure`)",
        Purpose::Sponsor => "to let sponsored items fit a visitor (`sponsor`)",
    }
}

fn kind_text(kind: EventKind) -> &'static str {
    match kind {
        EventKind::View => "items looked at",
        EventKind::Engage => "items tried or opened further",
        EventKind::Cart => "items put into the basket",
        EventKind::Purchase => "items bought",
        EventKind::Like => "items liked",
        EventKind::Dislike => "items not liked",
        EventKind::Dismiss => "picks waved away",
        EventKind::Shown => "how often an item was shown",
    }
}

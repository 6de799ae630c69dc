//! By what items are denied, as a part of a sheet.

use homekept_packer::{Denials, Inspection};

use crate::out::say;
use crate::sheet::{nothing, number, table};

/// Prints it. A pack of before says nothing of it.
pub(crate) fn tell(pack: &Inspection) {
    let Some(denials) = &pack.denials else {
        if !pack.items.denied.is_empty() {
            say!("\nDenied, by what\n  the pack does not say it");
        }
        return;
    };
    say!("\nDenied, by what");
    for cause in &denials.causes {
        let topic = cause.topic.as_deref().unwrap_or("not told");
        say!("  {:>9} items  {topic:<18}  {}", number(cause.items.into()), cause.in_words());
    }
    nothing(denials.causes.is_empty());
    if denials.more_causes > 0 {
        say!("  and {} causes more", number(denials.more_causes.into()));
    }
    if !denials.overrides.is_empty() {
        say!("  allowed by the shop, with its reason");
    }
    for allowed in &denials.overrides {
        say!(
            "  {:>9} items  {:<18}  {} ({})",
            number(allowed.items.into()),
            allowed.topic,
            allowed.in_words(),
            allowed.reason
        );
    }
    tell_screens(denials);
}

fn tell_screens(denials: &Denials) {
    let titles = match (denials.screen, denials.screen_titles) {
        (false, _) => "not looked at",
        (true, true) => "they deny, too",
        (true, false) => "not denied; so many hold a word of a denied topic",
    };
    table(&[
        [
            "word lists",
            if denials.screen { "on" } else { "OFF" },
            "names of categories held against words in eleven languages",
        ],
        ["titles", &number(denials.titles.items.into()), titles],
        [
            "closed",
            &number(denials.closed.into()),
            "more labels denied, since denied items alone carry them",
        ],
    ]);
}

//! What the sealed bytes say. Whoever can seal holds the key, so only an older
//! or a broken Homekept writes these; they are passed over, and the rest is used.

use super::{all, common};
use common::{NOW, apply, choosing, kept, view};
use homekept::consent::Purpose;
use homekept::engine::{Engine, Save};
use homekept::vault::memory::CountingDice;
use proptest::prelude::*;

row!("passed over", a_batch_of_no_bytes, read(&[]));
row!("passed over", a_batch_cut_anywhere, {
    let batch = event();
    all((0..batch.len()).map(|length| read(&batch[..length])))
});
row!("passed over", a_batch_with_a_byte_too_many, read(&[&event()[..], &[0]].concat()));
row!("passed over", a_batch_that_claims_more_facts_than_it_has, {
    let endless = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
    all([read(&[0, 2, 3, 0]), read(&[&[0][..], &endless].concat())])
});
row!(
    "passed over",
    a_fact_of_an_unknown_kind,
    all([0, 4, 9, 255].map(|kind| read(&[0, 1, kind, 0])))
);
row!(
    "passed over",
    settings_with_dials_beyond_their_ends,
    // 3, -4 and -3 of surprise, and of memory.
    all([3, 4, 5].map(|at| read(&[0, 1, 3, at << 3])).into_iter().chain(
        [3u32, 4, 5].map(|at| read(&[
            0,
            1,
            3,
            0x80 | (at << 6) as u8 & 0x7f,
            (at << 6 >> 7) as u8
        ])),
    ))
);
row!("passed over", a_number_written_longer_than_it_needs, read(&[0x80, 0x00, 1, 3, 0]));
row!("passed over", a_number_that_does_not_fit, {
    read(&[&[0xff; 9][..], &[0x02, 1, 3, 0]].concat())
});
row!("passed over", an_event_whose_id_javascript_cannot_hold, {
    read(&entry(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f], 1, 0))
});
row!(
    "passed over",
    an_event_under_an_unknown_purpose,
    all([4, 9, 255].map(|under| read(&entry(&[7], under, 0))))
);
row!(
    "passed over",
    an_event_of_an_unknown_kind,
    all([8, 99, 255].map(|kind| read(&entry(&[7], 1, kind))))
);
row!("passed over", an_event_whose_item_is_not_utf8, {
    let mut batch = entry(&[7], 1, 0);
    let last = batch.len() - 1;
    batch[last] = 0xff;
    read(&batch)
});
row!("passed over", a_text_longer_than_its_batch, {
    all([0x7f, 0xff].map(|length| {
        let mut batch = entry(&[7], 1, 0);
        let at = batch.len() - 2;
        batch[at] = length;
        read(&batch)
    }))
});
row!("passed over", a_choice_by_an_unknown_method, read(&choice(0, 1, 4)));
row!("passed over", a_choice_about_an_unknown_purpose, read(&choice(4, 1, 0)));
row!(
    "passed over",
    a_choice_with_unknown_bits,
    all([4, 255].map(|bits| read(&choice(0, bits, 0))))
);

proptest! {
    /// Random bytes are mostly no batch at all: these begin as one does.
    #[test]
    fn no_bytes_behind_a_good_beginning_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), kind in 1u8..4) {
        let (mut engine, good) = customer();
        engine.restore(&[good, [&[1, 1, kind][..], &bytes].concat()]);
    }

    #[test]
    fn a_batch_with_any_byte_changed_is_read_or_passed_over(at in 0usize..64, byte in any::<u8>()) {
        let (mut engine, good) = customer();
        let mut bad = event();
        let at = at % bad.len();
        bad[at] = byte;
        let unread = engine.restore(&[good, bad]);
        prop_assert!(unread <= 1);
        prop_assert!(!engine.choices().is_empty(), "what was good is there");
    }
}

/// Restores a customer's vault in which one batch is this.
fn read(batch: &[u8]) -> &'static str {
    let (mut engine, good) = customer();
    assert_eq!(engine.restore(std::slice::from_ref(&good)), 0);
    let before = kept(&engine);
    let unread = engine.restore(&[good, batch.to_vec()]);
    if unread == 0 {
        return "read";
    }
    assert_eq!(kept(&engine), before, "what was good is there");
    "passed over"
}

/// Somebody who allows learning, and their snapshot.
fn customer() -> (Engine, Vec<u8>) {
    let (mut engine, mut dice) = (common::engine(), CountingDice::default());
    apply(&mut engine, &mut dice, &[choosing(&[Purpose::Learn], &[]), view("gothic-0")]);
    let snapshot = engine.snapshot();
    assert_eq!(engine.events().len(), 1);
    assert!(!engine.interests(NOW).is_empty());
    (engine, snapshot)
}

/// The batch of one good event, which is read.
fn event() -> Vec<u8> {
    let (mut engine, mut dice) = (customer().0, CountingDice::default());
    // The first number would be that of the event that is there.
    let Save::Append(batch) = apply(&mut engine, &mut dice, &[view("sea-0")]) else {
        panic!("an event is appended");
    };
    assert_eq!(read(&batch), "read");
    batch
}

/// A batch of one event by its drawing: id, order, minute, purpose, event, kind, item.
fn entry(id: &[u8], under: u8, kind: u8) -> Vec<u8> {
    [&[9, 1, 2][..], id, &[3, 1, under, 0, kind, 1, b'x']].concat()
}

/// A batch of one choice: purpose, bits, method, minute, four texts.
fn choice(purpose: u8, bits: u8, method: u8) -> Vec<u8> {
    vec![9, 1, 1, purpose, bits, method, 1, 1, b'1', 0, 2, b'e', b'n', 0]
}

#[test]
fn the_drawings_that_these_rows_change_are_read() {
    assert_eq!(read(&entry(&[7], 1, 0)), "read");
    assert_eq!(read(&choice(0, 1, 0)), "read");
}

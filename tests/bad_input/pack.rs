//! The pack: bytes that are none, or not those that were written.

use super::{all, common};
use homekept::catalogue::{Catalogue, ItemIx};
use xxhash_rust::xxh64::xxh64;

row!("pack-truncated", a_pack_of_no_bytes, opened(&[]));
row!("pack-not-a-pack", a_page_in_place_of_a_pack, opened(b"<!doctype html><title>404</title>"));
row!(
    "pack-not-a-pack",
    a_pack_whose_line_ends_were_translated,
    opened(&with(|pack| pack[4] = b'\n'))
);
row!("pack-not-a-pack", a_pack_still_in_gzip, opened(&with(|pack| pack[0] = 0x1f)));
row!("pack-version-unknown", a_pack_of_a_later_version, opened(&with(|pack| pack[8] = 2)));
row!("pack-truncated", a_pack_cut_anywhere, {
    let pack = common::pack();
    all((0..pack.len()).map(|length| opened(&pack[..length])))
});
row!("pack-damaged", a_pack_with_a_byte_too_many, opened(&with(|pack| pack.push(0))));
row!("pack-damaged", a_pack_with_any_bit_flipped_behind_its_frame, {
    all((24..common::pack().len()).map(|at| opened(&with(|pack| pack[at] ^= 1 << (at % 8)))))
});
row!("pack-malformed", a_pack_without_a_section_that_is_needed, {
    all((0..sections()).filter(|number| needed(*number)).map(|number| {
        opened(&resealed(|pack| {
            let at = entry(pack, number);
            pack[at] = 200;
        }))
    }))
});
row!("pack-malformed", a_pack_with_a_section_twice, {
    opened(&resealed(|pack| {
        let (first, second) = (entry(pack, 0), entry(pack, 1));
        pack[second] = pack[first];
    }))
});
row!("pack-malformed", a_pack_with_a_section_beyond_its_end, {
    all((0..sections()).flat_map(|number| {
        // The start, and the length.
        [4, 8].map(|field| {
            opened(&resealed(|pack| {
                let at = entry(pack, number) + field;
                pack[at..at + 4].fill(0xff);
            }))
        })
    }))
});
row!("pack-malformed", a_pack_with_a_section_too_short_for_its_list, {
    all((0..sections()).filter(|number| needed(*number)).map(|number| {
        opened(&resealed(|pack| {
            let at = entry(pack, number) + 8;
            pack[at..at + 4].fill(0);
        }))
    }))
});
row!("pack-malformed", a_pack_that_claims_more_items_than_it_has, {
    // Forty items would fit the first anchors; four thousand million would not.
    all([u32::MAX, u32::MAX - 1, 1 << 31, 100_000]
        .map(|items| opened(&resealed(|pack| pack[24..28].copy_from_slice(&items.to_le_bytes())))))
});
row!("pack-malformed", a_pack_that_claims_more_sections_than_it_has, {
    opened(&resealed(|pack| pack[46..48].fill(0xff)))
});
row!("pack-malformed", a_pack_from_an_unknown_source, opened(&resealed(|pack| pack[44] = 9)));
row!("pack-malformed", a_pack_whose_table_spans_no_range, {
    all([f32::NAN, f32::INFINITY, -1.0, 41.0].map(|range| {
        opened(&resealed(|pack| {
            let at = start(pack, TABLE);
            pack[at..at + 4].copy_from_slice(&range.to_le_bytes());
        }))
    }))
});
row!("pack-knob-out-of-bounds", a_pack_with_a_knob_out_of_bounds, {
    all((0..9).flat_map(|knob| {
        [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -0.5, 1e30].map(|value| {
            opened(&resealed(|pack| {
                pack[48 + 4 * knob..][..4].copy_from_slice(&value.to_le_bytes());
            }))
        })
    }))
});

/// The code that a pack is refused with; one that opens can be read.
fn opened(bytes: &[u8]) -> &'static str {
    match Catalogue::open(bytes.into()) {
        Err(error) => error.code(),
        Ok(catalogue) => {
            for item in (0..catalogue.len().min(1_000)).map(ItemIx) {
                let _ = (catalogue.title(item), catalogue.row(item).count());
            }
            "opened"
        }
    }
}

fn with(change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut pack = common::pack();
    change(&mut pack);
    pack
}

/// The same after a change, with a checksum that holds: bytes made on purpose.
fn resealed(change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    with(|pack| {
        change(pack);
        let hash = xxh64(&pack[24..], 0);
        pack[16..24].copy_from_slice(&hash.to_le_bytes());
    })
}

fn sections() -> usize {
    usize::from(common::pack()[46])
}

/// Where the directory names a section.
fn entry(pack: &[u8], number: usize) -> usize {
    48 + 4 * usize::from(pack[45]) + 12 * number
}

/// Whether a pack cannot do without it: boosts and display fields may be absent.
fn needed(number: usize) -> bool {
    let pack = common::pack();
    ![9, 12, 13].contains(&pack[entry(&pack, number)])
}

/// Where a section's bytes begin.
fn start(pack: &[u8], id: u8) -> usize {
    let at = (0..sections()).map(|n| entry(pack, n)).find(|at| pack[*at] == id).unwrap();
    u32::from_le_bytes(pack[at + 4..at + 8].try_into().unwrap()) as usize
}

const TABLE: u8 = 11;

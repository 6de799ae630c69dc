//! The same ranking natively and here, bit for bit, on real prefixes. The
//! drawing of the file stands at `write_parity` in the packer.

use super::page::fetched;
use homekept::catalogue::{Catalogue, FacetIx, ItemIx};
use homekept::profile::{Dials, Interest, Profile, Visit};
use homekept::ranking::{Ask, Slot, rank};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

#[wasm_bindgen_test]
async fn a_thousand_real_prefixes_rank_as_they_do_natively_bit_for_bit() {
    let Some(url) = option_env!("HOMEKEPT_PARITY_URL") else {
        console_log!("skipped: native and wasm parity: the real sessions are not here");
        return;
    };
    let pack = fetched(&format!("{url}/parity.hkp")).await;
    let catalogue = Catalogue::open(pack.into()).expect("the pack opens");
    let file = fetched(&format!("{url}/parity.bin")).await;
    let mut words = file.chunks_exact(4).map(|word| u32::from_le_bytes(word.try_into().unwrap()));
    let mut next = || words.next().expect("the file is whole");

    let cases = next();
    assert_eq!(cases, 1_000);
    for case in 0..cases {
        let slot = match next() {
            0 => Slot::ForYou,
            u32::MAX => Slot::ReRank,
            number if number == u32::MAX - 1 => Slot::Basket,
            item => Slot::LikeThis(ItemIx(item - 1)),
        };
        let within = (slot == Slot::ReRank).then(|| (0..next()).map(|_| ItemIx(next())).collect());
        let current = (0..next()).map(|_| ItemIx(next())).collect();
        let limit = next() as usize;
        let boost = f32::from_bits(next());
        let dials = next();
        let place = |number: u32| (number % 5) as i32 - 2;
        let dials = Dials::at(place(dials), place(dials / 5)).unwrap();
        let mut profile = Profile { dials, ..Profile::default() };
        for _ in 0..next() {
            profile.recent.push(Visit { item: ItemIx(next()), steps: next() });
        }
        for _ in 0..next() {
            profile.habits.push((ItemIx(next()), f32::from_bits(next())));
        }
        for _ in 0..next() {
            let (facet, strength) = (FacetIx(next()), f32::from_bits(next()));
            profile.interests.push(Interest { facet, strength, stated: next() == 1 });
        }
        let expected: Vec<(u32, u32)> = (0..next()).map(|_| (next(), next())).collect();
        let ask = Ask { limit, current, within, boost, ..Ask::new(slot, 0) };
        let picks = rank(&catalogue, &profile, &ask);
        let found: Vec<(u32, u32)> =
            picks.iter().map(|pick| (pick.item.0, pick.score.to_bits())).collect();
        assert_eq!(found, expected, "case {case}");
    }
}

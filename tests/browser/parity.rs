//! The same ranking natively and here, bit for bit, on real prefixes. The
//! drawing of the file stands at `write_parity` in the packer.

use super::cases::{self, Case};
use super::page::fetched;
use homekept::catalogue::Catalogue;
use homekept::ranking::rank;
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
    let cases = cases::read(&file).expect("the file is whole");
    assert_eq!(cases.len(), 1_000);
    for (number, Case { profile, ask, expected }) in cases.iter().enumerate() {
        let picks = rank(&catalogue, profile, ask);
        let found: Vec<(u32, u32)> =
            picks.iter().map(|pick| (pick.item.0, pick.score.to_bits())).collect();
        assert_eq!(found, *expected, "case {number}");
    }
}

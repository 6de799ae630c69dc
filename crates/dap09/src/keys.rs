//! Which key of an aggregator a share is sealed for.
//! Leaves out the fetching.

use crate::DapError;
use crate::task::Pin;
use janus_messages::{HpkeAeadId, HpkeConfig, HpkeConfigList, HpkeKdfId, HpkeKemId};
use prio::codec::{Decode, Encode};
use sha2::{Digest, Sha256};

/// The first configuration of a list (draft-ietf-ppm-dap-09, section 4.4.1) that is of the one suite
/// and pinned.
///
/// # Errors
/// [`DapError::BadConfigurations`], [`DapError::OtherSuite`] or [`DapError::UnpinnedKey`].
pub(crate) fn pinned(list: &[u8], pins: &[Pin]) -> Result<HpkeConfig, DapError> {
    let list = HpkeConfigList::get_decoded(list).map_err(|_| DapError::BadConfigurations)?;
    let mut refusal = DapError::OtherSuite;
    for config in list.hpke_configs() {
        if !is_of_the_suite(config) {
            continue;
        }
        let bytes = config.get_encoded().map_err(|_| DapError::BadConfigurations)?;
        if pins.contains(&Sha256::digest(bytes).into()) {
            return Ok(config.clone());
        }
        refusal = DapError::UnpinnedKey;
    }
    Err(refusal)
}

/// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM (RFC 9180, section 7): the suite that everybody
/// speaks (draft-ietf-ppm-dap-09, section 6). A choice would be one to downgrade.
fn is_of_the_suite(config: &HpkeConfig) -> bool {
    *config.kem_id() == HpkeKemId::X25519HkdfSha256
        && *config.kdf_id() == HpkeKdfId::HkdfSha256
        && *config.aead_id() == HpkeAeadId::Aes128Gcm
}

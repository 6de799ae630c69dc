//! The vault's header under another key: what its wrapped data key is bound to, and its bytes with
//! that wrapped anew.
//! Leaves out the wrapping, which the browser does: it has the keys that script cannot copy.

use homekept::vault::{Header, Scope, VaultError};

/// What the wrapped data key of this header is bound to (AAD), under any key.
///
/// # Errors
/// Those of [`Header::decode`].
pub fn binding(header: &[u8], scope: &Scope) -> Result<Vec<u8>, VaultError> {
    let header = Header::decode(header)?;
    Ok(Header::aad(scope, header.epoch, &header.key_id))
}

/// The nonce and the wrapped data key, one after the other.
///
/// # Errors
/// Those of [`Header::decode`].
pub fn wrapping(header: &[u8]) -> Result<Vec<u8>, VaultError> {
    let header = Header::decode(header)?;
    Ok([&header.nonce[..], &header.wrapped].concat())
}

/// The header with a new [`wrapping`]: same generation, same data key.
///
/// # Errors
/// Those of [`Header::decode`]; [`VaultError::Damaged`] where the wrapping is none.
pub fn rewrapped(header: &[u8], wrapping: &[u8]) -> Result<Vec<u8>, VaultError> {
    let (nonce, wrapped) = wrapping.split_first_chunk().ok_or(VaultError::Damaged)?;
    let wrapped = wrapped.try_into().map_err(|_| VaultError::Damaged)?;
    Ok(Header { nonce: *nonce, wrapped, ..Header::decode(header)? }.encode())
}

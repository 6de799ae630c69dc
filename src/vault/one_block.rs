//! AES-256 that takes one block at a time.
//!
//! The cipher of the `aes` crate encrypts four at once where there are so many, and one by one what is
//! left: twice the code for the same numbers, and constant in time either way. A record is a few
//! blocks, so the half that is always needed is the half that is shipped.

use aes_gcm::KeyInit;
use aes_gcm::aes::Aes256;
use aes_gcm::aes::cipher::common::{Key, KeySizeUser};
use aes_gcm::aes::cipher::consts::{U1, U16, U32};
use aes_gcm::aes::cipher::inout::InOut;
use aes_gcm::aes::cipher::{
    Block, BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser,
    ParBlocksSizeUser,
};

/// The cipher, and its own backend.
pub(super) struct OneBlock(Aes256);

impl KeySizeUser for OneBlock {
    type KeySize = U32;
}

impl KeyInit for OneBlock {
    fn new(key: &Key<Self>) -> Self {
        Self(Aes256::new(key))
    }
}

impl BlockSizeUser for OneBlock {
    type BlockSize = U16;
}

impl ParBlocksSizeUser for OneBlock {
    type ParBlocksSize = U1;
}

impl BlockCipherEncBackend for OneBlock {
    fn encrypt_block(&self, block: InOut<'_, '_, Block<Self>>) {
        self.0.encrypt_block_inout(block);
    }
}

impl BlockCipherEncrypt for OneBlock {
    fn encrypt_with_backend(&self, closure: impl BlockCipherEncClosure<BlockSize = U16>) {
        closure.call(self);
    }
}

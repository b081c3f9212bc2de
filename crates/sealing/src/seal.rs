//! One key, and what it seals and opens.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::fingerprint::Fingerprint;

/// A 256-bit key that seals and opens records. Its `Debug` shows nothing.
pub struct Seal {
    key: RandomizedNonceKey,
    fingerprint: Fingerprint,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

/// Why a key or a record could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SealError {
    /// The key is not 32 bytes in base64.
    #[error("a sealing key is 32 bytes in base64")]
    NotAKey,
    /// The record was sealed with another key, belongs to another place, or was damaged.
    #[error("the record was sealed with another key, moved or damaged")]
    NotOurs,
    /// The record was sealed with a key that was not given.
    #[error("the record was sealed with the key {0}, which was not given")]
    KeyMissing(Fingerprint),
    /// The library could not seal.
    #[error("sealing failed")]
    Failed,
}

impl Seal {
    /// A seal of 32 bytes of key.
    pub fn new(key: &[u8; 32]) -> Result<Self, SealError> {
        let fingerprint = Fingerprint::of(key);
        let key = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_unspecified| SealError::Failed)?;
        Ok(Self { key, fingerprint })
    }

    /// Tells one key from another without telling the key: a store keeps it, so that opening the store with another
    /// key is noticed at once and not at the first record.
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// A seal of a key written in base64.
    pub fn from_base64(text: &str) -> Result<Self, SealError> {
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).map_err(|_not_base64| SealError::NotAKey)?);
        let key: &[u8; 32] = bytes.as_slice().try_into().map_err(|_wrong_length| SealError::NotAKey)?;
        Self::new(key)
    }

    /// Seals `plain` for `place`, the identity of the record: only [`Seal::open`] with the same place opens it.
    /// The result is the nonce followed by the sealed bytes and their tag.
    pub fn close(&self, place: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut sealed = plain.to_vec();
        let nonce = self
            .key
            .seal_in_place_append_tag(Aad::from(place), &mut sealed)
            .map_err(|_unspecified| SealError::Failed)?;
        let mut record = nonce.as_ref().to_vec();
        record.append(&mut sealed);
        Ok(record)
    }

    /// Opens what [`Seal::close`] sealed for `place`.
    pub fn open(&self, place: &[u8], record: &[u8]) -> Result<Vec<u8>, SealError> {
        let (nonce, sealed) = record.split_at_checked(NONCE_LEN).ok_or(SealError::NotOurs)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_unspecified| SealError::NotOurs)?;
        let mut plain = sealed.to_vec();
        let opened = self.key.open_in_place(nonce, Aad::from(place), &mut plain);
        let length = opened.map_err(|_unspecified| SealError::NotOurs)?.len();
        plain.truncate(length);
        Ok(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal() -> Seal {
        Seal::new(&[7; 32]).unwrap()
    }

    #[test]
    fn what_is_sealed_can_be_opened_only_in_its_place_and_with_its_key() {
        let record = seal().close(b"place 1", b"content").unwrap();
        assert_eq!(seal().open(b"place 1", &record).unwrap(), b"content");
        assert_eq!(seal().open(b"place 2", &record), Err(SealError::NotOurs));
        assert_eq!(Seal::new(&[8; 32]).unwrap().open(b"place 1", &record), Err(SealError::NotOurs));
    }

    #[test]
    fn a_damaged_record_is_not_opened() {
        let record = seal().close(b"place", b"content").unwrap();
        for at in 0..record.len() {
            let mut damaged = record.clone();
            damaged[at] ^= 1;
            assert_eq!(seal().open(b"place", &damaged), Err(SealError::NotOurs));
        }
        assert_eq!(seal().open(b"place", b"short"), Err(SealError::NotOurs));
    }

    #[test]
    fn the_same_content_never_looks_the_same_twice() {
        assert_ne!(seal().close(b"place", b"content").unwrap(), seal().close(b"place", b"content").unwrap());
    }

    #[test]
    fn a_key_is_32_bytes_in_base64() {
        assert!(Seal::from_base64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n").is_ok());
        for text in ["", "AAEC", "not base64!"] {
            assert_eq!(Seal::from_base64(text).unwrap_err(), SealError::NotAKey);
        }
    }
}

//! Keyed digests: what is equal has the same, and without the key nobody can try names until one fits.

use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::fingerprint::Fingerprint;
use crate::seal::SealError;

/// The digest of a text under a key and for a purpose: 32 bytes.
pub type Digest = [u8; 32];

/// A 256-bit key of HMAC-SHA-256 (RFC 2104). A plain hash of a name and a date of birth is not enough: there are so few of them that
/// all can be tried (safeguarding.md 5.5).
pub struct DigestKey {
    key: Key,
    fingerprint: Fingerprint,
}

impl DigestKey {
    /// A key of 32 bytes.
    pub fn new(key: &[u8; 32]) -> Self {
        Self { key: Key::new(HMAC_SHA256, key), fingerprint: Fingerprint::of(key) }
    }

    /// A key written in base64.
    pub fn from_base64(text: &str) -> Result<Self, SealError> {
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).map_err(|_not_base64| SealError::NotAKey)?);
        let key: &[u8; 32] = bytes.as_slice().try_into().map_err(|_wrong_length| SealError::NotAKey)?;
        Ok(Self::new(key))
    }

    /// Tells one key from another without telling the key.
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The digest of `text` for `purpose`: the same text has another one for another purpose, so that they cannot be joined.
    pub fn digest(&self, purpose: &str, text: &str) -> Digest {
        let mut message = Zeroizing::new(Vec::with_capacity(purpose.len() + 1 + text.len()));
        message.extend_from_slice(purpose.as_bytes());
        message.push(0);
        message.extend_from_slice(text.as_bytes());
        let mut digest = Digest::default();
        for (byte, made) in digest.iter_mut().zip(sign(&self.key, &message).as_ref()) {
            *byte = *made;
        }
        digest
    }
}

impl std::fmt::Debug for DigestKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DigestKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_hangs_on_the_key_the_purpose_and_the_text() {
        let key = DigestKey::new(&[7; 32]);
        let digest = key.digest("donor", "1|quenby|1941-02-03");
        assert_eq!(digest, DigestKey::new(&[7; 32]).digest("donor", "1|quenby|1941-02-03"));
        assert_ne!(digest, DigestKey::new(&[8; 32]).digest("donor", "1|quenby|1941-02-03"));
        assert_ne!(digest, key.digest("content", "1|quenby|1941-02-03"));
        assert_ne!(digest, key.digest("donor", "1|quenby|1941-02-04"));
        // Where the purpose ends cannot be moved.
        assert_ne!(key.digest("a", "bc"), key.digest("ab", "c"));
    }

    /// Reckoned with Python's hmac module.
    #[test]
    fn it_is_hmac_sha_256_of_purpose_zero_and_text() {
        let hex: String = DigestKey::new(&[7; 32])
            .digest("donor", "1|quenby|1941-02-03")
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert_eq!(hex, "f1aa2637fffdec557e35a1b84c8cbb96a811736b5057f57e43aa9f4f57d1bb29");
    }

    #[test]
    fn a_key_is_32_bytes_in_base64_and_is_never_shown() {
        let key = DigestKey::from_base64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n").unwrap();
        assert_eq!(format!("{key:?}"), "DigestKey");
        for text in ["", "AAEC", "not base64!"] {
            assert_eq!(DigestKey::from_base64(text).unwrap_err(), SealError::NotAKey);
        }
    }
}

//! Which key: what tells one key from another without telling the key.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::hmac;
use thiserror::Error;

/// Tells one key from another without telling the key: the first half of an HMAC-SHA-256 under the key itself. Written
/// as 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 16]);

/// The text is not 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a fingerprint has 32 hexadecimal digits")]
pub struct NotAFingerprint;

/// What the fingerprint of a key is the HMAC of.
const FINGERPRINTED: &[u8] = b"lpa-sealing: which key is this";

impl Fingerprint {
    /// Of a key.
    pub(crate) fn of(key: &[u8; 32]) -> Self {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), FINGERPRINTED);
        let mut half = [0; 16];
        half.iter_mut().zip(tag.as_ref()).for_each(|(to, from)| *to = *from);
        Self(half)
    }
}

impl TryFrom<&[u8]> for Fingerprint {
    type Error = NotAFingerprint;

    fn try_from(bytes: &[u8]) -> Result<Self, NotAFingerprint> {
        bytes.try_into().map(Self).map_err(|_length| NotAFingerprint)
    }
}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let digits = (text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(text);
        let number = digits.and_then(|digits| u128::from_str_radix(digits, 16).ok());
        number.map(|number| Self(number.to_be_bytes())).ok_or(NotAFingerprint)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_belongs_to_one_key_and_is_no_part_of_it() {
        let seven = Fingerprint::of(&[7; 32]);
        assert_eq!(seven, Fingerprint::of(&[7; 32]));
        assert_ne!(seven, Fingerprint::of(&[8; 32]));
        assert!(!seven.0.contains(&7));
    }

    #[test]
    fn a_fingerprint_is_read_as_it_is_written() {
        let seven = Fingerprint::of(&[7; 32]);
        assert_eq!(seven.to_string().parse(), Ok(seven));
        assert_eq!(Fingerprint::try_from(&seven.0[..]), Ok(seven));
        for text in ["", "0", "+0000000000000000000000000000000", "x0000000000000000000000000000000"] {
            assert_eq!(text.parse::<Fingerprint>(), Err(NotAFingerprint), "{text}");
        }
    }
}

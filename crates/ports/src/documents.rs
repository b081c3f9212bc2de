//! Where scanned images are kept.

use std::fmt;
use std::str::FromStr;

use async_trait::async_trait;
use thiserror::Error;

use crate::error::Source;

/// Keeps scanned images, addressed by the SHA-256 of their bytes.
///
/// - What `put` has answered is durable.
/// - The same bytes are kept once; putting them again changes nothing.
/// - `get` returns exactly the bytes that were put, or `None`; never other bytes.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Documents: Send + Sync {
    /// Keeps `bytes` under their hash.
    ///
    /// # Errors
    /// [`DocumentsError::Unavailable`] when they could not be kept: nothing may be promised to the caller.
    async fn put(&self, hash: ContentHash, bytes: Vec<u8>) -> Result<(), DocumentsError>;

    /// The bytes kept under a hash; `None` when there are none.
    ///
    /// # Errors
    /// [`DocumentsError::Unavailable`].
    async fn get(&self, hash: ContentHash) -> Result<Option<Vec<u8>>, DocumentsError>;
}

/// The SHA-256 of a document's bytes; written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash(pub [u8; 32]);

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a content hash has 64 lower-case hexadecimal digits")]
pub struct NotAHash;

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for ContentHash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let nibble = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(NotAHash),
        };
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(NotAHash);
        }
        let mut hash = [0; 32];
        for (place, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            *place = nibble(pair[0])? * 16 + nibble(pair[1])?;
        }
        Ok(Self(hash))
    }
}

/// Why a document was not kept or not found.
#[derive(Debug, Error)]
pub enum DocumentsError {
    /// The store cannot be written or read now.
    #[error("the document store is not available")]
    Unavailable(#[source] Source),
}

//! Which keys the journal is sealed with.

use std::fmt;

use async_trait::async_trait;
use thiserror::Error;

use crate::error::Source;

/// Which keys the journal is sealed with. Of the keys themselves it keeps nothing but what tells one from another.
///
/// - One key seals; the journal says which, to everyone who has it open. Whoever seals with another one is refused before
///   anything is written, and seals again with the right one, if it was given.
/// - [`Keys::rotate`] is durable: from then on everything new is sealed with that key, by everyone.
/// - A key that is needed is listed until it is retired, and is retired only when no record is sealed with it any more;
///   the key that seals is never retired.
/// - A journal is not opened without every key that it lists.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Keys: Send + Sync {
    /// Every key that is needed, the one that seals first, then the newest. Reads every record: not for each request.
    ///
    /// # Errors
    /// [`KeysError::Unavailable`].
    async fn keys(&self) -> Result<Vec<KeyUse>, KeysError>;

    /// Lets `to` seal from now on.
    ///
    /// # Errors
    /// [`KeysError::NotGiven`], [`KeysError::Unavailable`].
    async fn rotate(&self, to: SealingKey) -> Result<(), KeysError>;

    /// Does without `key` from now on. A key that is not listed is no longer needed anyway.
    ///
    /// # Errors
    /// [`KeysError::StillNeeded`], [`KeysError::Seals`], [`KeysError::Unavailable`].
    async fn retire(&self, key: SealingKey) -> Result<(), KeysError>;
}

/// Tells one key from another: its fingerprint. Written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SealingKey(pub [u8; 16]);

impl fmt::Display for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({self})")
    }
}

/// A key, and how much it is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// Which.
    pub key: SealingKey,
    /// How many records are sealed with it.
    pub records: u64,
}

/// Why nothing was changed.
#[derive(Debug, Error)]
pub enum KeysError {
    /// The journal cannot be read or written now: try again later.
    #[error("the journal is not available")]
    Unavailable(#[source] Source),
    /// The key was not given to this process: give it first.
    #[error("the key {0} was not given")]
    NotGiven(SealingKey),
    /// Records are sealed with it: seal them anew first.
    #[error("the key {key} is still needed: {records} records are sealed with it")]
    StillNeeded {
        /// Which.
        key: SealingKey,
        /// How many records.
        records: u64,
    },
    /// It is the key that seals: let another one seal first.
    #[error("the key {0} is the one that seals")]
    Seals(SealingKey),
}

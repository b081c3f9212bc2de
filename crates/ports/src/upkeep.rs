//! What keeps the journal small, and sealed with the key of today.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::journal::JournalError;

/// What keeps the journal small, and sealed with the key of today. Called again and again beside all other work.
///
/// - [`Upkeep::prune`] removes operations that were settled before a moment, with their receipts and keys: those that were
///   settled longest ago first, and no others. What is held or parked stays, however old.
/// - An id or idempotency key that was pruned is unknown again. The audit trail stays, and still says of which LPA each
///   operation was.
/// - [`Upkeep::reseal`] seals anew what another key sealed than the one that seals now. What was recorded is the same
///   afterwards, also when it was changed meanwhile; a record that cannot be opened is left as it is.
/// - Each call does at most as much as it is told to, and tells how much it did; 0 when there is nothing left to do.
/// - [`Upkeep::held_bytes`] grows with what is recorded and shrinks when it is settled.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Removes at most `at_most` operations that were settled before `settled_before`; how many were removed.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`]: try again later.
    async fn prune(&self, settled_before: Timestamp, at_most: u32) -> Result<u64, JournalError>;

    /// Seals at most `at_most` records anew; how many were.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`]: try again later.
    async fn reseal(&self, at_most: u32) -> Result<u64, JournalError>;

    /// How many bytes the content of all unsettled operations takes, as it is kept; what superseded states keep is not
    /// counted.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`].
    async fn held_bytes(&self) -> Result<u64, JournalError>;
}

//! What is to be told to callers afterwards.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::{LeasedNotice, Notice, NoticeClaim, NoticeCursor, NoticeLease};

use crate::journal::JournalError;

/// The journal's outbox: what is to be told to callers who were told `held`, or may have been.
///
/// - A notice is made in the transaction that takes an operation out of `held`: when it had been claimed again after its
///   recording, or when [`lpa_domain::operation::notice::TOLD_AT_ONCE`] or more had passed since it was asked for. An
///   operation that ends sooner, in its first attempt, makes none.
/// - A state of a draft that is superseded while it is leased to nobody makes one, however soon.
/// - A parked operation that a person gives up makes another.
/// - A notice is due until it is told: at most one lease of it is in force, and after it has run out the notice can be
///   claimed again. Once it was, the old lease can no longer say that it was told.
/// - What became of an operation and cannot be read back keeps nobody from the others: its notice is left to its lease, and
///   left out of what is read on, each time with an error in the log.
/// - Reading on from a cursor leaves nothing out, however late it was written, and gives what was told as well as what was not.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Notices: Send + Sync {
    /// Leases notices that are due, oldest first.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`].
    async fn due(&self, claim: NoticeClaim) -> Result<Vec<LeasedNotice>, JournalError>;

    /// The notice was delivered, or there is nobody to deliver it to: it is due no more.
    ///
    /// # Errors
    /// [`JournalError::LeaseLost`] when the notice was leased anew, put off or told since: nothing was written. A lease that has
    /// only run out still does.
    async fn told(&self, lease: &NoticeLease, at: Timestamp) -> Result<(), JournalError>;

    /// Gives a lease back: the notice stays due, and cannot be claimed before `until`.
    ///
    /// # Errors
    /// [`JournalError::LeaseLost`] when the notice was leased anew, put off or told since: nothing was written. A lease that has
    /// only run out still does.
    async fn put_off(&self, lease: &NoticeLease, until: Timestamp) -> Result<(), JournalError>;

    /// At most `limit` notices after the cursor, in their order; none at all means that there is none after it.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`].
    async fn after(&self, cursor: NoticeCursor, limit: usize) -> Result<Vec<Notice>, JournalError>;
}

//! Our own durable side.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::{
    Backlog, Claim, Entry, Lease, Leased, LpaUid, OperationId, Outcome, Postponement, Receipt, Recorded,
    Settled,
};
use thiserror::Error;

use crate::error::Source;

/// Our own durable side: accepted operations, their receipts, what is still to be forwarded, and the audit trail.
///
/// - What [`Journal::record`] has answered survives a crash and a power cut.
/// - An id, and an idempotency key of one consumer, is recorded once; a repeat with the same fingerprint answers with the
///   first receipt, with another fingerprint [`Recorded::KeyReused`]. Of two at once exactly one is recorded.
/// - A refusal that judges nothing ([`Outcome::frees_key`]) leaves its key free: settled so, an operation gives its key
///   back; an entry that is answered so from the start is not written, only recognised when it is a repeat.
/// - Order per LPA is the order of recording: an operation is leased only when every earlier one of the same LPA is
///   settled. A parked operation is not settled; across LPAs there is no order.
/// - At most one lease of an operation is in force; after it has run out the operation can be claimed again, and the
///   old lease can no longer settle it.
/// - A settled operation never changes again.
/// - Of the states of a draft the last one wins. Recording one supersedes, in the same transaction, the earlier ones that
///   wait ([`lpa_domain::draft::coalescing`]): held, leased to nobody, in no doubt, before it in [`lpa_domain::DraftOrder`], and
///   not parted from it by an unsettled operation that is not on the draft; none, once a deletion stands in the line. What may
///   have been applied is sent again, and ends as the register says: that includes whatever a power cut can have made the
///   journal forget the claim of. They are settled
///   as [`Outcome::Superseded`] at the moment at which the later one was asked for, or they were, if that was later. Whether
///   the register is away is not asked.
/// - What is superseded, so or by the register's answer, keeps its content as long as its receipt: the history of the draft.
/// - Operation, receipt and audit row are written in one transaction.
/// - Content is sealed at rest.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Journal: Send + Sync {
    /// Records an entry durably, and leases it until `lease_until` when its turn is at once. Without a moment it is leased to
    /// nobody: it can be claimed at once, and there is no doubt that it was not sent.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`] when it could not be recorded: nothing may be promised to the caller.
    async fn record(&self, entry: &Entry, lease_until: Option<Timestamp>) -> Result<Recorded, JournalError>;

    /// Leases operations whose turn it is: held, first unsettled of their LPA, not postponed and not leased beyond
    /// `claim.now`; oldest first. One that cannot be read back is parked with that reason, and the others are leased.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`].
    async fn claim(&self, claim: Claim) -> Result<Vec<Leased>, JournalError>;

    /// Settles or parks a leased operation with its outcome, which is not [`Outcome::Held`].
    ///
    /// # Errors
    /// [`JournalError::LeaseLost`] when the lease is no longer in force: nothing was written.
    async fn settle(&self, lease: &Lease, outcome: &Outcome, at: Timestamp) -> Result<Settled, JournalError>;

    /// Gives a lease back: the operation stays held, and cannot be claimed before `postponement.until`. A failure that is
    /// counted against the operation is told with every later lease of it.
    ///
    /// # Errors
    /// [`JournalError::LeaseLost`] when the operation was leased anew or settled since: nothing was written. A lease that has
    /// only run out can still be given back.
    async fn postpone(&self, lease: &Lease, postponement: &Postponement) -> Result<(), JournalError>;

    /// What a caller may know of an operation; `None` when it was never recorded.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`].
    async fn receipt(&self, id: OperationId) -> Result<Option<Receipt>, JournalError>;

    /// The receipt of the first unsettled operation of an LPA; `None` when nothing of it waits.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`].
    async fn waiting(&self, uid: LpaUid) -> Result<Option<Receipt>, JournalError>;

    /// How much is held and parked, and since when.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`].
    async fn backlog(&self) -> Result<Backlog, JournalError>;
}

/// Why the journal did not do it.
#[derive(Debug, Error)]
pub enum JournalError {
    /// It cannot be written or read now: refuse the caller with 503, promise nothing.
    #[error("the journal is not available")]
    Unavailable(#[source] Source),
    /// The lease is no longer in force: someone else has the operation, or it is settled; what is settled needs one that has
    /// not run out either.
    #[error("the lease is no longer in force")]
    LeaseLost,
    /// What was recorded cannot be read back: wrong key, or damage. Alarm.
    #[error("a journal record cannot be read")]
    Unreadable(#[source] Source),
}

//! What people do about operations that could not be settled.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::{Author, Content, Discard, Dossier, OperationId, Query, Release, Repaired, Standing};
use thiserror::Error;

use crate::error::Source;
use crate::journal::JournalError;

/// What people see of the operations in the journal, and do about those that could not be settled. Kept by whoever keeps
/// the [`Journal`](crate::Journal), on the same content.
///
/// - What was done has survived a crash once it is answered, and stands in the audit trail with who did it and why,
///   written in the same transaction. What was not done leaves no trace.
/// - A lease in force wins: what is being forwarded is never discarded.
/// - An operation is in doubt from the moment on when an answer to it was lost, or a lease of it was not given back; that is
///   never forgotten.
/// - What people typed is sealed at rest.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Repairs: Send + Sync {
    /// Operations that are held or parked, oldest first, as the query narrows them down; nothing of their content. One
    /// that cannot be read back is among them.
    ///
    /// # Errors
    /// [`RepairsError::Unavailable`].
    async fn unsettled(&self, query: Query) -> Result<Vec<Standing>, RepairsError>;

    /// Everything that is known of one operation but its content: the latest ten failed attempts, the whole audit trail.
    /// Of a settled one too; `None` when it was never recorded.
    ///
    /// # Errors
    /// [`RepairsError::Unavailable`].
    async fn dossier(&self, id: OperationId) -> Result<Option<Dossier>, RepairsError>;

    /// The content of one operation; that `by` looked stands in the audit trail before it is told. `None` when it was never
    /// recorded.
    ///
    /// # Errors
    /// [`RepairsError::Unavailable`] when the look could not be noted: nothing is told.
    async fn reveal(
        &self,
        id: OperationId,
        by: &Author,
        at: Timestamp,
    ) -> Result<Option<Content>, RepairsError>;

    /// Has an operation tried again: a parked one is held again, its counted failures are forgotten, and it can be claimed
    /// at once, or as soon as its turn comes. One that is being forwarded keeps its lease. `None` when it was never recorded.
    ///
    /// # Errors
    /// [`RepairsError::Unavailable`]: whether it was done is not known; ask again, which is harmless.
    async fn release(&self, release: &Release) -> Result<Option<Repaired>, RepairsError>;

    /// Gives up an operation that is held or parked: it will not be forwarded, and the next of its LPA comes to its turn. One
    /// in doubt is given up only when that was acknowledged. Asked again, it says what became of it. `None` when it was
    /// never recorded.
    ///
    /// # Errors
    /// [`RepairsError::Unavailable`]: whether it was done is not known; ask again, which is harmless.
    async fn discard(&self, discard: &Discard) -> Result<Option<Repaired>, RepairsError>;
}

/// Why the journal could not be seen or repaired.
#[derive(Debug, Error)]
pub enum RepairsError {
    /// It cannot be read or written now: try again later.
    #[error("the journal is not available")]
    Unavailable(#[source] Source),
    /// What is kept of the operation beside its content cannot be read back: damage. Alarm.
    #[error("a journal record cannot be read")]
    Unreadable(#[source] Source),
}

impl From<JournalError> for RepairsError {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Unavailable(source) => Self::Unavailable(source),
            JournalError::Unreadable(source) => Self::Unreadable(source),
            JournalError::LeaseLost => Self::Unavailable(error.into()),
        }
    }
}

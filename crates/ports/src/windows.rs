//! The announced maintenance windows of the register.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::WindowEntry;
use lpa_domain::window::Tally;
use thiserror::Error;

use crate::error::Source;

/// What was done to the announced maintenance windows: a list that is only added to, and their audit trail. What an entry
/// means is decided by [`lpa_domain::window::Calendar`].
///
/// - What [`Windows::note`] has answered survives a crash and a power cut.
/// - Entries are numbered from 1 without gaps, in the order in which they were noted, and never change.
/// - An entry is noted only by who has read all before it: of two at once under one number exactly one is noted.
/// - Whoever shares the journal reads the same entries.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Windows: Send + Sync {
    /// Notes an entry as number `number`, which follows the last that was read.
    ///
    /// # Errors
    /// [`WindowsError::Overtaken`] when the entry of that number was noted before, or the one before it was not: nothing
    /// was noted. [`WindowsError::Unavailable`] when it may not have been noted.
    async fn note(&self, number: u64, entry: &WindowEntry) -> Result<(), WindowsError>;

    /// The entries after number `read`, in their order.
    ///
    /// # Errors
    /// [`WindowsError::Unavailable`]; [`WindowsError::Unreadable`].
    async fn entries(&self, read: u64) -> Result<Vec<WindowEntry>, WindowsError>;

    /// How the operations stand that were accepted from `from` until before `to`.
    ///
    /// # Errors
    /// [`WindowsError::Unavailable`].
    async fn tally(&self, from: Timestamp, to: Timestamp) -> Result<Tally, WindowsError>;
}

/// Why nothing was noted or told.
#[derive(Debug, Error)]
pub enum WindowsError {
    /// It cannot be written or read now: refuse the caller, and read again before the next attempt.
    #[error("the windows cannot be read or written now")]
    Unavailable(#[source] Source),
    /// Others have noted an entry meanwhile: read on, and decide anew.
    #[error("another entry was noted first")]
    Overtaken,
    /// What was noted cannot be read back: damage. Alarm.
    #[error("a window entry cannot be read")]
    Unreadable(#[source] Source),
}

//! Tells whether a write can be accepted.

use std::error::Error as _;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use lpa_domain::Recorded;
use lpa_ports::JournalError;

use super::Causeway;
use super::limits::Level;

/// After a write could not be recorded, callers are sent elsewhere for so long; then the next write tries again. A full
/// disk can still be read, so reading the journal does not tell.
const REST: SignedDuration = SignedDuration::from_secs(5);

/// When the latest write could not be recorded; `None` when it was.
#[derive(Debug, Default)]
pub(super) struct Unrecorded(Mutex<Option<Timestamp>>);

impl Unrecorded {
    /// What came of a recording at `now`.
    pub(super) fn saw(&self, recorded: &Result<Recorded, JournalError>, now: Timestamp) {
        let failed = recorded.is_err().then_some(now);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = failed;
    }

    fn lately(&self, now: Timestamp) -> bool {
        let failed = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failed.is_some_and(|failed| now.duration_since(failed) < REST)
    }
}

impl Causeway {
    /// Whether a write can be accepted: the journal answers, has room, and did not just fail to record one.
    pub async fn can_accept(&self) -> bool {
        if self.unrecorded.lately(self.ports.clock.now()) {
            return false;
        }
        if self.journal_level() == Level::Full && self.is_full().await {
            return false;
        }
        match self.ports.journal.backlog().await {
            Ok(_) => true,
            Err(error) => {
                let cause = error.source().map(tracing::field::display);
                tracing::warn!(error = %error, cause, "the journal does not answer");
                false
            }
        }
    }
}

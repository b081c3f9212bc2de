//! What is known of the register from the calls that were made to it.

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use lpa_domain::{Backlog, Window};
use lpa_ports::{JournalError, RegisterError};
use serde::Serialize;

use super::Causeway;

/// How the register is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RegisterState {
    /// It answers, and nothing waits from before.
    Available,
    /// It does not answer.
    Degraded,
    /// It is in an announced window.
    Maintenance,
    /// It answers again, and what was held meanwhile is not finished yet.
    Recovering,
}

/// What is away since when, and what waits for it.
#[derive(Clone, Debug)]
pub struct Dependencies {
    /// How the register is.
    pub state: RegisterState,
    /// Since when it has answered, or not answered; for as long as this process has run, at most.
    pub since: Timestamp,
    /// What waits.
    pub backlog: Backlog,
    /// The announced window in force, else the next.
    pub next_window: Option<Window>,
}

/// The last thing that the register was seen to do.
#[derive(Debug)]
pub(super) struct Observed(Mutex<Sighting>);

#[derive(Clone, Copy, Debug)]
struct Sighting {
    away: bool,
    since: Timestamp,
}

impl Observed {
    /// Nothing seen yet: it is taken to be there.
    pub(super) const fn from(start: Timestamp) -> Self {
        Self(Mutex::new(Sighting { away: false, since: start }))
    }

    /// Whether it answered a call at `now`; a refusal is an answer. Returns whether it has just come back.
    pub(super) fn saw<T>(&self, answer: Result<&T, &RegisterError>, now: Timestamp) -> bool {
        let away = matches!(answer, Err(RegisterError::Offline(_) | RegisterError::OutcomeUnknown(_)));
        self.note(away, now)
    }

    /// It did not answer in time.
    pub(super) fn saw_nothing(&self, now: Timestamp) {
        self.note(true, now);
    }

    /// Whether the latest call found it away.
    pub(super) fn is_away(&self) -> bool {
        self.sighting().away
    }

    fn note(&self, away: bool, now: Timestamp) -> bool {
        let mut sighting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let back = sighting.away && !away;
        if sighting.away != away {
            *sighting = Sighting { away, since: now };
        }
        back
    }

    fn sighting(&self) -> Sighting {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Causeway {
    /// How the register is, as the latest calls found it, and what waits for it. While it is away it is asked once more,
    /// so that a quiet service notices that it is back.
    pub async fn dependencies(&self) -> Result<Dependencies, JournalError> {
        if self.observed.is_away() {
            self.knock().await;
        }
        let backlog = self.ports.journal.backlog().await?;
        let Sighting { away, since } = self.observed.sighting();
        let waits_from_before = backlog.oldest_held.is_some_and(|oldest| oldest < since);
        let state = match (away, waits_from_before) {
            (true, _) => RegisterState::Degraded,
            (false, true) => RegisterState::Recovering,
            (false, false) => RegisterState::Available,
        };
        Ok(Dependencies { state, since, backlog, next_window: self.windows.current_or_next() })
    }
}

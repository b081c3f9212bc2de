//! What is noted of one operation beside its receipt: failed attempts, and the audit trail.

use std::collections::VecDeque;

use jiff::Timestamp;
use lpa_domain::{
    AuditEvent, Author, Discard, Entry, FailedAttempt, Outcome, Postponement, Reason, Release, Task,
    TrailEntry,
};

/// How many failed attempts are kept of each operation.
const KEPT: usize = 10;

/// What is noted of one operation.
#[derive(Debug)]
pub(in crate::journal) struct Notes {
    /// Since when it is in its state.
    pub(super) since: Timestamp,
    pub(super) attempts: VecDeque<FailedAttempt>,
    pub(super) trail: Vec<TrailEntry>,
}

impl Notes {
    pub(super) fn of(entry: &Entry) -> Self {
        let by = match &entry.task {
            Task::Forward(operation) => Some(operation.author.clone()),
            Task::Answered { .. } => None,
        };
        let mut notes = Self { since: entry.requested_at, attempts: VecDeque::new(), trail: Vec::new() };
        notes.note(AuditEvent::Recorded, entry.requested_at, by, None);
        if let Task::Answered { outcome, .. } = &entry.task {
            notes.ended(outcome, entry.requested_at, None);
        }
        notes
    }

    /// It was put off.
    pub(super) fn failed(&mut self, postponement: &Postponement) {
        self.attempts.push_back(FailedAttempt { at: postponement.at, cause: postponement.cause.clone() });
        if self.attempts.len() > KEPT {
            self.attempts.pop_front();
        }
    }

    /// It was settled or parked; `by` a person, or by Causeway itself.
    pub(in crate::journal) fn ended(&mut self, outcome: &Outcome, at: Timestamp, by: Option<&Discard>) {
        self.since = at;
        let reason = match outcome {
            Outcome::Parked { reason, .. } => Some(Reason::kept(reason)),
            _ => by.map(|discard| discard.reason.clone()),
        };
        if let Some(event) = AuditEvent::of(outcome) {
            self.note(event, at, by.map(|discard| discard.by.clone()), reason);
        }
    }

    pub(super) fn released(&mut self, release: &Release) {
        self.note(AuditEvent::Released, release.at, Some(release.by.clone()), release.reason.clone());
    }

    pub(super) fn revealed(&mut self, by: &Author, at: Timestamp) {
        self.note(AuditEvent::Revealed, at, Some(by.clone()), None);
    }

    /// Whether somebody has ever had it tried again.
    pub(super) fn is_released(&self) -> bool {
        self.trail.iter().any(|line| line.event == AuditEvent::Released.into())
    }

    fn note(&mut self, event: AuditEvent, at: Timestamp, by: Option<Author>, reason: Option<Reason>) {
        self.trail.push(TrailEntry { event: event.into(), at, by, reason });
    }
}

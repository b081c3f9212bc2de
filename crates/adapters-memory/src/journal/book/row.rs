//! One operation, or one answer, as the book keeps it.

use std::collections::VecDeque;

use jiff::Timestamp;
use lpa_domain::operation::notice::was_told_at_once;
use lpa_domain::{
    AuditEvent, Author, Entry, FailedAttempt, Keyed, Lease, Operation, Outcome, Postponement, Reason,
    Receipt, Task, TrailEntry,
};

/// How many failed attempts are kept of each operation.
const KEPT: usize = 10;

pub(super) struct Row {
    pub(super) receipt: Receipt,
    pub(super) author: Option<Author>,
    pub(super) fingerprint: [u8; 32],
    pub(super) keyed: Option<Keyed>,
    /// What to forward; gone once settled, but for a state that a later one has replaced.
    pub(super) operation: Option<Operation>,
    /// The lease in force or run out; none when it was given back or never given.
    pub(super) lease: Option<Lease>,
    /// Not to be claimed before this: the end of the lease, or what it was postponed to.
    pub(super) rests_until: Timestamp,
    pub(super) since: Timestamp,
    pub(super) attempts: u32,
    pub(super) failures: u32,
    pub(super) in_doubt: bool,
    pub(super) history: VecDeque<FailedAttempt>,
    pub(super) trail: Vec<TrailEntry>,
}

impl Row {
    pub(super) fn of(entry: &Entry) -> Self {
        let (operation, outcome, settled_at) = match &entry.task {
            Task::Forward(operation) => (Some(operation.clone()), Outcome::Held, None),
            Task::Answered { outcome, .. } => (None, outcome.clone(), Some(entry.requested_at)),
        };
        let author = operation.as_ref().map(|operation| operation.author.clone());
        let event = AuditEvent::of(&outcome);
        let receipt = Receipt {
            id: entry.id,
            uid: entry.uid,
            label: entry.label().to_owned(),
            requested_at: entry.requested_at,
            settled_at,
            outcome,
        };
        let mut row = Self {
            receipt,
            author: author.clone(),
            fingerprint: entry.fingerprint,
            keyed: entry.keyed.clone(),
            operation,
            lease: None,
            rests_until: Timestamp::MIN,
            since: entry.requested_at,
            attempts: 0,
            failures: 0,
            in_doubt: false,
            history: VecDeque::new(),
            trail: Vec::new(),
        };
        row.note(Some(AuditEvent::Recorded), entry.requested_at, author, None);
        row.note(event, entry.requested_at, None, None);
        row
    }

    pub(super) fn hold(&mut self, lease: Lease) {
        self.rests_until = lease.until;
        self.lease = Some(lease);
    }

    /// Another state, from `at` on.
    pub(super) fn turn_to(&mut self, outcome: &Outcome, at: Timestamp) {
        self.since = at;
        self.receipt.outcome = outcome.clone();
        if let Outcome::Parked { in_doubt, .. } = &mut self.receipt.outcome {
            self.in_doubt |= *in_doubt;
            *in_doubt = self.in_doubt;
        }
        if outcome.is_settled() {
            self.receipt.settled_at = Some(at);
        }
        if !outcome.keeps_content() {
            self.operation = None;
        }
    }

    pub(super) fn fail(&mut self, postponement: &Postponement) {
        self.failures += u32::from(postponement.counted);
        self.in_doubt |= postponement.in_doubt;
        self.history.push_back(FailedAttempt { at: postponement.at, cause: postponement.cause.clone() });
        if self.history.len() > KEPT {
            self.history.pop_front();
        }
    }

    /// Whether its caller was answered by its end, at `at`, and not by `held`.
    pub(super) fn was_told_at_once(&self, at: Timestamp) -> bool {
        self.attempts == 0 && was_told_at_once(self.receipt.requested_at, at)
    }

    pub(super) fn parked_because(&self) -> Option<Reason> {
        match &self.receipt.outcome {
            Outcome::Parked { reason, .. } => Some(Reason::kept(reason)),
            _ => None,
        }
    }

    /// Adds a line to the audit trail; of no event none.
    pub(super) fn note(
        &mut self,
        event: Option<AuditEvent>,
        at: Timestamp,
        by: Option<Author>,
        reason: Option<Reason>,
    ) {
        self.trail.extend(event.map(|event| TrailEntry { event: event.into(), at, by, reason }));
    }
}

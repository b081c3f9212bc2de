//! What each process tried, and what came of it, in the order in which it learnt that: the truth about whose fault a
//! failure was.

use std::sync::Mutex;

use lpa_domain::{LpaUid, OperationId};

use crate::world::lock;

/// A process tried an operation, or learnt what came of it.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    /// Which incarnation of a process.
    pub(crate) process: String,
    /// Which operation.
    pub(crate) id: OperationId,
    /// Of which LPA.
    pub(crate) uid: LpaUid,
    /// What happened.
    pub(crate) step: Step,
}

/// What happened to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// It was sent.
    Begun,
    /// It was applied or refused.
    Done,
    /// It met a conflict, or its answer could not be read.
    Strange,
    /// It failed.
    Failed,
}

/// Every attempt of every process.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<Vec<Attempt>>);

impl Attempts {
    pub(super) fn note(&self, attempt: Attempt) {
        lock(&self.0).push(attempt);
    }

    pub(super) fn all(&self) -> Vec<Attempt> {
        lock(&self.0).clone()
    }
}

//! What the journal is asked to record.

use jiff::Timestamp;

use super::Operation;
use super::receipt::Outcome;
use crate::draft::DraftOrder;
use crate::ids::{IdempotencyKey, OperationId};
use crate::lpa::uid::LpaUid;

/// What the journal is asked to record, once, durably.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Identifies it; a repeat of the same id is recognised.
    pub id: OperationId,
    /// The LPA it is about.
    pub uid: LpaUid,
    /// When it was accepted.
    pub requested_at: Timestamp,
    /// SHA-256 of what the caller sent: tells a repeat from another request under the same key or id.
    pub fingerprint: [u8; 32],
    /// The caller's own name for the request, if it gave one.
    pub keyed: Option<Keyed>,
    /// What is to happen.
    pub task: Task,
}

/// An idempotency key belongs to the consumer who chose it: two consumers may choose the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Keyed {
    /// Who chose it: the issuer of the token, or the surface where none is needed.
    pub consumer: String,
    /// The key.
    pub key: IdempotencyKey,
}

/// What is to happen to a recorded entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// Forward this operation to the register.
    Forward(Operation),
    /// Nothing: it was answered already, and only the answer is to be remembered.
    Answered {
        /// The label of the receipt.
        label: String,
        /// The answer; settled.
        outcome: Outcome,
    },
}

impl Entry {
    /// Whether it is answered already in a way that frees its key: such an entry is compared with what was recorded
    /// before, and never written.
    pub fn is_turned_away(&self) -> bool {
        matches!(&self.task, Task::Answered { outcome, .. } if outcome.frees_key())
    }

    /// Where it stands among the states of its draft, when it is to be forwarded and is one; recorded, it takes the place of
    /// what [`coalescing`](crate::draft::coalescing) says.
    pub fn draft_order(&self) -> Option<DraftOrder> {
        match &self.task {
            Task::Forward(operation) => operation.draft_order(),
            Task::Answered { .. } => None,
        }
    }

    /// When the state of a draft that it asks for was known, [`Timestamp::MAX`] of a deletion; `None` of all else.
    pub fn draft_as_at(&self) -> Option<Timestamp> {
        self.draft_order().map(|order| order.as_at())
    }

    /// The label of its receipt.
    pub fn label(&self) -> &str {
        match &self.task {
            Task::Forward(operation) => operation.act.label(),
            Task::Answered { label, .. } => label,
        }
    }
}

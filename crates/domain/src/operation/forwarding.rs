//! The words between the journal and those who forward what it holds.

use jiff::Timestamp;
use uuid::Uuid;

use super::Operation;
use super::receipt::Receipt;
use crate::ids::OperationId;
use crate::lpa::uid::LpaUid;

/// The right to forward one operation until a moment; only its holder can settle the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The operation.
    pub id: OperationId,
    /// Fences off a holder whose lease has run out: a later lease of the same operation has another token.
    pub token: Uuid,
    /// When the right runs out.
    pub until: Timestamp,
}

/// What became of an entry that was given to the journal.
#[derive(Clone, Debug, PartialEq)]
pub enum Recorded {
    /// Recorded durably, and its turn at once: forward it under this lease.
    Leased(Lease),
    /// Recorded durably, and leased to nobody: no lease was asked for, or it was recorded behind an unsettled operation of
    /// the same LPA. When that was superseded by it, it is its turn all the same, and it can be claimed at once.
    Waiting,
    /// Recorded durably; there was nothing to forward.
    Answered,
    /// Recorded before, with the same content: this is its receipt. Nothing was written.
    Repeat(Receipt),
    /// The id or the idempotency key was used before with other content. Nothing was written.
    KeyReused,
}

/// Asks for operations whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Only of this LPA.
    pub uid: Option<LpaUid>,
    /// Operations that are postponed beyond this moment, or leased beyond it, stay where they are.
    pub now: Timestamp,
    /// When the leases shall run out.
    pub until: Timestamp,
    /// At most so many, each of another LPA.
    pub limit: usize,
}

/// A claimed operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Leased {
    /// The right to forward it.
    pub lease: Lease,
    /// What to forward.
    pub operation: Operation,
    /// How many times it was claimed before this.
    pub attempts: u32,
    /// How many of its attempts failed while others succeeded: see [`Postponement::counted`].
    pub failures: u32,
}

/// Why a leased operation is put off, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postponement {
    /// When the attempt failed.
    pub at: Timestamp,
    /// It cannot be claimed before this.
    pub until: Timestamp,
    /// What went wrong, for operators; nothing of the operation's content.
    pub cause: String,
    /// Whether the failure counts against the operation: the register answered others meanwhile. What is counted can
    /// be parked in the end; a register that is away is nobody's fault.
    pub counted: bool,
    /// Whether it may have been applied all the same: an answer was lost. Remembered for good.
    pub in_doubt: bool,
}

/// What follows after an operation was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Whether another operation of the same LPA waits for its turn.
    pub more: bool,
}

/// What the journal holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Operations that wait to be forwarded.
    pub held: u64,
    /// Operations set aside for a person.
    pub parked: u64,
    /// When the oldest held operation was accepted.
    pub oldest_held: Option<Timestamp>,
}

//! The words between the journal and the people who look after what could not be settled.

mod reason;

use jiff::Timestamp;
use serde::Serialize;

use super::Operation;
use super::receipt::{Outcome, Receipt};
use crate::author::Author;
use crate::choice::Choice;
use crate::ids::OperationId;
use crate::lpa::uid::LpaUid;

pub use reason::{NotAReason, Reason};

/// Why an operation is parked that cannot be read back.
pub const UNREADABLE: &str = "cannot be unsealed: damaged or another key";

/// The place of an operation in the order in which one journal recorded them; pages of a list go on after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Place(pub u64);

crate::words! {
    /// The states in which an operation is not settled.
    pub enum Unsettled {
        /// It waits to be forwarded.
        Held = "held",
        /// It is set aside for a person.
        Parked = "parked",
    }
}

/// Asks for unsettled operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query {
    /// Only those in this state.
    pub state: Option<Unsettled>,
    /// Only those of this LPA.
    pub uid: Option<LpaUid>,
    /// Only those recorded after this place.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: usize,
}

/// Where an operation stands, as an operator sees it: nothing of its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// What any caller may know.
    pub receipt: Receipt,
    /// In the order of recording.
    pub place: Place,
    /// Who asked for it; `None` when the entry named nobody.
    pub author: Option<Author>,
    /// Since when it is in its state.
    pub since: Timestamp,
    /// How many times it was claimed, not counting the lease that it was recorded with.
    pub attempts: u32,
    /// How many attempts failed while others succeeded, since it was last released.
    pub failures: u32,
    /// What went wrong when it was last put off; nothing of its content.
    pub last_cause: Option<String>,
    /// Whether it may have been applied all the same: an answer was lost, or a lease has not been given back.
    pub may_have_been_applied: bool,
    /// How many unsettled operations of the same LPA stand before it.
    pub ahead: u64,
    /// How many operations of the same LPA wait behind it.
    pub behind: u64,
}

/// Everything that is known of one operation but its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dossier {
    /// Where it stands.
    #[serde(flatten)]
    pub standing: Standing,
    /// The latest attempts that put it off, oldest first.
    pub history: Vec<FailedAttempt>,
    /// What became of it, oldest first.
    pub trail: Vec<TrailEntry>,
}

/// An attempt to forward an operation that put it off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FailedAttempt {
    /// When it failed.
    pub at: Timestamp,
    /// Why; nothing of the content.
    pub cause: String,
}

/// One line of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrailEntry {
    /// What happened. A word of a later version is kept as it is.
    pub event: Choice<AuditEvent>,
    /// When.
    pub at: Timestamp,
    /// Who did it or asked for it; `None` for Causeway itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Author>,
    /// Why, as a person typed it or as it was parked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

crate::words! {
    /// What the audit trail tells of.
    pub enum AuditEvent {
        /// It was recorded.
        Recorded = "recorded",
        /// It was applied.
        Applied = "applied",
        /// The rules refused it.
        Refused = "refused",
        /// It was set aside for a person.
        Parked = "parked",
        /// A later operation took its place.
        Superseded = "superseded",
        /// A person gave it up.
        Discarded = "discarded",
        /// A person had it tried again.
        Released = "released",
        /// A person looked at its content.
        Revealed = "revealed",
    }
}

impl AuditEvent {
    /// What the trail tells when an operation comes to this outcome; nothing of one that is held.
    pub const fn of(outcome: &Outcome) -> Option<Self> {
        match outcome {
            Outcome::Held => None,
            Outcome::Applied { .. } => Some(Self::Applied),
            Outcome::Refused { .. } => Some(Self::Refused),
            Outcome::Parked { .. } => Some(Self::Parked),
            Outcome::Superseded => Some(Self::Superseded),
            Outcome::Discarded => Some(Self::Discarded),
        }
    }
}

/// What is kept of an operation's content.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// The operation as it was recorded.
    Kept(Box<Operation>),
    /// It is there and cannot be read: damaged, or sealed with another key.
    Damaged,
    /// It is not kept any more, because the operation is settled, and not by a later state of its draft.
    Gone,
}

/// Asks that an operation be tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Which.
    pub id: OperationId,
    /// Who asks.
    pub by: Author,
    /// Why, if a reason was given.
    pub reason: Option<Reason>,
    /// When.
    pub at: Timestamp,
}

/// Asks that an operation be given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discard {
    /// Which.
    pub id: OperationId,
    /// Who asks.
    pub by: Author,
    /// Why.
    pub reason: Reason,
    /// Whether who asks knows that it may have been applied all the same, and has looked.
    pub acknowledged: bool,
    /// When.
    pub at: Timestamp,
}

/// What came of a release or a discard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Repaired {
    /// Whether it was done, or why not.
    pub verdict: Verdict,
    /// The receipt as it is now.
    pub receipt: Receipt,
    /// Whether the operation may have been applied all the same.
    pub may_have_been_applied: bool,
}

crate::words! {
    /// Whether a repair was done, or why not.
    pub enum Verdict {
        /// Done.
        Done = "done",
        /// Nothing was done: it is settled already, as its receipt says.
        Settled = "settled",
        /// Nothing was done: it is being forwarded just now; try again.
        BeingForwarded = "being-forwarded",
        /// Nothing was done: it may have been applied all the same, and that was not acknowledged.
        InDoubt = "in-doubt",
    }
}

impl Serialize for Verdict {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use crate::choice::Words as _;

        serializer.serialize_str(self.word())
    }
}

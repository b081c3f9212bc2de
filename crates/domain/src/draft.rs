//! A draft as the register holds it: what a consumer knows of an LPA that is not executed yet, so that staff can find whoever
//! calls (integration.md 3.2 and J10, J12, J13).
//!
//! Our reading, marked here and in `docs/drafts.md`: a state of a draft is told whole; the later state wins, whatever order
//! the states arrive in; a deletion wins over all of them and retires the UID; once the LPA is executed, its draft is closed.

mod beside;
pub mod coalescing;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::author::Author;
use crate::document::Draft;
use crate::fees::FeeAccount;
use crate::ids::{OperationId, Version};
use crate::lpa::Lpa;
use crate::lpa::uid::LpaUid;
use crate::operation::Operation;
use crate::refusal::Refusal;

pub use beside::Beside;

/// What is asked to be done to a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DraftAct {
    /// The draft is now so, whole.
    Keep {
        /// When its consumer knew it so. Never taken to be later than the request.
        as_at: Timestamp,
        /// All that is known.
        draft: Box<Draft>,
        /// What is told beside it.
        #[serde(default, skip_serializing_if = "Beside::is_empty")]
        beside: Box<Beside>,
    },
    /// The draft is given up, and its UID with it.
    Delete,
}

impl DraftAct {
    /// The label of [`DraftAct::Keep`].
    pub const KEEP: &'static str = "DRAFT";
    /// The label of [`DraftAct::Delete`].
    pub const DELETE: &'static str = "DELETE_DRAFT";

    /// `DRAFT` or `DELETE_DRAFT`.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Keep { .. } => Self::KEEP,
            Self::Delete => Self::DELETE,
        }
    }

    /// Asked for by this operation.
    fn order(&self, operation: &Operation) -> DraftOrder {
        let as_at = match self {
            Self::Keep { as_at, .. } => (*as_at).min(operation.requested_at),
            Self::Delete => Timestamp::MAX,
        };
        DraftOrder::new(as_at, operation.requested_at, operation.id)
    }
}

/// Which of several states of one draft is the later: the one known later, then the one asked for later, then the one with
/// the greater id. Total, and the same wherever it is asked, so that the order of arrival decides nothing. A deletion
/// is later than every state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftOrder {
    as_at: Timestamp,
    requested_at: Timestamp,
    id: OperationId,
}

impl DraftOrder {
    /// The place of a state that was known at `as_at` and asked for at `requested_at` by `id`.
    pub const fn new(as_at: Timestamp, requested_at: Timestamp, id: OperationId) -> Self {
        Self { as_at, requested_at, id }
    }

    /// When it was known so; [`Timestamp::MAX`] of a deletion.
    pub const fn as_at(&self) -> Timestamp {
        self.as_at
    }

    /// When it was asked for.
    pub const fn requested_at(&self) -> Timestamp {
        self.requested_at
    }

    /// The operation that asked for it.
    pub const fn id(&self) -> OperationId {
        self.id
    }
}

impl Operation {
    /// Where it stands among the states of its draft; `None` of an act on an executed LPA.
    pub fn draft_order(&self) -> Option<DraftOrder> {
        self.act.on_draft().map(|act| act.order(self))
    }
}

/// One state of a draft, as the register keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptDraft {
    /// Whose draft it is.
    pub uid: LpaUid,
    /// How many states of it have been kept, this one included.
    pub version: Version,
    /// Where it stands among the others.
    pub order: DraftOrder,
    /// Who told it.
    pub author: Author,
    /// All that is known.
    pub draft: Draft,
    /// What is told beside it.
    pub beside: Beside,
}

/// What the register holds under a UID.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Current<'r> {
    /// Nothing.
    #[default]
    Nothing,
    /// A draft, in its latest state.
    Draft(&'r KeptDraft),
    /// The tombstone of a draft: the UID is retired.
    Tombstone,
    /// An executed LPA, whatever became of its draft.
    Lpa(&'r Lpa),
    /// What was told of the fee: what is told next is judged on that alone, and nothing else is judged on it.
    Fee(&'r FeeAccount),
}

impl<'r> From<Option<&'r Lpa>> for Current<'r> {
    fn from(lpa: Option<&'r Lpa>) -> Self {
        lpa.map_or(Self::Nothing, Self::Lpa)
    }
}

/// Judges an act on a draft: what is to be kept, or why not.
pub(crate) fn decide(
    current: Current<'_>,
    operation: &Operation,
    act: &DraftAct,
) -> Result<DraftDecision, Refusal> {
    let order = act.order(operation);
    match (current, act) {
        (Current::Lpa(_), _) => Err(Refusal::executed()),
        (Current::Tombstone, _) => Err(Refusal::deleted()),
        (Current::Nothing | Current::Fee(_) | Current::Draft(_), DraftAct::Delete) => Ok(DraftDecision::Bury),
        (Current::Draft(kept), DraftAct::Keep { .. }) if kept.order > order => Ok(DraftDecision::Superseded),
        (Current::Nothing | Current::Fee(_) | Current::Draft(_), DraftAct::Keep { draft, beside, .. }) => {
            let version = match current {
                Current::Draft(kept) => kept.version.next(),
                _ => Version::FIRST,
            };
            let (uid, author) = (operation.uid, operation.author.clone());
            let (draft, beside) = (Draft::clone(draft), Beside::clone(beside));
            Ok(DraftDecision::Keep(Box::new(KeptDraft { uid, version, order, author, draft, beside })))
        }
    }
}

/// A yes to an act on a draft.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftDecision {
    /// This state is kept, and is the latest.
    Keep(Box<KeptDraft>),
    /// Nothing is changed: a later state is kept already.
    Superseded,
    /// The draft becomes a tombstone.
    Bury,
}

//! The system of record that holds LPAs.

use async_trait::async_trait;
use jiff::SignedDuration;
use lpa_domain::fees::FeeRecord;
use lpa_domain::{HistoryEntry, KeptDraft, Lpa, LpaUid, Operation, Refusal, Version};
use thiserror::Error;

use crate::error::{Retry, Source};

/// The system of record that holds LPAs.
///
/// - An operation is judged by [`lpa_domain::decide()`] on the LPA as it stands, and applied whole or not at all: the
///   LPA, its history entry and, for a creation, its static copy become visible together.
/// - An operation is applied at most once by its id: applied again, it answers with the LPA, the version of the draft or
///   the tombstone as that operation made it, and changes nothing, even when the LPA has moved on since.
/// - Versions of one LPA begin at 1 and rise by one with each applied operation.
/// - Two operations on one LPA at once are both judged on a state that includes the other, or one of them
///   after the other: no update is lost. Of two creations of one UID exactly one is applied.
/// - A refused operation leaves nothing behind but its id: applied again, it is refused again in the same words, whatever
///   has changed since. So is a state of a draft that came too late. Of an application and a refusal of one id at once,
///   exactly one comes to be, and both callers are told it. Only a register that does not know operations by their id
///   judges again.
/// - The static copy is the LPA as it was created and never changes.
/// - A draft is kept whole, and its latest state is the one with the greatest [`lpa_domain::DraftOrder`], whatever order the
///   states arrive in. A deletion leaves a tombstone, after which nothing is applied under that UID. Of a creation and a
///   deletion at once exactly one is applied. Once the LPA is there, its draft is closed.
/// - Each thing that is told of a fee is judged by [`lpa_domain::fees::FeeAccount`] on everything told before it, and kept,
///   whatever became of the LPA or its draft. What was told before is superseded: nothing is changed, and nobody is told
///   again. Of two things told at once each is judged on a state that includes the other, or one of them after the other.
/// - A call that was dropped half-way either happened or did not; what follows on the same adapter is unaffected.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Register: Send + Sync {
    /// Judges and applies one operation.
    ///
    /// # Errors
    /// [`RegisterError::Refused`] by the rules. [`RegisterError::Offline`] when it surely did not happen,
    /// [`RegisterError::OutcomeUnknown`] when it may have. [`RegisterError::NotNow`] when it surely did not happen and the
    /// register says for how long not to come again. [`RegisterError::TakenOver`] when another keeps it durably and will
    /// do it. [`RegisterError::Conflict`] when others changed the LPA faster than it could be judged.
    /// [`RegisterError::InDoubt`] when the register, asked again, cannot say whether it happened.
    async fn apply(&self, operation: &Operation) -> Result<Applied, RegisterError>;

    /// Judges and applies operations of different LPAs: one answer each, in their order, and what [`Register::apply`]
    /// would answer. The failure of one is not the failure of another.
    async fn apply_together(&self, operations: &[Operation]) -> Vec<Result<Applied, RegisterError>>;

    /// The LPA as it stands; `None` only when the register says that it holds none.
    ///
    /// # Errors
    /// [`RegisterError::Offline`] when the register could not be asked. [`RegisterError::TakenOver`] when another keeps the
    /// creation durably and has not done it yet; the same of every question about one LPA or draft.
    async fn lpa(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError>;

    /// Those of the named LPAs that exist, each once, in the order in which they were first named.
    ///
    /// # Errors
    /// [`RegisterError::Offline`] when the register could not be asked; never a partial answer.
    async fn lpas(&self, uids: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError>;

    /// Everything that was applied to the LPA, newest first, the creation last; `None` when the register holds no
    /// such LPA. No two entries collide, however close in time.
    ///
    /// # Errors
    /// [`RegisterError::Offline`] when the register could not be asked.
    async fn history(&self, uid: LpaUid) -> Result<Option<Vec<HistoryEntry>>, RegisterError>;

    /// The LPA as it was created; `None` when the register holds no such LPA.
    ///
    /// # Errors
    /// [`RegisterError::Offline`] when the register could not be asked.
    async fn static_copy(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError>;

    /// The draft of a UID in its latest state, or its tombstone; `None` when no draft was ever kept.
    ///
    /// # Errors
    /// [`RegisterError::Offline`] when the register could not be asked. [`RegisterError::Refused`] when it keeps no drafts.
    async fn draft(&self, uid: LpaUid) -> Result<Option<Drafted>, RegisterError>;

    /// Everything that was told of the fee of the application for a UID, oldest first, versions rising by one from 1; nothing
    /// when nothing was.
    ///
    /// # Errors
    /// [`RegisterError::Offline`] when the register could not be asked. [`RegisterError::Refused`] when it keeps no fees.
    async fn fees(&self, uid: LpaUid) -> Result<Vec<FeeRecord>, RegisterError>;
}

/// An operation has been applied, now or by an earlier call with the same id.
#[derive(Clone, Debug, PartialEq)]
pub enum Applied {
    /// The LPA as the operation made it.
    Lpa(Box<Lpa>),
    /// Which state of the draft it made.
    Draft(Version),
    /// The draft was deleted, and its UID is retired.
    Tombstone,
    /// Something was told of the fee: how many things have been, this one included.
    Fee(Version),
    /// Nothing was changed: a later state of the draft was there, or it was told of the fee before.
    Superseded,
}

impl Applied {
    /// The LPA as the operation made it; `None` of an act on a draft, and of what is told of a fee.
    pub fn into_lpa(self) -> Option<Lpa> {
        match self {
            Self::Lpa(lpa) => Some(*lpa),
            Self::Draft(_) | Self::Fee(_) | Self::Tombstone | Self::Superseded => None,
        }
    }
}

impl From<Lpa> for Applied {
    fn from(lpa: Lpa) -> Self {
        Self::Lpa(Box::new(lpa))
    }
}

/// What became of the draft of a UID.
#[derive(Clone, Debug, PartialEq)]
pub enum Drafted {
    /// Its latest state; it stays as it is once the LPA is executed.
    Draft(Box<KeptDraft>),
    /// It was deleted.
    Tombstone,
}

/// Why the register gave no answer, named by what the caller should do next.
#[derive(Debug, Error)]
pub enum RegisterError {
    /// It surely did not happen: hold and forward later.
    #[error("the register is away")]
    Offline(#[source] Source),
    /// It surely did not happen, and the register says when to come again: hold, and do not forward before.
    #[error("the register says: not now")]
    NotNow {
        /// How long it wants to be left alone.
        after: SignedDuration,
        /// What was answered.
        #[source]
        source: Source,
    },
    /// Another keeps it durably and has not done it yet: hold, and ask again with the same id. Nobody's failure. To a
    /// question: what is asked about is kept so, and nothing can be said of it yet.
    #[error("the operation waits behind the register's address")]
    TakenOver(#[source] Source),
    /// It may have happened: forward again with the same id.
    #[error("the register's answer was lost")]
    OutcomeUnknown(#[source] Source),
    /// The rules say no: tell the caller, do not retry.
    #[error(transparent)]
    Refused(Refusal),
    /// The LPA changed under us again and again: park for a person.
    #[error("the LPA kept changing (found version {found})")]
    Conflict {
        /// The version found last.
        found: Version,
    },
    /// Whether it happened cannot be told, by nobody but a person who looks: park, and never send again by itself. Only a
    /// register that does not know operations by their id answers so.
    #[error("whether it happened cannot be told: {why}; compare the LPA and its history at the register")]
    InDoubt {
        /// What speaks against either answer, for operators.
        why: &'static str,
    },
    /// The register sent what cannot be understood: ours or theirs to mend, alarm.
    #[error("the register's answer cannot be read")]
    Unreadable(#[source] Source),
}

impl RegisterError {
    /// Whether an operation that was answered with this may have been applied all the same. What cannot be understood
    /// does not say that it was not.
    pub const fn may_have_been_applied(&self) -> bool {
        match self {
            Self::OutcomeUnknown(_) | Self::TakenOver(_) | Self::InDoubt { .. } | Self::Unreadable(_) => true,
            Self::Offline(_) | Self::NotNow { .. } | Self::Refused(_) | Self::Conflict { .. } => false,
        }
    }

    /// What the caller should do.
    pub const fn retry(&self) -> Retry {
        match self {
            Self::Offline(_) | Self::NotNow { .. } => Retry::Later,
            Self::OutcomeUnknown(_) | Self::TakenOver(_) => Retry::LaterSameId,
            Self::Refused(_) | Self::Conflict { .. } | Self::InDoubt { .. } | Self::Unreadable(_) => {
                Retry::Never
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_says_whether_the_operation_may_have_been_applied() {
        let source = || Source::from("why");
        let not_now = RegisterError::NotNow { after: SignedDuration::from_secs(5), source: source() };
        let refused = RegisterError::Refused(Refusal::unknown_lpa());
        let in_doubt = RegisterError::InDoubt { why: "two creations" };
        for (error, may_have_been) in [
            (RegisterError::Offline(source()), false),
            (not_now, false),
            (RegisterError::TakenOver(source()), true),
            (RegisterError::OutcomeUnknown(source()), true),
            (refused, false),
            (RegisterError::Conflict { found: Version(7) }, false),
            // Who discards it unwarned may give up what the register has done.
            (in_doubt, true),
            (RegisterError::Unreadable(source()), true),
        ] {
            assert_eq!(error.may_have_been_applied(), may_have_been, "{error}");
        }
    }
}

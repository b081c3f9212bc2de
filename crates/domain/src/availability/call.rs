//! One call, from its beginning to what came of it.

use jiff::{SignedDuration, Timestamp};

use super::Cause;

/// What is called for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something is asked, and nothing changes.
    Question,
    /// Something is to change.
    Operation,
}

/// A call that has begun. Its holder says what came of it, once.
#[derive(Debug)]
pub struct Call {
    pub(super) kind: Kind,
    /// It as the breaker of its kind sees it.
    pub(super) leg: Leg,
    /// An operation as the breaker of questions sees it.
    pub(super) beside: Option<Leg>,
    /// Whether its failure says nothing of the dependency.
    pub(super) suspect: bool,
    /// A question whose answer is all that can be learnt, of operations too.
    pub(super) for_all: bool,
}

/// A call as one breaker sees it.
#[derive(Clone, Debug)]
pub(super) struct Leg {
    /// Its place among all calls.
    pub(super) number: u64,
    pub(super) began: Timestamp,
    /// How many answers had been heard when it began.
    pub(super) heard: u64,
    pub(super) role: Role,
    /// It has used up its budget and goes on; that was judged already.
    pub(super) overdue: bool,
}

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is made because the dependency is there.
    Live,
    /// It is made to see whether it is there again.
    Probe,
    /// It is made to see whether it answers questions while operations fail.
    Witness,
}

impl Call {
    /// A question.
    pub(super) const fn asking(leg: Leg) -> Self {
        Self { kind: Kind::Question, leg, beside: None, suspect: false, for_all: false }
    }

    /// How long it has taken by `at`.
    pub fn took(&self, at: Timestamp) -> SignedDuration {
        self.leg.took(at)
    }

    /// It carries an operation that has failed while others were answered: should it fail again, that says nothing of the
    /// dependency.
    #[must_use]
    pub fn of_a_suspect(self) -> Self {
        Self { suspect: true, ..self }
    }
}

impl Leg {
    /// How long it has taken by `at`.
    pub(super) fn took(&self, at: Timestamp) -> SignedDuration {
        at.duration_since(self.began)
    }
}

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It was answered; a refusal and a conflict are answers.
    Answered,
    /// It was taken over and not done yet: something is there, and whether it works is not told.
    TakenOver,
    /// It failed.
    Failed {
        /// In which way: [`Cause::Refused`] or [`Cause::Errors`].
        cause: Cause,
        /// How long the other side wants to be left alone.
        pause: Option<SignedDuration>,
    },
}

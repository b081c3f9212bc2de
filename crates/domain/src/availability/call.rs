//! One call, from its beginning to what came of it.

use jiff::{SignedDuration, Timestamp};

use super::Cause;

/// A call that has begun. Its holder says what came of it, once.
#[derive(Debug)]
pub struct Call {
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
    /// It is made to see whether it answers others while one operation fails.
    Witness,
}

impl Call {
    /// Whether it was made to see whether the dependency is there again.
    pub fn is_probe(&self) -> bool {
        self.role == Role::Probe
    }

    /// How long it has taken by `at`.
    pub fn took(&self, at: Timestamp) -> SignedDuration {
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

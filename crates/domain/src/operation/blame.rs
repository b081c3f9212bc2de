//! Whose fault a failure is: the register's, or the operation's own.
//!
//! An operation that fails while the register does what others ask is at fault itself; while nothing else is done, nobody
//! can tell, and nobody is blamed. Only operations are witnesses: a register can answer every question and fail every
//! write. Since an operation is first in the line of its LPA, what is answered meanwhile is of another one.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::ids::OperationId;

/// What is known of failures in this process alone. Lost with it, and nothing goes wrong without: a failure is counted
/// once less.
#[derive(Clone, Debug, Default)]
pub struct Blame {
    /// How many operations the register has answered.
    answered: u64,
    failed: BTreeMap<OperationId, Failed>,
}

/// An operation whose latest attempt failed.
#[derive(Clone, Copy, Debug)]
struct Failed {
    /// How many had been answered when that attempt began.
    answered: u64,
    /// How many attempts failed one after the other.
    times: u32,
    /// It is not tried again before.
    until: Timestamp,
}

/// What there was when an attempt began.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    answered: u64,
}

impl Blame {
    /// An attempt begins.
    pub const fn begin(&self) -> Begun {
        Begun { answered: self.answered }
    }

    /// The register has applied or refused so many operations.
    pub fn answered(&mut self, count: u64) {
        self.answered += count;
    }

    /// An attempt that could be judged by itself has failed: whether that is held against the operation. It is when the
    /// register has answered others since the attempt began, or since the one before did, if that failed too.
    pub fn failed(&mut self, id: OperationId, begun: Begun) -> bool {
        let before = self.failed.get(&id);
        let since = before.map_or(begun.answered, |before| before.answered.min(begun.answered));
        let times = before.map_or(0, |before| before.times).saturating_add(1);
        self.failed.insert(id, Failed { answered: begun.answered, times, until: Timestamp::MIN });
        self.answered > since
    }

    /// It failed, and is not tried again before `until`.
    pub fn rests(&mut self, id: OperationId, until: Timestamp) {
        if let Some(failed) = self.failed.get_mut(&id) {
            failed.until = until;
        }
    }

    /// It is settled, or set aside.
    pub fn ended(&mut self, id: OperationId) {
        self.failed.remove(&id);
    }

    /// Whether others were answered since its latest attempt, which failed, began: should it fail again, that says nothing of
    /// the register.
    pub fn is_at_fault(&self, id: OperationId) -> bool {
        self.failed.get(&id).is_some_and(|failed| failed.answered < self.answered)
    }

    /// Whether its latest attempt failed.
    pub fn has_failed(&self, id: OperationId) -> bool {
        self.failed.contains_key(&id)
    }

    /// Whether one operation alone is known to fail: it may be at fault itself.
    pub fn is_of_one(&self) -> bool {
        self.failed.len() == 1
    }

    /// Whether it has failed before and again since, so that nothing should have to go with it.
    pub fn fails_often(&self, id: OperationId) -> bool {
        self.failed.get(&id).is_some_and(|failed| failed.times > 1)
    }

    /// Whether it failed, and rests still.
    pub fn is_resting(&self, id: OperationId, at: Timestamp) -> bool {
        self.failed.get(&id).is_some_and(|failed| at < failed.until)
    }

    /// Nothing could be claimed: whether anything will be that rests now. What should have been claimable has ended
    /// elsewhere, and is forgotten.
    pub fn is_any_resting(&mut self, at: Timestamp) -> bool {
        self.failed.retain(|_, failed| at < failed.until);
        !self.failed.is_empty()
    }
}

//! The latest calls.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::{Cause, Limits};

/// How one of the latest calls went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Went {
    Well,
    Slowly,
    Wrong,
}

/// The latest calls, bounded by count and by age.
#[derive(Clone, Debug, Default)]
pub(super) struct Recent(VecDeque<(Timestamp, Went)>);

impl Recent {
    pub(super) fn note(&mut self, went: Went, at: Timestamp, limits: &Limits) {
        self.0.push_back((at, went));
        while self.0.len() > limits.kept {
            self.0.pop_front();
        }
        while self.0.front().is_some_and(|(then, _)| at.duration_since(*then) > limits.span) {
            self.0.pop_front();
        }
    }

    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Whether they cross a line: calls of which too many failed, the latest for `cause`, or too many were slow.
    pub(super) fn judge(&self, cause: Cause, limits: &Limits) -> Option<Cause> {
        let all = self.0.len();
        let count = |went| self.0.iter().filter(|(_, each)| *each == went).count();
        let (wrong, slow) = (count(Went::Wrong), count(Went::Slowly));
        let crosses = |some: usize, least: usize, percent: usize| all >= least && some * 100 >= all * percent;
        if wrong > 0 && (wrong == all || crosses(wrong, limits.least, limits.failing_percent)) {
            return Some(cause);
        }
        crosses(slow, limits.least_slow, limits.slow_percent).then_some(Cause::Slow)
    }
}

//! What is to be told to callers afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use jiff::Timestamp;
use lpa_domain::{NoticeCursor, NoticeLease};
use uuid::Uuid;

/// The notices by their numbers, which is the order in which they were made.
#[derive(Default)]
pub(super) struct Noted {
    rows: BTreeMap<u64, Row>,
    /// Those that are still to be told: what was told stays to be read, and is passed over no more.
    untold: BTreeSet<u64>,
    /// Of each operation.
    of: BTreeMap<usize, Vec<u64>>,
    /// The latest; none comes twice.
    last: u64,
}

struct Row {
    /// The operation's place in the book.
    operation: usize,
    /// The lease in force or run out; `None` when it was given back or never given.
    token: Option<Uuid>,
    /// Not to be claimed before this.
    rests_until: Timestamp,
    attempts: u32,
}

/// A notice that was claimed, or read.
pub(super) struct Found {
    pub(super) operation: usize,
    pub(super) lease: NoticeLease,
    pub(super) attempts: u32,
}

impl Noted {
    /// Notes that an operation has left the state `held`.
    pub(super) fn note(&mut self, operation: usize) {
        self.last += 1;
        let rests_until = Timestamp::MIN;
        self.rows.insert(self.last, Row { operation, token: None, rests_until, attempts: 0 });
        self.untold.insert(self.last);
        self.of.entry(operation).or_default().push(self.last);
    }

    /// Leases the oldest that is due, under `token`.
    pub(super) fn lease(&mut self, now: Timestamp, until: Timestamp, token: Uuid) -> Option<Found> {
        let is_due = |number: &&u64| self.rows.get(number).is_some_and(|row| row.rests_until <= now);
        let number = *self.untold.iter().find(is_due)?;
        let row = self.rows.get_mut(&number)?;
        row.token = Some(token);
        row.rests_until = until;
        row.attempts += 1;
        let lease = NoticeLease { notice: cursor(number), token };
        Some(Found { operation: row.operation, lease, attempts: row.attempts - 1 })
    }

    /// `None` when the lease is not in force.
    pub(super) fn told(&mut self, lease: &NoticeLease) -> Option<()> {
        self.leased(lease)?;
        self.untold.remove(&lease.notice.number);
        Some(())
    }

    /// `None` when the lease is not in force.
    pub(super) fn put_off(&mut self, lease: &NoticeLease, until: Timestamp) -> Option<()> {
        let row = self.leased(lease)?;
        row.token = None;
        row.rests_until = until;
        Some(())
    }

    /// Those after the cursor: the operation's place, and where the notice stands.
    pub(super) fn after(&self, cursor: NoticeCursor) -> impl Iterator<Item = (usize, NoticeCursor)> {
        let rows = self.rows.range((Bound::Excluded(cursor.number), Bound::Unbounded));
        rows.map(|(number, row)| (row.operation, self::cursor(*number)))
    }

    /// The operation is gone, and nothing can be told of it any more.
    pub(super) fn forget(&mut self, operation: usize) {
        for number in self.of.remove(&operation).unwrap_or_default() {
            self.rows.remove(&number);
            self.untold.remove(&number);
        }
    }

    fn leased(&mut self, lease: &NoticeLease) -> Option<&mut Row> {
        let number = lease.notice.number;
        let row = self.rows.get_mut(&number)?;
        (self.untold.contains(&number) && row.token == Some(lease.token)).then_some(row)
    }
}

fn cursor(number: u64) -> NoticeCursor {
    NoticeCursor { transaction: 0, number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_operation_that_is_gone_nothing_is_kept_and_no_number_comes_twice() {
        let mut noted = Noted::default();
        for operation in [1, 2, 1] {
            noted.note(operation);
        }
        noted.forget(1);
        assert_eq!((noted.rows.len(), noted.untold.len(), noted.of.len()), (1, 1, 1));
        noted.forget(2);
        noted.note(3);
        let left: Vec<_> = noted.after(NoticeCursor::default()).collect();
        assert_eq!(left, [(3, cursor(4))]);
    }
}

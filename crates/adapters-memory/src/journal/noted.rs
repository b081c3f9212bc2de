//! What is to be told to callers afterwards.

use jiff::Timestamp;
use lpa_domain::{NoticeCursor, NoticeLease};
use uuid::Uuid;

/// The notices, in the order in which they were made.
#[derive(Default)]
pub(super) struct Noted(Vec<Row>);

struct Row {
    /// The operation's place in the book.
    operation: usize,
    /// The lease in force or run out; `None` when it was given back or never given.
    token: Option<Uuid>,
    /// Not to be claimed before this.
    rests_until: Timestamp,
    attempts: u32,
    told: bool,
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
        let rests_until = Timestamp::MIN;
        self.0.push(Row { operation, token: None, rests_until, attempts: 0, told: false });
    }

    /// Leases the oldest that is due, under `token`.
    pub(super) fn lease(&mut self, now: Timestamp, until: Timestamp, token: Uuid) -> Option<Found> {
        let due = |row: &&mut Row| !row.told && row.rests_until <= now;
        let (number, row) = (1..).zip(self.0.iter_mut()).find(|(_, row)| due(row))?;
        row.token = Some(token);
        row.rests_until = until;
        row.attempts += 1;
        let lease = NoticeLease { notice: cursor(number), token };
        Some(Found { operation: row.operation, lease, attempts: row.attempts - 1 })
    }

    /// `None` when the lease is not in force.
    pub(super) fn told(&mut self, lease: &NoticeLease) -> Option<()> {
        self.leased(lease)?.told = true;
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
        let rows = (1..).zip(&self.0).skip(usize::try_from(cursor.number).unwrap_or(usize::MAX));
        rows.map(|(number, row)| (row.operation, self::cursor(number)))
    }

    /// The operation is gone, and nothing can be told of it any more.
    pub(super) fn forget(&mut self, operation: usize) {
        self.0.iter_mut().filter(|row| row.operation == operation).for_each(|row| row.told = true);
    }

    fn leased(&mut self, lease: &NoticeLease) -> Option<&mut Row> {
        let number = usize::try_from(lease.notice.number).ok()?;
        let row = self.0.get_mut(number.checked_sub(1)?)?;
        (!row.told && row.token == Some(lease.token)).then_some(row)
    }
}

fn cursor(number: u64) -> NoticeCursor {
    NoticeCursor { transaction: 0, number }
}

//! What is to be told to callers afterwards: notices, in the order in which they were made.

use jiff::Timestamp;
use lpa_domain::{NoticeClaim, NoticeCursor, NoticeLease};
use uuid::Uuid;

/// The notices of a journal.
#[derive(Debug, Default)]
pub(super) struct Noted(Vec<Row>);

#[derive(Debug)]
struct Row {
    place: usize,
    token: Option<Uuid>,
    rests_until: Timestamp,
    attempts: u32,
    told: bool,
}

impl Noted {
    /// The operation at this place is to be told of.
    pub(super) fn add(&mut self, place: usize) {
        self.0.push(Row { place, token: None, rests_until: Timestamp::MIN, attempts: 0, told: false });
    }

    /// Which notices may be claimed, oldest first.
    pub(super) fn due(&self, claim: NoticeClaim) -> Vec<NoticeCursor> {
        let due = (1..).zip(&self.0).filter(|(_, row)| !row.told && row.rests_until <= claim.now);
        due.take(claim.limit).map(|(number, _)| cursor(number)).collect()
    }

    /// The place of its operation, and how often it was claimed.
    pub(super) fn at(&self, cursor: NoticeCursor) -> Option<(usize, u32)> {
        self.row(cursor).map(|row| (row.place, row.attempts))
    }

    /// Whether this lease is the one in force.
    pub(super) fn is_leased(&self, lease: &NoticeLease) -> bool {
        self.row(lease.notice).is_some_and(|row| !row.told && row.token == Some(lease.token))
    }

    pub(super) fn leased(&mut self, lease: &NoticeLease, until: Timestamp) {
        self.change(lease, |row| {
            row.token = Some(lease.token);
            row.rests_until = until;
            row.attempts += 1;
        });
    }

    pub(super) fn told(&mut self, lease: &NoticeLease) {
        self.change(lease, |row| row.told = true);
    }

    pub(super) fn put_off(&mut self, lease: &NoticeLease, until: Timestamp) {
        self.change(lease, |row| {
            row.token = None;
            row.rests_until = until;
        });
    }

    /// Those after the cursor, with the place of their operation.
    pub(super) fn after(&self, after: NoticeCursor) -> impl Iterator<Item = (usize, NoticeCursor)> {
        let all = (1..).zip(&self.0).map(|(number, row)| (row.place, cursor(number)));
        all.filter(move |(_, cursor)| *cursor > after)
    }

    /// Whether everyone was told.
    pub(super) fn all_told(&self) -> bool {
        self.0.iter().all(|row| row.told)
    }

    fn row(&self, cursor: NoticeCursor) -> Option<&Row> {
        self.0.get(usize::try_from(cursor.number.checked_sub(1)?).ok()?)
    }

    fn change(&mut self, lease: &NoticeLease, how: impl FnOnce(&mut Row)) {
        let place = lease.notice.number.checked_sub(1).and_then(|place| usize::try_from(place).ok());
        if let Some(row) = place.and_then(|place| self.0.get_mut(place)) {
            how(row);
        }
    }
}

fn cursor(number: u64) -> NoticeCursor {
    NoticeCursor { transaction: 0, number }
}

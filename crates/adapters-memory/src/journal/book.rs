//! What the journal holds: receipts in the order of recording, and one line of unsettled operations per LPA.

mod pruning;
mod repairs;
mod row;
mod superseding;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use jiff::Timestamp;
use lpa_domain::window::Tally;
use lpa_domain::{
    AuditEvent, Backlog, Claim, Entry, Keyed, Lease, Leased, LeasedNotice, LpaUid, Notice, NoticeClaim,
    NoticeCursor, NoticeLease, OperationId, Outcome, Postponement, Receipt, Recorded, Settled, Task,
    WindowEntry,
};
use uuid::Uuid;

use super::noted::Noted;
use row::Row;

/// The place of an entry in the order of recording.
pub(super) type Place = usize;

#[derive(Default)]
pub(super) struct Book {
    rows: BTreeMap<Place, Row>,
    /// How many were ever recorded: the place of the next.
    recorded: Place,
    by_id: HashMap<OperationId, Place>,
    by_key: HashMap<Keyed, Place>,
    /// The unsettled operations of each LPA, first come first; no empty lines.
    lines: HashMap<LpaUid, BTreeSet<Place>>,
    /// The first of every line that is held: what can be claimed, once its time has come.
    heads: BTreeSet<Place>,
    /// Every held operation, for the backlog.
    held: BTreeSet<Place>,
    parked: u64,
    tokens: u128,
    windows: Vec<WindowEntry>,
    noted: Noted,
}

impl Book {
    pub(super) fn record(&mut self, entry: &Entry, lease_until: Option<Timestamp>) -> Recorded {
        if let Some(answer) = self.known(entry) {
            return answer;
        }
        if entry.is_turned_away() {
            return Recorded::Answered;
        }
        let place = self.recorded;
        self.recorded += 1;
        self.by_id.insert(entry.id, place);
        if let Some(keyed) = &entry.keyed {
            self.by_key.insert(keyed.clone(), place);
        }
        self.rows.insert(place, Row::of(entry));
        if matches!(entry.task, Task::Answered { .. }) {
            return Recorded::Answered;
        }
        self.held.insert(place);
        let line = self.lines.entry(entry.uid).or_default();
        line.insert(place);
        if line.len() > 1 {
            self.supersede(entry, place);
            return Recorded::Waiting;
        }
        self.heads.insert(place);
        let Some(until) = lease_until else { return Recorded::Waiting };
        let lease = Lease { id: entry.id, token: self.fresh_token(), until };
        if let Some(row) = self.rows.get_mut(&place) {
            row.hold(lease);
        }
        Recorded::Leased(lease)
    }

    /// The answer to a repeat of an id or of a key.
    fn known(&self, entry: &Entry) -> Option<Recorded> {
        let by_key = entry.keyed.as_ref().and_then(|keyed| self.by_key.get(keyed));
        let place = self.by_id.get(&entry.id).or(by_key)?;
        let row = self.rows.get(place)?;
        if row.fingerprint == entry.fingerprint {
            Some(Recorded::Repeat(row.receipt.clone()))
        } else {
            Some(Recorded::KeyReused)
        }
    }

    fn fresh_token(&mut self) -> Uuid {
        self.tokens += 1;
        Uuid::from_u128(self.tokens)
    }

    pub(super) fn claim(&mut self, claim: Claim) -> Vec<Leased> {
        let due = |place: &Place| self.rows.get(place).is_some_and(|row| row.rests_until <= claim.now);
        let turn: Vec<Place> = match claim.uid {
            Some(uid) => {
                let first = self.lines.get(&uid).and_then(BTreeSet::first).copied();
                first
                    .into_iter()
                    .filter(|place| self.heads.contains(place) && due(place))
                    .take(claim.limit)
                    .collect()
            }
            None => self.heads.iter().copied().filter(due).take(claim.limit).collect(),
        };
        turn.into_iter().filter_map(|place| self.lease(place, claim.until)).collect()
    }

    fn lease(&mut self, place: Place, until: Timestamp) -> Option<Leased> {
        let token = self.fresh_token();
        let row = self.rows.get_mut(&place)?;
        let operation = row.operation.clone()?;
        let lease = Lease { id: row.receipt.id, token, until };
        // A lease that was not given back: nobody knows what its holder did.
        row.in_doubt |= row.lease.is_some();
        row.hold(lease);
        let (attempts, failures) = (row.attempts, row.failures);
        row.attempts += 1;
        Some(Leased { lease, operation, attempts, failures })
    }

    /// `None` when the lease is not in force.
    pub(super) fn settle(&mut self, lease: &Lease, outcome: &Outcome, at: Timestamp) -> Option<Settled> {
        if matches!(outcome, Outcome::Held) {
            return None;
        }
        let (place, row) = self.leased(lease)?;
        if row.rests_until <= at {
            return None;
        }
        row.lease = None;
        row.turn_to(outcome, at);
        row.note(AuditEvent::of(outcome), at, None, row.parked_because());
        let (uid, told) = (row.receipt.uid, row.was_told_at_once(at));
        let freed = row.keyed.take_if(|_| outcome.frees_key());
        freed.and_then(|keyed| self.by_key.remove(&keyed));
        if !told {
            self.noted.note(place);
        }
        self.held.remove(&place);
        self.heads.remove(&place);
        if outcome.is_settled() { Some(self.move_up(uid, place)) } else { Some(self.park(uid)) }
    }

    /// The next of the line comes to its head.
    fn move_up(&mut self, uid: LpaUid, done: Place) -> Settled {
        let line = self.lines.entry(uid).or_default();
        line.remove(&done);
        let next = line.first().copied();
        match next {
            // Who stands behind a parked one still waits.
            Some(place) if self.held.contains(&place) => drop(self.heads.insert(place)),
            Some(_) => {}
            None => drop(self.lines.remove(&uid)),
        }
        Settled { more: next.is_some() }
    }

    /// The operation stays at the head of its line and cannot be claimed: what comes after it waits.
    fn park(&mut self, uid: LpaUid) -> Settled {
        self.parked += 1;
        Settled { more: self.lines.get(&uid).is_some_and(|line| line.len() > 1) }
    }

    /// `None` when the lease is not in force.
    pub(super) fn postpone(&mut self, lease: &Lease, postponement: &Postponement) -> Option<()> {
        let (_, row) = self.leased(lease)?;
        row.lease = None;
        row.rests_until = postponement.until;
        row.fail(postponement);
        Some(())
    }

    fn leased(&mut self, lease: &Lease) -> Option<(Place, &mut Row)> {
        let place = *self.by_id.get(&lease.id)?;
        let row = self.rows.get_mut(&place)?;
        row.lease.is_some_and(|held| held.token == lease.token).then_some((place, row))
    }

    pub(super) fn receipt(&self, id: OperationId) -> Option<Receipt> {
        self.by_id.get(&id).and_then(|place| self.rows.get(place)).map(|row| row.receipt.clone())
    }

    pub(super) fn waiting(&self, uid: LpaUid) -> Option<Receipt> {
        let first = self.lines.get(&uid)?.first()?;
        self.rows.get(first).map(|row| row.receipt.clone())
    }

    pub(super) fn backlog(&self) -> Backlog {
        let accepted = self.held.iter().filter_map(|place| self.rows.get(place));
        Backlog {
            held: u64::try_from(self.held.len()).unwrap_or(u64::MAX),
            parked: self.parked,
            oldest_held: accepted.map(|row| row.receipt.requested_at).min(),
        }
    }

    /// Whether the entry was noted: its number follows the last.
    pub(super) fn note(&mut self, number: u64, entry: &WindowEntry) -> bool {
        let follows = usize::try_from(number).is_ok_and(|number| number == self.windows.len() + 1);
        if follows {
            self.windows.push(entry.clone());
        }
        follows
    }

    pub(super) fn entries(&self, read: u64) -> Vec<WindowEntry> {
        let read = usize::try_from(read).unwrap_or(usize::MAX);
        self.windows.iter().skip(read).cloned().collect()
    }

    pub(super) fn tally(&self, accepted: Range<Timestamp>) -> Tally {
        let mut tally = Tally::default();
        for receipt in self.rows.values().map(|row| &row.receipt) {
            if accepted.contains(&receipt.requested_at) {
                tally.add(receipt.outcome.state(), 1);
            }
        }
        tally
    }

    pub(super) fn due(&mut self, claim: NoticeClaim) -> Vec<LeasedNotice> {
        let claimed = std::iter::from_fn(|| {
            let token = self.fresh_token();
            let found = self.noted.lease(claim.now, claim.until, token)?;
            let notice = self.notice(found.operation, found.lease.notice)?;
            Some(LeasedNotice { lease: found.lease, notice, attempts: found.attempts })
        });
        claimed.take(claim.limit).collect()
    }

    /// `None` when the lease is not in force.
    pub(super) fn told(&mut self, lease: &NoticeLease) -> Option<()> {
        self.noted.told(lease)
    }

    /// `None` when the lease is not in force.
    pub(super) fn put_off(&mut self, lease: &NoticeLease, until: Timestamp) -> Option<()> {
        self.noted.put_off(lease, until)
    }

    pub(super) fn noted_after(&self, cursor: NoticeCursor, limit: usize) -> Vec<Notice> {
        let noted = self.noted.after(cursor);
        noted.filter_map(|(place, cursor)| self.notice(place, cursor)).take(limit).collect()
    }

    fn notice(&self, place: Place, cursor: NoticeCursor) -> Option<Notice> {
        let row = self.rows.get(&place)?;
        let (author, receipt) = (row.author.clone()?, row.receipt.clone());
        Some(Notice { cursor, author, receipt })
    }
}

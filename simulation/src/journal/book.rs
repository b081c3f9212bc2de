//! What the journal answers: rows in the order of recording, and the line of each LPA. The places where a fault can be
//! planted are named.

mod notes;
mod repairs;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use lpa_domain::{
    Author, Backlog, Claim, Entry, Keyed, Lease, Leased, LeasedNotice, LpaUid, Notice, NoticeClaim,
    NoticeCursor, NoticeLease, Operation, OperationId, Outcome, Receipt, Recorded, Settled, Task,
    WindowEntry, operation::notice::was_told_at_once,
};

use super::log::Written;
use super::noted::Noted;
use crate::planted::Plant;
use crate::world::World;
use notes::Notes;

type Place = usize;

/// What follows from the log.
#[derive(Debug, Default)]
pub(super) struct Book {
    world: Option<Arc<World>>,
    pub(super) rows: Vec<Row>,
    pub(super) by_id: BTreeMap<OperationId, Place>,
    by_key: BTreeMap<Keyed, Place>,
    /// Unsettled operations of each LPA, parked ones included, in the order of recording.
    pub(super) lines: BTreeMap<LpaUid, BTreeSet<Place>>,
    pub(super) noted: Noted,
    pub(super) windows: Vec<WindowEntry>,
    /// How many rows there were when the file was opened last.
    pub(super) opened_at: Place,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) receipt: Receipt,
    fingerprint: [u8; 32],
    author: Option<Author>,
    pub(super) operation: Option<Operation>,
    pub(super) lease: Option<Lease>,
    rests_until: Timestamp,
    attempts: u32,
    failures: u32,
    pub(super) in_doubt: bool,
    pub(super) notes: Notes,
}

impl Book {
    pub(super) fn new(world: Option<Arc<World>>) -> Self {
        Self { world, ..Self::default() }
    }

    pub(super) fn has(&self, plant: Plant) -> bool {
        self.world.as_ref().is_some_and(|world| world.has(plant))
    }

    /// What recording this entry would answer.
    pub(super) fn record(&self, entry: &Entry, lease: Option<Lease>) -> Recorded {
        if let Some(place) = self.known(entry) {
            return self.repeated(entry, place);
        }
        match &entry.task {
            Task::Answered { .. } => Recorded::Answered,
            Task::Forward(_) if self.lines.contains_key(&entry.uid) => Recorded::Waiting,
            Task::Forward(_) => lease.map_or(Recorded::Waiting, Recorded::Leased),
        }
    }

    fn known(&self, entry: &Entry) -> Option<Place> {
        let by_key = || self.by_key.get(&self.key_of(entry.keyed.as_ref()?)).copied();
        self.by_id.get(&entry.id).copied().or_else(by_key)
    }

    fn key_of(&self, keyed: &Keyed) -> Keyed {
        let consumer = if self.has(Plant::JournalMixesConsumers) { "all" } else { &keyed.consumer };
        Keyed { consumer: consumer.to_owned(), key: keyed.key.clone() }
    }

    fn repeated(&self, entry: &Entry, place: Place) -> Recorded {
        let row = &self.rows[place];
        if row.fingerprint != entry.fingerprint && !self.has(Plant::JournalDoesNotCompareRepeats) {
            return Recorded::KeyReused;
        }
        let mut receipt = row.receipt.clone();
        if self.has(Plant::JournalAnswersRepeatsFromTheLatest) {
            receipt = self.rows[self.rows.len() - 1].receipt.clone();
        }
        if self.has(Plant::JournalForgetsBodies)
            && let Outcome::Applied { answer, .. } = &mut receipt.outcome
        {
            *answer = None;
        }
        Recorded::Repeat(receipt)
    }

    /// What may be claimed, oldest first.
    pub(super) fn due(&self, claim: Claim) -> Vec<OperationId> {
        let mut due: Vec<Place> = match claim.uid {
            Some(uid) => self.lines.get(&uid).and_then(|line| self.turn_of(line)).into_iter().collect(),
            None => self.lines.values().filter_map(|line| self.turn_of(line)).collect(),
        };
        due.sort_unstable();
        due.retain(|place| self.is_due(&self.rows[*place], claim));
        due.iter().take(claim.limit).map(|place| self.rows[*place].receipt.id).collect()
    }

    /// Whose turn it is in a line: the first.
    fn turn_of(&self, line: &BTreeSet<Place>) -> Option<Place> {
        let is_held = |place: &&Place| self.is_offered(&self.rows[**place]);
        if self.has(Plant::JournalIgnoresOrder) {
            return line.iter().rev().find(is_held).copied();
        }
        if self.has(Plant::JournalOvertakesTheParked) {
            return line.iter().find(is_held).copied();
        }
        if self.has(Plant::ReleasesOvertake)
            && let Some(released) = line.iter().find(|place| self.rows[**place].notes.is_released())
        {
            return Some(*released).filter(|place| is_held(&place));
        }
        line.first().filter(is_held).copied()
    }

    /// Whether it is still to be forwarded.
    fn is_offered(&self, row: &Row) -> bool {
        let given_up = row.receipt.outcome == Outcome::Discarded;
        row.receipt.outcome == Outcome::Held || (given_up && self.has(Plant::DiscardsAreForwarded))
    }

    fn is_due(&self, row: &Row, claim: Claim) -> bool {
        if row.attempts > 0 && row.lease.is_none() && self.has(Plant::JournalDropsThePostponed) {
            return false;
        }
        row.rests_until <= claim.now || (row.lease.is_some() && self.has(Plant::JournalLeasesTwice))
    }

    /// What its new holder is given.
    pub(super) fn leased(&self, lease: Lease) -> Option<Leased> {
        let row = &self.rows[*self.by_id.get(&lease.id)?];
        let operation = row.operation.clone()?;
        Some(Leased { lease, operation, attempts: row.attempts, failures: row.failures })
    }

    /// What follows when it is settled; `None` when the lease is not in force.
    pub(super) fn may_settle(&self, lease: &Lease, outcome: &Outcome, at: Timestamp) -> Option<Settled> {
        if *outcome == Outcome::Held {
            return None;
        }
        let row = self.in_force(lease)?;
        let runs = row.rests_until > at || self.has(Plant::JournalSettlesAfterTheLease);
        let line = self.lines.get(&row.receipt.uid)?;
        runs.then_some(Settled { more: line.len() > 1 })
    }

    pub(super) fn may_postpone(&self, lease: &Lease) -> Option<()> {
        self.in_force(lease).map(|_row| ())
    }

    fn in_force(&self, lease: &Lease) -> Option<&Row> {
        let row = &self.rows[*self.by_id.get(&lease.id)?];
        let unsettled = !row.receipt.outcome.is_settled();
        let unfenced = self.has(Plant::JournalTakesAnOldLease) && unsettled;
        (unfenced || row.lease.is_some_and(|held| held.token == lease.token)).then_some(row)
    }

    /// The outcome as it is written: what is parked is in doubt if any attempt was.
    pub(super) fn as_settled(&self, id: OperationId, outcome: &Outcome) -> Outcome {
        let was_in_doubt = self.by_id.get(&id).is_some_and(|place| self.rows[*place].in_doubt);
        match outcome {
            Outcome::Parked { reason, in_doubt } => {
                Outcome::Parked { reason: reason.clone(), in_doubt: *in_doubt || was_in_doubt }
            }
            Outcome::Refused { .. } if self.has(Plant::JournalMistakesRefusals) => {
                Outcome::Applied { version: lpa_domain::Version(1), answer: None }
            }
            other => other.clone(),
        }
    }

    /// Takes in one write.
    pub(super) fn follow(&mut self, written: &Written) {
        match written {
            Written::Opened => self.opened(),
            Written::Recorded { entry, lease, superseded } => {
                self.add(entry, *lease);
                for id in superseded {
                    self.supersede(*id, entry.requested_at);
                }
            }
            Written::Leased { lease, .. } => self.change(lease.id, |row| {
                row.rests_until = lease.until;
                // One that was not given back: nobody knows what its holder did.
                row.in_doubt |= row.lease.is_some();
                row.lease = Some(*lease);
                row.attempts += 1;
            }),
            Written::Settled { lease, outcome, at } => self.settled(lease.id, outcome, *at),
            Written::Postponed { lease, postponement } => self.change(lease.id, |row| {
                row.rests_until = postponement.until;
                row.lease = None;
                row.failures += u32::from(postponement.counted);
                row.in_doubt |= postponement.in_doubt;
                row.notes.failed(postponement);
            }),
            Written::NoticeLeased { lease, until } => self.noted.leased(lease, *until),
            Written::NoticeTold { lease } => self.noted.told(lease),
            Written::NoticePutOff { lease, until } => self.noted.put_off(lease, *until),
            Written::Released(release) => self.released(release),
            Written::Discarded(discard) => self.discarded(discard),
            Written::Revealed { id, by, at } => self.change(*id, |row| row.notes.revealed(by, *at)),
            Written::WindowNoted(entry) => self.windows.push((**entry).clone()),
        }
    }

    fn change(&mut self, id: OperationId, how: impl FnOnce(&mut Row)) {
        if let Some(place) = self.by_id.get(&id) {
            how(&mut self.rows[*place]);
        }
    }

    fn opened(&mut self) {
        self.opened_at = self.rows.len();
        for row in self.rows.iter_mut().filter(|row| row.lease.is_some()) {
            row.in_doubt = true;
            row.lease = None;
            row.rests_until = Timestamp::MIN;
        }
    }

    /// What a start after a power cut does beyond reading the log.
    pub(super) fn recovered(&mut self) {
        if self.has(Plant::JournalForgetsKeysAtRecovery) {
            self.by_key.clear();
        }
        if self.has(Plant::JournalPrunesTheHeld) {
            self.lines.clear();
        }
    }

    fn add(&mut self, entry: &Entry, lease: Option<Lease>) {
        let place = self.rows.len();
        self.by_id.insert(entry.id, place);
        if let Some(keyed) = entry.keyed.as_ref().filter(|_| !self.has(Plant::JournalForgetsKeys)) {
            self.by_key.insert(self.key_of(keyed), place);
        }
        if matches!(entry.task, Task::Forward(_)) {
            self.lines.entry(entry.uid).or_default().insert(place);
        }
        self.rows.push(Row::of(entry, lease));
    }

    fn settled(&mut self, id: OperationId, outcome: &Outcome, at: Timestamp) {
        let Some(place) = self.by_id.get(&id).copied() else { return };
        let row = &mut self.rows[place];
        row.turn_to(outcome, at);
        row.notes.ended(outcome, at, None);
        row.lease = None;
        if row.attempts > 0 || !was_told_at_once(row.receipt.requested_at, at) {
            self.noted.add(place);
        }
        if !outcome.is_settled() {
            return;
        }
        if outcome.frees_key() {
            self.by_key.retain(|_, held| *held != place);
        }
        self.leave_line(place);
    }

    /// What is settled stands in nobody's way any more.
    pub(super) fn leave_line(&mut self, place: Place) {
        let uid = self.rows[place].receipt.uid;
        if let Some(line) = self.lines.get_mut(&uid) {
            line.remove(&place);
            if line.is_empty() {
                self.lines.remove(&uid);
            }
        }
    }

    pub(super) fn notices_due(&self, claim: NoticeClaim) -> Vec<NoticeCursor> {
        if self.has(Plant::JournalForgetsNotices) { Vec::new() } else { self.noted.due(claim) }
    }

    /// What the new holder of a notice is given.
    pub(super) fn leased_notice(&self, lease: NoticeLease) -> Option<LeasedNotice> {
        let (place, attempts) = self.noted.at(lease.notice)?;
        Some(LeasedNotice { lease, notice: self.notice(place, lease.notice)?, attempts })
    }

    pub(super) fn notices_after(&self, cursor: NoticeCursor, limit: usize) -> Vec<Notice> {
        let noted = self.noted.after(cursor);
        noted.filter_map(|(place, cursor)| self.notice(place, cursor)).take(limit).collect()
    }

    fn notice(&self, place: Place, cursor: NoticeCursor) -> Option<Notice> {
        let row = &self.rows[place];
        Some(Notice { cursor, author: row.author.clone()?, receipt: row.receipt.clone() })
    }

    pub(super) fn receipt(&self, id: OperationId) -> Option<Receipt> {
        self.by_id.get(&id).map(|place| self.rows[*place].receipt.clone())
    }

    pub(super) fn waiting(&self, uid: LpaUid) -> Option<Receipt> {
        let first = self.lines.get(&uid)?.first().filter(|_| !self.has(Plant::JournalSaysNothingWaits))?;
        Some(self.rows[*first].receipt.clone())
    }

    pub(super) fn backlog(&self) -> Backlog {
        let waiting = || self.lines.values().flatten().map(|place| &self.rows[*place]);
        let held = || waiting().filter(|row| row.receipt.outcome == Outcome::Held);
        let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
        let parked =
            if self.has(Plant::JournalHidesTheParked) { 0 } else { waiting().count() - held().count() };
        Backlog {
            held: count(held().count()),
            parked: count(parked),
            oldest_held: held().map(|row| row.receipt.requested_at).min(),
        }
    }
}

impl Row {
    fn of(entry: &Entry, lease: Option<Lease>) -> Self {
        let (operation, outcome, settled_at) = match &entry.task {
            Task::Forward(operation) => (Some(operation.clone()), Outcome::Held, None),
            Task::Answered { outcome, .. } => (None, outcome.clone(), Some(entry.requested_at)),
        };
        let label = entry.label().to_owned();
        let (id, uid, requested_at) = (entry.id, entry.uid, entry.requested_at);
        Self {
            receipt: Receipt { id, uid, label, requested_at, settled_at, outcome },
            fingerprint: entry.fingerprint,
            author: operation.as_ref().map(|operation| operation.author.clone()),
            operation,
            lease,
            rests_until: lease.map_or(Timestamp::MIN, |lease| lease.until),
            attempts: 0,
            failures: 0,
            in_doubt: false,
            notes: Notes::of(entry),
        }
    }

    /// Another state, from `at` on.
    fn turn_to(&mut self, outcome: &Outcome, at: Timestamp) {
        self.receipt.outcome = outcome.clone();
        self.in_doubt |= matches!(outcome, Outcome::Parked { in_doubt: true, .. });
        if outcome.is_settled() {
            self.receipt.settled_at = Some(at);
        }
        if outcome.is_settled() && !outcome.keeps_content() {
            self.operation = None;
        }
    }
}

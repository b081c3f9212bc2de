//! The journal: a log on a disk that loses what was not synced, and what follows from the log.

mod book;
mod disk;
mod link;
mod log;
mod noted;
mod outbox;
mod repairs;
mod superseding;
mod watch;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::{
    Backlog, Claim, Entry, Lease, Leased, LpaUid, NoticeLease, OperationId, Outcome, Postponement, Receipt,
    Recorded, Settled,
};
use lpa_ports::{Journal, JournalError};
use uuid::Uuid;

use crate::planted::Plant;
use crate::world::{World, lock};
use book::Book;
use disk::Disk;
use log::Written;
use watch::Watch;

pub(crate) use link::JournalLink;
pub(crate) use watch::Kept;

/// The journal as it is wherever it is kept: it outlives the processes that use it.
#[derive(Debug)]
pub struct SimulatedJournal {
    state: Mutex<State>,
    world: Option<Arc<World>>,
}

#[derive(Debug)]
struct State {
    book: Book,
    disk: Disk,
    watch: Watch,
    random: fastrand::Rng,
}

impl SimulatedJournal {
    /// An empty journal without weather, plants or power cuts, to be put through the contract of its port.
    pub fn calm() -> Self {
        Self::over(None, fastrand::Rng::with_seed(1))
    }

    pub(crate) fn new(world: &Arc<World>) -> Self {
        let random = world.fork();
        Self::over(Some(Arc::clone(world)), random)
    }

    fn over(world: Option<Arc<World>>, random: fastrand::Rng) -> Self {
        let (book, watch) = (Book::new(world.clone()), Watch::default());
        Self { state: Mutex::new(State { book, disk: Disk::default(), watch, random }), world }
    }

    /// A process opens its own journal: what the one before it had leased can be claimed at once.
    pub(crate) fn open(&self) {
        self.state().write(Written::Opened);
    }

    /// The power fails: what was not synced is lost, all of it or from some place on.
    pub(crate) fn lose_power(&self) {
        let Some(world) = &self.world else { return };
        let mut state = self.state();
        let lost = state.disk.lose_power(world);
        state.replay(world);
        drop(state);
        world.note(format_args!("journal POWER CUT, {lost} writes lost"));
        world.reach(if lost > 0 { "power cut that lost something" } else { "power cut" }.to_owned());
    }

    /// Every operation that was recorded, in the order of recording, with what became of it.
    pub(crate) fn kept(&self) -> Vec<Kept> {
        self.state().watch.kept()
    }

    /// Whether nothing is to be done any more: everything is settled, or parked, or waits behind something parked, and
    /// everyone was told.
    pub(crate) fn is_at_rest(&self) -> bool {
        let state = self.state();
        state.watch.is_at_rest() && state.book.noted.all_told()
    }

    /// Whether the power has ever failed.
    pub(crate) fn has_lost_power(&self) -> bool {
        self.state().disk.has_lost_power()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    fn has(&self, plant: Plant) -> bool {
        self.world.as_ref().is_some_and(|world| world.has(plant))
    }

    /// A server has a claim on the disk before it answers; a file treats all that it held at its start as in doubt.
    fn is_of_a_server(&self) -> bool {
        self.world.as_ref().is_some_and(|world| world.plan.is_shared())
    }
}

impl State {
    /// Appends to the log, and everything follows from it.
    fn write(&mut self, written: Written) {
        self.watch.see(&written);
        self.book.follow(&written);
        self.disk.append(written);
    }

    fn fresh_token(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.random.u128(..).to_be_bytes()).into_uuid()
    }

    /// Writes what only the holder of a notice may.
    fn write_under(&mut self, lease: &NoticeLease, written: Written) -> Result<(), JournalError> {
        if !self.book.noted.is_leased(lease) {
            return Err(JournalError::LeaseLost);
        }
        self.write(written);
        Ok(())
    }

    fn sync(&mut self) {
        self.disk.sync();
    }

    /// Makes everything anew from what the disk still has.
    fn replay(&mut self, world: &Arc<World>) {
        let mut book = Book::new(Some(Arc::clone(world)));
        let mut watch = Watch::default();
        for written in self.disk.log() {
            watch.recall(written);
            book.follow(written);
        }
        watch.keep_broken_of(&self.watch);
        book.recovered();
        // Claims (of a file), postponements and settlements as applied are not synced: with them a power cut forgets doubt.
        let known: BTreeSet<OperationId> = book.may_be_applied().collect();
        for id in self.book.may_be_applied().filter(|id| !known.contains(id)) {
            world.forgot_doubt_of(id);
        }
        (self.book, self.watch) = (book, watch);
    }

    fn tell(&mut self, world: Option<&Arc<World>>) {
        let broken = self.watch.take_broken();
        if let Some(world) = world {
            for violation in broken {
                world.saw(violation);
            }
        }
    }
}

#[async_trait]
impl Journal for SimulatedJournal {
    async fn record(&self, entry: &Entry, lease_until: Option<Timestamp>) -> Result<Recorded, JournalError> {
        let mut state = self.state();
        let token = state.fresh_token();
        let lease = lease_until.map(|until| Lease { id: entry.id, token, until });
        let recorded = state.book.record(entry, lease);
        let is_kept = !entry.is_turned_away();
        if is_kept && !matches!(recorded, Recorded::Repeat(_) | Recorded::KeyReused) {
            let lease = lease.filter(|_| matches!(recorded, Recorded::Leased(_)));
            let superseded = state.book.superseded_by(entry);
            state.write(Written::Recorded { entry: Box::new(entry.clone()), lease, superseded });
            state.tell(self.world.as_ref());
        }
        if !self.has(Plant::JournalAcksBeforeSync) {
            state.sync();
        }
        Ok(recorded)
    }

    async fn claim(&self, claim: Claim) -> Result<Vec<Leased>, JournalError> {
        let mut state = self.state();
        let due = state.book.due(claim);
        let mut leased = Vec::with_capacity(due.len());
        for id in due {
            let token = state.fresh_token();
            let lease = Lease { id, token, until: claim.until };
            leased.extend(state.book.leased(lease));
            state.write(Written::Leased { lease, now: claim.now });
        }
        if self.is_of_a_server() {
            state.sync();
        }
        state.tell(self.world.as_ref());
        Ok(leased)
    }

    async fn settle(&self, lease: &Lease, outcome: &Outcome, at: Timestamp) -> Result<Settled, JournalError> {
        let mut state = self.state();
        let settled = state.book.may_settle(lease, outcome, at).ok_or(JournalError::LeaseLost)?;
        if self.has(Plant::JournalLosesSettlements) {
            return Ok(settled);
        }
        let outcome = state.book.as_settled(lease.id, outcome);
        let is_found_out_again = matches!(outcome, Outcome::Applied { .. });
        state.write(Written::Settled { lease: *lease, outcome, at });
        state.tell(self.world.as_ref());
        if !is_found_out_again {
            state.sync();
        }
        Ok(settled)
    }

    async fn postpone(&self, lease: &Lease, postponement: &Postponement) -> Result<(), JournalError> {
        let mut state = self.state();
        state.book.may_postpone(lease).ok_or(JournalError::LeaseLost)?;
        state.write(Written::Postponed { lease: *lease, postponement: postponement.clone() });
        state.tell(self.world.as_ref());
        Ok(())
    }

    async fn receipt(&self, id: OperationId) -> Result<Option<Receipt>, JournalError> {
        Ok(self.state().book.receipt(id))
    }

    async fn waiting(&self, uid: LpaUid) -> Result<Option<Receipt>, JournalError> {
        Ok(self.state().book.waiting(uid))
    }

    async fn backlog(&self) -> Result<Backlog, JournalError> {
        Ok(self.state().book.backlog())
    }
}

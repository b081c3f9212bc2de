//! The way of one process to the journal: each call may meet bad weather, and each is two points at which the process
//! may end.

mod people;

use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::{
    Backlog, Claim, Entry, Lease, Leased, LeasedNotice, LpaUid, Notice, NoticeClaim, NoticeCursor,
    NoticeLease, OperationId, Outcome, Postponement, Receipt, Recorded, Settled,
};
use lpa_ports::{Journal, JournalError, Notices};

use super::SimulatedJournal;
use crate::known_windows::KnownWindows;
use crate::life::Life;
use crate::weather::{Mode, Weather};
use crate::world::World;

/// The journal as one process sees it.
#[derive(Debug)]
pub(crate) struct JournalLink {
    pub(crate) world: Arc<World>,
    pub(crate) life: Life,
    pub(crate) weather: Arc<Weather>,
    pub(crate) journal: Arc<SimulatedJournal>,
    /// What the process has been told of windows.
    pub(crate) windows: Arc<KnownWindows>,
}

/// The error that says: not now.
pub(crate) trait Away {
    fn away(why: &'static str) -> Self;
}

impl Away for JournalError {
    fn away(why: &'static str) -> Self {
        Self::Unavailable(why.into())
    }
}

/// What a call does, for the weather.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Asks,
    Writes,
    Syncs,
}

impl JournalLink {
    async fn call<T, E: Away>(
        &self,
        name: &str,
        kind: Kind,
        call: impl Future<Output = Result<T, E>> + Send,
    ) -> Result<T, E> {
        self.life.crash_point(|| format!("before journal.{name}")).await;
        let mode = self.weather.mode();
        self.world.pause(if kind == Kind::Syncs { 1..=6 } else { 0..=1 }).await;
        self.arrive().await;
        let (writes, refuses) = (kind != Kind::Asks, matches!(mode, Mode::Refuses));
        if refuses || (writes && mode == Mode::Sick) {
            self.world.note(format_args!("{} journal.{name}: unavailable", self.life.name()));
            return Err(E::away("the journal cannot be written or read"));
        }
        let answer = call.await;
        let word = if answer.is_ok() { "done" } else { "not done" };
        self.world.note(format_args!("{} journal.{name}: {word}", self.life.name()));
        self.life.crash_point(|| format!("after journal.{name}")).await;
        let losing = if mode == Mode::LosesAnswers { 300 } else { self.world.plan.mishaps / 4 };
        if self.world.plan.is_shared() && self.world.is_stormy() && self.world.chance(losing) {
            self.world.note(format_args!("{} journal.{name}: answer lost", self.life.name()));
            self.world.reach(format!("answer of journal.{name} lost"));
            return Err(E::away("the journal's answer was lost"));
        }
        answer
    }

    /// The call of a dead process goes no further; only to a server it may have been on its way.
    async fn arrive(&self) {
        if self.life.is_over() && !(self.world.plan.is_shared() && self.world.chance(500)) {
            std::future::pending::<()>().await;
        }
    }
}

#[async_trait]
impl Journal for JournalLink {
    async fn record(&self, entry: &Entry, lease_until: Option<Timestamp>) -> Result<Recorded, JournalError> {
        self.call("record", Kind::Syncs, self.journal.record(entry, lease_until)).await
    }

    async fn claim(&self, claim: Claim) -> Result<Vec<Leased>, JournalError> {
        self.call("claim", Kind::Writes, self.journal.claim(claim)).await
    }

    async fn settle(&self, lease: &Lease, outcome: &Outcome, at: Timestamp) -> Result<Settled, JournalError> {
        let settled = self.call("settle", Kind::Syncs, self.journal.settle(lease, outcome, at)).await;
        if matches!(settled, Err(JournalError::Unavailable(_))) {
            self.world.unsure_of(lease.id);
        }
        settled
    }

    async fn postpone(&self, lease: &Lease, postponement: &Postponement) -> Result<(), JournalError> {
        self.call("postpone", Kind::Writes, self.journal.postpone(lease, postponement)).await
    }

    async fn receipt(&self, id: OperationId) -> Result<Option<Receipt>, JournalError> {
        self.call("receipt", Kind::Asks, self.journal.receipt(id)).await
    }

    async fn waiting(&self, uid: LpaUid) -> Result<Option<Receipt>, JournalError> {
        self.call("waiting", Kind::Asks, self.journal.waiting(uid)).await
    }

    async fn backlog(&self) -> Result<Backlog, JournalError> {
        self.call("backlog", Kind::Asks, self.journal.backlog()).await
    }
}

#[async_trait]
impl Notices for JournalLink {
    async fn due(&self, claim: NoticeClaim) -> Result<Vec<LeasedNotice>, JournalError> {
        self.call("due", Kind::Writes, self.journal.due(claim)).await
    }

    async fn told(&self, lease: &NoticeLease, at: Timestamp) -> Result<(), JournalError> {
        self.call("told", Kind::Writes, self.journal.told(lease, at)).await
    }

    async fn put_off(&self, lease: &NoticeLease, until: Timestamp) -> Result<(), JournalError> {
        self.call("put_off", Kind::Writes, self.journal.put_off(lease, until)).await
    }

    async fn after(&self, cursor: NoticeCursor, limit: usize) -> Result<Vec<Notice>, JournalError> {
        self.call("after", Kind::Asks, self.journal.after(cursor, limit)).await
    }
}

//! The journal in memory.

mod book;
mod noted;
mod windows;

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::{
    Author, Backlog, Claim, Content, Discard, Dossier, Entry, Lease, Leased, LeasedNotice, LpaUid, Notice,
    NoticeClaim, NoticeCursor, NoticeLease, OperationId, Outcome, Postponement, Query, Receipt, Recorded,
    Release, Repaired, Settled, Standing,
};
use lpa_ports::{Journal, JournalError, Notices, Repairs, RepairsError, Upkeep};

use crate::faults::{Faults, InjectedFault};
use book::Book;

/// The journal in memory: all promises of [`Journal`], [`Repairs`], [`Upkeep`], [`Notices`] and [`lpa_ports::Windows`] but
/// that it forgets when the process ends, so there is nothing at rest to be sealed.
#[derive(Default)]
pub struct MemoryJournal {
    book: Mutex<Book>,
    faults: Faults,
}

impl MemoryJournal {
    /// An empty journal.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes it fail.
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }

    /// A call arrives and has the book to itself: each call is one transaction.
    async fn arrive(&self) -> Result<MutexGuard<'_, Book>, JournalError> {
        self.faults.arrive().await.map_err(unavailable)?;
        Ok(self.book())
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leave<T>(&self, answer: T) -> Result<T, JournalError> {
        self.faults.leave().map_err(unavailable)?;
        Ok(answer)
    }
}

fn unavailable(fault: InjectedFault) -> JournalError {
    JournalError::Unavailable(fault.into())
}

#[async_trait]
impl Journal for MemoryJournal {
    async fn record(&self, entry: &Entry, lease_until: Option<Timestamp>) -> Result<Recorded, JournalError> {
        let recorded = self.arrive().await?.record(entry, lease_until);
        self.leave(recorded)
    }

    async fn claim(&self, claim: Claim) -> Result<Vec<Leased>, JournalError> {
        let leased = self.arrive().await?.claim(claim);
        self.leave(leased)
    }

    async fn settle(&self, lease: &Lease, outcome: &Outcome, at: Timestamp) -> Result<Settled, JournalError> {
        let settled = self.arrive().await?.settle(lease, outcome, at).ok_or(JournalError::LeaseLost)?;
        self.leave(settled)
    }

    async fn postpone(&self, lease: &Lease, postponement: &Postponement) -> Result<(), JournalError> {
        self.arrive().await?.postpone(lease, postponement).ok_or(JournalError::LeaseLost)?;
        self.leave(())
    }

    async fn receipt(&self, id: OperationId) -> Result<Option<Receipt>, JournalError> {
        Ok(self.arrive().await?.receipt(id))
    }

    async fn waiting(&self, uid: LpaUid) -> Result<Option<Receipt>, JournalError> {
        Ok(self.arrive().await?.waiting(uid))
    }

    async fn backlog(&self) -> Result<Backlog, JournalError> {
        Ok(self.arrive().await?.backlog())
    }
}

#[async_trait]
impl Upkeep for MemoryJournal {
    async fn prune(&self, settled_before: Timestamp, at_most: u32) -> Result<u64, JournalError> {
        let pruned = self.arrive().await?.prune(settled_before, at_most);
        if pruned > 0 { self.leave(pruned) } else { Ok(0) }
    }

    /// Nothing is sealed.
    async fn reseal(&self, _at_most: u32) -> Result<u64, JournalError> {
        self.arrive().await.map(|_book| 0)
    }

    async fn held_bytes(&self) -> Result<u64, JournalError> {
        Ok(self.arrive().await?.held_bytes())
    }
}

#[async_trait]
impl Repairs for MemoryJournal {
    async fn unsettled(&self, query: Query) -> Result<Vec<Standing>, RepairsError> {
        Ok(self.arrive().await?.unsettled(query))
    }

    async fn dossier(&self, id: OperationId) -> Result<Option<Dossier>, RepairsError> {
        Ok(self.arrive().await?.dossier(id))
    }

    async fn reveal(
        &self,
        id: OperationId,
        by: &Author,
        at: Timestamp,
    ) -> Result<Option<Content>, RepairsError> {
        let content = self.arrive().await?.reveal(id, by, at);
        Ok(self.leave(content)?)
    }

    async fn release(&self, release: &Release) -> Result<Option<Repaired>, RepairsError> {
        let repaired = self.arrive().await?.release(release);
        Ok(self.leave(repaired)?)
    }

    async fn discard(&self, discard: &Discard) -> Result<Option<Repaired>, RepairsError> {
        let repaired = self.arrive().await?.discard(discard);
        Ok(self.leave(repaired)?)
    }
}

#[async_trait]
impl Notices for MemoryJournal {
    async fn due(&self, claim: NoticeClaim) -> Result<Vec<LeasedNotice>, JournalError> {
        let due = self.arrive().await?.due(claim);
        self.leave(due)
    }

    async fn told(&self, lease: &NoticeLease, _at: Timestamp) -> Result<(), JournalError> {
        self.arrive().await?.told(lease).ok_or(JournalError::LeaseLost)?;
        self.leave(())
    }

    async fn put_off(&self, lease: &NoticeLease, until: Timestamp) -> Result<(), JournalError> {
        self.arrive().await?.put_off(lease, until).ok_or(JournalError::LeaseLost)?;
        self.leave(())
    }

    async fn after(&self, cursor: NoticeCursor, limit: usize) -> Result<Vec<Notice>, JournalError> {
        Ok(self.arrive().await?.noted_after(cursor, limit))
    }
}

//! The register: what it holds, and how it judges.

mod attempts;
mod drafts;
mod fees;
mod illness;
mod link;
mod shelf;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use lpa_domain::fees::FeeRecord;
use lpa_domain::{HistoryEntry, Lpa, LpaUid, Operation};
use lpa_ports::{Applied, Drafted, Register, RegisterError};

use crate::world::{World, lock};
use shelf::{Judged, Shelf, Wrote};

use attempts::Attempts;

pub(crate) use attempts::{Attempt, Step};
pub(crate) use drafts::OneDraft;
pub(crate) use illness::Illnesses;
pub(crate) use link::{PATIENCE, RegisterLink};
pub(crate) use shelf::Made;

/// The register as it is, whoever can reach it.
#[derive(Debug)]
pub struct SimulatedRegister {
    shelf: Mutex<Shelf>,
    attempts: Attempts,
}

impl SimulatedRegister {
    /// A register without weather or plants, to be put through the contract of its port.
    pub fn calm() -> Self {
        Self { shelf: Mutex::new(Shelf::new(None)), attempts: Attempts::default() }
    }

    pub(crate) fn new(world: &Arc<World>) -> Self {
        let shelf = Mutex::new(Shelf::new(Some(Arc::clone(world))));
        Self { shelf, attempts: Attempts::default() }
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        lock(&self.shelf)
    }

    /// Judges and applies in one step.
    fn apply_at_once(&self, operation: &Operation) -> Result<Applied, RegisterError> {
        let mut held = self.shelf();
        let wrote = match held.judge(operation) {
            Judged::Known(answer) => Wrote::Done(answer),
            Judged::New(verdict) => held.write(operation, &verdict),
        };
        match wrote {
            Wrote::Done(answer) => answer.map_err(RegisterError::Refused),
            Wrote::Moved(found) => Err(RegisterError::Conflict { found }),
        }
    }

    /// Applies something that came to it another way than through us; whether it took it.
    pub(crate) fn take(&self, operation: &Operation) -> bool {
        self.apply_at_once(operation).is_ok()
    }

    /// An LPA is deleted.
    pub(crate) fn delete(&self, uid: LpaUid, at: Duration) {
        self.shelf().delete(uid, at);
    }

    /// What was deleted, and when.
    pub(crate) fn deleted(&self) -> BTreeMap<LpaUid, Duration> {
        self.shelf().deleted()
    }

    /// Every version of every LPA, oldest first, as it was written.
    pub(crate) fn versions(&self) -> Vec<(LpaUid, Vec<Made>)> {
        self.shelf().versions()
    }

    /// What every process tried, in order.
    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        self.attempts.all()
    }

    /// What was told of every fee.
    pub(crate) fn all_fees(&self) -> BTreeMap<LpaUid, Vec<FeeRecord>> {
        self.shelf().all_fees()
    }

    /// What became of every draft.
    pub(crate) fn drafts(&self) -> BTreeMap<LpaUid, OneDraft> {
        self.shelf().drafts()
    }
}

#[async_trait]
impl Register for SimulatedRegister {
    async fn apply(&self, operation: &Operation) -> Result<Applied, RegisterError> {
        self.apply_at_once(operation)
    }

    async fn apply_together(&self, operations: &[Operation]) -> Vec<Result<Applied, RegisterError>> {
        operations.iter().map(|operation| self.apply_at_once(operation)).collect()
    }

    async fn lpa(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        Ok(self.shelf().lpa(uid))
    }

    async fn lpas(&self, uids: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError> {
        let mut named = BTreeSet::new();
        let once = uids.iter().filter(|uid| named.insert(**uid));
        Ok(once.filter_map(|uid| self.shelf().lpa(*uid)).collect())
    }

    async fn history(&self, uid: LpaUid) -> Result<Option<Vec<HistoryEntry>>, RegisterError> {
        Ok(self.shelf().history(uid))
    }

    async fn static_copy(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        Ok(self.shelf().static_copy(uid))
    }

    async fn draft(&self, uid: LpaUid) -> Result<Option<Drafted>, RegisterError> {
        Ok(self.shelf().draft(uid))
    }

    async fn fees(&self, uid: LpaUid) -> Result<Vec<FeeRecord>, RegisterError> {
        Ok(self.shelf().fees(uid))
    }
}

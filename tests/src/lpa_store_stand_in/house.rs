//! Where the adapter in front of the stand-in lives.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_domain::fees::FeeRecord;
use lpa_domain::{HistoryEntry, Lpa, LpaUid, Operation};
use lpa_ports::{Applied, Drafted, Register, RegisterError};
use tokio::sync::OnceCell;

use super::{StandIn, StoreClock};
use crate::contract::House;

/// The stand-in, with a process of its own for each adapter that is opened.
#[derive(Debug)]
pub struct Processes(pub StandIn);

/// The stand-in, and one process in front of it.
pub struct OneProcess {
    /// The stand-in.
    pub store: StandIn,
    register: OnceCell<Arc<dyn Register>>,
}

impl OneProcess {
    /// An empty store.
    pub async fn new() -> Self {
        Self { store: StandIn::new().await, register: OnceCell::new() }
    }
}

impl std::fmt::Debug for OneProcess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OneProcess").field("store", &self.store).finish_non_exhaustive()
    }
}

#[async_trait]
impl House<dyn Register> for Processes {
    async fn open(&self) -> Arc<dyn Register> {
        opened(&self.0)
    }
}

#[async_trait]
impl House<dyn Register> for OneProcess {
    async fn open(&self) -> Arc<dyn Register> {
        Arc::clone(self.register.get_or_init(async || opened(&self.store)).await)
    }
}

fn opened(store: &StandIn) -> Arc<dyn Register> {
    Arc::new(InTime { register: store.register(), clock: Arc::clone(&store.clock) })
}

/// Sees to it that the store's clock is never behind the moment at which an operation was accepted.
struct InTime<R> {
    register: R,
    clock: Arc<StoreClock>,
}

#[async_trait]
impl<R: Register> Register for InTime<R> {
    async fn apply(&self, operation: &Operation) -> Result<Applied, RegisterError> {
        self.clock.reach(operation.requested_at);
        self.register.apply(operation).await
    }

    async fn apply_together(&self, operations: &[Operation]) -> Vec<Result<Applied, RegisterError>> {
        for operation in operations {
            self.clock.reach(operation.requested_at);
        }
        self.register.apply_together(operations).await
    }

    async fn lpa(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        self.register.lpa(uid).await
    }

    async fn lpas(&self, uids: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError> {
        self.register.lpas(uids).await
    }

    async fn history(&self, uid: LpaUid) -> Result<Option<Vec<HistoryEntry>>, RegisterError> {
        self.register.history(uid).await
    }

    async fn static_copy(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        self.register.static_copy(uid).await
    }

    async fn draft(&self, uid: LpaUid) -> Result<Option<Drafted>, RegisterError> {
        self.register.draft(uid).await
    }

    async fn fees(&self, uid: LpaUid) -> Result<Vec<FeeRecord>, RegisterError> {
        self.register.fees(uid).await
    }
}

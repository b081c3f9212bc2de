//! What the clients were promised.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lpa_domain::{LpaUid, OperationId};

/// What a client was told of one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Promise {
    /// Done.
    Applied,
    /// Kept; will be done or refused.
    Held,
}

/// Every promise, per LPA in the order in which the operations were sent, and every refusal.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    balance: Mutex<Balance>,
}

/// The ledger at the end of the day.
#[derive(Clone, Debug, Default)]
pub(super) struct Balance {
    /// Promises per LPA, in order.
    pub(super) promises: BTreeMap<LpaUid, Vec<(OperationId, Promise)>>,
    /// Refusals by reason.
    pub(super) refused: BTreeMap<String, u64>,
    /// Requests that were sent twice under one key.
    pub(super) repeats: u64,
    /// Repeats that were answered unlike the first time although it was settled.
    pub(super) unlike: u64,
    /// The most that was held at one time.
    pub(super) peak: u64,
}

impl Ledger {
    /// Notes a promise.
    pub(super) fn promised(&self, uid: LpaUid, id: OperationId, promise: Promise) {
        self.page().promises.entry(uid).or_default().push((id, promise));
    }

    /// Notes a refusal.
    pub(super) fn refused(&self, why: &str) {
        *self.page().refused.entry(why.to_owned()).or_default() += 1;
    }

    /// Notes a repeat, and whether its answer was that of the first time.
    pub(super) fn repeated(&self, alike: bool) {
        let mut page = self.page();
        page.repeats += 1;
        page.unlike += u64::from(!alike);
    }

    /// Notes how much is held now.
    pub(super) fn held(&self, held: u64) {
        let mut page = self.page();
        page.peak = page.peak.max(held);
    }

    /// How many promises and refusals were noted so far.
    pub(super) fn counts(&self) -> (u64, u64) {
        let page = self.page();
        let promises = page.promises.values().map(Vec::len).sum::<usize>();
        (u64::try_from(promises).unwrap_or(u64::MAX), page.refused.values().sum())
    }

    /// Everything noted so far.
    pub(super) fn balance(&self) -> Balance {
        self.page().clone()
    }

    fn page(&self) -> MutexGuard<'_, Balance> {
        self.balance.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

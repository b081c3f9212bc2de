//! One write at a time per LPA in this process, and none while an earlier one may still be under way.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lpa_domain::LpaUid;
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};
use tokio::time::{Instant, sleep_until};

/// Empty lanes are given up when there are more than so many.
const MANY: usize = 1_024;
/// After so long nothing of a lane matters any more.
const OLD: Duration = Duration::from_mins(10);

/// The lanes of all LPAs that are being written.
#[derive(Debug, Default)]
pub(super) struct Lanes(Mutex<HashMap<LpaUid, Arc<Turn<Lane>>>>);

/// What matters of the last writes to one LPA.
#[derive(Debug, Default)]
pub(super) struct Lane {
    /// When a request was sent that may not be over yet.
    under_way: Option<Instant>,
    /// When the last update was answered.
    written: Option<Instant>,
}

impl Lanes {
    /// Waits for one's turn; it ends when what comes back is dropped.
    pub(super) async fn enter(&self, uid: LpaUid) -> OwnedMutexGuard<Lane> {
        let lane = self.lane(uid);
        lane.lock_owned().await
    }

    fn lane(&self, uid: LpaUid) -> Arc<Turn<Lane>> {
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lanes.len() > MANY {
            lanes.retain(|_, lane| {
                Arc::strong_count(lane) > 1 || lane.try_lock().is_ok_and(|lane| !lane.is_old())
            });
        }
        Arc::clone(lanes.entry(uid).or_default())
    }
}

impl Lane {
    /// A request is about to be sent.
    pub(super) fn begin(&mut self) {
        self.under_way = Some(Instant::now());
    }

    /// It is over.
    pub(super) fn end(&mut self) {
        self.under_way = None;
    }

    /// The answer says that the LPA was changed.
    pub(super) fn wrote(&mut self) {
        self.written = Some(Instant::now());
    }

    /// Waits until no request can be under way any more, `limit` after it was sent; whether one could.
    pub(super) async fn await_arrival(&self, limit: Duration) -> bool {
        let Some(since) = self.under_way.filter(|since| since.elapsed() < limit) else { return false };
        sleep_until(since + limit).await;
        true
    }

    /// Waits until `quiet` has passed since the last change.
    pub(super) async fn be_quiet(&self, quiet: Duration) {
        if let Some(written) = self.written {
            sleep_until(written + quiet).await;
        }
    }

    fn is_old(&self) -> bool {
        let moments = [self.under_way, self.written];
        moments.iter().flatten().all(|since| since.elapsed() > OLD)
    }
}

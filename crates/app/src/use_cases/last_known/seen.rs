//! What use cases see of LPAs on their way, until it is kept. Nobody waits for it, and nothing fails for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use lpa_domain::{LastKnown, Lpa, LpaUid};

use super::super::Causeway;

/// So many LPAs are remembered until they are kept; what is seen beyond that is not remembered.
const ROOM: usize = 4_096;
/// So many are kept in one go, so that recordings never stand behind a long queue of copies.
const AT_ONCE: usize = 256;

/// What was seen and is not kept yet.
#[derive(Debug, Default)]
pub(in crate::use_cases) struct Seen(Mutex<HashMap<LpaUid, LastKnown>>);

impl Seen {
    /// Something was seen.
    pub(in crate::use_cases) fn see(&self, seen: LastKnown) {
        let mut waiting = self.waiting();
        match waiting.remove(&seen.uid) {
            Some(known) => drop(waiting.insert(seen.uid, known.merge(seen))),
            None if waiting.len() < ROOM => drop(waiting.insert(seen.uid, seen)),
            None => {}
        }
    }

    /// An LPA was seen as the register held it at `at`.
    pub(in crate::use_cases) fn see_lpa(&self, lpa: &Lpa, at: Timestamp) {
        self.see(LastKnown::of(lpa, at));
    }

    /// What was seen of an LPA and is not kept yet.
    pub(super) fn of(&self, uid: LpaUid) -> Option<LastKnown> {
        self.waiting().get(&uid).cloned()
    }

    fn some(&self) -> Vec<LastKnown> {
        self.waiting().values().take(AT_ONCE).cloned().collect()
    }

    /// What was kept need not be remembered, unless more was seen meanwhile.
    fn forget(&self, kept: &[LastKnown]) {
        let mut waiting = self.waiting();
        for one in kept {
            if waiting.get(&one.uid) == Some(one) {
                waiting.remove(&one.uid);
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<LpaUid, LastKnown>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Causeway {
    /// Keeps what was seen, period by period, until the application stops.
    pub(in crate::use_cases) async fn keep_copies(self: Arc<Self>) {
        let mut failing = false;
        while !self.stopping.is_cancelled() {
            tokio::select! {
                biased;
                () = self.stopping.cancelled() => {}
                () = tokio::time::sleep(self.pace.period) => {}
            }
            let failed = !self.keep_some().await;
            if failed && !failing {
                tracing::info!("what was last known cannot be kept now; trying again");
            }
            failing = failed;
        }
    }

    /// Whether nothing failed. What could not be kept is tried again in the next period.
    async fn keep_some(&self) -> bool {
        let seen = self.seen.some();
        if seen.is_empty() {
            return true;
        }
        let kept = self.ports.copies.keep(&seen, self.pace.copies_kept).await.is_ok();
        if kept {
            self.seen.forget(&seen);
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use lpa_domain::last_known::Trace;
    use lpa_domain::lpa::sequence::uid_of;
    use lpa_domain::{Status, Version};

    use super::*;

    fn copy(n: u64, version: u64) -> LastKnown {
        let trace = Trace::Copy { status: Status::InProgress, registration_date: None };
        LastKnown { uid: uid_of(n).unwrap(), version: Version(version), at: Timestamp::UNIX_EPOCH, trace }
    }

    #[test]
    fn of_one_lpa_the_greatest_is_remembered() {
        let seen = Seen::default();
        let tombstone = copy(1, 2).buried(Timestamp::UNIX_EPOCH);
        for one in [copy(1, 1), copy(1, 2), tombstone.clone(), copy(1, 2)] {
            seen.see(one);
        }
        assert_eq!(seen.some(), [tombstone]);
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let seen = Seen::default();
        (1..=5_000).for_each(|n| seen.see(copy(n, 1)));
        assert_eq!(seen.waiting().len(), ROOM);
        assert_eq!(seen.some().len(), AT_ONCE);
        // Of one that is remembered, more can be.
        seen.see(copy(1, 2));
        assert_eq!(seen.of(uid_of(1).unwrap()), Some(copy(1, 2)));
    }

    #[test]
    fn what_was_seen_while_it_was_kept_is_not_forgotten() {
        let seen = Seen::default();
        seen.see(copy(1, 1));
        let kept = seen.some();
        seen.see(copy(1, 2));
        seen.forget(&kept);
        assert_eq!(seen.some(), [copy(1, 2)]);
        seen.forget(&seen.some());
        assert!(seen.some().is_empty());
    }
}

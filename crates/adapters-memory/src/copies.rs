//! What was last known of LPAs, in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use lpa_domain::{LastKnown, LpaUid};
use lpa_ports::{Copies, CopiesError};

use crate::faults::{Faults, InjectedFault};

/// What was last known of LPAs: all promises of [`Copies`] but that it forgets when the process ends, so there is nothing
/// at rest to be sealed.
#[derive(Debug, Default)]
pub struct MemoryCopies {
    kept: Mutex<HashMap<LpaUid, LastKnown>>,
    faults: Faults,
}

impl MemoryCopies {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes it fail.
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }
}

fn unavailable(fault: InjectedFault) -> CopiesError {
    CopiesError::Unavailable(fault.into())
}

#[async_trait]
impl Copies for MemoryCopies {
    async fn keep(&self, seen: &[LastKnown], at_most: usize) -> Result<(), CopiesError> {
        self.faults.arrive().await.map_err(unavailable)?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for one in seen {
            let known = kept.remove(&one.uid);
            let stays = known.map_or_else(|| one.clone(), |known| known.merge(one.clone()));
            kept.insert(one.uid, stays);
        }
        let surplus = kept.len().saturating_sub(at_most);
        if surplus > 0 {
            let mut order: Vec<_> = kept.values().map(|one| (one.is_tombstone(), one.at, one.uid)).collect();
            order.sort_unstable();
            for (_, _, uid) in order.into_iter().take(surplus) {
                kept.remove(&uid);
            }
        }
        drop(kept);
        self.faults.leave().map_err(unavailable)
    }

    async fn last_known(&self, uids: &[LpaUid]) -> Result<Vec<LastKnown>, CopiesError> {
        self.faults.arrive().await.map_err(unavailable)?;
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut named: Vec<LpaUid> = uids.to_vec();
        named.sort_unstable();
        named.dedup();
        Ok(named.iter().filter_map(|uid| kept.get(uid).cloned()).collect())
    }
}

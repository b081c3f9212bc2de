//! Sequence numbers in memory.

use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use lpa_domain::lpa::sequence::MODULUS;
use lpa_ports::{UidBlock, Uids, UidsError};

use crate::faults::Faults;

/// Hands out sequence numbers from 1 on; all promises of [`Uids`] until the process ends.
#[derive(Debug, Default)]
pub struct MemoryUids {
    handed_out: AtomicU64,
    faults: Faults,
}

impl MemoryUids {
    /// Nothing handed out yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes it fail.
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }
}

#[async_trait]
impl Uids for MemoryUids {
    async fn reserve(&self, count: u32) -> Result<UidBlock, UidsError> {
        self.faults.arrive().await.map_err(|fault| UidsError::Offline(fault.into()))?;
        let after = |before: u64| before.checked_add(count.into()).filter(|last| *last < MODULUS);
        let before = self.handed_out.fetch_update(Ordering::Relaxed, Ordering::Relaxed, after);
        let first = before.map_err(|_handed_out| UidsError::Exhausted)? + 1;
        self.faults.leave().map_err(|fault| UidsError::Offline(fault.into()))?;
        Ok(UidBlock { first, count })
    }
}

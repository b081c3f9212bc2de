//! Hands out a block of sequence numbers to another Causeway, which makes UIDs of them.

use lpa_ports::{UidBlock, UidsError};

use super::Causeway;

impl Causeway {
    /// Reserves `count` numbers for the caller. A block whose answer is lost is a gap, and harmless.
    pub async fn reserve_numbers(&self, count: u32) -> Result<UidBlock, UidsError> {
        let reserved = tokio::time::timeout(self.pace.budget, self.ports.uids.reserve(count)).await;
        reserved.unwrap_or_else(|elapsed| Err(UidsError::Offline(elapsed.into())))
    }
}

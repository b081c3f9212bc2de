//! Keeps the journal small and sealed with the key of today: a little at a time, beside all other work.

use std::sync::Arc;
use std::time::Duration;

use super::Causeway;

/// So much is done at once; whoever writes waits no longer than for this.
const STEP: u32 = 64;
/// Between two steps the journal is left to others.
const REST: Duration = Duration::from_millis(20);

impl Causeway {
    /// Runs until the application stops. What fails is tried again next time.
    pub(super) async fn keep_up(self: Arc<Self>) {
        while !self.stopping.is_cancelled() {
            self.prune().await;
            self.seal_anew().await;
            self.pause(self.pace.upkeep).await;
        }
    }

    /// Removes receipts that have been kept long enough.
    async fn prune(&self) {
        let Ok(before) = self.ports.clock.now().checked_sub(self.pace.keep_receipts) else { return };
        let mut pruned = 0;
        while !self.stopping.is_cancelled() {
            match self.ports.upkeep.prune(before, STEP).await {
                Ok(0) => break,
                Ok(more) => pruned += more,
                Err(error) => {
                    tracing::warn!(error = %error, "old receipts cannot be pruned; trying again later");
                    break;
                }
            }
            self.pause(REST).await;
        }
        if pruned > 0 {
            tracing::info!(pruned, %before, "old receipts pruned");
        }
    }

    /// Seals with the key of today what an earlier one sealed.
    async fn seal_anew(&self) {
        let mut resealed = 0;
        while !self.stopping.is_cancelled() {
            match self.ports.upkeep.reseal(STEP).await {
                Ok(0) => break,
                Ok(more) => resealed += more,
                Err(error) => {
                    tracing::warn!(error = %error, "records cannot be sealed anew; trying again later");
                    break;
                }
            }
            self.pause(REST).await;
        }
        if resealed > 0 {
            tracing::info!(resealed, "records sealed with the journal's newest key");
        }
    }

    pub(super) async fn pause(&self, time: Duration) {
        tokio::select! {
            () = self.stopping.cancelled() => {}
            () = tokio::time::sleep(time) => {}
        }
    }
}

//! Forwards what is held, whenever something wakes the worker or a period has passed.

use std::sync::Arc;

use lpa_domain::Claim;
use tokio::task::JoinSet;

use super::Causeway;

impl Causeway {
    /// Runs until the application stops. Failures are logged and tried again: nothing is given up.
    pub(super) async fn work_off_backlog(self: Arc<Self>) {
        while !self.stopping.is_cancelled() {
            while self.forward_batch(self.width()).await {}
            tokio::select! {
                // In this order, not in a random one: a simulated history can be played again.
                biased;
                () = self.stopping.cancelled() => {}
                () = self.wake.notified() => {}
                () = tokio::time::sleep(self.pace.period) => {}
            }
        }
    }

    /// One operation at a time knocks at a register that is away; the first answer lets all the others follow.
    fn width(&self) -> usize {
        if self.observed.is_away() { 1 } else { self.pace.width }
    }

    /// Looks at the backlog now.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Claims and forwards one batch; whether it is worth going on at once.
    async fn forward_batch(self: &Arc<Self>, width: usize) -> bool {
        let now = self.ports.clock.now();
        let claim = Claim { uid: None, now, until: now + self.pace.lease, limit: width };
        let claimed = match self.ports.journal.claim(claim).await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::warn!(error = %error, "cannot read the backlog; trying again");
                return false;
            }
        };
        let mut going_on = claimed.len() == width;
        let mut running = JoinSet::new();
        for leased in claimed {
            let causeway = Arc::clone(self);
            running.spawn(async move { causeway.forward_line(leased).await });
        }
        while let Some(ended) = running.join_next().await {
            going_on &= ended.unwrap_or_else(|error| {
                tracing::error!(error = %error, "a forwarding task failed; its lease runs out");
                false
            });
        }
        going_on && !self.stopping.is_cancelled()
    }
}

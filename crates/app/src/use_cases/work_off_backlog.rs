//! Forwards what is held, whenever something wakes the worker or it is time to.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lpa_domain::operation::drain::{Drawn, Pull};
use lpa_domain::{Call, Claim, Ending, Leased};
use tokio::task::{JoinError, JoinSet};

use super::Causeway;
use super::forward::Errand;

/// The drain takes an answer for slow long before callers do: when it took a quarter of what they wait.
const SLOW_PART: i32 = 4;

/// A place among the operations that are drained at once; given back when it is dropped.
pub(super) struct Place {
    causeway: Arc<Causeway>,
    drawn: Drawn,
    pull: Pull,
}

impl Place {
    /// Gives the place back: the register answered, or did not, after so long.
    pub(super) fn leave(mut self, ending: Ending, took: SignedDuration) {
        let budget = SignedDuration::try_from(self.causeway.pace.budget).unwrap_or(SignedDuration::MAX);
        self.pull = match ending {
            Ending::Answered if took < budget / SLOW_PART => Pull::Well,
            Ending::Answered => Pull::Slow,
            Ending::TakenOver | Ending::Failed { .. } => Pull::Failed,
        };
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let now = self.causeway.ports.clock.now();
        self.causeway.drain().end(&self.drawn, self.pull, now);
    }
}

impl Causeway {
    /// Runs until the application stops. Failures are logged and tried again: nothing is given up.
    pub(super) async fn work_off_backlog(self: Arc<Self>) {
        let mut running = JoinSet::new();
        while !self.stopping.is_cancelled() {
            let rest = self.start_more(&mut running).await;
            tokio::select! {
                // In this order, not in a random one: a simulated history can be played again.
                biased;
                () = self.stopping.cancelled() => {}
                () = self.wake.notified() => {}
                () = tokio::time::sleep(rest) => {}
                Some(ended) = running.join_next() => report(ended),
            }
        }
        while let Some(ended) = running.join_next().await {
            report(ended);
        }
    }

    /// Looks at the backlog now.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Starts what may be started; for how long there is nothing to be started, if nothing else happens.
    async fn start_more(self: &Arc<Self>, running: &mut JoinSet<()>) -> Duration {
        let now = self.ports.clock.now();
        if !self.register.breaker().admits(now) {
            self.start_probe(running).await;
            return self.rest(self.register.breaker().ask_again(now));
        }
        let room = self.drain().room(now);
        for leased in self.claim(room).await {
            let causeway = Arc::clone(self);
            let drawn = self.drain().begin(now);
            let place = Place { causeway: Arc::clone(self), drawn, pull: Pull::Failed };
            running.spawn(async move {
                causeway.forward(leased, Errand::Drained(place)).await;
            });
        }
        let pause = self.drain().pause(self.ports.clock.now());
        self.rest(pause)
    }

    /// Finds out whether the register is back, when it is time to: with the oldest operation that is held, else with a
    /// question. While an operation that was sent so has not been answered, only questions are asked.
    async fn start_probe(self: &Arc<Self>, running: &mut JoinSet<()>) {
        let Some(call) = self.register.breaker().begin_probe(self.ports.clock.now()) else { return };
        let alone = Arc::clone(&self.probing).try_acquire_owned().ok();
        let work = if alone.is_some() { self.claim(1).await.pop() } else { None };
        let causeway = Arc::clone(self);
        running.spawn(async move {
            causeway.probe(call, work).await;
            drop(alone);
        });
    }

    async fn probe(&self, call: Call, work: Option<Leased>) {
        if let Some(leased) = work {
            self.forward(leased, Errand::Probe(call)).await;
        } else {
            self.knock(call).await;
        }
    }

    /// At most so many operations whose turn it is.
    async fn claim(&self, limit: usize) -> Vec<Leased> {
        if limit == 0 {
            return Vec::new();
        }
        let now = self.ports.clock.now();
        let claim = Claim { uid: None, now, until: now + self.pace.lease, limit };
        self.ports.journal.claim(claim).await.unwrap_or_else(|error| {
            tracing::warn!(error = %error, "cannot read the backlog; trying again");
            Vec::new()
        })
    }

    /// Until something is due, and no longer than the period.
    fn rest(&self, due: SignedDuration) -> Duration {
        match Duration::try_from(due) {
            Ok(due) if !due.is_zero() => due.min(self.pace.period),
            _ => self.pace.period,
        }
    }
}

fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        tracing::error!(error = %error, "a forwarding task failed; its lease runs out");
    }
}

//! Forwards what is held, whenever something wakes the worker or it is time to.

mod probing;

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use jiff::SignedDuration;
use lpa_domain::operation::drain::{Drawn, Pull};
use lpa_domain::{Claim, Ending, Kind, Leased, Postponement};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::Causeway;
use super::forward::Errand;
use super::supervised::report;

/// The drain takes an answer for slow before the breaker does: when it took half of what callers wait.
const SLOW_PART: i32 = 2;

/// What its tasks are called in the log.
const FORWARDING: &str = "forwarding";

/// A place among the calls of the drain; given back when it is dropped.
pub(super) struct Place {
    causeway: Arc<Causeway>,
    drawn: Drawn,
    pull: Pull,
    answered: usize,
    /// When the operations were claimed.
    claimed: Instant,
    /// Dropped with the place: who waits for it knows then.
    _taken: oneshot::Sender<()>,
}

/// Operations that go in one call.
struct Parcel {
    operations: Vec<Leased>,
    place: Place,
    /// Ends when the place is given back.
    given_back: oneshot::Receiver<()>,
}

impl Place {
    /// Notes what the call came to, how many of its operations were answered, and after how long.
    pub(super) fn note(&mut self, ending: Ending, answered: usize, took: SignedDuration) {
        let budget = SignedDuration::try_from(self.causeway.pace.budget).unwrap_or(SignedDuration::MAX);
        self.answered = answered;
        self.pull = match ending {
            Ending::Answered if took < budget / SLOW_PART => Pull::Well,
            Ending::Answered => Pull::Slow,
            Ending::TakenOver | Ending::Failed { .. } => Pull::Failed,
        };
    }

    /// How long ago the operations were claimed.
    pub(super) fn waited(&self) -> Duration {
        self.claimed.elapsed()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let now = self.causeway.ports.clock.now();
        self.causeway.drain().end(&self.drawn, self.pull, self.answered, now);
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
                Some(ended) = running.join_next() => report(ended, FORWARDING),
            }
        }
        while let Some(ended) = running.join_next().await {
            report(ended, FORWARDING);
        }
    }

    /// Looks at the backlog now.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Starts what may be started; for how long there is nothing to be started, if nothing else happens.
    async fn start_more(self: &Arc<Self>, running: &mut JoinSet<()>) -> Duration {
        let now = self.ports.clock.now();
        if !self.register.breakers().admits(Kind::Operation, now) {
            self.start_probe(running).await;
            return self.rest(self.register.breakers().ask_again(Kind::Operation, now));
        }
        while self.start_call(running).await {}
        let pause = self.drain().pause(self.ports.clock.now());
        self.rest(pause)
    }

    /// Claims as much as there is room for, and sends it; whether there was anything.
    async fn start_call(self: &Arc<Self>, running: &mut JoinSet<()>) -> bool {
        let room = self.drain().room(self.ports.clock.now());
        let claimed = self.claim(room).await;
        if claimed.is_empty() {
            return false;
        }
        let causeway = Arc::clone(self);
        let parcels = self.parcels(claimed);
        running.spawn(async move { causeway.send_each(parcels).await });
        true
    }

    /// Sends one after the other. One that hangs has given its place back when the budget was used up, and holds up
    /// nobody: the next goes while it is waited for.
    async fn send_each(&self, parcels: Vec<Parcel>) {
        let mut sent = FuturesUnordered::new();
        for Parcel { operations, place, given_back } in parcels {
            sent.push(self.send(operations, place));
            tokio::select! {
                biased;
                () = async { while sent.next().await.is_some() {} } => {}
                _given_back = given_back => {}
            }
        }
        while sent.next().await.is_some() {}
    }

    /// What was claimed, in one call; but what has failed before or may have held up others goes alone after that, the
    /// likeliest to fail last.
    fn parcels(self: &Arc<Self>, claimed: Vec<Leased>) -> Vec<Parcel> {
        let at_fault = |leased: &Leased| leased.failures > 0 || self.blame().fails_often(leased.operation.id);
        let goes_alone = |leased: &Leased| self.alone.take(leased.operation.id) || at_fault(leased);
        let (mut alone, together): (Vec<_>, Vec<_>) = claimed.into_iter().partition(goes_alone);
        alone.sort_by_key(|leased| (leased.failures, at_fault(leased)));
        let calls = std::iter::once(together).chain(alone.into_iter().map(|leased| vec![leased]));
        let claimed = Instant::now();
        calls.filter(|operations| !operations.is_empty()).map(|some| self.parcel(some, claimed)).collect()
    }

    fn parcel(self: &Arc<Self>, operations: Vec<Leased>, claimed: Instant) -> Parcel {
        let drawn = self.drain().begin(operations.len(), self.ports.clock.now());
        let (taken, given_back) = oneshot::channel();
        let causeway = Arc::clone(self);
        let place = Place { causeway, drawn, pull: Pull::Failed, answered: 0, claimed, _taken: taken };
        Parcel { operations, place, given_back }
    }

    /// Sends what goes in one call; gives it back when what was sent before it took so long that a quarter of the lease is
    /// over: there must be time for an answer in the first half.
    async fn send(&self, operations: Vec<Leased>, place: Place) {
        let lease = Duration::try_from(self.pace.lease).unwrap_or_default();
        if place.waited() < lease / 4 {
            self.forward_together(operations, Errand::Drained(place)).await;
            return;
        }
        for leased in operations {
            self.give_back(leased).await;
        }
    }

    /// It has not been sent, and goes alone the next time, too.
    async fn give_back(&self, leased: Leased) {
        self.alone.note(leased.operation.id);
        let at = self.ports.clock.now();
        let cause = "others were waited for too long".to_owned();
        let postponement = Postponement { at, until: at, cause, counted: false, in_doubt: false };
        if let Err(error) = self.ports.journal.postpone(&leased.lease, &postponement).await {
            tracing::warn!(operation.id = %leased.operation.id, error = %error, "operation not given back; its lease runs out");
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

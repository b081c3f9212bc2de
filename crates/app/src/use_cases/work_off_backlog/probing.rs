//! Finds out whether the register is back.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use lpa_domain::{Leased, Place, Query, Standing, Unsettled};
use tokio::task::JoinSet;

use super::Causeway;
use crate::use_cases::forward::Errand;

/// So many held operations are looked at for the next in turn.
const LOOKED_AT: usize = 32;

/// Which held operation probes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The oldest: the register answers nothing.
    Oldest,
    /// It answers questions and fails writes: the next that has not failed here. One that has is left to other instances for a
    /// moment, to which the register may be well: they can tell whose fault it is.
    Untried,
    /// It does so, and that moment is over: the next, else the oldest. One that always fails must not keep all others from showing
    /// that the register is well.
    All,
}

impl Causeway {
    /// Finds out whether the register is back, when it is time to: with one operation that is held, else with a question.
    pub(super) async fn start_probe(self: &Arc<Self>, running: &mut JoinSet<()>) {
        let now = self.ports.clock.now();
        let Some(call) = self.register.breakers().begin_probe(now) else { return };
        let turn = match self.register.breakers().sick_for(now) {
            None => Turn::Oldest,
            Some(due_for) if is_shorter(due_for, self.pace.period) => Turn::Untried,
            Some(_) => Turn::All,
        };
        // While an operation that was sent so has not been answered, and no question is, only questions are asked.
        let alone = Arc::clone(&self.probing).try_acquire_owned().ok();
        let may_send = alone.is_some() || turn != Turn::Oldest;
        let work = if may_send { self.work_to_probe_with(turn).await } else { None };
        let causeway = Arc::clone(self);
        if let Some(leased) = work {
            running.spawn(async move {
                causeway.forward_together(vec![leased], Errand::Probe(call)).await;
                drop(alone);
            });
            return;
        }
        let nothing_waits = alone.is_some() && turn != Turn::Untried && self.is_nothing_coming();
        self.register.breakers().leave(&call);
        let knock = self.register.breakers().begin_knock(nothing_waits, self.ports.clock.now());
        if let Some(call) = knock {
            running.spawn(async move {
                causeway.knock(call).await;
            });
        }
    }

    /// An operation whose turn it is to probe.
    async fn work_to_probe_with(&self, turn: Turn) -> Option<Leased> {
        let next = if turn == Turn::Oldest { None } else { self.next_in_turn(turn).await };
        match next {
            None if turn != Turn::Untried => self.claim(1).await.pop(),
            next => next,
        }
    }

    async fn next_in_turn(&self, turn: Turn) -> Option<Leased> {
        let after = *self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let query = Query { state: Some(Unsettled::Held), uid: None, after, limit: LOOKED_AT };
        let held = self.ports.repairs.unsettled(query).await.unwrap_or_else(|error| {
            tracing::warn!(error = %error, "cannot read whose turn it is to probe; the oldest goes");
            Vec::new()
        });
        let now = self.ports.clock.now();
        let may_go = |one: &&Standing| {
            let (id, blame) = (one.receipt.id, self.blame());
            let has_tried = turn == Turn::Untried && blame.has_failed(id);
            one.ahead == 0 && !has_tried && !blame.is_resting(id, now)
        };
        for one in held.iter().filter(may_go) {
            if let Some(leased) = self.claim_next(one.receipt.uid).await {
                self.turn_is_after(Some(one.place));
                return Some(leased);
            }
        }
        self.turn_is_after(held.get(LOOKED_AT - 1).map(|last| last.place));
        None
    }

    fn turn_is_after(&self, place: Option<Place>) {
        *self.turn.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }

    /// Nothing could be claimed: whether nothing will be, as far as is known here, neither what rests nor what is under way.
    fn is_nothing_coming(&self) -> bool {
        !self.blame().is_any_resting(self.ports.clock.now()) && self.underway.is_empty()
    }
}

fn is_shorter(time: SignedDuration, than: Duration) -> bool {
    Duration::try_from(time).is_ok_and(|time| time < than)
}

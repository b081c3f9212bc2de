//! Finds out whether the register is back.

use std::sync::{Arc, PoisonError};

use lpa_domain::{Kind, Leased, Place, Query, Standing, Unsettled};
use tokio::task::JoinSet;

use super::Causeway;
use crate::use_cases::forward::Errand;

/// So many held operations are looked at for the next in turn.
const LOOKED_AT: usize = 32;

impl Causeway {
    /// Finds out whether the register is back, when it is time to: with one operation that is held, else with a question.
    pub(super) async fn start_probe(self: &Arc<Self>, running: &mut JoinSet<()>) {
        let now = self.ports.clock.now();
        let Some(call) = self.register.breakers().begin_probe(now) else { return };
        // While an operation that was sent so has not been answered, and no question is, only questions are asked.
        let alone = Arc::clone(&self.probing).try_acquire_owned().ok();
        let is_asked = self.register.breakers().admits(Kind::Question, now);
        let work = if alone.is_some() || is_asked { self.work_to_probe_with(is_asked).await } else { None };
        let causeway = Arc::clone(self);
        if let Some(leased) = work {
            running.spawn(async move {
                causeway.forward_together(vec![leased], Errand::Probe(call)).await;
                drop(alone);
            });
            return;
        }
        let nothing_waits = alone.is_some() && self.is_nothing_coming();
        self.register.breakers().leave(&call);
        let knock = self.register.breakers().begin_knock(nothing_waits, self.ports.clock.now());
        if let Some(call) = knock {
            running.spawn(async move {
                causeway.knock(call).await;
            });
        }
    }

    /// The oldest operation that is held; while questions are answered, the next in turn. Else one that always fails would keep
    /// all others from showing that the register is well.
    async fn work_to_probe_with(&self, in_turn: bool) -> Option<Leased> {
        let next = if in_turn { self.next_in_turn().await } else { None };
        match next {
            Some(leased) => Some(leased),
            None => self.claim(1).await.pop(),
        }
    }

    async fn next_in_turn(&self) -> Option<Leased> {
        let after = *self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let query = Query { state: Some(Unsettled::Held), uid: None, after, limit: LOOKED_AT };
        let held = self.ports.repairs.unsettled(query).await.unwrap_or_else(|error| {
            tracing::warn!(error = %error, "cannot read whose turn it is to probe; the oldest goes");
            Vec::new()
        });
        let now = self.ports.clock.now();
        let may_go = |one: &&Standing| one.ahead == 0 && !self.blame().is_resting(one.receipt.id, now);
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

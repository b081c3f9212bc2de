//! A decision in the place of a probe.
//!
//! Decisions are not held, so what is held does not grow by them. Were all of that one operation that fails for its own sake,
//! nothing would ever show that the register does what others ask, and every decision would be turned away for ever.

use std::sync::Arc;

use lpa_domain::{Call, Entry};

use super::Causeway;

/// The place of a probe, taken for a decision. Given back when it is dropped.
pub(super) struct StandIn {
    causeway: Arc<Causeway>,
    call: Option<Call>,
}

impl StandIn {
    /// The decision is sent.
    pub(super) fn send(mut self) -> Option<Call> {
        self.call.take()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        if let Some(call) = self.call.take() {
            self.causeway.register.breakers().leave(&call);
        }
    }
}

impl Causeway {
    /// The place of a probe, when one is due while questions are answered and one operation alone is known to fail. Not for a
    /// decision that would have to wait in its line: it would be held.
    pub(super) async fn stand_in(self: &Arc<Self>, entry: &Entry) -> Option<StandIn> {
        if !self.blame().is_of_one() {
            return None;
        }
        let call = self.register.breakers().begin_stand_in(self.ports.clock.now())?;
        let stand_in = StandIn { causeway: Arc::clone(self), call: Some(call) };
        let waiting = self.ports.journal.waiting(entry.uid).await;
        matches!(waiting, Ok(None)).then_some(stand_in)
    }
}

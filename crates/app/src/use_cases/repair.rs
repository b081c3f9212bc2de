//! Has an operation tried again, or gives it up, on a person's word.

use lpa_domain::choice::Words as _;
use lpa_domain::{Author, Discard, OperationId, Outcome, Reason, Receipt, Release, Repaired, Verdict};
use lpa_ports::RepairsError;

use super::Causeway;
use super::news::Tidings;
use crate::planted::{Planted, planted};

impl Causeway {
    /// Has an operation tried again at once, its failures forgotten; `None` when none was recorded under this id.
    pub async fn release(
        &self,
        id: OperationId,
        by: Author,
        reason: Option<Reason>,
    ) -> Result<Option<Repaired>, RepairsError> {
        let release = Release { id, by, reason, at: self.ports.clock.now() };
        let repaired = self.ports.repairs.release(&release).await?;
        self.follow("release", id, repaired.as_ref());
        Ok(repaired)
    }

    /// Gives an operation up: whoever waits for it is told, and the next of its LPA goes on. `acknowledged` says that the
    /// person knows it may have been applied all the same. `None` when none was recorded under this id.
    pub async fn discard(
        &self,
        id: OperationId,
        by: Author,
        reason: Reason,
        acknowledged: bool,
    ) -> Result<Option<Repaired>, RepairsError> {
        let acknowledged = acknowledged || planted(Planted::DiscardsUnacknowledged);
        let discard = Discard { id, by, reason, acknowledged, at: self.ports.clock.now() };
        let repaired = self.ports.repairs.discard(&discard).await?;
        self.follow("discard", id, repaired.as_ref());
        Ok(repaired)
    }

    /// What follows a repair: callers who wait are told, and the worker looks at what is due now.
    fn follow(&self, asked: &'static str, id: OperationId, repaired: Option<&Repaired>) {
        let Some(Repaired { verdict, receipt, may_have_been_applied }) = repaired else { return };
        let (word, in_doubt) = (verdict.word(), *may_have_been_applied);
        tracing::info!(operation.id = %id, lpa.uid = %receipt.uid, asked, verdict = word, in_doubt, "a person repairs");
        if *verdict != Verdict::Done {
            return;
        }
        if receipt.outcome == Outcome::Discarded {
            let Receipt { outcome, settled_at, .. } = receipt.clone();
            self.news.publish(id, &Tidings { outcome, settled_at, lpa: None });
        }
        self.wake();
    }
}

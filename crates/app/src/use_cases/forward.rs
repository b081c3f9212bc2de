//! Carries recorded operations to the register and settles them.

use std::sync::Arc;
use std::time::Duration;

use lpa_domain::operation::backoff;
use lpa_domain::{
    Claim, Leased, Lpa, LpaUid, Operation, OperationId, Outcome, Personal, Postponement, Refusal, Settled,
    Version,
};
use lpa_ports::{Applied, JournalError, RegisterError, Retry};

use super::Causeway;
use super::news::Tidings;
use crate::planted::{Planted, planted};

/// What came of forwarding one operation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Forwarded {
    /// The register answered, and nothing of the same LPA waits.
    Done,
    /// The register answered, and another operation of the same LPA waits for its turn.
    MoreWaits,
    /// The register did not answer; the operation stays held.
    Postponed,
}

impl Causeway {
    /// Forwards a leased operation, and then what waits behind it in the line of the same LPA; whether the register
    /// answered to the end.
    pub(super) async fn forward_line(&self, leased: Leased) -> bool {
        let uid = leased.operation.uid;
        let mut next = Some(leased);
        let mut answered = true;
        while let Some(leased) = next.take() {
            let forwarded = self.forward(leased).await;
            answered = forwarded != Forwarded::Postponed;
            if forwarded == Forwarded::MoreWaits && !self.stopping.is_cancelled() {
                next = self.claim_next(uid).await;
            }
        }
        answered
    }

    /// Forwards one leased operation once.
    async fn forward(&self, leased: Leased) -> Forwarded {
        let Leased { lease, mut operation, attempts, failures: _ } = leased;
        let Some(_attempt) = self.underway.begin(operation.id) else {
            tracing::warn!(operation.id = %operation.id, "an earlier attempt is still under way; the lease runs out");
            return Forwarded::Postponed;
        };
        if planted(Planted::ForwardsUnderANewId) && attempts > 0 {
            operation.id = OperationId(self.ports.ids.fresh());
        }
        if planted(Planted::SettlesBeforeApplying) {
            let unseen = Outcome::Applied { version: Version::FIRST, answer: None };
            drop(self.ports.journal.settle(&lease, &unseen, self.ports.clock.now()).await);
        }
        let answer = self.apply(&operation).await;
        let (outcome, lpa) = match answer {
            Ok(applied) => {
                // Applied before, the LPA may have moved on since: it surely stood so when it changed.
                self.seen.see_lpa(&applied.lpa, applied.lpa.updated_at.instant());
                (applied_outcome(&operation, &applied.lpa), Some(Arc::new(applied.lpa)))
            }
            Err(RegisterError::Refused(refusal)) if !planted(Planted::RetriesRefusals) => {
                (Outcome::Refused { refusal }, None)
            }
            Err(_) if planted(Planted::TakesSilenceForRefusal) => {
                (Outcome::Refused { refusal: Refusal::unknown_lpa() }, None)
            }
            Err(error) if error.retry() == Retry::Never && !planted(Planted::RetriesRefusals) => {
                tracing::error!(operation.id = %operation.id, lpa.uid = %operation.uid, error = %error, "operation parked");
                let in_doubt = error.may_have_been_applied();
                (Outcome::Parked { reason: error.to_string(), in_doubt }, None)
            }
            Err(error) => {
                self.postpone(&operation, lease, attempts, &error).await;
                return Forwarded::Postponed;
            }
        };
        let at = self.ports.clock.now();
        let settled = if planted(Planted::ForgetsToSettle) {
            Ok(Settled { more: false })
        } else {
            self.ports.journal.settle(&lease, &outcome, at).await
        };
        let settled_at = outcome.is_settled().then_some(at);
        self.tell(&operation, settled, Tidings { outcome, settled_at, lpa }).await
    }

    /// Applies the operation; a register that lets the caller's budget run out is taken to be away, though it may still
    /// answer. After half the lease the attempt is given up: nothing may be judged and written when others may hold the
    /// next lease.
    async fn apply(&self, operation: &Operation) -> Result<Applied, RegisterError> {
        let mut call = self.ports.register.apply(operation);
        let answer = match tokio::time::timeout(self.pace.budget, &mut call).await {
            Ok(answer) => answer,
            Err(_elapsed) => {
                self.observed.saw_nothing(self.ports.clock.now());
                let half = Duration::try_from(self.pace.lease).unwrap_or_default() / 2;
                let late = tokio::time::timeout(half.saturating_sub(self.pace.budget), call).await;
                late.unwrap_or_else(|elapsed| Err(RegisterError::OutcomeUnknown(elapsed.into())))
            }
        };
        if self.observed.saw(answer.as_ref(), self.ports.clock.now()) {
            self.wake();
        }
        answer
    }

    async fn tell(
        &self,
        operation: &Operation,
        settled: Result<Settled, JournalError>,
        tidings: Tidings,
    ) -> Forwarded {
        match settled {
            Ok(Settled { more }) => {
                self.news.publish(operation.id, &tidings);
                if more { Forwarded::MoreWaits } else { Forwarded::Done }
            }
            Err(error) => {
                // The receipt decides what may be said; while it still says held, the operation is forwarded again
                // under the same id, and the register applies it at most once.
                tracing::warn!(operation.id = %operation.id, error = %error, "operation forwarded but not settled");
                let receipt = self.ports.journal.receipt(operation.id).await.ok().flatten();
                let told = receipt.map_or_else(Tidings::held, |receipt| Tidings {
                    outcome: receipt.outcome,
                    settled_at: receipt.settled_at,
                    lpa: None,
                });
                self.news.publish(operation.id, &told);
                Forwarded::Done
            }
        }
    }

    async fn postpone(
        &self,
        operation: &Operation,
        lease: lpa_domain::Lease,
        attempts: u32,
        error: &RegisterError,
    ) {
        let jitter = self.ports.ids.fresh().as_bytes()[15];
        let at = self.ports.clock.now();
        let until = at + backoff::delay(attempts, jitter);
        let (cause, in_doubt) = (error.to_string(), error.may_have_been_applied());
        let postponement = Postponement { at, until, cause, counted: false, in_doubt };
        tracing::info!(operation.id = %operation.id, lpa.uid = %operation.uid, attempts, error = %error, "operation held");
        if planted(Planted::LogsContent) {
            tracing::info!(content = serde_json::to_string(operation).unwrap_or_default(), "operation held");
        }
        if let Err(error) = self.ports.journal.postpone(&lease, &postponement).await {
            tracing::warn!(operation.id = %operation.id, error = %error, "operation not postponed; its lease runs out");
        }
        self.news.publish(operation.id, &Tidings::held());
    }

    async fn claim_next(&self, uid: LpaUid) -> Option<Leased> {
        let now = self.ports.clock.now();
        let claim = Claim { uid: Some(uid), now, until: now + self.pace.lease, limit: 1 };
        match self.ports.journal.claim(claim).await {
            Ok(mut claimed) => claimed.pop(),
            Err(error) => {
                tracing::warn!(lpa.uid = %uid, error = %error, "cannot claim; the worker tries again");
                None
            }
        }
    }
}

/// Keeps the answer only where it can be asked for again: under an idempotency key.
fn applied_outcome(operation: &Operation, lpa: &Lpa) -> Outcome {
    let keep = operation.idempotency_key.is_some() && matches!(operation.act, lpa_domain::Act::Update(_));
    let answer = keep.then(|| serde_json::to_vec(lpa).ok()).flatten().map(Personal::new);
    Outcome::Applied { version: lpa.version, answer }
}

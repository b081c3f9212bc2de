//! Answers a request that is refused whatever the register holds.

use std::sync::Arc;

use lpa_domain::{Act, Entry, LpaUid, OperationId, Outcome, Receipt, Refusal, Task};

use super::Causeway;
use super::read_lpa::ReadError;
use super::request::Request;
use super::submit::{SubmitError, Submitted};

impl Causeway {
    /// Answers with the refusal; under an idempotency key the answer is remembered.
    pub(super) async fn refuse(
        self: &Arc<Self>,
        uid: LpaUid,
        request: Request,
        label: &'static str,
        refusal: Refusal,
    ) -> Result<Submitted, SubmitError> {
        let refusal = self.what_comes_first(uid, label, refusal).await;
        let now = self.ports.clock.now();
        let id = OperationId(self.ports.ids.fresh());
        let outcome = Outcome::Refused { refusal };
        let Some(keyed) = request.keyed.clone() else {
            let label = label.to_owned();
            let receipt = Receipt { id, uid, label, requested_at: now, settled_at: Some(now), outcome };
            return Ok(Submitted { receipt, lpa: None });
        };
        let fingerprint = request.fingerprint(label, uid);
        let task = Task::Answered { label: label.to_owned(), outcome };
        self.submit(Entry { id, uid, requested_at: now, fingerprint, keyed: Some(keyed), task }).await
    }

    /// Existence is judged before content; when the register cannot be asked, what is wrong with the content is true anyway.
    async fn what_comes_first(&self, uid: LpaUid, label: &str, refusal: Refusal) -> Refusal {
        match (label, self.lpa(uid).await) {
            (Act::CREATE, Ok(_)) => Refusal::already_exists(),
            ("UPDATE", Err(ReadError::NotFound)) => Refusal::unknown_lpa(),
            _ => refusal,
        }
    }
}

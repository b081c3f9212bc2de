//! Takes in what is told of the fee of an application.

use std::sync::Arc;

use lpa_domain::fees::FeeAct;
use lpa_domain::{Act, LpaUid, examine};

use super::Causeway;
use super::request::Request;
use super::submit::{SubmitError, Submitted};

impl Causeway {
    /// Takes in what is told of the fee of the application for `uid`. What cannot be read is refused before anything is
    /// recorded.
    pub async fn tell_fee(
        self: &Arc<Self>,
        uid: LpaUid,
        request: Request,
        told: FeeAct,
    ) -> Result<Submitted, SubmitError> {
        let label = told.about.label();
        let act = Act::Fee(told);
        if let Err(refusal) = examine(uid, &act) {
            return self.refuse(uid, request, label, refusal).await;
        }
        self.submit(self.entry(uid, request, label, act)).await
    }
}

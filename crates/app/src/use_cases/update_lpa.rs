//! Takes a legal act or a correction in.

use std::sync::Arc;

use lpa_domain::operation::read::read_update;
use lpa_domain::{Act, LpaUid, Problem, Refusal, Update, examine};

use super::Causeway;
use super::request::{Request, read_json};
use super::submit::{SubmitError, Submitted};

impl Causeway {
    /// Takes the update that `request` carries to the LPA `uid`.
    ///
    /// What can be refused without knowing the LPA is refused before anything is recorded, unless the register says that
    /// there is no such LPA, which comes first (contract section 1.2).
    pub async fn update_lpa(
        self: &Arc<Self>,
        uid: LpaUid,
        request: Request,
    ) -> Result<Submitted, SubmitError> {
        let act = match read_act(&request.body) {
            Ok(act) => act,
            Err(errors) => return self.refuse(uid, request, "UPDATE", Refusal::invalid_update(errors)).await,
        };
        if let Err(refusal) = examine(uid, &act) {
            return self.refuse(uid, request, "UPDATE", refusal).await;
        }
        self.submit(self.entry(uid, request, "UPDATE", act)).await
    }
}

fn read_act(body: &[u8]) -> Result<Act, Vec<Problem>> {
    let update: Update = read_update(&read_json(body)?)?;
    Ok(Act::Update(update))
}

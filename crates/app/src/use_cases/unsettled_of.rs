//! What of one LPA waits here for the register.

use lpa_domain::{LpaUid, Query, Receipt};

use super::Causeway;
use super::read_lpa::ReadError;

/// So many unsettled operations of one LPA are looked through. More than that, and nothing is said of what waits.
const LOOKED_THROUGH: usize = 500;

impl Causeway {
    /// The unsettled operations of an LPA, parked or held, oldest first. That nobody can tell is an error, and not "none".
    pub(super) async fn unsettled_of(&self, uid: LpaUid) -> Result<Vec<Receipt>, ReadError> {
        let query = Query { state: None, uid: Some(uid), after: None, limit: LOOKED_THROUGH };
        match self.ports.repairs.unsettled(query).await {
            Ok(waiting) if waiting.len() < LOOKED_THROUGH => {
                Ok(waiting.into_iter().map(|standing| standing.receipt).collect())
            }
            Ok(_too_many) => Err(self.cannot_say()),
            Err(error) => {
                tracing::warn!(error = %error, "whether anything is on its way cannot be told");
                Err(self.cannot_say())
            }
        }
    }
}

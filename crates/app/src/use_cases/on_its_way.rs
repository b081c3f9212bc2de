//! What of an LPA or its draft has been accepted here and has not reached the register.

use std::collections::HashMap;
use std::error::Error as _;

use lpa_domain::{Act, LpaUid, Query, Receipt};

use super::Causeway;
use super::read_lpa::ReadError;

/// So many unsettled operations of one LPA are looked through. More than that, and nothing is said of what waits.
const LOOKED_THROUGH: usize = 500;

impl Causeway {
    /// The receipt of a creation of the LPA that waits here; `None` when none does. Most often nothing waits at all. Else
    /// all that does is looked through: the creation may stand behind states of the draft, and they are not the LPA.
    pub(super) async fn creation_on_its_way(&self, uid: LpaUid) -> Result<Option<Receipt>, ReadError> {
        let is_creation = |receipt: &Receipt| receipt.label == Act::CREATE;
        match self.ports.journal.waiting(uid).await {
            Ok(Some(first)) if !is_creation(&first) => {
                Ok(self.on_its_way(uid).await?.into_iter().find(is_creation))
            }
            Ok(none_or_creation) => Ok(none_or_creation),
            Err(error) => {
                let cause = error.source().map(tracing::field::display);
                tracing::warn!(error = %error, cause, "whether a creation is on its way cannot be told");
                Err(self.cannot_say())
            }
        }
    }

    /// Of each LPA the creation that waits here, if one does. Once the journal fails, or when the budget is used up, nothing is
    /// said of the rest.
    pub(super) async fn creations_on_their_way(&self, uids: &[LpaUid]) -> HashMap<LpaUid, Option<Receipt>> {
        let mut told = HashMap::with_capacity(uids.len());
        let looking = async {
            for uid in uids {
                let Ok(receipt) = self.creation_on_its_way(*uid).await else { break };
                told.insert(*uid, receipt);
            }
        };
        // Whatever was told by then counts.
        drop(tokio::time::timeout(self.pace.budget, looking).await);
        told
    }

    /// The receipts of all that waits here of a UID, held or parked, in the order of recording.
    pub(super) async fn on_its_way(&self, uid: LpaUid) -> Result<Vec<Receipt>, ReadError> {
        let query = Query { state: None, uid: Some(uid), after: None, limit: LOOKED_THROUGH };
        match self.ports.repairs.unsettled(query).await {
            Ok(operations) if operations.len() < LOOKED_THROUGH => {
                Ok(operations.into_iter().map(|standing| standing.receipt).collect())
            }
            Ok(_too_many) => Err(self.cannot_say()),
            Err(error) => {
                let cause = error.source().map(tracing::field::display);
                tracing::warn!(error = %error, cause, "what is on its way cannot be told");
                Err(self.cannot_say())
            }
        }
    }
}

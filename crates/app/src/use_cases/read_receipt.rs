//! Tells what has become of an operation.

use lpa_domain::{OperationId, Receipt};
use lpa_ports::JournalError;

use super::Causeway;

impl Causeway {
    /// The receipt of an operation; `None` when none was ever recorded under this id.
    pub async fn receipt(&self, id: OperationId) -> Result<Option<Receipt>, JournalError> {
        self.ports.journal.receipt(id).await
    }
}

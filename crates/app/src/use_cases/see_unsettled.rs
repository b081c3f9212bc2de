//! Shows operators what could not be settled, and why.

use lpa_domain::{Author, Content, Dossier, OperationId, Query, Standing};
use lpa_ports::RepairsError;

use super::Causeway;

impl Causeway {
    /// What is held or parked, oldest first; nothing of its content.
    pub async fn unsettled(&self, query: Query) -> Result<Vec<Standing>, RepairsError> {
        self.ports.repairs.unsettled(query).await
    }

    /// Everything that is known of an operation but its content; `None` when none was ever recorded under this id.
    pub async fn dossier(&self, id: OperationId) -> Result<Option<Dossier>, RepairsError> {
        self.ports.repairs.dossier(id).await
    }

    /// The content of an operation; that `by` looked is in the audit trail then.
    pub async fn reveal(&self, id: OperationId, by: &Author) -> Result<Option<Content>, RepairsError> {
        self.ports.repairs.reveal(id, by, self.ports.clock.now()).await
    }
}

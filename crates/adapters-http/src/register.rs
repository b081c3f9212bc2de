//! The register: another Causeway.

use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lpa_domain::fees::FeeRecord;
use lpa_domain::{Act, HistoryEntry, Lpa, LpaUid, Operation};
use lpa_ports::{Applied, Documents, Drafted, Register, RegisterError};

use crate::classify::{applied, asked, drafted, fees};
use crate::connection::Connection;
use crate::wire::{Attachment, Envelope, History, List, Named, Stored};

/// The register reached through another Causeway. Operations keep their id and author on the way; scans travel with the
/// operation that names them.
pub struct HttpRegister {
    connection: Connection,
    documents: Arc<dyn Documents>,
}

impl HttpRegister {
    /// The register behind `connection`; `documents` holds the scans that operations name.
    pub fn new(connection: Connection, documents: Arc<dyn Documents>) -> Self {
        Self { connection, documents }
    }

    async fn stored(&self, path: String) -> Result<Option<Lpa>, RegisterError> {
        let found: Option<Stored> = asked(self.connection.get(&path).await)?;
        found.as_ref().map(restore).transpose()
    }

    /// The scans that the operation names, as far as they are kept here; the other side may have the rest already.
    async fn attachments(&self, operation: &Operation) -> Result<Vec<Attachment>, RegisterError> {
        let Act::Create(document) = &operation.act else { return Ok(Vec::new()) };
        let scans = document.restrictions_and_conditions_images.iter();
        let mut attachments = Vec::new();
        for image in scans.chain(&document.how_attorneys_make_decisions_details_images) {
            let Ok(hash) = image.hash.parse() else { continue };
            let kept =
                self.documents.get(hash).await.map_err(|error| RegisterError::Offline(error.into()))?;
            attachments.extend(kept.map(|bytes| Attachment { data: STANDARD.encode(bytes) }));
        }
        Ok(attachments)
    }
}

#[async_trait]
impl Register for HttpRegister {
    async fn apply(&self, operation: &Operation) -> Result<Applied, RegisterError> {
        let attachments = self.attachments(operation).await?;
        applied(self.connection.post("v1/operations", &Envelope { operation, attachments }).await)
    }

    async fn apply_together(&self, operations: &[Operation]) -> Vec<Result<Applied, RegisterError>> {
        futures::future::join_all(operations.iter().map(|operation| self.apply(operation))).await
    }

    async fn lpa(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        self.stored(format!("v1/lpas/{uid}")).await
    }

    async fn lpas(&self, uids: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError> {
        let list: Option<List> = asked(self.connection.post("v1/lpa-lists", &Named { uids }).await)?;
        let Some(list) = list else {
            return Err(RegisterError::Unreadable("a list was answered as absent".into()));
        };
        list.lpas.iter().map(restore).collect()
    }

    async fn history(&self, uid: LpaUid) -> Result<Option<Vec<HistoryEntry>>, RegisterError> {
        let path = format!("v1/lpas/{uid}/history");
        let found: Option<History> = asked(self.connection.get(&path).await)?;
        Ok(found.map(|history| history.entries))
    }

    async fn static_copy(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        self.stored(format!("v1/lpas/{uid}/static")).await
    }

    async fn draft(&self, uid: LpaUid) -> Result<Option<Drafted>, RegisterError> {
        drafted(self.connection.get(&format!("v1/drafts/{uid}")).await)
    }

    async fn fees(&self, uid: LpaUid) -> Result<Vec<FeeRecord>, RegisterError> {
        fees(self.connection.get(&format!("v1/fees/{uid}/records")).await)
    }
}

impl std::fmt::Debug for HttpRegister {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpRegister").field("connection", &self.connection).finish_non_exhaustive()
    }
}

fn restore(stored: &Stored) -> Result<Lpa, RegisterError> {
    // The cause may quote a value of the LPA: it is not passed on.
    stored
        .restore()
        .map_err(|_may_quote| RegisterError::Unreadable("the LPA in the answer is not one".into()))
}

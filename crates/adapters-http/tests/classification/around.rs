//! What a register over HTTP needs around it, and the names of its errors.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_ports::{Clock, ContentHash, Documents, DocumentsError, RegisterError};

/// A clock that stands at this moment.
pub(crate) struct At(pub(crate) &'static str);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0.parse().unwrap()
    }
}

/// No scan is kept.
pub(crate) struct NoDocuments;

#[async_trait]
impl Documents for NoDocuments {
    async fn put(&self, _hash: ContentHash, _bytes: Vec<u8>) -> Result<(), DocumentsError> {
        Ok(())
    }

    async fn get(&self, _hash: ContentHash) -> Result<Option<Vec<u8>>, DocumentsError> {
        Ok(None)
    }
}

/// The variant.
pub(crate) fn name(error: &RegisterError) -> &'static str {
    match error {
        RegisterError::Offline(_) => "Offline",
        RegisterError::OutcomeUnknown(_) => "OutcomeUnknown",
        RegisterError::Refused(_) => "Refused",
        RegisterError::Conflict { .. } => "Conflict",
        RegisterError::InDoubt { .. } => "InDoubt",
        RegisterError::NotNow { .. } => "NotNow",
        RegisterError::TakenOver(_) => "TakenOver",
        RegisterError::Unreadable(_) => "Unreadable",
    }
}

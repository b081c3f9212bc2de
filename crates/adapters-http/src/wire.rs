//! The JSON of the native surface, as we read and write it (`docs/API.md`).

use jiff::Timestamp;
use lpa_domain::fees::FeeRecord;
use lpa_domain::lpa::Kept;
use lpa_domain::{
    Author, Beside, Draft, DraftOrder, HistoryEntry, KeptDraft, Lpa, LpaUid, Operation, OperationId, Receipt,
    Version,
};
use serde::{Deserialize, Serialize};

/// `POST /v1/operations`.
#[derive(Serialize)]
pub(crate) struct Envelope<'a> {
    pub(crate) operation: &'a Operation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) attachments: Vec<Attachment>,
}

/// A scan that travels with an operation.
#[derive(Serialize)]
pub(crate) struct Attachment {
    /// Base64.
    pub(crate) data: String,
}

/// What became of an operation: the answer of `POST /v1/operations`.
#[derive(Deserialize)]
pub(crate) struct Accepted {
    pub(crate) receipt: Receipt,
    #[serde(flatten)]
    pub(crate) made: Option<Stored>,
}

/// An LPA as one version of it stands.
#[derive(Deserialize)]
pub(crate) struct Stored {
    version: Version,
    lpa: serde_json::Value,
    kept: Kept,
}

impl Stored {
    /// The LPA itself; an error tells that the object is not one.
    pub(crate) fn restore(&self) -> Result<Lpa, Box<dyn std::error::Error + Send + Sync>> {
        let object = serde_json::to_vec(&self.lpa)?;
        Ok(Lpa::restore(&object, self.version, self.kept.clone())?)
    }
}

/// `GET /v1/drafts/{uid}`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredDraft {
    uid: LpaUid,
    version: Version,
    as_at: Timestamp,
    requested_at: Timestamp,
    operation_id: OperationId,
    author: Author,
    draft: Draft,
    #[serde(flatten)]
    beside: Beside,
}

impl From<StoredDraft> for KeptDraft {
    fn from(stored: StoredDraft) -> Self {
        let StoredDraft { uid, version, as_at, requested_at, operation_id, author, draft, beside } = stored;
        let order = DraftOrder::new(as_at, requested_at, operation_id);
        Self { uid, version, order, author, draft, beside }
    }
}

/// `GET /v1/fees/{uid}/records`.
#[derive(Deserialize)]
pub(crate) struct Fees {
    pub(crate) records: Vec<FeeRecord>,
}

/// `GET /v1/lpas/{uid}/history`.
#[derive(Deserialize)]
pub(crate) struct History {
    pub(crate) entries: Vec<HistoryEntry>,
}

/// `POST /v1/lpa-lists`.
#[derive(Serialize)]
pub(crate) struct Named<'a> {
    pub(crate) uids: &'a [LpaUid],
}

/// Its answer.
#[derive(Deserialize)]
pub(crate) struct List {
    pub(crate) lpas: Vec<Stored>,
}

/// `POST /v1/uid-blocks`.
#[derive(Serialize)]
pub(crate) struct BlockWanted {
    pub(crate) count: u32,
}

/// Its answer.
#[derive(Deserialize)]
pub(crate) struct Block {
    pub(crate) first: u64,
    pub(crate) count: u32,
}

/// A problem (RFC 9457), as far as we read it.
#[derive(Deserialize)]
pub(crate) struct ProblemDetails {
    pub(crate) code: String,
    /// On a refusal: the receipt that carries it whole.
    #[serde(default)]
    pub(crate) receipt: Option<Receipt>,
}

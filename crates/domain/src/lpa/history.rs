//! What has been done to an LPA, operation by operation.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::uid::LpaUid;
use crate::author::Author;
use crate::ids::{OperationId, Version};
use crate::operation::Change;

/// One applied operation: the creation is the first entry of every LPA.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// The operation.
    pub id: OperationId,
    /// The LPA.
    pub uid: LpaUid,
    /// The version that it made; no two entries of one LPA share it.
    pub version: Version,
    /// When it was applied.
    pub applied: Timestamp,
    /// Who asked for it.
    pub author: Author,
    /// `CREATE`, or the update type as it was sent.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it changed: see [`LpaDecision::changes`](crate::LpaDecision::changes).
    #[serde(default)]
    pub changes: Vec<Change>,
}

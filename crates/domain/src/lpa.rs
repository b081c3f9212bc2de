//! An LPA as the register holds it.

pub mod damm;
pub mod history;
pub mod reference;
pub mod sequence;
pub mod status;
pub mod uid;
pub mod uid_request;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::ids::Version;
use crate::moment::Moment;
use crate::problem::Problem;
use status::Status;
use uid::LpaUid;

/// An LPA as the register holds it: its content, and what has become of it.
///
/// Its JSON ([`Serialize`]) is the LPA object of today's LPA Store, key for key (contract section 3.1). What the
/// register keeps beside that object is in [`Lpa::kept`] and [`Lpa::version`], which are not part of the JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Lpa {
    /// What the people wrote.
    #[serde(flatten)]
    pub document: Document,
    /// Which LPA it is.
    pub uid: LpaUid,
    /// Where it stands.
    pub status: Status,
    /// When it was registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_date: Option<Moment>,
    /// When it last changed; moves with every version.
    pub updated_at: Moment,
    /// What case workers and actors are told about past changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// How many operations have made it what it is.
    #[serde(skip)]
    pub version: Version,
    /// What the register keeps beside the LPA object.
    #[serde(skip)]
    pub kept: Kept,
}

/// What the register keeps of an LPA beside the object that callers see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Kept {
    /// When the statutory waiting period began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Timestamp>,
    /// What was found wrong and let pass: a paper LPA's problems (contract section 4.1), or a step that the strict
    /// profile would refuse.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Problem>,
}

/// Something that happened to an LPA, in a form that front ends turn into a sentence (contract section 3.1).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Which sentence, such as `DONOR_NAME_CHANGE_V1`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When, RFC 3339 in whole seconds.
    pub datetime: String,
    /// What fills the sentence. May name people.
    pub values: BTreeMap<String, String>,
}

impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Note").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The stored JSON is not an LPA object that this version of the crate wrote.
#[derive(Debug, thiserror::Error)]
#[error("the stored text is not an LPA object")]
pub struct NotAnLpa(#[source] serde_json::Error);

/// What stands in the LPA object beside the document.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Standing {
    uid: LpaUid,
    status: Status,
    #[serde(default)]
    registration_date: Option<Moment>,
    updated_at: Moment,
    #[serde(default)]
    notes: Vec<Note>,
}

impl Lpa {
    /// Restores an LPA from the JSON that [`Serialize`] wrote and what was kept beside it.
    pub fn restore(object: &[u8], version: Version, kept: Kept) -> Result<Self, NotAnLpa> {
        // Two passes over the text, each skipping the other's keys, cost less than the buffering of a flattened struct.
        let document: Document = serde_json::from_slice(object).map_err(NotAnLpa)?;
        let standing: Standing = serde_json::from_slice(object).map_err(NotAnLpa)?;
        let Standing { uid, status, registration_date, updated_at, notes } = standing;
        Ok(Self { document, uid, status, registration_date, updated_at, notes, version, kept })
    }
}

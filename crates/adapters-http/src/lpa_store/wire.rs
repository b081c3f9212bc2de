//! The JSON of today's LPA Store, as we read and write it (contract sections 1, 3, 5 and 7).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lpa_domain::lpa::Kept;
use lpa_domain::{Change, Document, Lpa, LpaUid, Problem, Timestamp, Update, Version};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// `POST /lpas/{uid}/updates`.
#[derive(Serialize)]
pub(super) struct Updating<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    changes: &'a [Change],
}

impl<'a> Updating<'a> {
    pub(super) fn of(update: &'a Update) -> Self {
        Self { kind: update.kind.word(), changes: &update.changes }
    }
}

/// A scan as it is sent on `PUT` (contract section 3.4).
#[derive(Clone, Debug, Serialize)]
pub(super) struct Upload {
    filename: String,
    /// Base64.
    data: String,
}

impl Upload {
    /// The scan kept at `path` (`<uid>/scans/<prefix>_<index>_<filename>`): the store makes the path anew.
    pub(super) fn new(path: &str, bytes: &[u8]) -> Self {
        let file = path.rsplit('/').next().unwrap_or_default();
        let filename = file.splitn(3, '_').nth(2).unwrap_or(file).to_owned();
        Self { filename, data: STANDARD.encode(bytes) }
    }
}

/// The body of `PUT /lpas/{uid}`: the document, its scans as uploads.
pub(super) fn creating(
    document: &Document,
    restrictions: &[Upload],
    decisions: &[Upload],
) -> Result<Value, serde_json::Error> {
    let mut body = serde_json::to_value(document)?;
    for (key, scans) in [
        ("restrictionsAndConditionsImages", restrictions),
        ("howAttorneysMakeDecisionsDetailsImages", decisions),
    ] {
        if !scans.is_empty() {
            body[key] = json!(scans);
        }
    }
    Ok(body)
}

/// An LPA object of the store. Its version and what is kept beside it are for us to work out.
#[derive(Clone, Debug)]
pub(super) struct Record(pub(super) Lpa);

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let object = Value::deserialize(deserializer)?.to_string();
        // The cause may quote a value of the LPA: it is not passed on.
        Lpa::restore(object.as_bytes(), Version::FIRST, Kept::default())
            .map(Self)
            .map_err(|_may_quote| serde::de::Error::custom("not an LPA object"))
    }
}

/// One entry of `GET /lpas/{uid}/updates`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Entry {
    /// Missing in entries from before November 2025.
    #[serde(default)]
    pub(super) id: Option<uuid::Uuid>,
    /// Whole seconds.
    pub(super) applied: Timestamp,
    pub(super) author: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default, deserialize_with = "none_as_empty")]
    pub(super) changes: Vec<Change>,
}

fn none_as_empty<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Change>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// `POST /lpas`.
#[derive(Serialize)]
pub(super) struct Listing<'a> {
    pub(super) uids: &'a [LpaUid],
}

/// Its answer.
#[derive(Deserialize)]
pub(super) struct Listed {
    pub(super) lpas: Vec<Record>,
}

/// An error of the store (contract section 1.1).
#[derive(Deserialize)]
pub(super) struct ErrorBody {
    pub(super) code: String,
    #[serde(default)]
    pub(super) detail: String,
    #[serde(default)]
    pub(super) errors: Vec<Problem>,
}

//! What may say something about a person is sealed before it leaves this process.

use lpa_domain::{OperationId, Outcome, Personal, Version};
use lpa_ports::JournalError;
use lpa_sealing::KeyRing;

use super::rows::unreadable;

/// What the sealed operation is; a sealed detail is named by the state that it tells of.
pub(super) const CONTENT: &str = "operation";

/// What a person's sealed reason for an event of the audit trail is.
pub(super) fn because(event: &str) -> String {
    format!("{event} because")
}

/// Seals a column for one operation and one meaning: it can be moved to no other.
pub(super) fn close(
    keys: &KeyRing,
    what: &str,
    id: OperationId,
    plain: &[u8],
) -> Result<Vec<u8>, JournalError> {
    keys.close(&place(what, id), plain).map_err(|error| JournalError::Unavailable(error.into()))
}

/// Opens a sealed column.
pub(super) fn open(
    keys: &KeyRing,
    what: &str,
    id: OperationId,
    sealed: &[u8],
) -> Result<Vec<u8>, JournalError> {
    keys.open(&place(what, id), sealed).map_err(unreadable)
}

fn place(what: &str, id: OperationId) -> Vec<u8> {
    [what.as_bytes(), b" ", id.0.as_bytes()].concat()
}

/// What an outcome has to tell beyond its state and version, sealed.
pub(super) fn detail(
    keys: &KeyRing,
    id: OperationId,
    outcome: &Outcome,
) -> Result<Option<Vec<u8>>, JournalError> {
    let plain = match outcome {
        Outcome::Held | Outcome::Superseded | Outcome::Discarded => None,
        Outcome::Parked { reason, .. } => Some(reason.as_bytes().to_vec()),
        Outcome::Refused { refusal } => Some(json(refusal)?),
        Outcome::Applied { answer, .. } => answer.as_ref().map(|answer| answer.expose().clone()),
    };
    plain.map(|plain| close(keys, outcome.state(), id, &plain)).transpose()
}

/// The JSON of what is to be sealed.
pub(super) fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, JournalError> {
    serde_json::to_vec(value).map_err(|error| JournalError::Unavailable(error.into()))
}

/// The outcome that a state, a version and an opened detail tell of.
pub(super) fn outcome(
    state: &str,
    version: Option<i64>,
    detail: Option<Vec<u8>>,
) -> Result<Outcome, JournalError> {
    Ok(match state {
        "applied" => Outcome::Applied {
            version: Version(version.unwrap_or_default().cast_unsigned()),
            answer: detail.map(Personal::new),
        },
        "refused" => {
            let refusal = serde_json::from_slice(&detail.unwrap_or_default());
            Outcome::Refused {
                refusal: refusal.map_err(|_quotes_it| unreadable("a refusal cannot be read"))?,
            }
        }
        "parked" => {
            let reason = String::from_utf8(detail.unwrap_or_default());
            let reason = reason.map_err(|_quotes_it| unreadable("a reason cannot be read"))?;
            Outcome::Parked { reason, in_doubt: false }
        }
        "superseded" => Outcome::Superseded,
        "discarded" => Outcome::Discarded,
        _ => Outcome::Held,
    })
}

//! What an answer of the LPA Store means: every status code has its row.
//!
//! | answer | to a write | to a question |
//! |---|---|---|
//! | not connected | `Offline` | `Offline` |
//! | lost or cut after sending | may have happened | `Offline` |
//! | 201 | it happened | `Unreadable` |
//! | 200 | may have happened | the answer |
//! | 400 with problems, or `LPA with UID already exists` | refused, word for word | `Unreadable` |
//! | other 400, 413 | `Unreadable`: a person must look | `Unreadable` |
//! | 404 `NOT_FOUND` | refused: no such LPA | absent |
//! | 3xx, 401, 403, 429, other 4xx | `Offline`: it was turned away before it was judged | `Offline` |
//! | 5xx, other 2xx | may have happened | `Offline`, `Unreadable` |
//!
//! 500 is what the store answers when a creation was written and its static copy was not (contract section 9, W9); 502
//! and 504 are crashes and time-outs of its handler, which may have done its work. So is 503 here: the store itself never
//! answers it, so nobody knows who did.

use lpa_domain::{Act, Refusal};
use lpa_ports::{RegisterError, Source};
use serde::de::DeserializeOwned;

use super::store::Reply;
use super::wire::ErrorBody;
use crate::classify::place_of;
use crate::connection::{Answer, Silence};

/// Why a write was not done, or not surely.
#[derive(Debug)]
pub(super) enum NotDone {
    /// The store says no.
    Refused(Refusal),
    /// It surely did not happen.
    TurnedAway(RegisterError),
    /// The connection broke: it may have happened, and may still.
    Cut(Source),
    /// It may have happened; what was answered says that nothing of it is under way any more.
    Unclear(Source),
}

/// What became of a write: the reply that says that it happened.
pub(super) fn done(act: &Act, reply: Result<Reply, Silence>) -> Result<Reply, NotDone> {
    let reply = reply.map_err(|silence| match silence {
        Silence::NeverSent(source) => NotDone::TurnedAway(RegisterError::Offline(source)),
        Silence::Lost(source) => NotDone::Cut(source),
    })?;
    let answer = &reply.answer;
    Err(match answer.status.as_u16() {
        201 => return Ok(reply),
        400 | 413 => refusal(act, answer)
            .map_or_else(|| NotDone::TurnedAway(RegisterError::Unreadable(named(answer))), NotDone::Refused),
        404 if is_absence(answer) => NotDone::Refused(Refusal::unknown_lpa()),
        200..=299 | 500..=599 => NotDone::Unclear(named(answer)),
        429 => NotDone::TurnedAway(RegisterError::Offline(named(answer))),
        _ => NotDone::TurnedAway(RegisterError::Offline(misdirected(answer))),
    })
}

/// What a question was answered; `None` only when the store says that there is nothing.
pub(super) fn asked<T: DeserializeOwned>(reply: Result<Reply, Silence>) -> Result<Option<T>, RegisterError> {
    let reply = reply.map_err(|silence| RegisterError::Offline(silence.into_source()))?;
    let answer = &reply.answer;
    match answer.status.as_u16() {
        200 => serde_json::from_slice(&answer.body)
            .map(Some)
            .map_err(|error| RegisterError::Unreadable(place_of(&error))),
        404 if is_absence(answer) => Ok(None),
        201..=299 | 400 | 413 => Err(RegisterError::Unreadable(named(answer))),
        429 | 500..=599 => Err(RegisterError::Offline(named(answer))),
        _ => Err(RegisterError::Offline(misdirected(answer))),
    }
}

fn body(answer: &Answer) -> Option<ErrorBody> {
    serde_json::from_slice(&answer.body).ok()
}

/// Told from the 404 of whatever else may stand at the address.
fn is_absence(answer: &Answer) -> bool {
    body(answer).is_some_and(|body| body.code == "NOT_FOUND")
}

fn refusal(act: &Act, answer: &Answer) -> Option<Refusal> {
    let ErrorBody { detail, errors, .. } = body(answer)?;
    match act {
        Act::Create(_) if detail == "LPA with UID already exists" => Some(Refusal::already_exists()),
        _ if errors.is_empty() => None,
        Act::Create(_) => Some(Refusal::invalid_document(errors)),
        Act::Update(_) => Some(Refusal::invalid_update(errors)),
        Act::Draft(_) => Some(Refusal::no_drafts()),
        Act::Fee(_) => Some(Refusal::no_fees()),
    }
}

/// Names the answer, and nothing that was in it but its code.
fn named(answer: &Answer) -> Source {
    let code = body(answer).map(|body| body.code);
    let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'));
    format!("answered {} ({})", answer.status, code.as_deref().unwrap_or("no code")).into()
}

/// An answer that the store does not give: address or credentials are wrong, or the gateway says "not now".
fn misdirected(answer: &Answer) -> Source {
    let source = named(answer);
    tracing::error!(error = %source, "the register's address does not answer as the LPA Store");
    source
}

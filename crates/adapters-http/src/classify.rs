//! What an answer means for the operation or the question: every status code has its row.
//!
//! | answer | to an operation | to a question |
//! |---|---|---|
//! | not connected | `Offline` | `Offline` |
//! | lost or cut after sending | `OutcomeUnknown` | `Offline` |
//! | 201 applied | the LPA, the version of the draft or of the fee, or the draft's tombstone | – |
//! | 200 with a superseded receipt | superseded | – |
//! | 200 else | `OutcomeUnknown` | the answer |
//! | 202 held or parked there | `TakenOver`: settled there later, told when forwarded again | – |
//! | 422 with a refused receipt | `Refused`, word for word | – |
//! | 422 with the code `no-drafts`, `no-fees` | `Unreadable` | `Refused`, when a draft, a fee was asked for |
//! | 400, 409, 413, 422 else | `Unreadable`: a person must look | `Unreadable` |
//! | 404 with the code `unknown-lpa`; of a draft `unknown-draft`, of a fee `unknown-fee` | `Offline` | absent |
//! | 410 with the code `deleted` | `Offline` | the tombstone, when a draft was asked for |
//! | 3xx, 401, 403, other 4xx | `Offline`: our settings are wrong, never the work | `Offline` |
//! | 503 with a refused receipt | `Refused`: it was turned away there for good under this id | – |
//! | 503 with the code `held` | – | `TakenOver`: what is asked about is on its way there, or parked |
//! | 503, 429 else with `Retry-After` in seconds | `NotNow` | `NotNow` |
//! | 503 without | `Offline` | `Offline` |
//! | other 5xx | `OutcomeUnknown` | `Offline` |
//! | 2xx that cannot be read | `OutcomeUnknown` and an error in the log | `Unreadable` |
//!
//! A 2xx to an operation that cannot be read is not `Unreadable`: that would set an operation aside that most likely has
//! been applied. Forwarding it again under the same id is harmless and mends itself once both sides speak the same form.

use lpa_domain::fees::{About, FeeRecord};
use lpa_domain::{DraftAct, Outcome, Receipt, Refusal};
use lpa_ports::{Applied, Drafted, RegisterError, Source};
use serde::de::DeserializeOwned;

use crate::connection::{Answer, Silence};
use crate::wire::{Accepted, Fees, ProblemDetails, StoredDraft};

/// What became of an operation.
pub(crate) fn applied(answer: Result<Answer, Silence>) -> Result<Applied, RegisterError> {
    let answer = answer.map_err(|silence| match silence {
        Silence::NeverSent(source) => RegisterError::Offline(source),
        Silence::Lost(source) => RegisterError::OutcomeUnknown(source),
    })?;
    match answer.status.as_u16() {
        200 => superseded(&answer),
        201 => made(&answer),
        202 => Err(RegisterError::TakenOver(waits_there(&answer))),
        422 => Err(refusal(&answer)
            .map_or_else(|| RegisterError::Unreadable(unexpected(&answer)), RegisterError::Refused)),
        400 | 409 | 413 => Err(RegisterError::Unreadable(unexpected(&answer))),
        503 => Err(refusal(&answer).map_or_else(|| not_now(&answer), RegisterError::Refused)),
        429 => Err(not_now(&answer)),
        200..=299 | 500..=599 => Err(RegisterError::OutcomeUnknown(unexpected(&answer))),
        _ => Err(RegisterError::Offline(misdirected(&answer))),
    }
}

/// What a question was answered; `None` only when the register says that there is no such LPA.
pub(crate) fn asked<T: DeserializeOwned>(
    answer: Result<Answer, Silence>,
) -> Result<Option<T>, RegisterError> {
    let answer = answer.map_err(|silence| RegisterError::Offline(silence.into_source()))?;
    understood(&answer, "unknown-lpa")
}

/// What the question about a draft was answered.
pub(crate) fn drafted(answer: Result<Answer, Silence>) -> Result<Option<Drafted>, RegisterError> {
    let answer = answer.map_err(|silence| RegisterError::Offline(silence.into_source()))?;
    match (answer.status.as_u16(), code(&answer).as_deref()) {
        (410, Some("deleted")) => Ok(Some(Drafted::Tombstone)),
        (422, Some("no-drafts")) => Err(RegisterError::Refused(Refusal::no_drafts())),
        _ => {
            let stored: Option<StoredDraft> = understood(&answer, "unknown-draft")?;
            Ok(stored.map(|stored| Drafted::Draft(Box::new(stored.into()))))
        }
    }
}

/// What the question about a fee was answered.
pub(crate) fn fees(answer: Result<Answer, Silence>) -> Result<Vec<FeeRecord>, RegisterError> {
    let answer = answer.map_err(|silence| RegisterError::Offline(silence.into_source()))?;
    if (answer.status.as_u16(), code(&answer).as_deref()) == (422, Some("no-fees")) {
        return Err(RegisterError::Refused(Refusal::no_fees()));
    }
    let found: Option<Fees> = understood(&answer, "unknown-fee")?;
    Ok(found.map(|fees| fees.records).unwrap_or_default())
}

/// The answer to a question; `None` only with the code that says that there is none.
fn understood<T: DeserializeOwned>(answer: &Answer, absent: &str) -> Result<Option<T>, RegisterError> {
    match answer.status.as_u16() {
        200 => serde_json::from_slice(&answer.body)
            .map(Some)
            .map_err(|error| RegisterError::Unreadable(place_of(&error))),
        404 if code(answer).as_deref() == Some(absent) => Ok(None),
        400 | 409 | 413 | 422 => Err(RegisterError::Unreadable(unexpected(answer))),
        // It says something of this LPA, and nothing of the register.
        503 if code(answer).as_deref() == Some("held") => Err(RegisterError::TakenOver(unexpected(answer))),
        429 | 503 => Err(not_now(answer)),
        500..=599 => Err(RegisterError::Offline(unexpected(answer))),
        _ => Err(RegisterError::Offline(misdirected(answer))),
    }
}

/// It did not happen; the other side may have said for how long not to come again.
fn not_now(answer: &Answer) -> RegisterError {
    let source = unexpected(answer);
    match answer.retry_after {
        Some(after) => RegisterError::NotNow { after, source },
        None => RegisterError::Offline(source),
    }
}

/// The code of a problem; `None` when the body is no problem of a Causeway.
pub(crate) fn code(answer: &Answer) -> Option<String> {
    serde_json::from_slice::<ProblemDetails>(&answer.body).ok().map(|problem| problem.code)
}

/// Names the answer, and nothing that was in it but the stable code.
pub(crate) fn unexpected(answer: &Answer) -> Source {
    let code = code(answer).filter(|code| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
    format!("answered {} ({})", answer.status, code.as_deref().unwrap_or("no code")).into()
}

/// An answer that the native surface does not give: the address or the credentials are wrong.
pub(crate) fn misdirected(answer: &Answer) -> Source {
    let source = unexpected(answer);
    tracing::error!(error = %source, "the register's address does not answer as a Causeway");
    source
}

/// What was wrong with a body and where, without any of it.
pub(crate) fn place_of(error: &serde_json::Error) -> Source {
    format!("{:?} at line {}, column {}", error.classify(), error.line(), error.column()).into()
}

fn made(answer: &Answer) -> Result<Applied, RegisterError> {
    let accepted: Accepted =
        serde_json::from_slice(&answer.body).map_err(|error| lost_form(place_of(&error)))?;
    if let Some(made) = made_beside_the_lpa(&accepted.receipt) {
        return Ok(made);
    }
    let Some(stored) = accepted.made else {
        return Err(RegisterError::OutcomeUnknown(
            "applied; the register could not show the LPA just now".into(),
        ));
    };
    let lpa = stored.restore().map_err(|_may_quote| lost_form("the LPA in the answer is not one".into()))?;
    Ok(Applied::from(lpa))
}

/// What an applied act on a draft, or on a fee, came to; `None` of all else.
fn made_beside_the_lpa(receipt: &Receipt) -> Option<Applied> {
    let Outcome::Applied { version, .. } = receipt.outcome else { return None };
    match receipt.label.as_str() {
        DraftAct::KEEP => Some(Applied::Draft(version)),
        DraftAct::DELETE => Some(Applied::Tombstone),
        label => About::from_label(label).map(|_fee| Applied::Fee(version)),
    }
}

/// Only of an act on a draft or on a fee, and only when the receipt says so.
fn superseded(answer: &Answer) -> Result<Applied, RegisterError> {
    let accepted: Option<Accepted> = serde_json::from_slice(&answer.body).ok();
    match accepted.map(|accepted| accepted.receipt.outcome) {
        Some(Outcome::Superseded) => Ok(Applied::Superseded),
        _ => Err(RegisterError::OutcomeUnknown(unexpected(answer))),
    }
}

fn lost_form(source: Source) -> RegisterError {
    tracing::error!(error = %source, "the register answered 201 in a form that cannot be read; forwarding again");
    RegisterError::OutcomeUnknown(source)
}

fn waits_there(answer: &Answer) -> Source {
    let accepted: Option<Accepted> = serde_json::from_slice(&answer.body).ok();
    match accepted.map(|accepted| accepted.receipt.outcome) {
        Some(Outcome::Parked { .. }) => "set aside for a person at the register".into(),
        Some(_) => "held at the register".into(),
        None => unexpected(answer),
    }
}

fn refusal(answer: &Answer) -> Option<Refusal> {
    let problem: ProblemDetails = serde_json::from_slice(&answer.body).ok()?;
    match problem.receipt {
        Some(Receipt { outcome: Outcome::Refused { refusal }, .. }) => Some(refusal),
        _ => None,
    }
}

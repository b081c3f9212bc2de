//! From what the use cases say to what today's clients expect to hear.

use std::error::Error as _;
use std::sync::Arc;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use lpa_domain::choice::Words as _;
use lpa_domain::operation::conduct::Sort;
use lpa_domain::{Act, Keyed, Lpa, LpaUid, Outcome, Receipt, Refusal, RefusalCode, UpdateKind};
use serde_json::json as object_of;

use crate::auth::shared_secret::Caller;
use crate::http::Shared;
use crate::http::error_body::{ErrorBody, json, receipt_address};
use crate::http::extract::Key;
use crate::settings::HeldAnswer;
use crate::use_cases::read_lpa::ReadError;
use crate::use_cases::request::Request;
use crate::use_cases::submit::{SubmitError, Submitted};

/// Tells a client that takes 201 for "done" that it is not done yet.
const STATE: HeaderName = HeaderName::from_static("causeway-state");

/// What today's clients are told of an operation that fails closed.
const NOT_WITHOUT_REGISTER: &str = "The register is away; nothing was done, send it again later";

/// Names the operation, so that its receipt and its entry in the history can be found.
const OPERATION: HeaderName = HeaderName::from_static("causeway-operation");

/// The request as the use cases take it: an idempotency key belongs to the service that chose it.
pub(super) fn request(caller: Caller, Key(key): Key, body: Bytes) -> Request {
    let keyed = key.map(|key| Keyed { consumer: caller.issuer.word().to_owned(), key });
    Request { author: caller.author, keyed, body }
}

/// The LPA object, with signed addresses of its images when they are asked for.
pub(super) fn object(shared: &Shared, mut lpa: Lpa, presign: bool) -> Vec<u8> {
    if presign {
        shared.presigner.presign(&mut lpa.document, shared.causeway.ports().clock.now());
    }
    serde_json::to_vec(&lpa).unwrap_or_default()
}

/// Why there is nothing to show.
pub(super) fn unread(error: ReadError) -> ErrorBody {
    match error {
        ReadError::NotFound => ErrorBody::not_found(),
        ReadError::Held(receipt) => {
            ErrorBody::away("held", "The LPA has been accepted and has not reached the register yet")
                .with_receipt(receipt.id)
        }
        ReadError::CannotSay { again_secs } => {
            ErrorBody::register_away("The register cannot be asked now", again_secs)
        }
        ReadError::Unreadable => ErrorBody::internal(),
    }
}

/// What became of a write.
pub(super) async fn written(
    shared: &Shared,
    uid: LpaUid,
    submitted: Result<Submitted, SubmitError>,
) -> Response {
    let Submitted { receipt, lpa } = match submitted {
        Ok(submitted) => submitted,
        Err(SubmitError::RegisterAway) => return turned_away(shared).into_response(),
        Err(error) => return not_submitted(&error).into_response(),
    };
    let mut response = outcome(shared, uid, &receipt, lpa).await;
    let accepted = !matches!(receipt.outcome, Outcome::Refused { .. });
    if let Some(id) = accepted.then(|| HeaderValue::try_from(receipt.id.to_string()).ok()).flatten() {
        response.headers_mut().insert(OPERATION, id);
    }
    response
}

async fn outcome(shared: &Shared, uid: LpaUid, receipt: &Receipt, lpa: Option<Arc<Lpa>>) -> Response {
    match &receipt.outcome {
        Outcome::Applied { .. } if receipt.label == Act::CREATE => json(StatusCode::CREATED, "{}"),
        Outcome::Applied { answer: Some(kept), .. } => json(StatusCode::CREATED, kept.expose().clone()),
        Outcome::Applied { answer: None, .. } => match lpa {
            Some(lpa) => json(StatusCode::CREATED, serde_json::to_vec(&*lpa).unwrap_or_default()),
            None => as_it_stands(shared, uid, receipt).await,
        },
        Outcome::Refused { .. } if receipt.outcome.frees_key() => turned_away(shared).into_response(),
        Outcome::Refused { refusal } => refused(refusal).into_response(),
        Outcome::Held | Outcome::Parked { .. } => waiting(held_answer(shared, receipt), receipt),
        Outcome::Superseded | Outcome::Discarded => {
            ErrorBody::given_up().with_receipt(receipt.id).into_response()
        }
    }
}

/// What a client that knows only 201 may be told of a signature would mislead about a status that others rely on: an LPA is
/// registered, or its status changed, only when the register says so.
fn held_answer(shared: &Shared, receipt: &Receipt) -> HeldAnswer {
    match UpdateKind::from_word(&receipt.label).map(UpdateKind::sort) {
        Some(Sort::StatusDecision) => HeldAnswer::Accepted,
        _ => shared.held_answer,
    }
}

/// Applied, by another than the one who answers: the LPA is asked for, and may have moved on already.
async fn as_it_stands(shared: &Shared, uid: LpaUid, receipt: &Receipt) -> Response {
    match shared.causeway.lpa(uid).await {
        Ok(lpa) => json(StatusCode::CREATED, serde_json::to_vec(&lpa).unwrap_or_default()),
        Err(_unread) => waiting(HeldAnswer::Accepted, receipt),
    }
}

/// Accepted and not settled: 202 and where to ask; for clients that know only 201, that, marked.
fn waiting(held_answer: HeldAnswer, receipt: &Receipt) -> Response {
    let (address, state) = (receipt_address(receipt.id), receipt.outcome.state());
    let mut response = match held_answer {
        HeldAnswer::Accepted => {
            let body = object_of!({ "operationId": receipt.id, "state": state, "receipt": address });
            json(StatusCode::ACCEPTED, body.to_string())
        }
        HeldAnswer::Created => json(StatusCode::CREATED, "{}"),
    };
    let headers = response.headers_mut();
    if held_answer == HeldAnswer::Created {
        headers.insert(STATE, HeaderValue::from_static(state));
    }
    if let Ok(location) = HeaderValue::try_from(address) {
        headers.insert(header::LOCATION, location);
    }
    response
}

/// Not done, and not to be done later either: an LPA is registered, or its status changed, while the register is there.
fn turned_away(shared: &Shared) -> ErrorBody {
    ErrorBody::register_away(NOT_WITHOUT_REGISTER, shared.causeway.ask_again_secs())
}

fn refused(refusal: &Refusal) -> ErrorBody {
    match refusal.code {
        RefusalCode::AlreadyExists => ErrorBody::already_exists(),
        RefusalCode::UnknownLpa => ErrorBody::not_found(),
        RefusalCode::Deleted => ErrorBody::deleted(),
        // Asked of drafts and fees, which this surface knows nothing of.
        RefusalCode::Executed | RefusalCode::NoDrafts | RefusalCode::NoFees | RefusalCode::InvalidFee => {
            ErrorBody::invalid_at("", refusal.code.word())
        }
        RefusalCode::RegisterAway => ErrorBody::away("register-away", NOT_WITHOUT_REGISTER),
        RefusalCode::InvalidDocument | RefusalCode::InvalidUpdate => {
            ErrorBody::invalid(refusal.errors.clone())
        }
    }
}

/// Nothing was promised.
pub(in crate::http) fn not_submitted(error: &SubmitError) -> ErrorBody {
    match error {
        SubmitError::KeyReused => ErrorBody::key_reused(),
        SubmitError::ImagesMissing => ErrorBody::invalid_at("", "scans that the document names are missing"),
        SubmitError::JournalFull => ErrorBody::away(
            "journal-full",
            "Nothing more can be held now; send it again later with the same key",
        ),
        SubmitError::RegisterAway => ErrorBody::away("register-away", NOT_WITHOUT_REGISTER),
        SubmitError::NotRecorded(_) | SubmitError::ImagesNotKept(_) => {
            tracing::warn!(error = %error, cause = error.source().map(tracing::field::display), "nothing was promised");
            ErrorBody::away("not-recorded", "It could not be recorded; send it again with the same key")
        }
        SubmitError::Stopped => ErrorBody::away(
            "stopping",
            "Whether it was recorded is not known; send it again with the same key",
        ),
    }
}

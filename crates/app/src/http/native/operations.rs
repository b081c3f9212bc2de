//! Operations in their native form, and what has become of them.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use lpa_domain::lpa::Kept;
use lpa_domain::{Lpa, Operation, Outcome, Problem, Receipt, Version};
use serde::Serialize;

use super::caller::{Asker, Body, Identified};
use super::envelope::read_envelope;
use super::json;
use crate::auth::edge::Edge;
use crate::http::Shared;
use crate::http::error_body::receipt_address;
use crate::http::problem::{NOT_WITHOUT_REGISTER, ProblemDetails};
use crate::use_cases::submit::{SubmitError, Submitted};

/// What became of an operation.
#[derive(Serialize)]
struct Accepted<'a> {
    receipt: &'a Receipt,
    #[serde(flatten)]
    made: Option<Made<'a>>,
}

/// The LPA as the operation made it.
#[derive(Serialize)]
struct Made<'a> {
    version: Version,
    lpa: &'a Lpa,
    kept: &'a Kept,
}

/// `POST /v1/operations`.
pub(super) async fn accept(
    State(shared): State<Shared>,
    _edge: Edge,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    let envelope = read_envelope(&body).map_err(ProblemDetails::invalid)?;
    check_key(&headers, &envelope.operation)?;
    let submitted = shared.causeway.accept_operation(envelope.operation, envelope.attachments).await;
    let again_secs = shared.causeway.ask_again_secs();
    answer(submitted.map_err(|error| not_accepted(&error, again_secs))?, again_secs)
}

/// `GET /v1/operations/{id}`.
pub(super) async fn receipt(
    State(shared): State<Shared>,
    _asker: Asker,
    Identified(id): Identified,
) -> Result<Response, ProblemDetails> {
    match shared.causeway.receipt(id).await {
        Ok(Some(receipt)) => Ok(json(StatusCode::OK, &receipt)),
        Ok(None) => Err(ProblemDetails::unknown_operation()),
        Err(error) => {
            tracing::warn!(error = %error, "the journal cannot be read");
            let detail = "What has become of the operation cannot be told now. Ask again later.";
            Err(ProblemDetails::away("journal-away", "Journal away", detail))
        }
    }
}

/// The id identifies an operation; a key beside it is allowed, and must not say something else.
fn check_key(headers: &HeaderMap, operation: &Operation) -> Result<(), ProblemDetails> {
    let enclosed = operation.idempotency_key.as_ref().map(|key| key.as_str().as_bytes());
    let mut given = headers.get_all("idempotency-key").iter();
    if given.all(|key| Some(key.as_bytes()) == enclosed) {
        return Ok(());
    }
    let problem = Problem::new("Idempotency-Key", "must equal /operation/idempotencyKey");
    Err(ProblemDetails::invalid(vec![problem]))
}

fn answer(submitted: Submitted, again_secs: u32) -> Result<Response, ProblemDetails> {
    let Submitted { receipt, lpa } = submitted;
    let status = match &receipt.outcome {
        Outcome::Applied { .. } => StatusCode::CREATED,
        // Nothing was made, and nothing is wrong: a later state of the draft is there.
        Outcome::Superseded => StatusCode::OK,
        Outcome::Held | Outcome::Parked { .. } => StatusCode::ACCEPTED,
        Outcome::Refused { .. } if receipt.outcome.frees_key() => {
            let problem = ProblemDetails::register_away(NOT_WITHOUT_REGISTER, again_secs);
            return Err(problem.with_receipt(receipt));
        }
        Outcome::Refused { refusal } => {
            return Err(ProblemDetails::refused(&refusal.clone(), receipt));
        }
        Outcome::Discarded => return Err(ProblemDetails::given_up(receipt)),
    };
    let made = lpa.as_deref().map(|lpa| Made { version: lpa.version, lpa, kept: &lpa.kept });
    Ok(with_address(json(status, &Accepted { receipt: &receipt, made }), &receipt))
}

/// The answer with the address of the receipt.
pub(super) fn with_address(mut response: Response, receipt: &Receipt) -> Response {
    if let Ok(address) = HeaderValue::from_str(&receipt_address(receipt.id)) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    response
}

/// Nothing was promised.
pub(super) fn not_accepted(error: &SubmitError, again_secs: u32) -> ProblemDetails {
    match error {
        SubmitError::RegisterAway => ProblemDetails::register_away(NOT_WITHOUT_REGISTER, again_secs),
        SubmitError::KeyReused => {
            let detail = "Nothing was done. An operation with this id and other content was recorded before.";
            ProblemDetails::new(StatusCode::UNPROCESSABLE_ENTITY, "id-reused", "Id used before", detail)
        }
        SubmitError::ImagesMissing => {
            let problem = Problem::new("/attachments", "scans that the document names are missing");
            ProblemDetails::invalid(vec![problem])
        }
        SubmitError::JournalFull => {
            let detail = "Nothing more can be held now, and nothing was recorded. Send it again later under the same id or key.";
            ProblemDetails::away("journal-full", "Journal full", detail)
        }
        SubmitError::NotRecorded(_) | SubmitError::ImagesNotKept(_) => {
            tracing::error!(error = %error, "an operation could not be recorded");
            let detail =
                "It could not be recorded, and nothing is promised. Send it again under the same id or key.";
            ProblemDetails::away("not-recorded", "Not recorded", detail)
        }
        SubmitError::Stopped => {
            let detail =
                "Whether the operation was recorded is not known. Send it again under the same id or key.";
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            ProblemDetails::new(status, "outcome-unknown", "Outcome unknown", detail)
        }
    }
}

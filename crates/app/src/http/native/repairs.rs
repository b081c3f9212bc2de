//! What operators and case managers see of operations that are not settled, and do about them.

mod asked;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use lpa_domain::{Content, Dossier, Operation, Outcome, Place, Repaired, Standing, Verdict};
use lpa_ports::RepairsError;
use serde::Serialize;

use super::caller::{Body, Identified, needs};
use super::json;
use crate::auth::operator::{Operator, Scope};
use crate::http::Shared;
use crate::http::problem::ProblemDetails;

/// A page of a list.
#[derive(Serialize)]
struct Page<'a> {
    operations: &'a [Standing],
    /// Where the next page goes on; nothing when this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Place>,
}

/// A dossier, and the content when it was asked for.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    dossier: Dossier,
    #[serde(flatten)]
    content: Option<ShownContent>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownContent {
    content_state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Box<Operation>>,
}

/// `GET /v1/operations`.
pub(super) async fn list(
    State(shared): State<Shared>,
    operator: Operator,
    RawQuery(query): RawQuery,
) -> Result<Response, ProblemDetails> {
    needs(&operator, Scope::ReadOperations)?;
    let query = asked::query(query.as_deref()).map_err(ProblemDetails::invalid)?;
    let operations = shared.causeway.unsettled(query).await.map_err(away)?;
    let is_full = operations.len() == query.limit;
    let next = operations.last().filter(|_last| is_full).map(|last| last.place);
    Ok(json(StatusCode::OK, &Page { operations: &operations, next }))
}

/// `GET /v1/operations/{id}/dossier`.
pub(super) async fn dossier(
    State(shared): State<Shared>,
    operator: Operator,
    Identified(id): Identified,
    RawQuery(query): RawQuery,
) -> Result<Response, ProblemDetails> {
    needs(&operator, Scope::ReadOperations)?;
    let with_content = asked::with_content(query.as_deref()).map_err(ProblemDetails::invalid)?;
    let mut content = None;
    if with_content {
        needs(&operator, Scope::ReadContent)?;
        content = shared.causeway.reveal(id, &operator.subject).await.map_err(away)?.map(ShownContent::from);
    }
    // Read after the look, so that it is in it.
    let dossier = shared.causeway.dossier(id).await.map_err(away)?;
    let dossier = dossier.ok_or_else(ProblemDetails::unknown_operation)?;
    Ok(json(StatusCode::OK, &Shown { dossier, content }))
}

/// `POST /v1/operations/{id}/release`.
pub(super) async fn release(
    State(shared): State<Shared>,
    operator: Operator,
    Identified(id): Identified,
    body: Option<Body>,
) -> Result<Response, ProblemDetails> {
    needs(&operator, Scope::RepairOperations)?;
    let reason = asked::release(body.as_ref().map(|Body(json)| json)).map_err(ProblemDetails::invalid)?;
    let repaired = shared.causeway.release(id, operator.subject, reason).await;
    answer(&repaired.map_err(away)?.ok_or_else(ProblemDetails::unknown_operation)?)
}

/// `POST /v1/operations/{id}/discard`.
pub(super) async fn discard(
    State(shared): State<Shared>,
    operator: Operator,
    Identified(id): Identified,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    needs(&operator, Scope::RepairOperations)?;
    let (reason, acknowledged) = asked::discard(&body).map_err(ProblemDetails::invalid)?;
    let repaired = shared.causeway.discard(id, operator.subject, reason, acknowledged).await;
    let repaired = repaired.map_err(away)?.ok_or_else(ProblemDetails::unknown_operation)?;
    // Done before is as good as done: the first answer may have been lost.
    if repaired.receipt.outcome == Outcome::Discarded {
        return Ok(json(StatusCode::OK, &repaired));
    }
    answer(&repaired)
}

fn answer(repaired: &Repaired) -> Result<Response, ProblemDetails> {
    let receipt = repaired.receipt.clone();
    match repaired.verdict {
        Verdict::Done => Ok(json(StatusCode::OK, repaired)),
        Verdict::Settled => Err(ProblemDetails::settled_already(receipt)),
        Verdict::BeingForwarded => Err(ProblemDetails::being_forwarded(receipt)),
        Verdict::InDoubt => Err(ProblemDetails::in_doubt(receipt)),
    }
}

fn away(error: RepairsError) -> ProblemDetails {
    match error {
        RepairsError::Unavailable(source) => {
            tracing::warn!(error = %source, "the journal does not answer");
            let detail =
                "The journal cannot be seen or changed now. Ask again later; asking twice is harmless.";
            ProblemDetails::away("journal-away", "Journal away", detail)
        }
        RepairsError::Unreadable(source) => {
            tracing::error!(error = %source, "a journal record cannot be read");
            let detail = "What is recorded of it cannot be read. Operators have been told.";
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            ProblemDetails::new(status, "journal-unreadable", "Journal not understood", detail)
        }
    }
}

impl From<Content> for ShownContent {
    fn from(content: Content) -> Self {
        match content {
            Content::Kept(operation) => Self { content_state: "kept", content: Some(operation) },
            Content::Damaged => Self { content_state: "damaged", content: None },
            Content::Gone => Self { content_state: "gone", content: None },
        }
    }
}

//! What the register holds, for edges.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use lpa_domain::lpa::Kept;
use lpa_domain::{HistoryEntry, Json, Lpa, LpaUid, Problem, Version};
use serde::Serialize;

use super::caller::{Body, Named};
use super::json;
use super::members::unknown_members;
use crate::auth::edge::Edge;
use crate::http::Shared;
use crate::http::problem::ProblemDetails;
use crate::use_cases::read_lpa::ReadError;

/// An LPA with what the register keeps beside the object.
#[derive(Serialize)]
struct Stored<'a> {
    uid: LpaUid,
    version: Version,
    lpa: &'a Lpa,
    kept: &'a Kept,
}

#[derive(Serialize)]
struct List<'a> {
    lpas: Vec<Stored<'a>>,
}

#[derive(Serialize)]
struct History {
    uid: LpaUid,
    entries: Vec<HistoryEntry>,
}

impl<'a> From<&'a Lpa> for Stored<'a> {
    fn from(lpa: &'a Lpa) -> Self {
        Self { uid: lpa.uid, version: lpa.version, lpa, kept: &lpa.kept }
    }
}

/// `GET /v1/lpas/{uid}`.
pub(super) async fn lpa(
    State(shared): State<Shared>,
    _edge: Edge,
    Named(uid): Named,
) -> Result<Response, ProblemDetails> {
    let lpa = settled(&shared, || shared.causeway.lpa(uid)).await.map_err(unread)?;
    Ok(json(StatusCode::OK, &Stored::from(&lpa)))
}

/// `GET /v1/lpas/{uid}/static`.
pub(super) async fn static_copy(
    State(shared): State<Shared>,
    _edge: Edge,
    Named(uid): Named,
) -> Result<Response, ProblemDetails> {
    let lpa = settled(&shared, || shared.causeway.static_copy(uid)).await.map_err(unread)?;
    Ok(json(StatusCode::OK, &Stored::from(&lpa)))
}

/// `GET /v1/lpas/{uid}/history`.
pub(super) async fn history(
    State(shared): State<Shared>,
    _edge: Edge,
    Named(uid): Named,
) -> Result<Response, ProblemDetails> {
    let entries = settled(&shared, || shared.causeway.history(uid)).await.map_err(unread)?;
    Ok(json(StatusCode::OK, &History { uid, entries }))
}

/// `POST /v1/lpa-lists`.
pub(super) async fn list(
    State(shared): State<Shared>,
    _edge: Edge,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    let uids = uids(&body).map_err(ProblemDetails::invalid)?;
    let lpas = shared.causeway.lpas(&uids).await.map_err(unread)?;
    Ok(json(StatusCode::OK, &List { lpas: lpas.iter().map(Stored::from).collect() }))
}

/// Asks, and once more when what was asked about is just on its way: whoever sent a creation and lost the answer finds it.
async fn settled<T, Q>(shared: &Shared, question: impl Fn() -> Q + Send) -> Result<T, ReadError>
where
    Q: Future<Output = Result<T, ReadError>> + Send,
{
    match question().await {
        Err(ReadError::Held(receipt)) => {
            let receipt = shared.causeway.settled_while_asked(receipt).await;
            if receipt.outcome.is_settled() { question().await } else { Err(ReadError::Held(receipt)) }
        }
        answer => answer,
    }
}

pub(super) fn unread(error: ReadError) -> ProblemDetails {
    match error {
        ReadError::NotFound => ProblemDetails::unknown_lpa(),
        ReadError::Held(receipt) => {
            let detail = "The LPA has been accepted and has not reached the register yet.";
            ProblemDetails::away("held", "LPA on its way", detail).with_receipt(receipt)
        }
        ReadError::CannotSay { again_secs } => {
            let detail = "The register cannot be asked now. Ask again later.";
            ProblemDetails::register_away(detail, again_secs)
        }
        ReadError::Unreadable => {
            let detail = "What the register answered cannot be understood. Operators have been told.";
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            ProblemDetails::new(status, "register-unreadable", "Register not understood", detail)
        }
    }
}

fn uids(body: &Json) -> Result<Vec<LpaUid>, Vec<Problem>> {
    let mut problems = unknown_members(body, &["uids"]);
    let mut uids = Vec::new();
    match body.member("uids") {
        Some(Json::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                match item.as_str().and_then(|text| text.parse().ok()) {
                    Some(uid) => uids.push(uid),
                    None => problems
                        .push(Problem::new(format!("/uids/{index}"), "must be M- and three groups of four")),
                }
            }
        }
        Some(_) => problems.push(Problem::new("/uids", "unexpected type")),
        None => problems.push(Problem::new("/uids", "is required")),
    }
    if problems.is_empty() { Ok(uids) } else { Err(problems) }
}

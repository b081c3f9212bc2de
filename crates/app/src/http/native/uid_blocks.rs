//! Blocks of sequence numbers, of which another Causeway makes UIDs.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use lpa_domain::{Json, Problem};
use lpa_ports::UidsError;
use serde::Serialize;

use super::caller::Body;
use super::json;
use super::members::unknown_members;
use crate::auth::edge::Edge;
use crate::http::Shared;
use crate::http::problem::ProblemDetails;
use crate::use_cases::reserve_numbers::ReserveError;

#[derive(Serialize)]
struct Block {
    first: u64,
    count: u32,
}

/// `POST /v1/uid-blocks`.
pub(super) async fn reserve(
    State(shared): State<Shared>,
    _edge: Edge,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    let count = count(&body).map_err(ProblemDetails::invalid)?;
    match shared.causeway.reserve_numbers(count).await {
        Ok(block) => Ok(json(StatusCode::CREATED, &Block { first: block.first, count: block.count })),
        Err(ReserveError::TooMany { at_most }) => {
            Err(ProblemDetails::invalid(vec![Problem::new("/count", format!("must be at most {at_most}"))]))
        }
        Err(ReserveError::Uids(UidsError::Exhausted)) => {
            let detail = "Every number has been handed out.";
            Err(ProblemDetails::new(StatusCode::CONFLICT, "uids-exhausted", "No numbers left", detail))
        }
        Err(ReserveError::Uids(UidsError::Offline(source))) => {
            tracing::info!(error = %source, "the UID issuer cannot be asked");
            Err(ProblemDetails::issuer_away(shared.causeway.issuer_again_secs()))
        }
    }
}

fn count(body: &Json) -> Result<u32, Vec<Problem>> {
    let mut problems = unknown_members(body, &["count"]);
    let count = body.member("count").and_then(|value| match value {
        Json::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        _ => None,
    });
    match count.filter(|count| *count > 0) {
        Some(count) if problems.is_empty() => Ok(count),
        Some(_) => Err(problems),
        None => {
            problems.push(Problem::new("/count", "must be a whole number from 1 to 4294967295"));
            Err(problems)
        }
    }
}

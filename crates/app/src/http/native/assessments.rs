//! What the rules say of a draft. It is answered whatever is away, and nothing of it is kept.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use lpa_domain::rules::Audience;
use lpa_domain::safeguarding::Asking;

use super::super::Shared;
use super::beat::Beat;
use super::caller::{Anyone, Body};
use super::json;
use crate::http::problem::ProblemDetails;

/// `POST /v1/assessments`.
pub(super) async fn assess(
    _anyone: Anyone,
    State(shared): State<Shared>,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    let beat = Beat::begin();
    let asking = Asking::read(&body).map_err(ProblemDetails::invalid)?;
    let (today, answers) = shared.causeway.assess(&asking).await;
    let answer = json(StatusCode::OK, &asking.answer(today, &answers, Audience::Caller));
    if asking.uid().is_some() {
        beat.next().await;
    }
    Ok(answer)
}

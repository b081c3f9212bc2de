//! What the rules say of a draft: asked of the engine alone, so it is answered whatever is away. Nothing of it is kept.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use lpa_domain::rules::{Answers, Audience, london_day};
use lpa_domain::safeguarding::Asking;

use super::super::Shared;
use super::caller::{Anyone, Body};
use super::json;
use crate::http::problem::ProblemDetails;

/// `POST /v1/assessments`. OPG's records are not asked yet: what hangs on them is answered as waiting for them.
pub(super) async fn assess(
    _anyone: Anyone,
    State(shared): State<Shared>,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    let asking = Asking::read(&body).map_err(ProblemDetails::invalid)?;
    let today = london_day(shared.causeway.ports().clock.now());
    Ok(json(StatusCode::OK, &asking.answer(today, &Answers::none(), Audience::Caller)))
}

//! What it costs to register a power: asked of the engine alone, so it is answered whatever is away.

use axum::http::StatusCode;
use axum::response::Response;
use lpa_domain::fees::Asking;

use super::caller::{Anyone, Body};
use super::json;
use crate::http::problem::ProblemDetails;

/// `POST /v1/fee-quotes`.
pub(super) async fn quote(_anyone: Anyone, Body(body): Body) -> Result<Response, ProblemDetails> {
    let asking = Asking::read(&body).map_err(ProblemDetails::invalid)?;
    Ok(json(StatusCode::OK, &asking.answer()))
}

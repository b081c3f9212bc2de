//! `GET /lpas/{uid}` and its static copy.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::answer;
use crate::auth::shared_secret::Caller;
use crate::http::Shared;
use crate::http::error_body::{ErrorBody, json};
use crate::http::extract::Named;

/// The LPA as it stands; with signed addresses of its images when the query asks for them.
pub async fn lpa(
    State(shared): State<Shared>,
    _caller: Caller,
    Named(uid): Named,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(uid) = uid else { return ErrorBody::not_found().into_response() };
    match shared.causeway.lpa(uid).await {
        Ok(lpa) => json(StatusCode::OK, answer::object(&shared, lpa, asks_to_presign(query.as_deref()))),
        Err(error) => answer::unread(error).into_response(),
    }
}

/// The LPA as it was created; its images are never presigned (contract section 7).
pub async fn static_copy(State(shared): State<Shared>, _caller: Caller, Named(uid): Named) -> Response {
    let Some(uid) = uid else { return ErrorBody::not_found().into_response() };
    match shared.causeway.static_copy(uid).await {
        Ok(lpa) => json(StatusCode::OK, answer::object(&shared, lpa, false)),
        Err(error) => answer::unread(error).into_response(),
    }
}

/// `presign-images` asks by its presence: the value is ignored (contract section 1).
pub(super) fn asks_to_presign(query: Option<&str>) -> bool {
    let names = query.unwrap_or_default().split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    names.into_iter().any(|name| name == "presign-images")
}

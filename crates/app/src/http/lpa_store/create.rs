//! `PUT /lpas/{uid}`: an executed LPA comes in.

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::answer;
use crate::auth::shared_secret::Caller;
use crate::http::Shared;
use crate::http::error_body::ErrorBody;
use crate::http::extract::{Key, Named, Whole};

/// 201 `{}`, or why not. What is no UID is refused here, as wrong content of the path: today's service takes any text.
pub async fn create(
    State(shared): State<Shared>,
    caller: Caller,
    Named(uid): Named,
    key: Key,
    Whole(body): Whole,
) -> Response {
    let Some(uid) = uid else { return ErrorBody::invalid_at("/uid", "invalid format").into_response() };
    let request = answer::request(caller, key, body);
    let submitted = shared.causeway.create_lpa(uid, request).await;
    answer::written(&shared, uid, submitted).await
}

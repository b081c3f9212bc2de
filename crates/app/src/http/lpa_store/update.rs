//! `POST /lpas/{uid}/updates`: a legal act or a correction comes in.

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::answer;
use crate::auth::shared_secret::Caller;
use crate::http::Shared;
use crate::http::error_body::ErrorBody;
use crate::http::extract::{Key, Named, Whole};

/// 201 and the whole LPA as the update made it, or why not. No LPA can have what is no UID: 404.
pub async fn update(
    State(shared): State<Shared>,
    caller: Caller,
    Named(uid): Named,
    key: Key,
    Whole(body): Whole,
) -> Response {
    let Some(uid) = uid else { return ErrorBody::not_found().into_response() };
    let request = answer::request(caller, key, body);
    let submitted = shared.causeway.update_lpa(uid, request).await;
    answer::written(&shared, uid, submitted).await
}

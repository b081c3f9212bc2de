//! `POST /cases`: the UID of a new LPA.
//!
//! What is said of the donor is checked as today's clients expect and then forgotten: nothing of it is kept, where today's
//! service keeps it for every UID (contract section 9, W23).

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use lpa_domain::Keyed;
use serde_json::json as object_of;

use crate::http::Shared;
use crate::http::error_body::{ErrorBody, json};
use crate::http::extract::{Key, Whole};
use crate::http::lpa_store::answer::not_submitted;
use crate::use_cases::issue_uid::IssueError;

/// As long as today's service tries (contract section 8.3).
const PATIENCE: Duration = Duration::from_secs(3);

/// 201 and a UID that nobody has been given before.
pub async fn issue(State(shared): State<Shared>, Key(key): Key, Whole(body): Whole) -> Response {
    let keyed = key.map(|key| Keyed { consumer: "uid-service".to_owned(), key });
    let issued = shared.causeway.issue_uid(keyed, &body);
    match tokio::time::timeout(PATIENCE, issued).await {
        Ok(Ok(uid)) => json(StatusCode::CREATED, object_of!({ "uid": uid }).to_string()),
        Ok(Err(IssueError::Refused(problems))) => ErrorBody::invalid(problems).into_response(),
        Ok(Err(IssueError::Submit(error))) => not_submitted(&error).into_response(),
        Ok(Err(IssueError::Exhausted)) => {
            tracing::error!("every UID has been issued");
            ErrorBody::internal().into_response()
        }
        Ok(Err(IssueError::Away(_))) | Err(_) => {
            ErrorBody::issuer_away(shared.causeway.issuer_again_secs()).into_response()
        }
    }
}

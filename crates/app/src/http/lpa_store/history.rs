//! `GET /lpas/{uid}/updates`: what has been done to an LPA.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use lpa_domain::{Change, HistoryEntry, Json};
use serde::Serialize;

use super::answer;
use crate::auth::shared_secret::Caller;
use crate::http::Shared;
use crate::http::error_body::{ErrorBody, json};
use crate::http::extract::Named;

/// Every entry, newest first. Today's service leaves the creation out and answers 404 while there is nothing else (contract
/// section 9, W8 and W25); ours ends with the creation, so that 404 means that there is no such LPA.
pub async fn history(State(shared): State<Shared>, _caller: Caller, Named(uid): Named) -> Response {
    let Some(uid) = uid else { return ErrorBody::not_found().into_response() };
    match shared.causeway.history(uid).await {
        Ok(entries) => {
            let written: Vec<Written<'_>> = entries.iter().map(Written::of).collect();
            json(StatusCode::OK, serde_json::to_vec(&written).unwrap_or_default())
        }
        Err(error) => answer::unread(error).into_response(),
    }
}

/// An entry in the words of today's service (contract section 7).
#[derive(Serialize)]
struct Written<'e> {
    id: String,
    uid: String,
    /// UTC, whole seconds (contract section 5.1).
    applied: String,
    author: &'e str,
    #[serde(rename = "type")]
    kind: &'e str,
    changes: Vec<WrittenChange<'e>>,
}

/// A change as it was sent; a key that was missing is written as `null`.
#[derive(Serialize)]
struct WrittenChange<'e> {
    key: &'e str,
    old: Option<&'e Json>,
    new: Option<&'e Json>,
}

impl<'e> Written<'e> {
    fn of(entry: &'e HistoryEntry) -> Self {
        let change = |Change { key, old, new }: &'e Change| WrittenChange {
            key,
            old: old.as_ref(),
            new: new.as_ref(),
        };
        Self {
            id: entry.id.to_string(),
            uid: entry.uid.to_string(),
            applied: entry.applied.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            author: entry.author.as_str(),
            kind: &entry.kind,
            changes: entry.changes.iter().map(change).collect(),
        }
    }
}

//! What has become of held work, for those who would rather ask than be told.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use lpa_domain::{Author, NoticeCursor, Problem, Receipt};
use serde::{Deserialize, Serialize};

use super::json;
use crate::auth::operator::{Operator, Scope};
use crate::http::Shared;
use crate::http::problem::ProblemDetails;

/// How many events an answer holds at most, and how many when nothing is said.
const MOST: usize = 1_000;
const USUAL: usize = 100;

#[derive(Deserialize)]
pub(super) struct Asked {
    after: Option<String>,
    limit: Option<String>,
}

#[derive(Serialize)]
struct Events {
    events: Vec<Event>,
    /// Where to read on; as it was given when there was nothing after it.
    next: String,
}

#[derive(Serialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    author: Author,
    receipt: Receipt,
}

/// `GET /v1/events`.
pub(super) async fn list(
    State(shared): State<Shared>,
    operator: Operator,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, ProblemDetails> {
    if !operator.may(Scope::ReadOperations) {
        return Err(ProblemDetails::forbidden(Scope::ReadOperations));
    }
    let read = asked.map_err(|_twice| vec![Problem::new("query", "each parameter must be given once")]);
    let (after, limit) = read.and_then(|Query(asked)| asked.read()).map_err(ProblemDetails::invalid)?;
    let notices = shared.causeway.notices(after, limit).await.map_err(|error| {
        tracing::warn!(error = %error, "the journal cannot be read");
        ProblemDetails::away(
            "journal-away",
            "Journal away",
            "The events cannot be read now. Ask again later.",
        )
    })?;
    let next = notices.last().map_or(after, |last| last.cursor).to_string();
    let events = notices.into_iter().map(|notice| Event {
        id: notice.id(),
        kind: "operation-settled",
        author: notice.author,
        receipt: notice.receipt,
    });
    Ok(json(StatusCode::OK, &Events { events: events.collect(), next }))
}

impl Asked {
    /// Both, or every problem.
    fn read(self) -> Result<(NoticeCursor, usize), Vec<Problem>> {
        let after = self.after.map_or(Ok(NoticeCursor::default()), |text| text.parse());
        let limit = self.limit.map_or(Some(USUAL), |text| text.parse().ok());
        match (after, limit.filter(|limit| (1..=MOST).contains(limit))) {
            (Ok(after), Some(limit)) => Ok((after, limit)),
            (after, limit) => {
                let after =
                    after.err().map(|_| Problem::new("after", "must be a `next` of an earlier answer"));
                let limit = limit.is_none().then(|| Problem::new("limit", "must be a number from 1 to 1000"));
                Err(after.into_iter().chain(limit).collect())
            }
        }
    }
}

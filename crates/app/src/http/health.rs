//! Is it alive, can it accept, what is away.
//!
//! Ready means *can accept*: the register may be away, and work goes on (design section 7).

use std::error::Error as _;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use lpa_domain::window::Reason;
use lpa_domain::{Availability, Cause, Condition, Window};
use serde::Serialize;

use super::Shared;
use super::error_body::{ErrorBody, json};
use crate::use_cases::limits::Level;
use crate::use_cases::register_state::Dependencies;

/// Byte for byte what today's gateway answers, the odd space included (contract section 1).
const OK: &str = r#"{"status":"ok", "statusCode":200}"#;

/// The routes of this surface; none needs a token.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/health-check", get(alive))
        .route("/health-check/service", get(ready))
        .route("/health-check/dependencies", get(dependencies))
}

/// The process answers.
pub async fn alive() -> Response {
    json(StatusCode::OK, OK)
}

/// 200 while a write can be accepted; 503 otherwise.
pub async fn ready(State(shared): State<Shared>) -> Response {
    if shared.causeway.can_accept().await { json(StatusCode::OK, OK) } else { journal_away().into_response() }
}

/// What is away since when, and what is held.
pub async fn dependencies(State(shared): State<Shared>) -> Response {
    let now = shared.causeway.ports().clock.now();
    match shared.causeway.dependencies().await {
        Ok(found) => {
            let level = shared.causeway.journal_level();
            let written =
                Written { uids_left: shared.causeway.uids_left(), journal: level, ..Written::of(found, now) };
            let written = serde_json::to_vec(&written).unwrap_or_default();
            json(StatusCode::OK, written)
        }
        Err(error) => {
            let cause = error.source().map(tracing::field::display);
            tracing::warn!(error = %error, cause, "the journal does not answer");
            journal_away().into_response()
        }
    }
}

fn journal_away() -> ErrorBody {
    ErrorBody::away("journal-away", "Nothing can be accepted now")
}

/// The fixed fields of design section 7, and what explains them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    register: WrittenCondition,
    uid_issuer: WrittenCondition,
    held: u64,
    /// 0 while nothing is held.
    oldest_held_age_seconds: u64,
    parked: u64,
    /// How near its limits the journal is.
    journal: Level,
    /// How many numbers for UIDs are left for as long as their issuer is away.
    #[serde(skip_serializing_if = "Option::is_none")]
    uids_left: Option<u64>,
    /// How many held operations a second reached the register in the last seconds.
    drained_per_second: f64,
    /// At that rate; `null` while nothing is drained.
    seconds_to_empty: Option<u64>,
    /// The announced window in force, else the next.
    next_window: Option<WrittenWindow>,
}

#[derive(Serialize)]
struct WrittenWindow {
    start: Timestamp,
    end: Timestamp,
    reason: Reason,
}

#[derive(Serialize)]
struct WrittenCondition {
    state: Availability,
    since: Timestamp,
    /// `null` while it answers.
    cause: Option<Cause>,
}

impl From<Condition> for WrittenCondition {
    fn from(Condition { state, since, cause }: Condition) -> Self {
        Self { state, since, cause }
    }
}

impl Written {
    fn of(found: Dependencies, now: Timestamp) -> Self {
        let Dependencies { register, issuer, backlog, drained_per_second, next_window } = found;
        let age = backlog.oldest_held.map_or(0, |oldest| now.as_second() - oldest.as_second());
        Self {
            register: register.into(),
            uid_issuer: issuer.into(),
            held: backlog.held,
            oldest_held_age_seconds: u64::try_from(age).unwrap_or_default(),
            parked: backlog.parked,
            journal: Level::default(),
            uids_left: None,
            drained_per_second: (drained_per_second * 10.0).round() / 10.0,
            seconds_to_empty: seconds_to_empty(backlog.held, drained_per_second),
            next_window: next_window.map(|Window { start, end, reason, .. }| WrittenWindow {
                start,
                end,
                reason,
            }),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate for people to read; not negative, and whatever is too much is the most there is"
)]
fn seconds_to_empty(held: u64, per_second: f64) -> Option<u64> {
    match held {
        0 => Some(0),
        _ if per_second > 0.0 => Some((held as f64 / per_second).ceil() as u64),
        _ => None,
    }
}

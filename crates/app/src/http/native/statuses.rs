//! How LPAs stand: fresh, dated, gone, unknown or not to be told now, never confused (design section 3.4).

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use lpa_domain::choice::Words as _;
use lpa_domain::last_known::Trace;
use lpa_domain::{Json, LastKnown, LpaUid, Moment, Problem, Version};
use serde::Serialize;

use super::caller::{Asker, Body, Named};
use super::json;
use super::reads::unread;
use crate::http::Shared;
use crate::http::error_body::receipt_address;
use crate::http::problem::ProblemDetails;
use crate::use_cases::last_known::Standing;
use crate::use_cases::read_lpa::ReadError;

/// One request asks about no more LPAs: a dashboard shows 50 at most (integration study, section 9).
const MOST: usize = 100;

/// What is told of an LPA that is known.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Known {
    version: Version,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    registration_date: Option<Moment>,
    /// When it was so.
    as_at: Timestamp,
}

#[derive(Serialize)]
struct Alone {
    uid: LpaUid,
    answer: &'static str,
    #[serde(flatten)]
    known: Known,
}

/// What is told of one LPA among several.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    /// As it was sent; of what is no UID, nothing is repeated.
    #[serde(skip_serializing_if = "Option::is_none")]
    uid: Option<LpaUid>,
    answer: &'static str,
    #[serde(flatten)]
    known: Option<Known>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age_seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<String>,
}

#[derive(Serialize)]
struct List {
    statuses: Vec<Told>,
}

/// `GET /v1/lpas/{uid}/status`.
pub(super) async fn status(
    State(shared): State<Shared>,
    _asker: Asker,
    Named(uid): Named,
) -> Result<Response, ProblemDetails> {
    let found = shared.causeway.statuses(&[uid]).await;
    let standing = found.standings.into_iter().next().map_or(Standing::CannotSay, |(_, standing)| standing);
    let answer = word(&standing);
    let (seen, age) = match standing {
        Standing::Now(seen) => (seen, 0),
        Standing::LastKnown(seen) => (seen.clone(), seconds(&seen, found.asked_at)),
        Standing::Gone(_) => return Err(ProblemDetails::gone()),
        Standing::Unknown => return Err(unread(ReadError::NotFound)),
        Standing::Held(receipt) => return Err(unread(ReadError::Held(*receipt))),
        Standing::CannotSay => {
            let again_secs = shared.causeway.ask_again_secs();
            return Err(unread(ReadError::CannotSay { again_secs }));
        }
    };
    let Some(known) = known(&seen) else { return Err(ProblemDetails::gone()) };
    let mut response = json(StatusCode::OK, &Alone { uid, answer, known });
    response.headers_mut().insert(header::AGE, HeaderValue::from(age));
    Ok(response)
}

/// `POST /v1/statuses`.
pub(super) async fn statuses(
    State(shared): State<Shared>,
    _asker: Asker,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    let named = named(&body).map_err(|problem| ProblemDetails::invalid(vec![problem]))?;
    let uids: Vec<LpaUid> = named.iter().copied().flatten().collect();
    let found = shared.causeway.statuses(&uids).await;
    let mut standings = found.standings.into_iter();
    let statuses = named.iter().map(|uid| match uid.and_then(|_| standings.next()) {
        Some((uid, standing)) => told(uid, &standing, found.asked_at),
        None => Told { uid: None, answer: "invalid-uid", known: None, age_seconds: None, receipt: None },
    });
    Ok(json(StatusCode::OK, &List { statuses: statuses.collect() }))
}

fn told(uid: LpaUid, standing: &Standing, now: Timestamp) -> Told {
    let (seen, age_seconds) = match standing {
        Standing::Now(seen) => (Some(seen), Some(0)),
        Standing::LastKnown(seen) => (Some(seen), Some(seconds(seen, now))),
        _ => (None, None),
    };
    let receipt = match standing {
        Standing::Held(receipt) => Some(receipt_address(receipt.id)),
        _ => None,
    };
    Told { uid: Some(uid), answer: word(standing), known: seen.and_then(known), age_seconds, receipt }
}

const fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing::Now(_) => "current",
        Standing::LastKnown(_) => "last-known",
        Standing::Gone(_) => "gone",
        Standing::Unknown => "unknown-lpa",
        Standing::Held(_) => "held",
        Standing::CannotSay => "register-away",
    }
}

/// `None` of a tombstone.
fn known(seen: &LastKnown) -> Option<Known> {
    let Trace::Copy { status, registration_date } = seen.trace else { return None };
    Some(Known { version: seen.version, status: status.word(), registration_date, as_at: seen.at })
}

fn seconds(seen: &LastKnown, now: Timestamp) -> u64 {
    seen.age(now).as_secs().unsigned_abs()
}

/// The LPAs that `{"uids": [...]}` names; `None` for what is no UID.
fn named(body: &Json) -> Result<Vec<Option<LpaUid>>, Problem> {
    let Some(Json::Array(items)) = body.member("uids") else {
        return Err(Problem::new("/uids", "must be a list"));
    };
    if items.len() > MOST {
        return Err(Problem::new("/uids", "must name at most 100 LPAs"));
    }
    Ok(items.iter().map(|item| item.as_str().and_then(|text| text.parse().ok())).collect())
}

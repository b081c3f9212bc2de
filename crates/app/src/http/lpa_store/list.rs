//! `POST /lpas`: many LPAs at once.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use lpa_domain::{Json, LpaUid, Problem};

use super::answer;
use super::read::asks_to_presign;
use crate::auth::shared_secret::Caller;
use crate::http::Shared;
use crate::http::error_body::{ErrorBody, json};
use crate::http::extract::Whole;
use crate::use_cases::request::read_json;

/// How many LPAs may be named at once. Today's service fails beyond 100 and on duplicates (contract section 9, W24);
/// ours answers each LPA once, in the order in which they were named.
const LONGEST: usize = 1_000;

/// `{"lpas":[…]}`: those of the named LPAs that exist.
pub async fn list(
    State(shared): State<Shared>,
    _caller: Caller,
    RawQuery(query): RawQuery,
    Whole(body): Whole,
) -> Response {
    let uids = match read_uids(&body) {
        Ok(uids) => uids,
        Err(errors) => return ErrorBody::invalid(errors).into_response(),
    };
    let lpas = match shared.causeway.lpas(&uids).await {
        Ok(lpas) => lpas,
        Err(error) => return answer::unread(error).into_response(),
    };
    let presign = asks_to_presign(query.as_deref());
    let objects: Vec<Vec<u8>> = lpas.into_iter().map(|lpa| answer::object(&shared, lpa, presign)).collect();
    json(StatusCode::OK, [&b"{\"lpas\":["[..], &objects.join(&b','), b"]}"].concat())
}

/// The UIDs of `{"uids":[…]}`, each once. A text that is no UID names no LPA; no list, `null` and an empty list name none
/// either (contract section 7).
fn read_uids(body: &[u8]) -> Result<Vec<LpaUid>, Vec<Problem>> {
    let unexpected = |source: String| vec![Problem::new(source, "unexpected type")];
    let json = read_json(body)?;
    let items = match (&json, json.member("uids")) {
        (Json::Array(items), _) if items.is_empty() => return Ok(Vec::new()),
        (Json::Null, _) | (Json::Object(_), None | Some(Json::Null)) => return Ok(Vec::new()),
        (Json::Object(_), Some(Json::Array(items))) => items,
        (Json::Object(_), Some(_)) => return Err(unexpected("/uids".to_owned())),
        _ => return Err(unexpected(String::new())),
    };
    if items.len() > LONGEST {
        return Err(vec![Problem::new("/uids", "must not name more than 1,000 LPAs")]);
    }
    let strange = |(_, item): &(usize, &Json)| !matches!(item, Json::String(_) | Json::Null);
    let problems: Vec<Problem> = items
        .iter()
        .enumerate()
        .filter(strange)
        .map(|(at, _)| Problem::new(format!("/uids/{at}"), "unexpected type"))
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut seen = std::collections::HashSet::new();
    let named = items.iter().filter_map(Json::as_str).filter_map(|text| text.parse().ok());
    Ok(named.filter(|uid| seen.insert(*uid)).collect())
}

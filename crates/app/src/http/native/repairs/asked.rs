//! What operators ask, read strictly: every problem at once, nothing repeated.

use lpa_domain::choice::Words as _;
use lpa_domain::{Json, Place, Problem, Query, Reason, Unsettled};

use super::super::members::unknown_members;

/// How many operations a page holds unless it says.
const PAGE: usize = 100;
/// No page holds more.
const LARGEST_PAGE: usize = 500;

/// The query of a list.
pub(super) fn query(text: Option<&str>) -> Result<Query, Vec<Problem>> {
    let mut query = Query { state: None, uid: None, after: None, limit: PAGE };
    let mut problems = Vec::new();
    for (name, value) in pairs(text) {
        let fits = match name {
            "state" => fill(&mut query.state, Unsettled::from_word(value)),
            "lpa" => fill(&mut query.uid, value.parse().ok()),
            "after" => fill(&mut query.after, value.parse().ok().map(Place)),
            "limit" => {
                let limit = value.parse().ok().filter(|limit| (1..=LARGEST_PAGE).contains(limit));
                query.limit = limit.unwrap_or(PAGE);
                limit.is_some()
            }
            _ => {
                problems.push(Problem::new("query", "unknown parameter"));
                continue;
            }
        };
        if !fits {
            problems.push(expected(name));
        }
    }
    if problems.is_empty() { Ok(query) } else { Err(problems) }
}

/// Whether a dossier is to hold the content.
pub(super) fn with_content(text: Option<&str>) -> Result<bool, Vec<Problem>> {
    let mut asked = false;
    for (name, value) in pairs(text) {
        asked = match (name, value) {
            ("content", "true") => true,
            ("content", "false") => false,
            ("content", _) => return Err(vec![Problem::new("content", "must be true or false")]),
            _ => return Err(vec![Problem::new("query", "unknown parameter")]),
        };
    }
    Ok(asked)
}

/// The reason of a release, which may be left out.
pub(super) fn release(body: Option<&Json>) -> Result<Option<Reason>, Vec<Problem>> {
    let Some(body) = body else { return Ok(None) };
    let mut problems = unknown_members(body, &["reason"]);
    let reason = body.member("reason").and_then(|json| reason(json, &mut problems));
    if problems.is_empty() { Ok(reason) } else { Err(problems) }
}

/// The reason of a discard, and whether doubt is acknowledged.
pub(super) fn discard(body: &Json) -> Result<(Reason, bool), Vec<Problem>> {
    let mut problems = unknown_members(body, &["reason", "acknowledge"]);
    if body.member("reason").is_none() {
        problems.push(Problem::new("/reason", "is required"));
    }
    let reason = body.member("reason").and_then(|json| reason(json, &mut problems));
    let acknowledged = match body.member("acknowledge") {
        None => false,
        Some(Json::Bool(acknowledged)) => *acknowledged,
        Some(_) => {
            problems.push(Problem::new("/acknowledge", "must be true or false"));
            false
        }
    };
    match reason {
        Some(reason) if problems.is_empty() => Ok((reason, acknowledged)),
        _ => Err(problems),
    }
}

/// Values hold nothing that has to be escaped; what is escaped all the same is no value of ours.
fn pairs(text: Option<&str>) -> impl Iterator<Item = (&str, &str)> {
    let pairs = text.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

fn fill<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    *slot = value;
    slot.is_some()
}

fn expected(name: &str) -> Problem {
    match name {
        "state" => Problem::new("state", "must be held or parked"),
        "lpa" => Problem::new("lpa", "must be M- and three groups of four"),
        "after" => Problem::new("after", "must be the `next` of the page before"),
        _ => Problem::new("limit", "must be a whole number from 1 to 500"),
    }
}

fn reason(json: &Json, problems: &mut Vec<Problem>) -> Option<Reason> {
    let reason = json.as_str().and_then(|text| text.parse().ok());
    if reason.is_none() {
        problems.push(Problem::new("/reason", "must be text of 1 to 1,000 characters"));
    }
    reason
}

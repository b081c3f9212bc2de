//! `POST /cases`: the UID of a new LPA.
//!
//! What is said of the donor is checked as today's clients expect and then forgotten: nothing of it is kept, where today's
//! service keeps it for every UID (contract section 9, W23).

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use lpa_domain::{Json, Keyed, Problem};
use serde_json::json as object_of;

use crate::http::Shared;
use crate::http::error_body::{ErrorBody, json};
use crate::http::extract::{Key, Whole};
use crate::http::lpa_store::answer::not_submitted;
use crate::use_cases::create_lpa::content_hash;
use crate::use_cases::issue_uid::IssueError;
use crate::use_cases::request::read_json;

/// As long as today's service tries (contract section 8.3).
const PATIENCE: Duration = Duration::from_secs(3);

/// 201 and a UID that nobody has been given before.
pub async fn issue(State(shared): State<Shared>, Key(key): Key, Whole(body): Whole) -> Response {
    if let Err(problems) = examine(&body) {
        return ErrorBody::invalid(problems).into_response();
    }
    let keyed = key.map(|key| Keyed { consumer: "uid-service".to_owned(), key });
    let issued = shared.causeway.issue_uid(keyed, content_hash(&body).0);
    match tokio::time::timeout(PATIENCE, issued).await {
        Ok(Ok(uid)) => json(StatusCode::CREATED, object_of!({ "uid": uid }).to_string()),
        Ok(Err(IssueError::Submit(error))) => not_submitted(&error).into_response(),
        Ok(Err(IssueError::Exhausted)) => {
            tracing::error!("every UID has been issued");
            ErrorBody::internal().into_response()
        }
        Ok(Err(IssueError::Away(_))) | Err(_) => {
            ErrorBody::away("issuer-away", "No UID can be issued now").into_response()
        }
    }
}

/// The rules of contract section 8.1, in their order. What is no JSON, or of the wrong type, has no place to point at.
fn examine(body: &[u8]) -> Result<(), Vec<Problem>> {
    let formless = Vec::<Problem>::new;
    let json = read_json(body).map_err(|_said_without_errors| formless())?;
    let nobody = Json::Object(Vec::new());
    let donor = json.member("donor").filter(|donor| !donor.is_null()).unwrap_or(&nobody);
    if !matches!((&json, donor), (Json::Object(_), Json::Object(_))) {
        return Err(formless());
    }
    let text = |of: &Json, key: &str| match of.member(key) {
        None | Some(Json::Null) => Ok(String::new()),
        Some(Json::String(text)) => Ok(text.clone()),
        Some(_) => Err(formless()),
    };
    let problems = [
        one_of("/source", &text(&json, "source")?, ["APPLICANT", "PHONE"], "must be APPLICANT or PHONE"),
        one_of(
            "/type",
            &text(&json, "type")?,
            ["personal-welfare", "property-and-affairs"],
            "must be personal-welfare or property-and-affairs",
        ),
        fits("/donor/name", &text(donor, "name")?, |_| true, ""),
        fits("/donor/dob", &text(donor, "dob")?, is_date, "must match format YYYY-MM-DD"),
        fits("/donor/postcode", &text(donor, "postcode")?, is_postcode, "must be a valid postcode"),
    ];
    let problems: Vec<Problem> = problems.into_iter().flatten().collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn one_of(source: &'static str, text: &str, words: [&str; 2], otherwise: &'static str) -> Option<Problem> {
    fits(source, text, |text| words.contains(&text), otherwise)
}

fn fits(
    source: &'static str,
    text: &str,
    rule: impl Fn(&str) -> bool,
    otherwise: &'static str,
) -> Option<Problem> {
    match text {
        "" => Some(Problem::new(source, "required")),
        text if rule(text) => None,
        _ => Some(Problem::new(source, otherwise)),
    }
}

/// The shape alone: `9999-99-99` passes.
fn is_date(text: &str) -> bool {
    let shape = b"dddd-dd-dd";
    let digit = |(byte, want): (u8, &u8)| if *want == b'd' { byte.is_ascii_digit() } else { byte == b'-' };
    text.len() == shape.len() && text.bytes().zip(shape).all(digit)
}

/// Five to seven capital letters and digits, however they are spaced.
fn is_postcode(text: &str) -> bool {
    let places = || text.bytes().filter(|byte| *byte != b' ');
    (5..=7).contains(&places().count())
        && places().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

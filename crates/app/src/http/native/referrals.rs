//! Referrals: what case managers should look at, for them alone.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use lpa_domain::approval::{Referral, ReferralId, ReferralQuery, ReferralState};
use lpa_domain::choice::Words as _;
use lpa_domain::safeguarding::catalogue;
use lpa_domain::{Json, Problem, Reason};
use serde::Serialize;

use super::caller::{Body, Referred, needs};
use super::json;
use super::members::unknown_members;
use crate::auth::operator::{Operator, Scope};
use crate::http::Shared;
use crate::http::problem::ProblemDetails;
use crate::use_cases::referrals::ReferralsError;

/// How many referrals a page holds unless it says, and at most.
const PAGE: usize = 100;

#[derive(Serialize)]
struct Page {
    referrals: Vec<Shown>,
    /// Where the next page goes on; nothing when this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<ReferralId>,
}

/// A referral, and what its rule asks for.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    referral: Referral,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'static str>,
}

impl From<Referral> for Shown {
    fn from(referral: Referral) -> Self {
        let rule = catalogue().rules().find(|rule| rule.id == referral.rule);
        let state = referral.state().word();
        Self {
            state,
            says: rule.map(|rule| rule.says),
            reading: rule.and_then(|rule| rule.reading),
            referral,
        }
    }
}

/// `GET /v1/referrals`.
pub(super) async fn list(
    State(shared): State<Shared>,
    operator: Operator,
    RawQuery(query): RawQuery,
) -> Result<Response, ProblemDetails> {
    needs(&operator, Scope::ReadReferrals)?;
    let query = asked(query.as_deref()).map_err(ProblemDetails::invalid)?;
    let found = shared.causeway.referrals(query).await.map_err(|error| away(&shared, &error))?;
    let next = found.last().filter(|_last| found.len() == query.limit).map(|last| last.id);
    Ok(json(StatusCode::OK, &Page { referrals: found.into_iter().map(Shown::from).collect(), next }))
}

/// `GET /v1/referrals/{id}`.
pub(super) async fn referral(
    State(shared): State<Shared>,
    operator: Operator,
    Referred(id): Referred,
) -> Result<Response, ProblemDetails> {
    needs(&operator, Scope::ReadReferrals)?;
    let found = shared.causeway.referral(id).await.map_err(|error| away(&shared, &error))?;
    found.map(|found| json(StatusCode::OK, &Shown::from(found))).ok_or_else(unknown)
}

/// `POST /v1/referrals/{id}/close`.
pub(super) async fn close(
    State(shared): State<Shared>,
    operator: Operator,
    Referred(id): Referred,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    needs(&operator, Scope::CloseReferrals)?;
    let reason = reason(&body).map_err(ProblemDetails::invalid)?;
    let closed = shared.causeway.close_referral(id, operator.subject, reason).await;
    let closed = closed.map_err(|error| away(&shared, &error))?;
    closed.map(|closed| json(StatusCode::OK, &Shown::from(closed))).ok_or_else(unknown)
}

fn asked(text: Option<&str>) -> Result<ReferralQuery, Vec<Problem>> {
    let mut query = ReferralQuery { state: ReferralState::Open, after: None, limit: PAGE };
    let mut problems = Vec::new();
    let pairs = text.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    for (name, value) in pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))) {
        match name {
            "state" => match ReferralState::from_word(value) {
                Some(state) => query.state = state,
                None => problems.push(Problem::new("state", "must be open, gone or closed")),
            },
            "after" => match value.parse() {
                Ok(after) => query.after = Some(after),
                Err(_other) => problems.push(Problem::new("after", "must be the id of a referral")),
            },
            "limit" => match value.parse().ok().filter(|limit| (1..=PAGE).contains(limit)) {
                Some(limit) => query.limit = limit,
                None => problems.push(Problem::new("limit", "must be a number from 1 to 100")),
            },
            _ => problems.push(Problem::new("query", "unknown parameter")),
        }
    }
    if problems.is_empty() { Ok(query) } else { Err(problems) }
}

fn reason(body: &Json) -> Result<Reason, Vec<Problem>> {
    let mut problems = unknown_members(body, &["reason"]);
    let reason = body.member("reason").and_then(Json::as_str).and_then(|text| text.parse().ok());
    if reason.is_none() {
        problems.push(Problem::new("/reason", "must be a text of 1 to 1000 characters"));
    }
    match reason {
        Some(reason) if problems.is_empty() => Ok(reason),
        _ => Err(problems),
    }
}

fn unknown() -> ProblemDetails {
    let detail = "There is no referral with this id.";
    ProblemDetails::new(StatusCode::NOT_FOUND, "unknown-referral", "Unknown referral", detail)
}

fn away(shared: &Shared, error: &ReferralsError) -> ProblemDetails {
    match error {
        ReferralsError::NotKept => {
            let detail = "No referrals are kept here: in front of another Causeway, or of today's LPA Store.";
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            ProblemDetails::new(status, "no-referrals", "No referrals here", detail)
        }
        ReferralsError::Away(error) => {
            tracing::warn!(error = %error, "referrals cannot be asked");
            let detail = "Referrals cannot be asked or changed now. Ask again later.";
            ProblemDetails::register_away(detail, shared.causeway.ask_again_secs())
        }
    }
}

//! OPG's records: facts that case management tells, and what another Causeway asks or passes on (`docs/records.md`).

use axum::extract::{FromRequestParts, RawPathParams, RawQuery, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use lpa_domain::Problem;
use lpa_domain::choice::Words;
use lpa_domain::records::{FactId, Question, ToldFact};
use serde::Serialize;

use super::caller::Body;
use super::json;
use crate::auth::edge::Edge;
use crate::auth::shared_secret::Caller;
use crate::http::Shared;
use crate::http::problem::ProblemDetails;
use crate::use_cases::note_fact::FactError;

/// What became of a version of a fact.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Noted {
    fact_id: String,
    version: u64,
    state: &'static str,
}

/// The answers, in the order of the questions.
#[derive(Serialize)]
struct Answers {
    answers: Vec<&'static str>,
}

/// The fact that the path names.
pub(super) struct Identified(FactId);

impl FromRequestParts<Shared> for Identified {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        let path = RawPathParams::from_request_parts(parts, shared).await.ok();
        let id =
            path.as_ref().and_then(|path| path.iter().next()).and_then(|(_name, text)| text.parse().ok());
        id.map(Self).ok_or_else(|| ProblemDetails::invalid(vec![Problem::new("factId", "must be a UUID")]))
    }
}

/// Who may tell what OPG knows: the service in which OPG's case managers work. Our reading, until callers have scopes of their own;
/// another Causeway passes facts on at an address of its own.
pub(super) struct FactTeller(Caller);

impl FromRequestParts<Shared> for FactTeller {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        let caller = Caller::from_request_parts(parts, shared).await;
        let caller = caller.map_err(|_untold| ProblemDetails::unauthorised())?;
        let problem = || Problem::new("iss", "must be the service in which OPG manages cases");
        if caller.issuer.tells_facts() {
            Ok(Self(caller))
        } else {
            Err(ProblemDetails::not_for_this_service().naming(problem()))
        }
    }
}

/// `PUT /v1/record-facts/{factId}`.
pub(super) async fn tell(
    State(shared): State<Shared>,
    FactTeller(caller): FactTeller,
    Identified(id): Identified,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    let told = ToldFact::read(id, caller.author, &body).map_err(ProblemDetails::invalid)?;
    note(&shared, &told).await
}

/// `DELETE /v1/record-facts/{factId}?version=…`.
pub(super) async fn retract(
    State(shared): State<Shared>,
    FactTeller(caller): FactTeller,
    Identified(id): Identified,
    RawQuery(query): RawQuery,
) -> Result<Response, ProblemDetails> {
    let version = query.as_deref().and_then(|query| query.strip_prefix("version=")).unwrap_or_default();
    let told = ToldFact::retracted(id, caller.author, version).map_err(ProblemDetails::invalid)?;
    note(&shared, &told).await
}

/// `POST /v1/records/facts`: another Causeway passes a fact on.
pub(super) async fn pass_on(
    State(shared): State<Shared>,
    _edge: Edge,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    let told = ToldFact::read_passed_on(&body).map_err(ProblemDetails::invalid)?;
    note(&shared, &told).await
}

/// `POST /v1/records/questions`: another Causeway asks.
pub(super) async fn ask(
    State(shared): State<Shared>,
    _edge: Edge,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    let questions = Question::read_all(&body).map_err(ProblemDetails::invalid)?;
    let Some(answers) = shared.causeway.answers_of_records(&questions).await else {
        return Err(ProblemDetails::records_away(shared.causeway.records_again_secs()));
    };
    let answers = answers.into_iter().map(Words::word).collect();
    Ok(json(StatusCode::OK, &Answers { answers }))
}

async fn note(shared: &Shared, told: &ToldFact) -> Result<Response, ProblemDetails> {
    match shared.causeway.note_fact(told).await {
        Ok(noted) => {
            let noted = Noted { fact_id: told.id.to_string(), version: told.version, state: noted.word() };
            Ok(json(StatusCode::OK, &noted))
        }
        Err(error) => Err(not_noted(&error)),
    }
}

fn not_noted(error: &FactError) -> ProblemDetails {
    match error {
        FactError::TellAgain { again_secs } => ProblemDetails::records_away(*again_secs),
        FactError::VersionTaken => {
            let detail = "Nothing was changed. Something else was told of this fact under this version: tell what holds under a \
                          higher one.";
            ProblemDetails::new(StatusCode::CONFLICT, "version-taken", "Version taken", detail)
        }
        FactError::NotKept => {
            let detail = "Nothing was noted, and it is not worth asking again. No records are kept here: an operator connects \
                          them.";
            ProblemDetails::new(StatusCode::UNPROCESSABLE_ENTITY, "no-records", "No records here", detail)
        }
        FactError::Unreadable => {
            let detail = "Whether it was noted is not known. Operators have been told. Tell the same version again later.";
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            ProblemDetails::new(status, "outcome-unknown", "Outcome unknown", detail)
        }
    }
}

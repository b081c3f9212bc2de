//! Announced maintenance windows.

use aws_lc_rs::digest;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use lpa_domain::choice::Words as _;
use lpa_domain::window::{Amendment, Announcement, Reason, Tally};
use lpa_domain::{IdempotencyKey, Json, Problem, Window, WindowId};
use serde::Serialize;

use super::caller::{Anyone, Body, idempotency_key};
use super::json;
use super::members::unknown_members;
use crate::auth::operator::{Operator, Scope};
use crate::http::Shared;
use crate::http::problem::ProblemDetails;
use crate::use_cases::windows::WindowError;

/// What the path names; what cannot be read is told like what is no UUID.
type Segment = Result<Path<String>, PathRejection>;

const MOMENT: &str = "must be an RFC 3339 moment";

/// A window, as it is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Written<'a> {
    id: WindowId,
    start: Timestamp,
    end: Timestamp,
    reason: &'a str,
    state: &'static str,
    announced_at: Timestamp,
    changed_at: Timestamp,
    #[serde(flatten)]
    people: Option<People<'a>>,
    /// What became of the operations that were accepted during it.
    #[serde(skip_serializing_if = "Option::is_none")]
    operations: Option<Tally>,
}

/// Who did it: for operators only.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct People<'a> {
    announced_by: &'a str,
    changed_by: &'a str,
    last_step: &'static str,
}

#[derive(Serialize)]
struct List<'a> {
    windows: Vec<Written<'a>>,
}

impl<'a> Written<'a> {
    /// As it stands at `at`, with the people who did it.
    pub(crate) fn with_people(window: &'a Window, at: Timestamp) -> Self {
        let (announced_by, changed_by) = (window.announced_by.as_str(), window.changed_by.as_str());
        let people = Some(People { announced_by, changed_by, last_step: window.step.word() });
        Self { people, ..Self::of(window, at) }
    }

    fn of(window: &'a Window, at: Timestamp) -> Self {
        Self {
            id: window.id,
            start: window.start,
            end: window.end,
            reason: window.reason.as_str(),
            state: window.state(at).word(),
            announced_at: window.announced_at,
            changed_at: window.changed_at,
            people: None,
            operations: None,
        }
    }

    fn to(asker: &Anyone, window: &'a Window, at: Timestamp) -> Self {
        if asker.is_operator { Self::with_people(window, at) } else { Self::of(window, at) }
    }
}

/// `GET /v1/maintenance-windows`.
pub(super) async fn list(State(shared): State<Shared>, asker: Anyone) -> Result<Response, ProblemDetails> {
    let (windows, at) = shared.causeway.windows().list().await.map_err(|error| not_done(&error))?;
    let windows = windows.iter().map(|window| Written::to(&asker, window, at)).collect();
    Ok(json(StatusCode::OK, &List { windows }))
}

/// `GET /v1/maintenance-windows/{id}`. What became of its operations is counted for operators only: counting reads
/// everything.
pub(super) async fn window(
    State(shared): State<Shared>,
    asker: Anyone,
    id: Segment,
) -> Result<Response, ProblemDetails> {
    let id = named(id)?;
    if asker.is_operator {
        let found = shared.causeway.windows().find(id).await;
        let (window, tally, at) = found.map_err(|error| not_done(&error))?;
        let written = Written { operations: Some(tally), ..Written::with_people(&window, at) };
        return Ok(json(StatusCode::OK, &written));
    }
    let (windows, at) = shared.causeway.windows().list().await.map_err(|error| not_done(&error))?;
    match windows.iter().find(|window| window.id == id) {
        Some(window) => Ok(json(StatusCode::OK, &Written::of(window, at))),
        None => Err(ProblemDetails::unknown_window()),
    }
}

/// `POST /v1/maintenance-windows`.
pub(super) async fn announce(
    State(shared): State<Shared>,
    operator: Operator,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    check_scope(&operator)?;
    let key = idempotency_key(&headers)?;
    let fresh = || match &key {
        Some(key) => id_of_key(&operator, key),
        None => WindowId(shared.causeway.ports().ids.fresh()),
    };
    let wanted = announcement(&body, fresh).map_err(ProblemDetails::invalid)?;
    let announced = shared.causeway.windows().announce(&wanted, &operator.subject).await;
    answer(&shared, StatusCode::CREATED, announced)
}

/// `PATCH /v1/maintenance-windows/{id}`.
pub(super) async fn amend(
    State(shared): State<Shared>,
    operator: Operator,
    id: Segment,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    check_scope(&operator)?;
    let (id, amendment) = (named(id)?, amendment(&body).map_err(ProblemDetails::invalid)?);
    let amended = shared.causeway.windows().amend(id, amendment, &operator.subject).await;
    answer(&shared, StatusCode::OK, amended)
}

/// `DELETE /v1/maintenance-windows/{id}`.
pub(super) async fn cancel(
    State(shared): State<Shared>,
    operator: Operator,
    id: Segment,
) -> Result<Response, ProblemDetails> {
    check_scope(&operator)?;
    let cancelled = shared.causeway.windows().amend(named(id)?, Amendment::Cancel, &operator.subject).await;
    answer(&shared, StatusCode::OK, cancelled)
}

fn answer(
    shared: &Shared,
    status: StatusCode,
    changed: Result<Window, WindowError>,
) -> Result<Response, ProblemDetails> {
    let window = changed.map_err(|error| not_done(&error))?;
    shared.causeway.windows_changed();
    let now = shared.causeway.ports().clock.now();
    let mut response = json(status, &Written::with_people(&window, now));
    if let Ok(address) = HeaderValue::try_from(format!("/v1/maintenance-windows/{}", window.id)) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    Ok(response)
}

fn check_scope(operator: &Operator) -> Result<(), ProblemDetails> {
    let needed = Scope::ChangeWindows;
    if operator.may(needed) { Ok(()) } else { Err(ProblemDetails::forbidden(needed)) }
}

fn named(id: Segment) -> Result<WindowId, ProblemDetails> {
    let id = id.ok().and_then(|Path(id)| id.parse().ok());
    id.ok_or_else(|| ProblemDetails::invalid(vec![Problem::new("id", "must be a UUID")]))
}

/// The same operator and key name the same window: sent again, it is recognised.
fn id_of_key(operator: &Operator, key: &IdempotencyKey) -> WindowId {
    let named = format!("{}\n{}", operator.subject.as_str(), key.as_str());
    let digest = digest::digest(&digest::SHA256, named.as_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest.as_ref()).for_each(|(to, from)| *to = *from);
    WindowId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// `{"id"?, "start", "end", "reason"}`. Every problem at once.
fn announcement(body: &Json, fresh: impl FnOnce() -> WindowId) -> Result<Announcement, Vec<Problem>> {
    let mut problems = unknown_members(body, &["id", "start", "end", "reason"]);
    let id: Option<WindowId> = match body.member("id") {
        None | Some(Json::Null) => Some(fresh()),
        Some(given) => given.as_str().and_then(|text| text.parse().ok()),
    };
    let moment = |name| body.member(name).and_then(Json::as_str).and_then(|text| text.parse().ok());
    let (start, end): (Option<Timestamp>, Option<Timestamp>) = (moment("start"), moment("end"));
    let reason: Option<Reason> =
        body.member("reason").and_then(Json::as_str).and_then(|text| text.parse().ok());
    let missing = [
        (id.is_none(), "/id", "must be a UUID"),
        (start.is_none(), "/start", MOMENT),
        (end.is_none(), "/end", MOMENT),
        (reason.is_none(), "/reason", "must have 1 to 200 printable characters"),
    ];
    let missing = missing.into_iter().filter(|(missing, _, _)| *missing);
    problems.extend(missing.map(|(_, source, detail)| Problem::new(source, detail)));
    match (id, start, end, reason) {
        (Some(id), Some(start), Some(end), Some(reason)) if problems.is_empty() => {
            Ok(Announcement { id, start, end, reason })
        }
        _ => Err(problems),
    }
}

/// `{"end": "<moment>"}` extends; `{"end": "now"}` ends.
fn amendment(body: &Json) -> Result<Amendment, Vec<Problem>> {
    let mut problems = unknown_members(body, &["end"]);
    let amendment = match body.member("end").and_then(Json::as_str) {
        Some("now") => Some(Amendment::End),
        Some(text) => text.parse().ok().map(Amendment::Extend),
        None => None,
    };
    if amendment.is_none() {
        problems.push(Problem::new("/end", "must be an RFC 3339 moment or \"now\""));
    }
    amendment.filter(|_| problems.is_empty()).ok_or(problems)
}

fn not_done(error: &WindowError) -> ProblemDetails {
    match error {
        WindowError::Refused(refusal) => ProblemDetails::window_refused(*refusal),
        WindowError::Away(error) => {
            tracing::warn!(error = %error, "the windows cannot be read or written");
            let detail = "The journal does not answer. Send it again later, under the same id or key.";
            ProblemDetails::away("journal-away", "Journal away", detail)
        }
    }
}

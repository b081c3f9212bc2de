//! What handlers of the native surface take from a request. Each refusal is a problem.

use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequest, Path, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use bytes::Bytes;
use lpa_domain::{Json, LpaUid, OperationId, Problem};

use super::super::Shared;
use super::super::problem::ProblemDetails;
use crate::auth::edge::Edge;
use crate::auth::operator::{Operator, Scope};
use crate::auth::shared_secret::Caller;

impl FromRequestParts<Shared> for Edge {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        let key = shared.edge_key.as_ref().ok_or_else(ProblemDetails::unauthorised)?;
        let now = shared.causeway.ports().clock.now();
        key.edge(&parts.headers, now).map_err(|_untold| ProblemDetails::unauthorised())
    }
}

impl FromRequestParts<Shared> for Operator {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        let key = shared.operator_key.as_ref().ok_or_else(ProblemDetails::unauthorised)?;
        let now = shared.causeway.ports().clock.now();
        key.operator(&parts.headers, now).map_err(|_untold| ProblemDetails::unauthorised())
    }
}

/// Whoever may ask for a receipt: another Causeway, an operator, or one of today's clients with its own token.
pub(super) struct Asker;

impl FromRequestParts<Shared> for Asker {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        if Caller::from_request_parts(parts, shared).await.is_ok() {
            return Ok(Self);
        }
        let operator = Operator::from_request_parts(parts, shared).await;
        if operator.is_ok_and(|operator| operator.may(Scope::ReadOperations)) {
            return Ok(Self);
        }
        Edge::from_request_parts(parts, shared).await.map(|_edge| Self)
    }
}

/// Whoever may see the announced windows: everyone with a valid token. Who announced them is told to operators only.
pub(super) struct Anyone {
    pub(super) is_operator: bool,
}

impl FromRequestParts<Shared> for Anyone {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        if Operator::from_request_parts(parts, shared).await.is_ok() {
            return Ok(Self { is_operator: true });
        }
        Asker::from_request_parts(parts, shared).await.map(|_asker| Self { is_operator: false })
    }
}

/// The LPA that the path names.
pub(super) struct Named(pub(super) LpaUid);

impl FromRequestParts<Shared> for Named {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        let segment = Path::<String>::from_request_parts(parts, shared).await;
        let uid = segment.ok().and_then(|Path(text)| text.parse().ok());
        uid.map(Self).ok_or_else(|| {
            ProblemDetails::invalid(vec![Problem::new("uid", "must be M- and three groups of four")])
        })
    }
}

/// The operation that the path names.
pub(super) struct Identified(pub(super) OperationId);

impl FromRequestParts<Shared> for Identified {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        let segment = Path::<String>::from_request_parts(parts, shared).await;
        let id = segment.ok().and_then(|Path(text)| text.parse().ok());
        id.map(Self).ok_or_else(|| ProblemDetails::invalid(vec![Problem::new("id", "must be a UUID")]))
    }
}

/// The body, whole, as JSON; `None` of an empty one where it may be left out.
pub(super) struct Body(pub(super) Json);

impl FromRequest<Shared> for Body {
    type Rejection = ProblemDetails;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, ProblemDetails> {
        let bytes = Bytes::from_request(request, shared).await.map_err(|error| unread(&error))?;
        read(&bytes)
    }
}

impl OptionalFromRequest<Shared> for Body {
    type Rejection = ProblemDetails;

    async fn from_request(request: Request, shared: &Shared) -> Result<Option<Self>, ProblemDetails> {
        let bytes = Bytes::from_request(request, shared).await.map_err(|error| unread(&error))?;
        if bytes.is_empty() { Ok(None) } else { read(&bytes).map(Some) }
    }
}

fn read(bytes: &[u8]) -> Result<Body, ProblemDetails> {
    let json = Json::parse(bytes).map_err(|error| {
        let place = format!("malformed JSON at line {}, column {}", error.line(), error.column());
        ProblemDetails::invalid(vec![Problem::new("", place)])
    })?;
    if json.holds_nul() {
        return Err(ProblemDetails::invalid(vec![Problem::new("", "must not contain NUL")]));
    }
    Ok(Body(json))
}

fn unread(error: &BytesRejection) -> ProblemDetails {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let detail = "Nothing was done. The body is larger than this address takes.";
        return ProblemDetails::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Body too large", detail);
    }
    ProblemDetails::invalid(vec![Problem::new("", "the body broke off")])
}

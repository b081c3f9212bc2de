//! What handlers of the native surface take from a request. Each refusal is a problem.

use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use bytes::Bytes;
use lpa_domain::{Json, LpaUid, Problem};

use super::super::Shared;
use super::super::problem::ProblemDetails;
use crate::auth::edge::Edge;
use crate::auth::operator::Operator;
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

/// Whoever may ask for a receipt: another Causeway, or one of today's clients with its own token.
pub(super) struct Asker;

impl FromRequestParts<Shared> for Asker {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        if Caller::from_request_parts(parts, shared).await.is_ok() {
            return Ok(Self);
        }
        Edge::from_request_parts(parts, shared).await.map(|_edge| Self)
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

/// The body, whole, as JSON.
pub(super) struct Body(pub(super) Json);

impl FromRequest<Shared> for Body {
    type Rejection = ProblemDetails;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, ProblemDetails> {
        let bytes = Bytes::from_request(request, shared).await.map_err(|error| unread(&error))?;
        let json = Json::parse(&bytes).map_err(|error| {
            let place = format!("malformed JSON at line {}, column {}", error.line(), error.column());
            ProblemDetails::invalid(vec![Problem::new("", place)])
        })?;
        if json.holds_nul() {
            return Err(ProblemDetails::invalid(vec![Problem::new("", "must not contain NUL")]));
        }
        Ok(Self(json))
    }
}

fn unread(error: &BytesRejection) -> ProblemDetails {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let detail = "Nothing was done. The body is larger than this address takes.";
        return ProblemDetails::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Body too large", detail);
    }
    ProblemDetails::invalid(vec![Problem::new("", "the body broke off")])
}

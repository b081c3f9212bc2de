//! What handlers of the native surface take from a request. Each refusal is a problem.

use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequest, Path, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use lpa_domain::approval::ReferralId;
use lpa_domain::lpa::uid::Form;
use lpa_domain::{IdempotencyKey, Json, LpaUid, OperationId, Problem};

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

/// Whoever may tell a draft or delete it: today's services that draft LPAs, each with its own token. Our reading, until callers
/// have scopes of their own; another Causeway sends operations instead.
pub(super) struct Drafter(pub(super) Caller);

impl FromRequestParts<Shared> for Drafter {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        let caller = Caller::from_request_parts(parts, shared).await;
        let caller = caller.map_err(|_untold| ProblemDetails::unauthorised())?;
        if caller.issuer.drafts() { Ok(Self(caller)) } else { Err(ProblemDetails::not_for_this_service()) }
    }
}

/// Whoever may read a draft: who may tell one, another Causeway, and case managers with the scope for it.
pub(super) struct DraftReader;

impl FromRequestParts<Shared> for DraftReader {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        if Edge::from_request_parts(parts, shared).await.is_ok() {
            return Ok(Self);
        }
        if let Ok(operator) = Operator::from_request_parts(parts, shared).await {
            return needs(&operator, Scope::ReadDrafts).map(|()| Self);
        }
        Drafter::from_request_parts(parts, shared).await.map(|_drafter| Self)
    }
}

/// Whoever may tell something of a fee: today's services that draft LPAs, each with its own token. Our reading, until callers
/// have scopes of their own; another Causeway sends operations instead.
pub(super) struct FeeTeller(pub(super) Caller);

impl FromRequestParts<Shared> for FeeTeller {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        Drafter::from_request_parts(parts, shared).await.map(|Drafter(caller)| Self(caller))
    }
}

/// Whoever may see how a fee stands: who may tell something of it, and case managers with the scope for it.
pub(super) struct FeeReader;

impl FromRequestParts<Shared> for FeeReader {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        if let Ok(operator) = Operator::from_request_parts(parts, shared).await {
            return needs(&operator, Scope::ReadFees).map(|()| Self);
        }
        FeeTeller::from_request_parts(parts, shared).await.map(|_teller| Self)
    }
}

/// Refuses an operator whose token does not go as far.
pub(super) fn needs(operator: &Operator, scope: Scope) -> Result<(), ProblemDetails> {
    if operator.may(scope) { Ok(()) } else { Err(ProblemDetails::forbidden(scope)) }
}

/// The body as it counts when it is sent again: spaces do not.
pub(super) fn written_out(body: &Json) -> Bytes {
    serde_json::to_vec(body).unwrap_or_default().into()
}

/// The caller's own name for the request, if it gave one.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, ProblemDetails> {
    let mut given = headers.get_all("idempotency-key").iter();
    let Some(key) = given.next() else { return Ok(None) };
    let key = key.to_str().ok().and_then(|text| text.parse().ok()).filter(|_| given.next().is_none());
    let problem =
        || Problem::new("Idempotency-Key", "must be given once, 1 to 255 printable ASCII characters");
    key.map(Some).ok_or_else(|| ProblemDetails::invalid(vec![problem()]))
}

/// What is wrong with a UID that the UID service cannot have issued.
pub(super) const NOT_ISSUED: &str = "must be M- and twelve digits, the last of which is the check digit";

/// The draft that the path names. Whether its number was ever issued, the register cannot tell; that it can have been, the
/// check digit can.
pub(super) struct Drafted(pub(super) LpaUid);

impl FromRequestParts<Shared> for Drafted {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        let Named(uid) = Named::from_request_parts(parts, shared).await?;
        if uid.form() == Form::Checked {
            return Ok(Self(uid));
        }
        Err(ProblemDetails::invalid(vec![Problem::new("uid", NOT_ISSUED)]))
    }
}

/// The LPA that the path names.
pub(super) struct Named(pub(super) LpaUid);

impl FromRequestParts<Shared> for Named {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        let path = RawPathParams::from_request_parts(parts, shared).await.ok();
        let segment = path.as_ref().and_then(|path| path.iter().next());
        let uid = segment.and_then(|(_name, text)| text.parse().ok());
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

/// The referral that the path names.
pub(super) struct Referred(pub(super) ReferralId);

impl FromRequestParts<Shared> for Referred {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        let Identified(id) = Identified::from_request_parts(parts, shared).await?;
        Ok(Self(ReferralId(id.0)))
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

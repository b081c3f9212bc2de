//! What handlers of today's surfaces take from a request. Each refusal has the body of the surface.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use lpa_domain::{IdempotencyKey, LpaUid};

use super::error_body::ErrorBody;
use super::{LARGEST_BODY, Shared};
use crate::auth::shared_secret::Caller;

/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);
/// A body that is too large is read and thrown away up to here, so that the caller, who is still sending, gets to see the
/// answer; beyond it the connection is closed.
const DRAINED_AT_MOST: usize = 8 * LARGEST_BODY;

impl FromRequestParts<Shared> for Caller {
    type Rejection = ErrorBody;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ErrorBody> {
        let secret = shared.shared_secret.as_ref().ok_or_else(ErrorBody::unauthorised)?;
        let now = shared.causeway.ports().clock.now();
        secret.caller(&parts.headers, now).map_err(|_untold| ErrorBody::unauthorised())
    }
}

/// The LPA that the path names; `None` when what stands there cannot be the UID of one.
#[derive(Clone, Copy, Debug)]
pub struct Named(pub Option<LpaUid>);

impl FromRequestParts<Shared> for Named {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Infallible> {
        let segment = Path::<String>::from_request_parts(parts, shared).await;
        Ok(Self(segment.ok().and_then(|Path(text)| text.parse().ok())))
    }
}

/// The caller's own name for the request, if it gave one in `Idempotency-Key`.
#[derive(Clone, Debug)]
pub struct Key(pub Option<IdempotencyKey>);

impl FromRequestParts<Shared> for Key {
    type Rejection = ErrorBody;

    async fn from_request_parts(parts: &mut Parts, _shared: &Shared) -> Result<Self, ErrorBody> {
        let invalid =
            || ErrorBody::invalid_at("Idempotency-Key", "must be 1 to 255 printable ASCII characters");
        let mut values = parts.headers.get_all("idempotency-key").iter();
        let Some(value) = values.next() else { return Ok(Self(None)) };
        if values.next().is_some() {
            return Err(ErrorBody::invalid_at("Idempotency-Key", "must be given once"));
        }
        let key = value.to_str().ok().and_then(|text| text.parse().ok()).ok_or_else(invalid)?;
        Ok(Self(Some(key)))
    }
}

/// The body, whole and within the limit.
#[derive(Clone, Debug)]
pub struct Whole(pub Bytes);

impl FromRequest<Shared> for Whole {
    type Rejection = ErrorBody;

    async fn from_request(request: Request, _shared: &Shared) -> Result<Self, ErrorBody> {
        match tokio::time::timeout(PATIENCE, read(request.into_body())).await {
            Ok(read) => read.map(Self),
            Err(_elapsed) => Err(ErrorBody::too_slow()),
        }
    }
}

async fn read(mut body: Body) -> Result<Bytes, ErrorBody> {
    let mut kept = BytesMut::new();
    let mut length = 0;
    while length <= DRAINED_AT_MOST {
        let Some(frame) = body.frame().await else { break };
        let frame = frame.map_err(|_broken_off| ErrorBody::invalid_at("", "the body broke off"))?;
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length <= LARGEST_BODY {
            kept.extend_from_slice(&data);
        } else {
            kept = BytesMut::new();
        }
    }
    if length <= LARGEST_BODY { Ok(kept.freeze()) } else { Err(ErrorBody::too_large()) }
}

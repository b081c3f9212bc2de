//! The error body of today's surfaces, byte for byte (contract section 1.1).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lpa_domain::{OperationId, Problem};
use serde::Serialize;

use super::request_log::RegisterAway;

/// What today's surfaces answer when they do not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorBody {
    #[serde(skip)]
    status: StatusCode,
    #[serde(skip)]
    retry_after_secs: Option<u32>,
    code: &'static str,
    detail: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Problem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<String>,
}

impl ErrorBody {
    /// 400: what was sent is wrong, and where.
    pub fn invalid(errors: Vec<Problem>) -> Self {
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", "Invalid request") }
    }

    /// 400: what was sent is wrong in one place.
    pub fn invalid_at(source: &'static str, detail: &'static str) -> Self {
        Self::invalid(vec![Problem::new(source, detail)])
    }

    /// 400: the words that today's clients take for success (contract section 4.4).
    pub const fn already_exists() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", "LPA with UID already exists")
    }

    /// 401, the same for every failure.
    pub const fn unauthorised() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHORISED", "Invalid JWT")
    }

    /// 403: the address was not signed here, or is not good any more.
    pub const fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "FORBIDDEN", "The address is not signed or has expired")
    }

    /// 404: the register said so.
    pub const fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "Record not found")
    }

    /// 404: there is no such route. Not said of a record.
    pub const fn no_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "No such address")
    }

    /// 405: `Allow` names the methods that there are.
    pub const fn wrong_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "Method not allowed")
    }

    /// 408: the body did not arrive in time.
    pub const fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", "Request timeout")
    }

    /// 409: a person gave the operation up, so its first answer does not hold any more.
    pub const fn given_up() -> Self {
        Self::new(StatusCode::CONFLICT, "OPERATION_GIVEN_UP", "The operation was accepted and later given up")
    }

    /// 410: the LPA was given up while it was a draft, and its number is retired.
    pub const fn deleted() -> Self {
        Self::new(
            StatusCode::GONE,
            "GONE",
            "The LPA was deleted before it was executed, and its UID is retired",
        )
    }

    /// 413: the body is larger than [`super::LARGEST_BODY`].
    pub const fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", "Body larger than 6 MiB")
    }

    /// 422: the key names another request already.
    pub const fn key_reused() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "IDEMPOTENCY_KEY_REUSED",
            "Idempotency-Key was used before with another request",
        )
    }

    /// 500.
    pub const fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", "Internal server error")
    }

    /// 503: nothing is known or nothing was done; ask again after some seconds.
    pub fn away(code: &'static str, detail: &'static str) -> Self {
        Self { retry_after_secs: Some(5), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, code, detail) }
    }

    /// 503: the register cannot be asked, or must not be done without.
    pub fn register_away(detail: &'static str, again_secs: u32) -> Self {
        Self { retry_after_secs: Some(again_secs), ..Self::away("register-away", detail) }
    }

    /// 503: no UID can be issued.
    pub fn issuer_away(again_secs: u32) -> Self {
        Self { retry_after_secs: Some(again_secs), ..Self::away("issuer-away", "No UID can be issued now") }
    }

    /// Names the receipt that tells more.
    #[must_use]
    pub fn with_receipt(self, id: OperationId) -> Self {
        Self { receipt: Some(receipt_address(id)), ..self }
    }

    const fn new(status: StatusCode, code: &'static str, detail: &'static str) -> Self {
        Self { status, retry_after_secs: None, code, detail, errors: Vec::new(), receipt: None }
    }
}

/// Where the receipt of an operation can be read.
pub fn receipt_address(id: OperationId) -> String {
    format!("/v1/operations/{id}")
}

impl IntoResponse for ErrorBody {
    fn into_response(self) -> Response {
        let mut response = json(self.status, serde_json::to_vec(&self).unwrap_or_default());
        if matches!(self.code, "register-away" | "issuer-away") {
            response.extensions_mut().insert(RegisterAway);
        }
        if let Some(secs) = self.retry_after_secs {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(secs));
        }
        response
    }
}

/// A JSON answer from bytes that are JSON already. Not for any cache: it is about people, and true only now.
pub fn json(status: StatusCode, bytes: impl Into<axum::body::Body>) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, bytes.into()).into_response()
}

//! The error body of the native surface: RFC 9457 problem details.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lpa_domain::choice::Words as _;
use lpa_domain::window::WindowRefusal;
use lpa_domain::{Problem, Receipt, Refusal, RefusalCode};
use serde::Serialize;

use super::error_body::receipt_address;
use super::request_log::RegisterAway;
use crate::auth::operator::Scope;

/// What the native surface answers when it does not do what was asked. `code` is stable, and the end of `type`; every
/// code is listed in `docs/API.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemDetails {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: &'static str,
    errors: Vec<Problem>,
    receipt: Option<Box<Receipt>>,
    /// Said with every 503.
    retry_after_secs: u32,
}

/// As it is written.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: &'static str,
    code: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Problem],
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<&'a Receipt>,
}

/// The register is away, and what is asked fails closed.
pub const NOT_WITHOUT_REGISTER: &str =
    "Nothing was done, and nothing will be: it is only done while the register is there. Send it anew later.";

/// The title and the detail of what names a retired UID.
const DELETED: (&str, &str) = ("Draft deleted", "The draft was deleted, and its UID is retired.");

/// The title and the detail of what is asked of drafts where there are none.
const NO_DRAFTS: (&str, &str) =
    ("No drafts", "The register behind this Causeway keeps no drafts. Nothing was done.");

/// The title and the detail of what is asked of fees where there are none.
const NO_FEES: (&str, &str) =
    ("No fees", "The register behind this Causeway keeps no fees. Nothing was done.");

/// How long a caller should wait before asking again, in seconds.
const RETRY_AFTER_SECS: u32 = 5;

impl ProblemDetails {
    /// A problem with a stable code.
    pub fn new(status: StatusCode, code: &'static str, title: &'static str, detail: &'static str) -> Self {
        let retry_after_secs = RETRY_AFTER_SECS;
        Self { status, code, title, detail, errors: Vec::new(), receipt: None, retry_after_secs }
    }

    /// 400: what was sent is wrong, and where.
    pub fn invalid(errors: Vec<Problem>) -> Self {
        let detail = "Nothing was done. Mend what `errors` names and send it again.";
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, "invalid-request", "Invalid request", detail) }
    }

    /// 401, the same for every failure.
    pub fn unauthorised() -> Self {
        let detail = "Send a valid token.";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorised", "Unauthorised", detail)
    }

    /// 403: the token is valid and does not go as far.
    pub fn forbidden(needed: Scope) -> Self {
        let detail = "Nothing was done. Use a token with the scope that `errors` names.";
        let problem = Self::new(StatusCode::FORBIDDEN, "forbidden", "Forbidden", detail);
        Self { errors: vec![Problem::new("scope", needed.word())], ..problem }
    }

    /// 403: the token is valid, and the service that signed it does nothing of this kind.
    pub fn not_for_this_service() -> Self {
        let detail = "Nothing was done. This is not for the service that signed the token.";
        let problem = Self::new(StatusCode::FORBIDDEN, "forbidden", "Forbidden", detail);
        Self { errors: vec![Problem::new("iss", "must be a service that drafts LPAs")], ..problem }
    }

    /// 404: the register said that no draft was ever kept under this UID.
    pub fn unknown_draft() -> Self {
        let detail = "No draft was ever kept under this UID.";
        Self::new(StatusCode::NOT_FOUND, "unknown-draft", "No such draft", detail)
    }

    /// The same, about something else.
    #[must_use]
    pub fn naming(self, problem: Problem) -> Self {
        Self { errors: vec![problem], ..self }
    }

    /// 404: nothing of this kind is told of a fee.
    pub fn not_told_of_a_fee() -> Self {
        let detail = "Nothing was done. Of a fee are told: application, claims, evidence, decisions, payments, refunds.";
        Self::new(StatusCode::NOT_FOUND, "unknown-resource", "Not told of a fee", detail)
    }

    /// 404: the register said that nothing was told of the fee.
    pub fn unknown_fee() -> Self {
        let detail = "Nothing was ever told of the fee of an application with this UID.";
        Self::new(StatusCode::NOT_FOUND, "unknown-fee", "No such fee", detail)
    }

    /// 422: fees are not kept here at all.
    pub fn no_fees() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "no-fees", NO_FEES.0, NO_FEES.1)
    }

    /// 410: the draft was deleted.
    pub fn deleted_draft() -> Self {
        Self::new(StatusCode::GONE, "deleted", DELETED.0, DELETED.1)
    }

    /// 422: drafts are not kept here at all.
    pub fn no_drafts() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "no-drafts", NO_DRAFTS.0, NO_DRAFTS.1)
    }

    /// 422: the key names another request already.
    pub fn key_reused() -> Self {
        let detail = "Nothing was done. The Idempotency-Key was used before with another request.";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "key-reused", "Key used before", detail)
    }

    /// 404: the register said that there is no such LPA.
    pub fn unknown_lpa() -> Self {
        let detail = "The register holds no LPA with this UID.";
        Self::new(StatusCode::NOT_FOUND, "unknown-lpa", "No such LPA", detail)
    }

    /// 404: no operation was ever recorded here under this id.
    pub fn unknown_operation() -> Self {
        let detail = "No operation was recorded here under this id.";
        Self::new(StatusCode::NOT_FOUND, "unknown-operation", "No such operation", detail)
    }

    /// 409: it is settled already, and nothing can be done about it any more.
    pub fn settled_already(receipt: Receipt) -> Self {
        let detail = "Nothing was done. The operation is settled, as its receipt says.";
        Self::new(StatusCode::CONFLICT, "already-settled", "Settled already", detail).with_receipt(receipt)
    }

    /// 409: a lease is in force.
    pub fn being_forwarded(receipt: Receipt) -> Self {
        let detail = "Nothing was done. The operation is being forwarded just now. Try again in a moment.";
        Self::new(StatusCode::CONFLICT, "being-forwarded", "Being forwarded", detail).with_receipt(receipt)
    }

    /// 409: it may have been applied, and who asks has not said that they know.
    pub fn in_doubt(receipt: Receipt) -> Self {
        let detail = "Nothing was done. The operation may have been applied: look at the LPA in the register first, then \
                      send this again with `acknowledge`.";
        let title = "May have been applied";
        Self::new(StatusCode::CONFLICT, "may-have-been-applied", title, detail).with_receipt(receipt)
    }

    /// 410: there was one, and there is none any more.
    pub fn gone() -> Self {
        Self::new(
            StatusCode::GONE,
            "gone",
            "LPA gone",
            "There was an LPA with this UID, and there is none any more.",
        )
    }

    /// 404: no window was announced under this id.
    pub fn unknown_window() -> Self {
        Self::window_refused(WindowRefusal::Unknown)
    }

    /// 404, 409 or 422: the window cannot be announced or changed so; nothing was noted.
    pub fn window_refused(refusal: WindowRefusal) -> Self {
        let status = match refusal {
            WindowRefusal::Unknown => StatusCode::NOT_FOUND,
            WindowRefusal::Overlaps
            | WindowRefusal::Cancelled
            | WindowRefusal::Over
            | WindowRefusal::NotBegun => StatusCode::CONFLICT,
            WindowRefusal::EndsBeforeItStarts
            | WindowRefusal::Past
            | WindowRefusal::TooLong
            | WindowRefusal::IdReused
            | WindowRefusal::NotLater => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let problem =
            Self::new(status, refusal.code(), "Window not changed", "Nothing was done. `errors` says why.");
        Self { errors: vec![Problem::new("", refusal.to_string())], ..problem }
    }

    /// 503: ask again after a while.
    pub fn away(code: &'static str, title: &'static str, detail: &'static str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code, title, detail)
    }

    /// 503: the register cannot be asked, or must not be done without.
    pub fn register_away(detail: &'static str, again_secs: u32) -> Self {
        let problem = Self::away("register-away", "Register away", detail);
        Self { retry_after_secs: again_secs, ..problem }
    }

    /// 503: the records cannot be reached, or did not answer in time. What was told may be told again.
    pub fn records_away(again_secs: u32) -> Self {
        let detail = "The records cannot be asked or told now. Send the same again later: it does no harm.";
        Self { retry_after_secs: again_secs, ..Self::away("records-away", "Records away", detail) }
    }

    /// 422: the rules say no; the receipt says it once more, for whoever keeps receipts.
    pub fn refused(refusal: &Refusal, receipt: Receipt) -> Self {
        let (title, detail) = match refusal.code {
            RefusalCode::InvalidDocument => {
                ("Invalid document", "The document breaks the rules for creating an LPA.")
            }
            RefusalCode::AlreadyExists => ("LPA exists already", "An LPA with this UID exists already."),
            RefusalCode::UnknownLpa => ("No such LPA", "The register holds no LPA with this UID."),
            RefusalCode::InvalidUpdate => {
                ("Invalid update", "The update breaks the rules, or the LPA does not allow it now.")
            }
            RefusalCode::Executed => ("LPA executed", "The LPA is executed, and its draft is closed."),
            RefusalCode::Deleted => DELETED,
            RefusalCode::NoDrafts => NO_DRAFTS,
            RefusalCode::InvalidFee => (
                "Not possible for this fee",
                "What was told cannot be read, or contradicts what was told before. Nothing was kept.",
            ),
            RefusalCode::NoFees => NO_FEES,
            RefusalCode::RegisterAway => ("Register away", NOT_WITHOUT_REGISTER),
        };
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, refusal.code.word(), title, detail);
        Self { errors: refusal.errors.clone(), ..problem }.with_receipt(receipt)
    }

    /// 409, 410 or 422: an act on a draft was refused, said in the words of whoever keeps the draft.
    pub fn draft_refused(refusal: &Refusal, receipt: Receipt) -> Self {
        let status = match refusal.code {
            RefusalCode::Executed => StatusCode::CONFLICT,
            RefusalCode::Deleted => StatusCode::GONE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self { status, ..Self::refused(refusal, receipt) }
    }

    /// 409: a person gave the operation up; it will never be done.
    pub fn given_up(receipt: Receipt) -> Self {
        let code = "discarded";
        let detail = "The operation was given up before it reached the register, and will not be done.";
        Self::new(StatusCode::CONFLICT, code, "Operation given up", detail).with_receipt(receipt)
    }

    /// 503: no numbers can be reserved.
    pub fn issuer_away(again_secs: u32) -> Self {
        let detail = "No numbers can be reserved now. Ask again later.";
        Self { retry_after_secs: again_secs, ..Self::away("issuer-away", "UID issuer away", detail) }
    }

    /// Names the receipt of the operation that this is about, and where it can be read again.
    #[must_use]
    pub fn with_receipt(self, receipt: Receipt) -> Self {
        Self { receipt: Some(Box::new(receipt)), ..self }
    }

    fn written(&self) -> Written<'_> {
        Written {
            kind: format!("urn:opg:causeway:problem:{}", self.code),
            title: self.title,
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code,
            errors: &self.errors,
            receipt: self.receipt.as_deref(),
        }
    }
}

impl IntoResponse for ProblemDetails {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self.written()).unwrap_or_default();
        let content =
            [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
        let mut response = (self.status, content, body).into_response();
        if matches!(self.code, "register-away" | "issuer-away" | "records-away") {
            response.extensions_mut().insert(RegisterAway);
        }
        let headers = response.headers_mut();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(self.retry_after_secs));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        let location =
            self.receipt.and_then(|receipt| HeaderValue::from_str(&receipt_address(receipt.id)).ok());
        if let Some(location) = location {
            headers.insert(header::LOCATION, location);
        }
        response
    }
}

//! The native surface under `/v1`; `docs/API.md` is its contract.

mod assessments;
mod beat;
mod caller;
mod drafts;
mod envelope;
mod events;
mod fee_quotes;
mod fees;
mod lost_members;
mod members;
mod operations;
mod reading;
mod reads;
mod records;
mod referrals;
mod repairs;
mod statuses;
mod uid_blocks;
mod windows;

pub(crate) use windows::Written as WrittenWindow;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use serde::Serialize;

use super::{LARGEST_BODY, Shared};

/// An operation is larger than the request that it was made of: names, defaults and the envelope are written out, and
/// what an edge has accepted must not be turned away here for its size.
const LARGEST_OPERATION: usize = 4 * LARGEST_BODY;

/// The routes of this surface.
pub fn routes() -> Router<Shared> {
    let operations = post(operations::accept).layer(DefaultBodyLimit::max(LARGEST_OPERATION));
    Router::new()
        .route("/v1/operations", operations.get(repairs::list))
        .route("/v1/operations/{id}", get(operations::receipt))
        .route("/v1/operations/{id}/dossier", get(repairs::dossier))
        .route("/v1/operations/{id}/release", post(repairs::release))
        .route("/v1/operations/{id}/discard", post(repairs::discard))
        .route("/v1/drafts/{uid}", get(drafts::draft).put(drafts::keep).delete(drafts::delete))
        .route("/v1/drafts/{uid}/approval", get(drafts::approval))
        .route("/v1/lpas/{uid}", get(reads::lpa))
        .route("/v1/lpas/{uid}/static", get(reads::static_copy))
        .route("/v1/lpas/{uid}/history", get(reads::history))
        .route("/v1/lpas/{uid}/status", get(statuses::status))
        .route("/v1/statuses", post(statuses::statuses))
        .route("/v1/lpa-lists", post(reads::list))
        .route("/v1/events", get(events::list))
        .route("/v1/fee-quotes", post(fee_quotes::quote))
        .route("/v1/assessments", post(assessments::assess))
        .route("/v1/fees/{uid}", get(fees::fee))
        .route("/v1/fees/{uid}/records", get(fees::records))
        .route("/v1/fees/{uid}/{about}", post(fees::tell))
        .route("/v1/record-facts/{id}", put(records::tell).delete(records::retract))
        .route("/v1/records/facts", post(records::pass_on))
        .route("/v1/records/questions", post(records::ask))
        .route("/v1/referrals", get(referrals::list))
        .route("/v1/referrals/{id}", get(referrals::referral))
        .route("/v1/referrals/{id}/close", post(referrals::close))
        .route("/v1/uid-blocks", post(uid_blocks::reserve))
        .route("/v1/maintenance-windows", get(windows::list).post(windows::announce))
        .route(
            "/v1/maintenance-windows/{id}",
            get(windows::window).patch(windows::amend).delete(windows::cancel),
        )
}

/// A JSON answer. Not for any cache: it is about people, and true only now.
fn json(status: StatusCode, answer: &impl Serialize) -> Response {
    match serde_json::to_vec(answer) {
        Ok(body) => {
            let content = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
            (status, content, body).into_response()
        }
        Err(_unwritable) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

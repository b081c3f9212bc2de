//! Drafts: what is known of an LPA before it is executed (`docs/drafts.md`).

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use jiff::Timestamp;
use lpa_domain::safeguarding::Approval;
use lpa_domain::{
    Author, Beside, Draft, Json, KeptDraft, Keyed, LpaUid, OperationId, Outcome, Problem, Version,
};
use serde::Serialize;

use super::beat::Beat;
use super::caller::{Body, DraftReader, Drafted, Drafter, idempotency_key, written_out};
use super::json;
use super::operations::{not_accepted, with_address};
use super::reading::{Reading, find};
use super::reads::unread;
use crate::http::Shared;
use crate::http::problem::{NOT_WITHOUT_REGISTER, ProblemDetails};
use crate::use_cases::keep_draft::ToldDraft;
use crate::use_cases::read_draft::DraftError;
use crate::use_cases::read_lpa::ReadError;
use crate::use_cases::request::Request;
use crate::use_cases::submit::{SubmitError, Submitted};

/// A draft as it is kept, with all that says where this state stands among the others.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    uid: LpaUid,
    version: Version,
    as_at: Timestamp,
    requested_at: Timestamp,
    operation_id: OperationId,
    author: &'a Author,
    draft: &'a Draft,
    #[serde(flatten)]
    beside: &'a Beside,
}

impl<'a> From<&'a KeptDraft> for Written<'a> {
    fn from(kept: &'a KeptDraft) -> Self {
        let KeptDraft { uid, version, order, author, draft, beside } = kept;
        Self {
            uid: *uid,
            version: *version,
            as_at: order.as_at(),
            requested_at: order.requested_at(),
            operation_id: order.id(),
            author,
            draft,
            beside,
        }
    }
}

/// How far a draft is approved, and which state of it that is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Approved {
    uid: LpaUid,
    version: Version,
    as_at: Timestamp,
    #[serde(flatten)]
    approval: Approval,
}

/// `PUT /v1/drafts/{uid}`.
pub(super) async fn keep(
    State(shared): State<Shared>,
    drafter: Drafter,
    Drafted(uid): Drafted,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    let request = request(drafter, &headers, written_out(&body))?;
    let told = told(&body).map_err(ProblemDetails::invalid)?;
    answer(&shared, shared.causeway.keep_draft(uid, request, told).await)
}

/// `DELETE /v1/drafts/{uid}`.
pub(super) async fn delete(
    State(shared): State<Shared>,
    drafter: Drafter,
    Drafted(uid): Drafted,
    headers: HeaderMap,
) -> Result<Response, ProblemDetails> {
    let request = request(drafter, &headers, Bytes::new())?;
    answer(&shared, shared.causeway.delete_draft(uid, request).await)
}

/// `GET /v1/drafts/{uid}`.
pub(super) async fn draft(
    State(shared): State<Shared>,
    _reader: DraftReader,
    Drafted(uid): Drafted,
) -> Result<Response, ProblemDetails> {
    let kept = found(&shared, uid).await?;
    Ok(json(StatusCode::OK, &Written::from(&kept)))
}

/// `GET /v1/drafts/{uid}/approval`.
pub(super) async fn approval(
    State(shared): State<Shared>,
    _reader: DraftReader,
    Drafted(uid): Drafted,
) -> Result<Response, ProblemDetails> {
    let beat = Beat::begin();
    let kept = found(&shared, uid).await?;
    let approval = shared.causeway.approval_of(&kept).await.map_err(unread)?;
    let approved = Approved { uid, version: kept.version, as_at: kept.order.as_at(), approval };
    let answer = json(StatusCode::OK, &approved);
    beat.next().await;
    Ok(answer)
}

/// The draft that the register holds.
async fn found(shared: &Shared, uid: LpaUid) -> Result<KeptDraft, ProblemDetails> {
    let mut found = shared.causeway.draft(uid).await;
    // Whoever told it and lost the answer finds it, when it is just on its way.
    if let Err(DraftError::Read(ReadError::Held(receipt))) = &found
        && shared.causeway.settled_while_asked(receipt.clone()).await.outcome.is_settled()
    {
        found = shared.causeway.draft(uid).await;
    }
    found.map_err(not_shown)
}

fn request(Drafter(caller): Drafter, headers: &HeaderMap, body: Bytes) -> Result<Request, ProblemDetails> {
    let keyed = idempotency_key(headers)?;
    let keyed = keyed.map(|key| Keyed { consumer: caller.issuer.word().to_owned(), key });
    Ok(Request { author: caller.author, keyed, body })
}

/// What the body of a draft may hold.
const MEMBERS: [&str; 5] = ["asAt", "draft", "circumstances", "confirmations", "ruleSet"];

fn told(body: &Json) -> Result<ToldDraft, Vec<Problem>> {
    let mut reading = Reading::default();
    let told = reading.members(body, "", &MEMBERS).and_then(|members| {
        let as_at = find(members, "asAt").and_then(|_given| reading.as_at(members, ""));
        let beside = reading.beside(members);
        let draft = reading.draft(members, "", Draft::from_json_strictly);
        Some(ToldDraft { as_at, draft: draft?, beside })
    });
    reading.end(told)
}

fn answer(shared: &Shared, submitted: Result<Submitted, SubmitError>) -> Result<Response, ProblemDetails> {
    let again_secs = shared.causeway.ask_again_secs();
    let receipt = match submitted {
        Ok(submitted) => submitted.receipt,
        Err(SubmitError::KeyReused) => return Err(ProblemDetails::key_reused()),
        Err(error) => return Err(not_accepted(&error, again_secs)),
    };
    let status = match &receipt.outcome {
        Outcome::Applied { .. } | Outcome::Superseded => StatusCode::OK,
        Outcome::Held | Outcome::Parked { .. } => StatusCode::ACCEPTED,
        Outcome::Refused { .. } if receipt.outcome.frees_key() => {
            let problem = ProblemDetails::register_away(NOT_WITHOUT_REGISTER, again_secs);
            return Err(problem.with_receipt(receipt));
        }
        Outcome::Refused { refusal } => {
            return Err(ProblemDetails::draft_refused(&refusal.clone(), receipt));
        }
        Outcome::Discarded => return Err(ProblemDetails::given_up(receipt)),
    };
    Ok(with_address(json(status, &receipt), &receipt))
}

fn not_shown(error: DraftError) -> ProblemDetails {
    match error {
        DraftError::Unknown => ProblemDetails::unknown_draft(),
        DraftError::Deleted => ProblemDetails::deleted_draft(),
        DraftError::NotKept => ProblemDetails::no_drafts(),
        DraftError::Read(ReadError::Held(receipt)) => {
            let detail =
                "What was last told of the draft has been accepted and has not reached the register yet.";
            ProblemDetails::away("held", "Draft on its way", detail).with_receipt(receipt)
        }
        DraftError::Read(error) => unread(error),
    }
}

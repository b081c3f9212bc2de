//! What is told of the fee of an application, and how it stands (`docs/fee-operations.md`).

use axum::extract::{FromRequestParts, RawPathParams, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use lpa_domain::fees::{About, Answer, FeeAct, FeeRecord, Invited};
use lpa_domain::{Keyed, LpaUid, Outcome, Problem, Receipt};
use serde::Serialize;

use super::caller::{Body, Drafted, FeeReader, FeeTeller, idempotency_key, written_out};
use super::json;
use super::operations::{not_accepted, with_address};
use super::reads::unread;
use crate::auth::edge::Edge;
use crate::http::Shared;
use crate::http::problem::ProblemDetails;
use crate::use_cases::read_fee::FeeError;
use crate::use_cases::read_lpa::ReadError;
use crate::use_cases::request::Request;
use crate::use_cases::submit::{SubmitError, Submitted};

/// Everything that was told, as the register keeps it.
#[derive(Serialize)]
struct Records<'a> {
    records: &'a [FeeRecord],
}

/// What became of something told; of a repeat application also whether OPG invited to it.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    receipt: &'a Receipt,
    #[serde(skip_serializing_if = "Option::is_none")]
    invited: Option<&'static str>,
}

/// What is told, and of which fee: both named by the path.
pub(super) struct Subject {
    uid: LpaUid,
    about: About,
}

impl FromRequestParts<Shared> for Subject {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ProblemDetails> {
        let Drafted(uid) = Drafted::from_request_parts(parts, shared).await?;
        let path = RawPathParams::from_request_parts(parts, shared).await.ok();
        let last = path.as_ref().and_then(|path| path.iter().last());
        let about = last.and_then(|(_name, word)| named(word));
        about.map(|about| Self { uid, about }).ok_or_else(ProblemDetails::not_told_of_a_fee)
    }
}

/// `POST /v1/fees/{uid}/{about}`.
pub(super) async fn tell(
    State(shared): State<Shared>,
    teller: FeeTeller,
    Subject { uid, about }: Subject,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, ProblemDetails> {
    let FeeTeller(caller) = teller.about(about)?;
    let keyed = idempotency_key(&headers)?;
    let keyed = keyed.map(|key| Keyed { consumer: caller.issuer.word().to_owned(), key });
    let request = Request { author: caller.author, keyed, body: written_out(&body) };
    let act = FeeAct { about, told: body };
    let repeat = act.says_repeat();
    let receipt = receipt(&shared, shared.causeway.tell_fee(uid, request, act).await)?;
    let invited = if repeat { Some(invited(&shared, uid, &receipt).await) } else { None };
    Ok(answer(&receipt, invited))
}

/// `GET /v1/fees/{uid}`.
pub(super) async fn fee(
    State(shared): State<Shared>,
    _reader: FeeReader,
    Drafted(uid): Drafted,
) -> Result<Response, ProblemDetails> {
    let known = shared.causeway.fee(uid).await.map_err(not_shown)?;
    let mut written = known.account.written(known.invited);
    written["onTheWay"] = known.on_the_way.into();
    Ok(json(StatusCode::OK, &written))
}

/// `GET /v1/fees/{uid}/records`.
pub(super) async fn records(
    State(shared): State<Shared>,
    _edge: Edge,
    Drafted(uid): Drafted,
) -> Result<Response, ProblemDetails> {
    let records = shared.causeway.fee_records(uid).await.map_err(not_shown)?;
    Ok(json(StatusCode::OK, &Records { records: &records }))
}

/// What the last part of the path says is told.
fn named(about: &str) -> Option<About> {
    Some(match about {
        "application" => About::Application,
        "claims" => About::Claim,
        "evidence" => About::Evidence,
        "decisions" => About::Decision,
        "payments" => About::Payment,
        "refunds" => About::Refund,
        _ => return None,
    })
}

/// What became of it, when that is no problem.
fn receipt(shared: &Shared, submitted: Result<Submitted, SubmitError>) -> Result<Receipt, ProblemDetails> {
    let again_secs = shared.causeway.ask_again_secs();
    let receipt = match submitted {
        Ok(submitted) => submitted.receipt,
        Err(SubmitError::KeyReused) => return Err(ProblemDetails::key_reused()),
        Err(error) => return Err(not_accepted(&error, again_secs)),
    };
    match &receipt.outcome {
        Outcome::Refused { refusal } => Err(ProblemDetails::refused(&refusal.clone(), receipt)),
        Outcome::Discarded => Err(ProblemDetails::given_up(receipt)),
        _ => Ok(receipt),
    }
}

/// Whether OPG invited to the repeat application that was told of: not asked while what was told has not reached the register.
async fn invited(shared: &Shared, uid: LpaUid, receipt: &Receipt) -> Invited {
    match receipt.outcome {
        Outcome::Applied { .. } | Outcome::Superseded => shared.causeway.invited_to(uid).await,
        _ => Invited::Answered(Answer::CannotSay),
    }
}

fn answer(receipt: &Receipt, invited: Option<Invited>) -> Response {
    let status = match &receipt.outcome {
        Outcome::Applied { .. } => StatusCode::CREATED,
        // It was told before: nothing is wrong.
        Outcome::Superseded => StatusCode::OK,
        _ => StatusCode::ACCEPTED,
    };
    let told = Told { receipt, invited: invited.map(Invited::word) };
    with_address(json(status, &told), receipt)
}

fn not_shown(error: FeeError) -> ProblemDetails {
    match error {
        FeeError::Unknown => ProblemDetails::unknown_fee(),
        FeeError::NotKept => ProblemDetails::no_fees(),
        FeeError::Read(ReadError::Held(receipt)) => {
            let detail = "What was told of the fee has been accepted and has not reached the register yet.";
            ProblemDetails::away("held", "Fee on its way", detail).with_receipt(receipt)
        }
        FeeError::Read(error) => unread(error),
    }
}

impl FeeTeller {
    /// Only who is in a position to know may tell: our reading.
    fn about(self, about: About) -> Result<Self, ProblemDetails> {
        let may = match about {
            About::Application | About::Claim | About::Evidence | About::Payment => true,
            About::Decision | About::Refund => self.0.issuer.decides_fees(),
        };
        let problem = || Problem::new("iss", "must be the service in which OPG decides about fees");
        if may { Ok(self) } else { Err(ProblemDetails::not_for_this_service().naming(problem())) }
    }
}

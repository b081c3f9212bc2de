//! What a write does, by the rules of the contract.

use causeway::clock::RandomIds;
use jiff::Timestamp;
use lpa_domain::document::decode::decode;
use lpa_domain::document::{Image, defaults};
use lpa_domain::operation::read::read_update;
use lpa_domain::{
    Act, Author, Change, Choice, Json, Lpa, LpaUid, Operation, OperationId, Problem, Profile, Update,
    UpdateKind, decide_lpa,
};
use lpa_ports::Ids as _;
use uuid::Uuid;

/// Why nothing was done.
pub(super) enum No {
    /// 400 with these problems.
    Problems(Vec<Problem>),
    /// 500: no JSON, or not of the right types.
    Malformed,
}

const RESTRICTIONS: &str = "/restrictionsAndConditions";

/// The LPA that a `PUT` creates (contract sections 3.3 and 4).
pub(super) fn created(uid: LpaUid, body: &[u8], now: Timestamp) -> Result<Lpa, No> {
    let json = Json::parse(body).map_err(|_untold| No::Malformed)?;
    let decoded = decode(&json).map_err(|_untold| No::Malformed)?;
    let mut document = decoded.document;
    defaults::apply(&mut document);
    defaults::name_actors(&mut document, || RandomIds.fresh());
    let images = |prefix: &str, uploads: Vec<lpa_domain::document::decode::Upload>| {
        let numbered = uploads.into_iter().enumerate();
        numbered
            .map(|(index, upload)| Image {
                path: format!("{uid}/scans/{prefix}_{index}_{}", upload.filename),
                hash: causeway::use_cases::create_lpa::content_hash(&upload.bytes).to_string(),
            })
            .collect()
    };
    document.restrictions_and_conditions_images = images("rc", decoded.restrictions_images);
    document.how_attorneys_make_decisions_details_images = images("amd", decoded.decisions_images);
    judged(None, uid, Act::Create(Box::new(document)), nobody(), now)
}

/// The LPA that an update makes of another, and the update as it is to be recorded (contract section 5).
pub(super) fn updated(
    before: &Lpa,
    body: &[u8],
    author: &Author,
    now: Timestamp,
) -> Result<(Lpa, Update), No> {
    let json = Json::parse(body).map_err(|_untold| No::Malformed)?;
    let update = read_update(&json).map_err(|_untold| No::Malformed)?;
    let mut after = match update.kind.known() {
        // Opting out once more succeeds once more (W10b).
        Some(kind) if has_opted_out(before, kind, author) => before.clone(),
        Some(UpdateKind::PostRegistrationCorrection) => corrected_afterwards(before, &update, author, now)?,
        _ => judged(Some(before), before.uid, Act::Update(update.clone()), author.clone(), now)?,
    };
    // It never moves (W7).
    after.updated_at = before.updated_at;
    Ok((after, update))
}

fn has_opted_out(lpa: &Lpa, kind: UpdateKind, author: &Author) -> bool {
    use lpa_domain::Status;
    use lpa_domain::document::AttorneyStatus::Removed;
    let uid = author.uid().unwrap_or_default();
    let document = &lpa.document;
    match kind {
        UpdateKind::CertificateProviderOptOut => lpa.status == Status::CannotRegister,
        UpdateKind::AttorneyOptOut => {
            document.attorneys().iter().any(|each| each.uid.as_str() == uid && each.status.is(Removed))
        }
        UpdateKind::TrustCorporationOptOut => {
            let mut companies = document.trust_corporations.iter();
            companies.any(|each| each.uid.as_str() == uid && each.status.is(Removed))
        }
        _ => false,
    }
}

/// The restrictions are what the update says, or gone (W1); what was there before has to be said to be nothing.
fn corrected_afterwards(before: &Lpa, update: &Update, author: &Author, now: Timestamp) -> Result<Lpa, No> {
    let (restrictions, others): (Vec<Change>, Vec<Change>) =
        update.changes.iter().cloned().partition(|change| change.key == RESTRICTIONS);
    if restrictions.iter().any(|change| !matches!(change.old, None | Some(Json::Null))) {
        return Err(No::Problems(vec![Problem::new("/changes/0/old", "does not match existing value")]));
    }
    let mut after = before.clone();
    if !others.is_empty() {
        let act = Act::Update(Update { kind: Choice::clone(&update.kind), changes: others });
        after = judged(Some(before), before.uid, act, author.clone(), now)?;
    }
    let text = restrictions.first().and_then(|change| change.new.as_ref()?.as_str());
    after.document.restrictions_and_conditions = text.unwrap_or_default().into();
    Ok(after)
}

fn judged(before: Option<&Lpa>, uid: LpaUid, act: Act, author: Author, now: Timestamp) -> Result<Lpa, No> {
    let id = OperationId(Uuid::nil());
    let operation = Operation { id, uid, idempotency_key: None, author, requested_at: now, act };
    let decision = decide_lpa(before, &operation, now, Profile::Compatible);
    decision.map(|decision| decision.lpa).map_err(|refusal| No::Problems(refusal.errors))
}

fn nobody() -> Author {
    crate::samples::author()
}

//! Operations to measure with.
#![expect(clippy::missing_panics_doc, reason = "a bench says what went wrong by failing")]

use jiff::Timestamp;
use lpa_domain::choice::Words as _;
use lpa_domain::document::example;
use lpa_domain::lpa::sequence::uid_of;
use lpa_domain::operation::read::read_update;
use lpa_domain::{Act, Author, Json, Lpa, Operation, OperationId, Profile, UpdateKind, decide_lpa};
use serde_json::{Value, json};
use uuid::Uuid;

const SIGNED: &str = "2026-03-02T10:30:00Z";

/// An operation that creates the example document of a variant.
pub fn creation(variant: u64) -> Operation {
    operation(Act::Create(Box::new(example::lpa_document(variant))))
}

/// The LPA that it makes.
pub fn created(variant: u64) -> Lpa {
    let operation = creation(variant);
    let decided = decide_lpa(None, &operation, operation.requested_at, Profile::Compatible);
    decided.unwrap_or_else(|refusal| panic!("the example is refused: {refusal}")).lpa
}

fn operation(act: Act) -> Operation {
    let author = "urn:opg:poas:makeregister:users:00000000-0000-4000-0000-000000000000".parse::<Author>();
    Operation {
        id: OperationId(Uuid::nil()),
        uid: uid_of(1).unwrap_or_else(|| panic!("1 is a sequence number")),
        idempotency_key: None,
        author: author.unwrap_or_else(|error| panic!("{error}")),
        requested_at: Timestamp::UNIX_EPOCH,
        act,
    }
}

/// Every update type with an LPA that it is asked of; some are refused, which costs as much.
pub fn updates() -> impl Iterator<Item = (&'static str, Lpa, Operation)> {
    UpdateKind::ALL.iter().map(|kind| {
        let lpa = created(1);
        let update = json!({ "type": kind.word(), "changes": changes(*kind, &lpa) });
        let json = Json::parse(update.to_string().as_bytes()).unwrap_or(Json::Null);
        let update = read_update(&json).unwrap_or_else(|problems| panic!("{problems:?}"));
        (kind.word(), lpa, operation(Act::Update(update)))
    })
}

fn changes(kind: UpdateKind, lpa: &Lpa) -> Value {
    let set = |key: &str, new: &str| json!([{ "key": key, "old": null, "new": new }]);
    let donor = &lpa.document.donor;
    match kind {
        UpdateKind::AttorneySign => set("/attorneys/0/signedAt", SIGNED),
        UpdateKind::AttorneyDecisions => {
            json!([{ "key": "/attorneys/0/cannotMakeJointDecisions", "old": false, "new": true }])
        }
        UpdateKind::CertificateProviderSign => set("/certificateProvider/signedAt", SIGNED),
        UpdateKind::CertificateProviderConfirmIdentity => identity("certificateProvider"),
        UpdateKind::DonorConfirmIdentity => identity("donor"),
        UpdateKind::ChangeAttorneys => {
            json!([{ "key": "/attorneys/0/status", "old": "active", "new": "removed" }])
        }
        UpdateKind::Correction | UpdateKind::PostRegistrationCorrection => json!([
            { "key": "/donor/firstNames", "old": donor.first_names, "new": "Corrected" },
            { "key": "/donor/address/town", "old": donor.address.town, "new": "Exampleton" },
        ]),
        UpdateKind::OpgStatusChange => {
            json!([{ "key": "/status", "old": "in-progress", "new": "cannot-register" }])
        }
        UpdateKind::PaperAttorneyAccessOnline => set("/attorneys/0/email", "a@example.com"),
        UpdateKind::PaperCertificateProviderAccessOnline => {
            set("/certificateProvider/email", "a@example.com")
        }
        UpdateKind::SeverRestrictionsAndConditions => json!([{
            "key": "/restrictionsAndConditions", "old": lpa.document.restrictions_and_conditions, "new": "Severed"
        }]),
        UpdateKind::TrustCorporationSign => set("/trustCorporations/0/mobile", "07700 900000"),
        _ => json!([]),
    }
}

fn identity(actor: &str) -> Value {
    json!([
        { "key": format!("/{actor}/identityCheck/type"), "old": null, "new": "one-login" },
        { "key": format!("/{actor}/identityCheck/checkedAt"), "old": null, "new": SIGNED },
    ])
}

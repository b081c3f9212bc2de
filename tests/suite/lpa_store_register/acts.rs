//! One operation of every update type in use, and an LPA on which it is accepted.

use lpa_domain::choice::Words as _;
use lpa_domain::document::{
    AppointmentType, Attorney, AttorneyStatus, Channel, Document, HowDecisions, Signatory, TrustCorporation,
    example,
};
use lpa_domain::{Act, Author, Change, Choice, Json, Operation, Update, UpdateKind, UpdateKind as Kind};
use lpa_tests::samples::{change, creation, update};

use super::uid;

const SIGNED: &str = "2026-02-20T10:00:00Z";
/// Who can opt out: an attorney, and a company.
const ATTORNEY: &str = "b5f1d9a0-0000-4000-8000-000000000001";
const COMPANY: &str = "b5f1d9a0-0000-4000-8000-000000000002";

/// The operations that lead up to an act of this type, and the act last.
pub(super) fn leading_to(kind: UpdateKind) -> Vec<Operation> {
    let signed = matches!(kind, Kind::Perfect | Kind::StatutoryWaitingPeriod | Kind::Register);
    let mut operations = vec![creation(1, uid(), lpa(signed))];
    if kind == Kind::Register {
        operations.push(update(2, uid(), Kind::StatutoryWaitingPeriod));
    }
    let number = u32::try_from(operations.len() + 1).unwrap();
    let act = Act::Update(Update { kind: Choice::Is(kind), changes: changes(kind) });
    operations.push(Operation { author: author(kind), act, ..update(number, uid(), kind) });
    operations
}

/// Every type.
pub(super) fn every() -> &'static [UpdateKind] {
    UpdateKind::ALL
}

fn author(kind: UpdateKind) -> Author {
    let actor = if kind == Kind::TrustCorporationOptOut { COMPANY } else { ATTORNEY };
    format!("urn:opg:poas:makeregister:users:{actor}").parse().unwrap()
}

/// Two attorneys on paper, a replacement and a company; everything still to be signed, or everything signed.
fn lpa(signed: bool) -> Document {
    let at = signed.then(|| SIGNED.parse().unwrap());
    let mut document = example::lpa_document(2);
    let one = Attorney {
        uid: ATTORNEY.into(),
        status: AttorneyStatus::Active.into(),
        appointment_type: AppointmentType::Original.into(),
        channel: Channel::Paper.into(),
        email: "".into(),
        mobile: "".into(),
        signed_at: at,
        ..document.attorneys()[0].clone()
    };
    let other = Attorney { uid: "b5f1d9a0-0000-4000-8000-000000000003".into(), ..one.clone() };
    let replacement = Attorney {
        uid: "b5f1d9a0-0000-4000-8000-000000000004".into(),
        status: AttorneyStatus::Inactive.into(),
        appointment_type: AppointmentType::Replacement.into(),
        ..one.clone()
    };
    document.trust_corporations = vec![company(&one, signed)];
    document.attorneys = Some(vec![one, other, replacement]);
    document.how_attorneys_make_decisions = HowDecisions::JointlyForSomeSeverallyForOthers.into();
    document.how_attorneys_make_decisions_details = "the house".into();
    document.how_replacement_attorneys_make_decisions = Choice::Unset;
    document.how_replacement_attorneys_make_decisions_details = "".into();
    document.how_replacement_attorneys_step_in = Choice::Unset;
    document.how_replacement_attorneys_step_in_details = "".into();
    document.restrictions_and_conditions = "not the car".into();
    document.donor.identity_check = None;
    document.donor.email = "first@example.com".into();
    document.certificate_provider.channel = Channel::Paper.into();
    document.certificate_provider.email = "".into();
    document.certificate_provider.signed_at = at;
    document
}

fn company(beside: &Attorney, signed: bool) -> TrustCorporation {
    let signatory = Signatory {
        first_names: "Perpetua".into(),
        last_name: "Lock".into(),
        professional_title: "Clerk".into(),
        signed_at: Some(SIGNED.parse().unwrap()),
    };
    TrustCorporation {
        uid: COMPANY.into(),
        name: "Made Up Trustees Ltd".into(),
        address: beside.address.clone(),
        status: AttorneyStatus::Active.into(),
        appointment_type: AppointmentType::Original.into(),
        channel: Channel::Paper.into(),
        signatories: if signed { vec![signatory] } else { Vec::new() },
        ..TrustCorporation::default()
    }
}

fn to(key: &str, new: impl Into<Json>) -> Change {
    change(key, Some(Json::Null), Some(new.into()))
}

fn from(key: &str, old: &str, new: &str) -> Change {
    change(key, Some(old.into()), Some(new.into()))
}

fn changes(kind: UpdateKind) -> Vec<Change> {
    match kind {
        Kind::AttorneySign => {
            vec![to("/attorneys/0/mobile", "07700900000"), to("/attorneys/0/signedAt", SIGNED)]
        }
        Kind::AttorneyDecisions => vec![to("/attorneys/0/cannotMakeJointDecisions", true)],
        Kind::CertificateProviderSign => vec![to("/certificateProvider/signedAt", SIGNED)],
        Kind::CertificateProviderConfirmIdentity => identity("/certificateProvider/identityCheck"),
        Kind::DonorConfirmIdentity => identity("/donor/identityCheck"),
        Kind::ChangeAttorneys => vec![from("/attorneys/2/status", "inactive", "active")],
        Kind::Correction | Kind::PostRegistrationCorrection => {
            vec![from("/donor/email", "first@example.com", "second@example.com")]
        }
        Kind::OpgStatusChange => vec![from("/status", "in-progress", "cannot-register")],
        Kind::PaperAttorneyAccessOnline => vec![to("/attorneys/0/email", "a@example.com")],
        Kind::PaperCertificateProviderAccessOnline => {
            vec![to("/certificateProvider/email", "c@example.com")]
        }
        Kind::SeverRestrictionsAndConditions => vec![from("/restrictionsAndConditions", "not the car", "")],
        Kind::TrustCorporationSign => vec![
            to("/trustCorporations/0/mobile", "07700900000"),
            to("/trustCorporations/0/contactLanguagePreference", "cy"),
            to("/trustCorporations/0/companyNumber", "00000000"),
            to("/trustCorporations/0/signatories/0/firstNames", "Perpetua"),
            to("/trustCorporations/0/signatories/0/lastName", "Lock"),
            to("/trustCorporations/0/signatories/0/professionalTitle", "Clerk"),
            to("/trustCorporations/0/signatories/0/signedAt", SIGNED),
        ],
        Kind::AttorneyOptOut
        | Kind::CertificateProviderOptOut
        | Kind::DonorWithdrawLpa
        | Kind::Perfect
        | Kind::Register
        | Kind::StatutoryWaitingPeriod
        | Kind::TrustCorporationOptOut => Vec::new(),
    }
}

fn identity(group: &str) -> Vec<Change> {
    vec![to(&format!("{group}/type"), "one-login"), to(&format!("{group}/checkedAt"), SIGNED)]
}

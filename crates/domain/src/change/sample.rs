//! Small LPAs and shorthands for the tests of the acts.

use jiff::Timestamp;

use crate::author::Author;
use crate::choice::Choice;
use crate::decide::{LpaDecision, Profile};
use crate::document::{
    AppointmentType, Attorney, AttorneyStatus, Channel, Document, LpaType, Signatory, TrustCorporation,
};
use crate::ids::{OperationId, Version};
use crate::json::Json;
use crate::lpa::status::Status;
use crate::lpa::{Kept, Lpa};
use crate::moment::Moment;
use crate::operation::{Act, Change, Operation, Update};

/// The uid of the first attorney.
pub(crate) const ATTORNEY: &str = "9ac5cb7c-fc75-40c7-8e53-059f36dbbe3d";
/// The uid of the replacement attorney.
pub(crate) const REPLACEMENT: &str = "3d9b5c1e-8f0a-4a53-9d0e-0d8a7a3f7b11";
/// The uid of the trust corporation.
pub(crate) const CORPORATION: &str = "1d95993a-ffbb-484c-b2fe-f4cca51801da";
/// When the sample was created.
pub(crate) const CREATED: &str = "2026-01-10T09:00:00Z";
/// When the tests act.
pub(crate) const NOW: &str = "2026-02-01T12:30:45.678Z";

/// A moment.
pub(crate) fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

/// An instant.
pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An online LPA that its donor has signed and nobody else, with one attorney, one replacement and one company.
pub(crate) fn lpa() -> Lpa {
    let mut document = Document {
        lpa_type: LpaType::PropertyAndAffairs.into(),
        channel: Channel::Online.into(),
        signed_at: Some(moment("2026-01-09T15:00:00Z")),
        attorneys: Some(vec![
            attorney(ATTORNEY, "Herman", AttorneyStatus::Active, AppointmentType::Original),
            attorney(REPLACEMENT, "Mabel", AttorneyStatus::Inactive, AppointmentType::Replacement),
        ]),
        trust_corporations: vec![corporation()],
        restrictions_and_conditions: "no house sale".into(),
        ..Document::default()
    };
    document.donor.first_names = "Feeg".into();
    document.donor.last_name = "Bundlaaaa".into();
    document.certificate_provider.email = "a@example.com".into();
    document.certificate_provider.channel = Channel::Online.into();
    document.certificate_provider.address.line1 = "122111 Zonnington Way".into();
    document.certificate_provider.address.town = "Mahhhhhhhhhh".into();
    document.certificate_provider.address.country = "GB".into();
    Lpa {
        document,
        uid: "M-1234-5678-9018".parse().unwrap(),
        status: Status::InProgress,
        registration_date: None,
        updated_at: moment(CREATED),
        notes: Vec::new(),
        version: Version::FIRST,
        kept: Kept::default(),
    }
}

fn attorney(uid: &str, name: &str, status: AttorneyStatus, appointment: AppointmentType) -> Attorney {
    Attorney {
        uid: uid.into(),
        first_names: name.into(),
        last_name: "Seakrest".into(),
        status: status.into(),
        appointment_type: appointment.into(),
        channel: Channel::Paper.into(),
        ..Attorney::default()
    }
}

fn corporation() -> TrustCorporation {
    TrustCorporation {
        uid: CORPORATION.into(),
        name: "Trust us Corp.".into(),
        company_number: "ABCD1234".into(),
        status: AttorneyStatus::Active.into(),
        appointment_type: AppointmentType::Original.into(),
        channel: Channel::Paper.into(),
        ..TrustCorporation::default()
    }
}

/// The sample with every signature given.
pub(crate) fn signed() -> Lpa {
    let mut lpa = lpa();
    let at = Some(moment("2026-01-12T10:00:00Z"));
    lpa.document.certificate_provider.signed_at = at;
    lpa.document.attorneys.iter_mut().flatten().for_each(|each| each.signed_at = at);
    lpa.document.trust_corporations[0].signatories =
        vec![Signatory { signed_at: at, ..Signatory::default() }];
    lpa
}

/// The sample in some status.
pub(crate) fn standing(status: Status) -> Lpa {
    Lpa { status, ..lpa() }
}

/// An update by the service itself; each change is a key, `old` and `new` as JSON text, `-` standing for a missing key.
pub(crate) fn update(kind: &str, changes: &[(&str, &str, &str)]) -> Operation {
    by("urn:opg:poas:sirius:users:34", kind, changes)
}

/// An update by an author.
pub(crate) fn by(author: &str, kind: &str, changes: &[(&str, &str, &str)]) -> Operation {
    let json = |text: &str| (text != "-").then(|| Json::parse(text.as_bytes()).unwrap());
    let changes = changes
        .iter()
        .map(|(key, old, new)| Change { key: (*key).to_owned(), old: json(old), new: json(new) })
        .collect();
    Operation {
        id: OperationId(uuid::Uuid::from_u128(7)),
        uid: "M-1234-5678-9018".parse().unwrap(),
        idempotency_key: None,
        author: author.parse::<Author>().unwrap(),
        requested_at: instant(NOW),
        act: Act::Update(Update { kind: Choice::parse(kind), changes }),
    }
}

/// An author who is the actor with this uid.
pub(crate) fn actor(uid: &str) -> String {
    format!("urn:opg:poas:makeregister:users:{uid}")
}

/// The decision on an operation at [`NOW`].
pub(crate) fn decided(lpa: &Lpa, operation: &Operation) -> Result<LpaDecision, Vec<(String, String)>> {
    decided_at(lpa, operation, NOW, Profile::Compatible)
}

/// The decision at another time, under another profile.
pub(crate) fn decided_at(
    lpa: &Lpa,
    operation: &Operation,
    at: &str,
    profile: Profile,
) -> Result<LpaDecision, Vec<(String, String)>> {
    let decided = crate::decide(Some(lpa), operation, instant(at), profile);
    decided.map(|decision| decision.into_lpa().unwrap()).map_err(|refusal| {
        refusal.errors.into_iter().map(|each| (each.source.into_owned(), each.detail.into_owned())).collect()
    })
}

/// What an accepted update makes of an LPA.
pub(crate) fn accepted(lpa: &Lpa, operation: &Operation) -> Lpa {
    decided(lpa, operation).unwrap().lpa
}

/// Asserts that an update is refused with exactly these problems, in this order.
#[track_caller]
pub(crate) fn refused(lpa: &Lpa, operation: &Operation, problems: &[(&str, &str)]) {
    let found = decided(lpa, operation).map(|_| ()).expect_err("refused");
    let found: Vec<(&str, &str)> =
        found.iter().map(|(source, detail)| (source.as_str(), detail.as_str())).collect();
    assert_eq!(found, problems);
}

//! The invented people and companies of an example.

use super::draw::Draw;
use crate::choice::Choice;
use crate::document::{
    AppointmentType, Attorney, AttorneyStatus, AuthorisedSignatory, CertificateProvider, Channel, Donor,
    IdentityCheck, IdentityCheckType, IndependentWitness, Language, PersonToNotify, Signatory,
    TrustCorporation,
};
use crate::personal::Personal;

/// As what someone is appointed.
#[derive(Clone, Copy)]
pub(super) struct Appointed {
    pub(super) status: AttorneyStatus,
    pub(super) kind: AppointmentType,
}

pub(super) const ORIGINAL: Appointed =
    Appointed { status: AttorneyStatus::Active, kind: AppointmentType::Original };
pub(super) const REPLACEMENT: Appointed =
    Appointed { status: AttorneyStatus::Inactive, kind: AppointmentType::Replacement };

pub(super) fn donor(draw: &mut Draw, language: Language) -> Donor {
    let (first_names, last_name) = draw.names();
    Donor {
        uid: draw.uid(),
        first_names,
        last_name,
        address: draw.address(),
        date_of_birth: draw.birth_date(),
        email: if draw.one_in(3) { Personal::default() } else { draw.email() },
        other_names_known_by: if draw.one_in(6) { "Otti".into() } else { Personal::default() },
        contact_language_preference: language.into(),
        identity_check: draw
            .one_in(3)
            .then(|| IdentityCheck { checked_at: draw.moment(2), kind: IdentityCheckType::OneLogin.into() }),
    }
}

/// An attorney; on a paper LPA one who has signed it.
pub(super) fn attorney(draw: &mut Draw, lpa: Channel, appointed: Appointed) -> Attorney {
    let (first_names, last_name) = draw.names();
    let (channel, email) = reached(draw, lpa);
    Attorney {
        uid: draw.uid(),
        first_names,
        last_name,
        address: draw.address(),
        date_of_birth: draw.birth_date(),
        email,
        status: appointed.status.into(),
        appointment_type: appointed.kind.into(),
        mobile: if draw.one_in(3) { draw.phone() } else { Personal::default() },
        signed_at: (lpa == Channel::Paper).then(|| draw.moment(20)).flatten(),
        contact_language_preference: if draw.one_in(4) { Language::Cy.into() } else { Choice::Unset },
        channel: channel.into(),
        cannot_make_joint_decisions: false,
    }
}

/// A trust corporation; on a paper LPA one that has signed it.
pub(super) fn trust_corporation(draw: &mut Draw, lpa: Channel, appointed: Appointed) -> TrustCorporation {
    let (channel, email) = reached(draw, lpa);
    TrustCorporation {
        uid: draw.uid(),
        name: "Lantern Row Trustees (Invented) Ltd".into(),
        company_number: if draw.one_in(4) { Personal::default() } else { "00000000".into() },
        email,
        appointment_type: appointed.kind.into(),
        address: draw.address(),
        status: appointed.status.into(),
        mobile: Personal::default(),
        signatories: if lpa == Channel::Paper { vec![signatory(draw)] } else { Vec::new() },
        contact_language_preference: Choice::Unset,
        channel: channel.into(),
    }
}

fn signatory(draw: &mut Draw) -> Signatory {
    let (first_names, last_name) = draw.names();
    Signatory {
        first_names,
        last_name,
        professional_title: "Keeper of the Seal".into(),
        signed_at: draw.moment(20),
    }
}

pub(super) fn certificate_provider(draw: &mut Draw, lpa: Channel) -> CertificateProvider {
    let (first_names, last_name) = draw.names();
    let (channel, email) = reached(draw, lpa);
    CertificateProvider {
        uid: draw.uid(),
        first_names,
        last_name,
        address: draw.address(),
        email,
        phone: draw.phone(),
        channel: channel.into(),
        signed_at: (lpa == Channel::Paper).then(|| draw.moment(12)).flatten(),
        contact_language_preference: Choice::Unset,
        identity_check: None,
    }
}

pub(super) fn person_to_notify(draw: &mut Draw) -> PersonToNotify {
    let (first_names, last_name) = draw.names();
    PersonToNotify { uid: draw.uid(), first_names, last_name, address: draw.address() }
}

pub(super) fn independent_witness(draw: &mut Draw) -> IndependentWitness {
    let (first_names, last_name) = draw.names();
    let phone = draw.phone();
    IndependentWitness { uid: draw.uid(), first_names, last_name, phone, address: draw.address() }
}

pub(super) fn authorised_signatory(draw: &mut Draw) -> AuthorisedSignatory {
    let (first_names, last_name) = draw.names();
    AuthorisedSignatory { uid: draw.uid(), first_names, last_name }
}

/// How an actor takes part: everyone on paper in a paper LPA, some on paper in an online one.
fn reached(draw: &mut Draw, lpa: Channel) -> (Channel, Personal<String>) {
    if lpa == Channel::Paper || draw.one_in(4) {
        return (Channel::Paper, Personal::default());
    }
    (Channel::Online, draw.email())
}

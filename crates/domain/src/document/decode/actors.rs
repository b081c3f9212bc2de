//! The people and companies, field by field in the order of the contract (section 3.1).

use super::fields::Fields;
use crate::document::{
    Address, Attorney, AuthorisedSignatory, CertificateProvider, Donor, IdentityCheck, IndependentWitness,
    PersonToNotify, Signatory, TrustCorporation,
};

pub(super) fn donor(it: &mut Fields<'_>) -> Donor {
    Donor {
        uid: it.uid(),
        first_names: it.text("firstNames"),
        last_name: it.text("lastName"),
        address: it.object("address", address),
        date_of_birth: it.birth_date(),
        email: it.text("email"),
        other_names_known_by: it.text("otherNamesKnownBy"),
        contact_language_preference: it.choice("contactLanguagePreference"),
        identity_check: it.optional("identityCheck", identity_check),
    }
}

pub(super) fn attorney(it: &mut Fields<'_>) -> Attorney {
    Attorney {
        uid: it.uid(),
        first_names: it.text("firstNames"),
        last_name: it.text("lastName"),
        address: it.object("address", address),
        date_of_birth: it.birth_date(),
        email: it.text("email"),
        status: it.choice("status"),
        appointment_type: it.choice("appointmentType"),
        mobile: it.text("mobile"),
        signed_at: it.moment("signedAt"),
        contact_language_preference: it.choice("contactLanguagePreference"),
        channel: it.choice("channel"),
        cannot_make_joint_decisions: it.flag("cannotMakeJointDecisions"),
    }
}

pub(super) fn trust_corporation(it: &mut Fields<'_>) -> TrustCorporation {
    TrustCorporation {
        uid: it.uid(),
        name: it.text("name"),
        company_number: it.text("companyNumber"),
        email: it.text("email"),
        appointment_type: it.choice("appointmentType"),
        address: it.object("address", address),
        status: it.choice("status"),
        mobile: it.text("mobile"),
        signatories: it.list("signatories", signatory).unwrap_or_default(),
        contact_language_preference: it.choice("contactLanguagePreference"),
        channel: it.choice("channel"),
    }
}

fn signatory(it: &mut Fields<'_>) -> Signatory {
    Signatory {
        first_names: it.text("firstNames"),
        last_name: it.text("lastName"),
        professional_title: it.text("professionalTitle"),
        signed_at: it.moment("signedAt"),
    }
}

pub(super) fn certificate_provider(it: &mut Fields<'_>) -> CertificateProvider {
    CertificateProvider {
        uid: it.uid(),
        first_names: it.text("firstNames"),
        last_name: it.text("lastName"),
        address: it.object("address", address),
        email: it.text("email"),
        phone: it.text("phone"),
        channel: it.choice("channel"),
        signed_at: it.moment("signedAt"),
        contact_language_preference: it.choice("contactLanguagePreference"),
        identity_check: it.optional("identityCheck", identity_check),
    }
}

pub(super) fn person_to_notify(it: &mut Fields<'_>) -> PersonToNotify {
    PersonToNotify {
        uid: it.uid(),
        first_names: it.text("firstNames"),
        last_name: it.text("lastName"),
        address: it.object("address", address),
    }
}

pub(super) fn independent_witness(it: &mut Fields<'_>) -> IndependentWitness {
    IndependentWitness {
        uid: it.uid(),
        first_names: it.text("firstNames"),
        last_name: it.text("lastName"),
        phone: it.text("phone"),
        address: it.object("address", address),
    }
}

pub(super) fn authorised_signatory(it: &mut Fields<'_>) -> AuthorisedSignatory {
    AuthorisedSignatory { uid: it.uid(), first_names: it.text("firstNames"), last_name: it.text("lastName") }
}

fn address(it: &mut Fields<'_>) -> Address {
    Address {
        line1: it.text("line1"),
        line2: it.text("line2"),
        line3: it.text("line3"),
        town: it.text("town"),
        postcode: it.text("postcode"),
        country: it.text("country"),
    }
}

fn identity_check(it: &mut Fields<'_>) -> IdentityCheck {
    IdentityCheck { checked_at: it.moment("checkedAt"), kind: it.choice("type") }
}

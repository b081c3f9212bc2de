//! The donor, the certificate provider, and those who sign or witness for the donor.

use super::section::Section;
use crate::document::{CertificateProvider, Document, Donor};

/// Rule 2.
pub(super) fn donor(it: &mut Section<'_>, donor: &Donor) {
    it.uid(&donor.uid);
    it.names(&donor.first_names, &donor.last_name);
    it.birth_date(&donor.date_of_birth);
    it.address(&donor.address);
    it.word("contactLanguagePreference", &donor.contact_language_preference);
    if let Some(check) = &donor.identity_check {
        let it = &mut it.part("identityCheck");
        it.time("checkedAt", check.checked_at);
        it.word("type", &check.kind);
    }
}

/// Rule 3. The identity check is not looked at.
pub(super) fn certificate_provider(it: &mut Section<'_>, provider: &CertificateProvider) {
    it.uid(&provider.uid);
    it.names(&provider.first_names, &provider.last_name);
    it.address(&provider.address);
    it.word("channel", &provider.channel);
    it.email(&provider.channel, &provider.email);
    it.required("phone", provider.phone.as_str());
}

/// Rules 6 and 7. Both uids need only be there.
pub(super) fn signed_for(it: &mut Section<'_>, document: &Document) {
    if let Some(signatory) = &document.authorised_signatory {
        let it = &mut it.part("authorisedSignatory");
        it.required("uid", signatory.uid.as_str());
        it.names(&signatory.first_names, &signatory.last_name);
    }
    if let Some(witness) = &document.independent_witness {
        let part = &mut it.part("independentWitness");
        part.required("uid", witness.uid.as_str());
        part.names(&witness.first_names, &witness.last_name);
        part.required("phone", witness.phone.as_str());
        part.address(&witness.address);
        it.time("witnessedByIndependentWitnessAt", document.witnessed_by_independent_witness_at);
    }
}

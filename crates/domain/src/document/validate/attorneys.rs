//! Those who receive the power: people and trust corporations.

use super::section::{NO_ATTORNEY, Section};
use crate::document::{Attorney, TrustCorporation};

/// Rules 4 and 5. A trust corporation alone does not do: at least one attorney must be a person, as today.
pub(super) fn attorneys(it: &mut Section<'_>, people: &[Attorney], corporations: &[TrustCorporation]) {
    if people.is_empty() {
        it.report("attorneys", NO_ATTORNEY);
    }
    let list = &mut it.part("attorneys");
    for (index, each) in people.iter().enumerate() {
        attorney(&mut list.item(index), each);
    }
    let list = &mut it.part("trustCorporations");
    for (index, each) in corporations.iter().enumerate() {
        trust_corporation(&mut list.item(index), each);
    }
}

fn attorney(it: &mut Section<'_>, attorney: &Attorney) {
    it.uid(&attorney.uid);
    it.names(&attorney.first_names, &attorney.last_name);
    it.birth_date(&attorney.date_of_birth);
    it.address(&attorney.address);
    it.word("status", &attorney.status);
    it.word("channel", &attorney.channel);
    it.word("appointmentType", &attorney.appointment_type);
    it.email(&attorney.channel, &attorney.email);
}

/// The company number is not looked at.
fn trust_corporation(it: &mut Section<'_>, corporation: &TrustCorporation) {
    it.uid(&corporation.uid);
    it.required("name", corporation.name.as_str());
    it.address(&corporation.address);
    it.word("status", &corporation.status);
    it.word("channel", &corporation.channel);
    it.word("appointmentType", &corporation.appointment_type);
    it.email(&corporation.channel, &corporation.email);
}

//! Whether the certificate provider shares an address with somebody.

use super::{PROVIDER, provider};
use crate::matching::{AddressLevel, Place};
use crate::rules::{About, Input, Key, Missing, Need, Rule, Scope, Severity, Source, Text, Topic, Verdict};

const PROVIDER_IS: Topic = Topic::CertificateProvider;

/// The addresses of the certificate provider, the donor and the attorneys.
pub(super) const ADDRESSES: &[Input] = &[
    PROVIDER_IS.text(Text::Line1),
    PROVIDER_IS.text(Text::Line2),
    PROVIDER_IS.text(Text::Line3),
    PROVIDER_IS.text(Text::Postcode),
    PROVIDER_IS.text(Text::Country),
    Topic::Donor.text(Text::Line1),
    Topic::Donor.text(Text::Line2),
    Topic::Donor.text(Text::Line3),
    Topic::Donor.text(Text::Postcode),
    Topic::Donor.text(Text::Country),
    Topic::Attorney.text(Text::Line1),
    Topic::Attorney.text(Text::Line2),
    Topic::Attorney.text(Text::Line3),
    Topic::Attorney.text(Text::Postcode),
    Topic::Attorney.text(Text::Country),
];

pub(super) const D15: Rule = Rule {
    id: "D15",
    name: "cp-address-match",
    says: "The certificate provider does not live at the address, or in the building, of the donor or of an attorney.",
    severities: &[Severity::Warn],
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney]),
    reads: ADDRESSES,
    sources: &[Source::code("Modernising LPA: a warning before the LPA is shared")],
    reading: Some(
        "The same building with another flat asks too. Two addresses that say nothing are never the same.",
    ),
    decide: |view| {
        let Some(provider) = provider(view)? else { return Ok(Verdict::NotApplicable) };
        Ok(if share_a_building(provider, view.subject())? {
            Verdict::NeedsConfirmation(
                "The certificate provider's address is that of the donor or of an attorney, or in the same building. Confirm that they \
                 are not related.",
            )
        } else {
            Verdict::Satisfied
        })
    },
    ..PROVIDER
};

/// Whether two live in one building; missing while either has no postcode. Reads both addresses.
pub(super) fn share_a_building(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    let level = AddressLevel::between(address(one)?, address(other)?);
    Ok(matches!(level, AddressLevel::Same | AddressLevel::SameBuilding))
}

/// An address that can be compared. That there is none says nothing about where somebody lives.
fn address(of: About<'_>) -> Result<&Place, Missing> {
    let without = || Need::Told(of.topic(), of.index(), Key::Text(Text::Postcode)).into();
    of.address()?.filter(|place| !place.postcode().is_empty()).ok_or_else(without)
}

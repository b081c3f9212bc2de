//! Whether the LPA says of people what their verified identity says.

use super::names::{forenames_within, same_last_name};
use crate::document::Address;
use crate::matching::{AddressLevel, ForenamesLevel, Place};
use crate::rules::same::both;
use crate::rules::{
    About, Category, Day, Decided, Disclosure, Missing, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Text, Topic, Verdict, View, all,
};

pub(super) const H03: Rule = Rule {
    id: "H03",
    name: "donor-identity-match",
    says: "The donor's name and date of birth are those of the verified identity.",
    category: Category::Identity,
    severities: &[Severity::Block, Severity::Warn],
    stage: Stage::S14,
    section: Section::Identity,
    scope: Scope::Each(&[Topic::Donor]),
    reads: &[
        Topic::Donor.text(Text::FirstNames),
        Topic::Donor.text(Text::LastName),
        Topic::Donor.day(Day::Birth),
        Topic::Donor.text(Text::VerifiedFirstNames),
        Topic::Donor.text(Text::VerifiedLastName),
        Topic::Donor.day(Day::VerifiedBirth),
    ],
    disclosure: Disclosure::N0,
    sources: &[
        Source::code("Modernising LPA: the page of the identity's details"),
        Source::guidance("Modernising LPA: revoking and making again"),
    ],
    reading: Some(
        "Where only middle names differ, or a short form is used, the donor confirms; today that is a mismatch.",
    ),
    sets: RuleSets::All,
    decide: donor_matches,
};

fn donor_matches(view: &View<'_>) -> Decided {
    let donor = view.subject();
    if !is_verified(donor)? {
        return Ok(Verdict::NotApplicable);
    }
    let core = [same_last_name(donor), same_birth(donor)];
    if !all(core.into_iter().chain([forenames_within(donor, ForenamesLevel::KnownVariant)]))? {
        return Ok(Verdict::Violated(
            "The verified identity has another name or date of birth. Before signing, change the LPA to it; after signing nothing can be \
             changed: revoke the LPA and make it again, or apply to the Court.",
        ));
    }
    Ok(if forenames_within(donor, ForenamesLevel::Same)? {
        Verdict::Satisfied
    } else {
        Verdict::NeedsConfirmation(
            "The verified identity has the first names in another form. Confirm that both are the donor's.",
        )
    })
}

/// Whether a verified name was told at all.
fn is_verified(one: About<'_>) -> Result<bool, Missing> {
    Ok(one.text(Text::VerifiedLastName)?.is_some())
}

fn same_birth(one: About<'_>) -> Result<bool, Missing> {
    both(one.day(Day::Birth), one.day(Day::VerifiedBirth), |told, verified| told == verified)
}

pub(super) const H07: Rule = Rule {
    id: "H07",
    name: "cp-identity-mismatch",
    says: "The certificate provider's name and date of birth are those of the verified identity; where not, a person decides whether it \
           matters.",
    severities: &[Severity::Refer],
    stage: Stage::S16,
    scope: Scope::Each(&[Topic::CertificateProvider]),
    reads: &[
        Topic::CertificateProvider.text(Text::FirstNames),
        Topic::CertificateProvider.text(Text::LastName),
        Topic::CertificateProvider.day(Day::Birth),
        Topic::CertificateProvider.text(Text::VerifiedFirstNames),
        Topic::CertificateProvider.text(Text::VerifiedLastName),
        Topic::CertificateProvider.day(Day::VerifiedBirth),
    ],
    sources: &[Source::code("Modernising LPA and case management: material and immaterial mismatches")],
    reading: Some("First names in another form are referred as well."),
    decide: |view| {
        let provider = view.subject();
        if !is_verified(provider)? {
            return Ok(Verdict::NotApplicable);
        }
        let forenames = forenames_within(provider, ForenamesLevel::Same);
        Ok(if all([same_last_name(provider), forenames, same_birth(provider)])? {
            Verdict::Satisfied
        } else {
            Verdict::Refer(
                "The certificate provider's verified identity differs from the LPA. A person decides whether it matters.",
            )
        })
    },
    ..H03
};

pub(super) const H04: Rule = Rule {
    id: "H04",
    name: "donor-address-vs-identity",
    says: "Where the verified address is not that of the LPA, the donor chooses.",
    severities: &[Severity::Warn],
    reads: &[
        Topic::Donor.text(Text::Line1),
        Topic::Donor.text(Text::Line2),
        Topic::Donor.text(Text::Line3),
        Topic::Donor.text(Text::Postcode),
        Topic::Donor.text(Text::Country),
        Topic::Donor.text(Text::VerifiedLine1),
        Topic::Donor.text(Text::VerifiedLine2),
        Topic::Donor.text(Text::VerifiedLine3),
        Topic::Donor.text(Text::VerifiedPostcode),
        Topic::Donor.text(Text::VerifiedCountry),
    ],
    sources: &[Source::code("Modernising LPA: the page of the identity's details")],
    reading: Some(
        "Addresses are compared by postcode, house and flat, so that *St* is *Street*. What cannot be compared is not asked about.",
    ),
    decide: |view| {
        let donor = view.subject();
        let (Some(verified), Some(told)) = (verified_address(donor)?, donor.address()?) else {
            return Ok(Verdict::NotApplicable);
        };
        Ok(match AddressLevel::between(told, &verified) {
            AddressLevel::Same | AddressLevel::Missing => Verdict::Satisfied,
            _ => Verdict::NeedsConfirmation(
                "The verified address is another than that of the LPA. Choose which one the LPA gives.",
            ),
        })
    },
    ..H03
};

fn verified_address(donor: About<'_>) -> Result<Option<Place>, Missing> {
    let line = |key: Text| donor.text(key).map(|line| line.unwrap_or_default().into());
    let (line1, line2, line3) =
        (line(Text::VerifiedLine1)?, line(Text::VerifiedLine2)?, line(Text::VerifiedLine3)?);
    let (postcode, country) = (line(Text::VerifiedPostcode)?, line(Text::VerifiedCountry)?);
    let address = Address { line1, line2, line3, postcode, country, ..Address::default() };
    Ok((!address.postcode.is_empty()).then(|| Place::of(&address)))
}

//! Postcodes and countries.

use crate::rules::{
    About, Category, Disclosure, Missing, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Text,
    Topic, Verdict,
};

/// Everybody of whom a postcode and a country are told.
const AT_A_PLACE: &[Topic] = &[
    Topic::Donor,
    Topic::Attorney,
    Topic::TrustCorporation,
    Topic::CertificateProvider,
    Topic::PersonToNotify,
    Topic::Witness,
];

pub(super) const L02: Rule = Rule {
    id: "L02",
    name: "postcode-gb",
    says: "A postcode in the United Kingdom has five to seven letters and digits.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    stage: Stage::S2,
    section: Section::Donor,
    scope: Scope::Each(AT_A_PLACE),
    reads: &[
        Topic::Donor.text(Text::Postcode),
        Topic::Donor.text(Text::Country),
        Topic::Attorney.text(Text::Postcode),
        Topic::Attorney.text(Text::Country),
        Topic::TrustCorporation.text(Text::Postcode),
        Topic::TrustCorporation.text(Text::Country),
        Topic::CertificateProvider.text(Text::Postcode),
        Topic::CertificateProvider.text(Text::Country),
        Topic::PersonToNotify.text(Text::Postcode),
        Topic::PersonToNotify.text(Text::Country),
        Topic::Witness.text(Text::Postcode),
        Topic::Witness.text(Text::Country),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("UID service: the pattern of a postcode, spaces taken out and in capitals")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let subject = view.subject();
        let Some(postcode) = subject.text(Text::Postcode)? else { return Ok(Verdict::NotApplicable) };
        if fits(postcode) {
            return Ok(Verdict::Satisfied);
        }
        Ok(if is_british(subject)? {
            Verdict::Violated(
                "This is no postcode of the United Kingdom. It has five to seven letters and digits, such as YO1 9XX.",
            )
        } else {
            Verdict::NotApplicable
        })
    },
};

pub(super) const L03: Rule = Rule {
    id: "L03",
    name: "postcode-non-gb",
    says: "A donor abroad may have a postal code of any form, or none; it keeps nobody from getting a number for the LPA.",
    category: Category::DataQuality,
    severities: &[Severity::Warn],
    stage: Stage::S2,
    section: Section::Donor,
    scope: Scope::Whole,
    reads: &[Topic::Donor.text(Text::Postcode), Topic::Donor.text(Text::Country)],
    disclosure: Disclosure::N0,
    sources: &[Source::code(
        "UID service asks for five to seven letters and digits; Modernising LPA sends foreign codes too (Z-04)",
    )],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let donor = view.donor();
        if donor.text(Text::Country)?.is_none() || is_british(donor)? {
            return Ok(Verdict::NotApplicable);
        }
        Ok(if donor.text(Text::Postcode)?.is_some_and(fits) {
            Verdict::Satisfied
        } else {
            Verdict::NeedsConfirmation(
                "The address is abroad and its postal code is short, long or not there. Is it right so?",
            )
        })
    },
};

pub(super) const L04: Rule = Rule {
    id: "L04",
    name: "country-iso",
    says: "A country is written as its two capital letters.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    stage: Stage::S2,
    section: Section::Donor,
    scope: Scope::Each(AT_A_PLACE),
    reads: &[
        Topic::Donor.text(Text::Country),
        Topic::Attorney.text(Text::Country),
        Topic::TrustCorporation.text(Text::Country),
        Topic::CertificateProvider.text(Text::Country),
        Topic::PersonToNotify.text(Text::Country),
        Topic::Witness.text(Text::Country),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("LPA Store: the form of a country")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let Some(country) = view.subject().text(Text::Country)? else { return Ok(Verdict::NotApplicable) };
        Ok(if country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_uppercase()) {
            Verdict::Satisfied
        } else {
            Verdict::Violated("Give the country by its two capital letters, such as GB.")
        })
    },
};

/// Whether the UID service would take the postcode.
fn fits(postcode: &str) -> bool {
    let letters = || postcode.chars().filter(|letter| !letter.is_whitespace());
    (5..=7).contains(&letters().count()) && letters().all(|letter| letter.is_ascii_alphanumeric())
}

fn is_british(one: About<'_>) -> Result<bool, Missing> {
    Ok(one.text(Text::Country)? == Some("GB"))
}

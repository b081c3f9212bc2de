//! Email addresses.

use crate::rules::{
    Category, Disclosure, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Text, Topic, Verdict,
};

pub(super) const L07: Rule = Rule {
    id: "L07",
    name: "email-shape",
    says: "An email address can be one.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    stage: Stage::S1,
    section: Section::Donor,
    scope: Scope::Each(&[
        Topic::Donor,
        Topic::Attorney,
        Topic::TrustCorporation,
        Topic::CertificateProvider,
        Topic::Correspondent,
        Topic::Voucher,
    ]),
    reads: &[
        Topic::Donor.text(Text::Email),
        Topic::Attorney.text(Text::Email),
        Topic::TrustCorporation.text(Text::Email),
        Topic::CertificateProvider.text(Text::Email),
        Topic::Correspondent.text(Text::Email),
        Topic::Voucher.text(Text::Email),
    ],
    disclosure: Disclosure::N0,
    sources: &[
        Source::code("Modernising LPA: an email address must be readable as one"),
        Source::ours("capitals and what follows a plus sign count for nothing when two are compared"),
    ],
    reading: Some("How two addresses are compared; this rule looks at one alone."),
    sets: RuleSets::All,
    decide: |view| {
        let subject = view.subject();
        if subject.text(Text::Email)?.is_none() {
            return Ok(Verdict::NotApplicable);
        }
        Ok(if subject.email()?.is_some() {
            Verdict::Satisfied
        } else {
            Verdict::Violated("This is no email address. Give one such as name@example.com, or none.")
        })
    },
};

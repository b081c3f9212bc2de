//! Whether somebody else on the LPA is the donor.

use crate::rules::same::{same_full_name, same_person};
use crate::rules::{
    Category, Day, Disclosure, Relation, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Text,
    Topic, Verdict,
};

pub(super) const A11: Rule = Rule {
    id: "A11",
    name: "donor-name-collision",
    says: "Nobody else on the LPA has the donor's full name, unless the donor confirms that it is somebody else.",
    category: Category::ConflictOfInterest,
    severities: &[Severity::Warn],
    stage: Stage::S4,
    section: Section::Donor,
    scope: Scope::Each(&[
        Topic::Attorney,
        Topic::CertificateProvider,
        Topic::PersonToNotify,
        Topic::Signatory,
        Topic::Witness,
        Topic::Correspondent,
    ]),
    reads: &[
        Topic::Donor.text(Text::FirstNames),
        Topic::Donor.text(Text::LastName),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::CertificateProvider.text(Text::FirstNames),
        Topic::CertificateProvider.text(Text::LastName),
        Topic::PersonToNotify.text(Text::FirstNames),
        Topic::PersonToNotify.text(Text::LastName),
        Topic::Signatory.text(Text::FirstNames),
        Topic::Signatory.text(Text::LastName),
        Topic::Witness.text(Text::FirstNames),
        Topic::Witness.text(Text::LastName),
        Topic::Correspondent.text(Text::FirstNames),
        Topic::Correspondent.text(Text::LastName),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: warnings about equal names")],
    reading: Some(
        "Names are the same in any spelling and order of forenames that the matching takes for one.",
    ),
    sets: RuleSets::All,
    decide: |view| {
        Ok(if same_full_name(view.donor(), view.subject())? {
            Verdict::NeedsConfirmation(
                "This person has the same name as the donor. Is it really somebody else?",
            )
        } else {
            Verdict::Satisfied
        })
    },
};

pub(super) const A12: Rule = Rule {
    id: "A12",
    name: "donor-is-own-attorney",
    says: "The donor is not appointed as an attorney or replacement.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    scope: Scope::Each(&[Topic::Attorney]),
    reads: &[
        Topic::Donor.text(Text::FirstNames),
        Topic::Donor.text(Text::LastName),
        Topic::Donor.day(Day::Birth),
        Topic::Attorney.text(Text::FirstNames),
        Topic::Attorney.text(Text::LastName),
        Topic::Attorney.day(Day::Birth),
        Topic::Attorney.related(Topic::Donor, Relation::SamePerson),
    ],
    sources: &[
        Source::guidance("Modernising LPA: the donor cannot be an attorney"),
        Source::ours("the same name and date of birth are one person"),
    ],
    reading: Some("The same full name and the same date of birth are taken for one person."),
    decide: |view| {
        Ok(if same_person(view.subject(), view.donor())? {
            Verdict::Violated(
                "The donor cannot be an attorney. Choose somebody else, or correct the date of birth.",
            )
        } else {
            Verdict::Satisfied
        })
    },
    ..A11
};

pub(super) const A13: Rule = Rule {
    id: "A13",
    name: "donor-same-address-as-cp",
    says: "Whether the donor and the certificate provider share an address is asked once, by D15.",
    stage: Stage::S9,
    section: Section::CertificateProvider,
    scope: Scope::Whole,
    reads: &[],
    sources: &[
        Source::code("Modernising LPA: warning about equal addresses"),
        Source::ours("one finding for one fact (case T235)"),
    ],
    reading: Some("D15 compares the two addresses; this rule never says the same a second time."),
    decide: |_| Ok(Verdict::NotApplicable),
    ..A11
};

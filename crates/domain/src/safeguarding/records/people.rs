//! What is on record of anybody on the LPA.

use crate::rules::{
    Category, Disclosure, Question, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic,
};
use crate::safeguarding::recorded::refer;

pub(super) const K02: Rule = Rule {
    id: "K02",
    name: "prior-objection-upheld",
    says: "No objection was upheld against an earlier LPA of the donor, or one that names the attorney.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    stage: Stage::S3,
    section: Section::Attorneys,
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney]),
    reads: &[
        Topic::Donor.recorded(Question::ObjectionUpheld),
        Topic::Attorney.recorded(Question::ObjectionUpheld),
    ],
    disclosure: Disclosure::N3,
    sources: &[
        Source::code("Case management: how objections are resolved"),
        Source::ours("rule book group K"),
    ],
    reading: Some("That it is worth a look is our reading."),
    sets: RuleSets::All,
    decide: |view| {
        Ok(refer(
            view.subject().recorded(Question::ObjectionUpheld)?,
            "An objection was upheld before that concerned this person.",
        ))
    },
};

pub(super) const K03: Rule = Rule {
    id: "K03",
    name: "active-warning",
    says: "No warning is active on the donor, an attorney or the certificate provider.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    stage: Stage::S3,
    section: Section::Donor,
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney, Topic::CertificateProvider]),
    reads: &[
        Topic::Donor.recorded(Question::Warned),
        Topic::Attorney.recorded(Question::Warned),
        Topic::CertificateProvider.recorded(Question::Warned),
    ],
    disclosure: Disclosure::N3,
    sources: &[Source::code("Case management: warnings on a person")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        Ok(refer(view.subject().recorded(Question::Warned)?, "A warning is active on this person."))
    },
};

pub(super) const K06: Rule = Rule {
    id: "K06",
    name: "dob-drift",
    says: "Nobody of the same name and address is on record with another date of birth.",
    category: Category::Identity,
    severities: &[Severity::Refer],
    stage: Stage::S3,
    section: Section::Donor,
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney]),
    reads: &[
        Topic::Donor.recorded(Question::OtherBirthDate),
        Topic::Attorney.recorded(Question::OtherBirthDate),
    ],
    disclosure: Disclosure::N3,
    sources: &[Source::ours("rule book group K")],
    reading: Some(
        "That it is worth a look is our reading. It may be a slip of the pen or somebody who pretends to be another.",
    ),
    sets: RuleSets::All,
    decide: |view| {
        Ok(refer(
            view.subject().recorded(Question::OtherBirthDate)?,
            "The same name at the same address is on record with another date of birth.",
        ))
    },
};

pub(super) const K09: Rule = Rule {
    id: "K09",
    name: "link-group",
    says: "Where records of one person are linked, all of them have answered.",
    category: Category::DataQuality,
    severities: &[Severity::Refer],
    stage: Stage::S3,
    section: Section::Donor,
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney, Topic::CertificateProvider]),
    reads: &[
        Topic::Donor.recorded(Question::GroupNotWhole),
        Topic::Attorney.recorded(Question::GroupNotWhole),
        Topic::CertificateProvider.recorded(Question::GroupNotWhole),
    ],
    disclosure: Disclosure::N3,
    sources: &[
        Source::code("Case management: linked records of a person"),
        Source::ours("rule book group K"),
    ],
    reading: Some(
        "The rule book tells how to ask and gives it no weight. When part of a group did not answer, a person looks.",
    ),
    sets: RuleSets::All,
    decide: |view| {
        Ok(refer(
            view.subject().recorded(Question::GroupNotWhole)?,
            "Not every linked record of this person was asked: ask all of them.",
        ))
    },
};

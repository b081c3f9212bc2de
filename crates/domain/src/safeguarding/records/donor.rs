//! What is on record of the donor's own earlier papers and complaints.

use crate::rules::{
    Category, Disclosure, Question, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic,
};
use crate::safeguarding::recorded::refer;

pub(super) const K01: Rule = Rule {
    id: "K01",
    name: "prior-cannot-register",
    says: "No earlier LPA of the donor ended unregistered.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    stage: Stage::S3,
    section: Section::Donor,
    scope: Scope::Each(&[Topic::Donor]),
    reads: &[Topic::Donor.recorded(Question::UnregisteredBefore)],
    disclosure: Disclosure::N3,
    sources: &[Source::ours("rule book group K")],
    reading: Some(
        "That it is worth a look is our reading. The reason then is to be compared with this LPA; the donor is not told, even of a technical one.",
    ),
    sets: RuleSets::All,
    decide: |view| {
        Ok(refer(
            view.subject().recorded(Question::UnregisteredBefore)?,
            "An earlier LPA of this donor ended unregistered: compare the reason with this one.",
        ))
    },
};

pub(super) const K04: Rule = Rule {
    id: "K04",
    name: "complaint-major",
    says: "No major or security complaint about the donor's case is open.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    stage: Stage::S3,
    section: Section::Donor,
    scope: Scope::Each(&[Topic::Donor]),
    reads: &[Topic::Donor.recorded(Question::ComplaintOpen)],
    disclosure: Disclosure::N3,
    sources: &[Source::code("Case management: severities of complaints"), Source::ours("rule book group K")],
    reading: Some("That it is worth a look is our reading."),
    sets: RuleSets::All,
    decide: |view| {
        Ok(refer(
            view.subject().recorded(Question::ComplaintOpen)?,
            "A major or security complaint is open on the donor's case.",
        ))
    },
};

pub(super) const K11: Rule = Rule {
    id: "K11",
    name: "epa-exists",
    says: "The donor has no enduring power of attorney.",
    category: Category::ConflictOfInterest,
    severities: &[Severity::Refer],
    stage: Stage::S3,
    section: Section::Donor,
    scope: Scope::Each(&[Topic::Donor]),
    reads: &[Topic::Donor.recorded(Question::HasEpa)],
    disclosure: Disclosure::N3,
    sources: &[Source::law("SI 2007/1253 regulation 8(3)(c)"), Source::ours("rule book group K")],
    reading: Some(
        "The rule book informs only. A note would be seen by whoever drafts, so that case managers are told instead.",
    ),
    sets: RuleSets::All,
    decide: |view| {
        Ok(refer(
            view.subject().recorded(Question::HasEpa)?,
            "The donor has an enduring power of attorney: its attorneys cannot certify this LPA.",
        ))
    },
};

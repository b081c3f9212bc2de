//! What OPG knows of who vouches.

use crate::rules::{
    Category, Disclosure, Question, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic,
};
use crate::safeguarding::recorded::{NOT_IN_THIS_ROLE, refer, refuse};

pub(super) const H14: Rule = Rule {
    id: "H14",
    name: "voucher-false-vouch",
    says: "Who vouches has not vouched falsely in the past 5 years.",
    category: Category::Safeguarding,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S14,
    section: Section::Identity,
    scope: Scope::Each(&[Topic::Voucher]),
    reads: &[Topic::Voucher.recorded(Question::VouchedFalsely)],
    disclosure: Disclosure::N2,
    sources: &[Source::guidance("Modernising LPA: who can vouch; no present service looks")],
    reading: Some("The 5 years are counted where the record is, to the day."),
    sets: RuleSets::All,
    decide: |view| {
        let answer = view.subject().recorded(Question::VouchedFalsely)?;
        Ok(refuse(
            answer,
            NOT_IN_THIS_ROLE,
            "Who vouches may have vouched falsely before. A person must look.",
        ))
    },
};

pub(super) const H20: Rule = Rule {
    id: "H20",
    name: "vouch-reciprocal",
    says: "People do not vouch for each other in turn, and nobody vouches, certifies or acts for many.",
    severities: &[Severity::Refer],
    reads: &[Topic::Voucher.recorded(Question::VouchesInTurn)],
    disclosure: Disclosure::N3,
    sources: &[Source::ours("a pattern that a person should look at; how many is for OPG to say")],
    reading: Some("The whole rule is ours, and where *many* begins is set where the records are."),
    decide: |view| {
        let answer = view.subject().recorded(Question::VouchesInTurn)?;
        Ok(refer(answer, "Who vouches does so for many, or is vouched for in turn. A person must look."))
    },
    ..H14
};

//! Orders of the Court.

use crate::rules::{
    Category, Disclosure, Question, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic,
};
use crate::safeguarding::recorded::{STOP, refuse};

pub(super) const K10: Rule = Rule {
    id: "K10",
    name: "court-order-on-donor",
    says: "No order of the Court of Protection restricts the powers of the donor or an attorney.",
    category: Category::LegalValidity,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S3,
    section: Section::Donor,
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney]),
    reads: &[
        Topic::Donor.recorded(Question::UnderCourtOrder),
        Topic::Attorney.recorded(Question::UnderCourtOrder),
    ],
    disclosure: Disclosure::N4,
    sources: &[Source::law_unread("Mental Capacity Act 2005 sections 16 and 22")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let answer = view.subject().recorded(Question::UnderCourtOrder)?;
        Ok(refuse(answer, STOP, "An order of the Court probably restricts the powers of this person."))
    },
};

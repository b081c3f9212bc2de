//! What is on record of whoever drafts.

use crate::rules::{
    Category, Disclosure, Question, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic,
};
use crate::safeguarding::recorded::refer;

pub(super) const K07: Rule = Rule {
    id: "K07",
    name: "parallel-drafts",
    says: "Nobody drafts for the same donor under another account.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    stage: Stage::S3,
    section: Section::Donor,
    scope: Scope::Each(&[Topic::Donor]),
    reads: &[Topic::Donor.recorded(Question::DraftedTwice)],
    disclosure: Disclosure::N3,
    sources: &[
        Source::code("UID service: it issues another number for the same donor"),
        Source::ours("rule book group K"),
    ],
    reading: Some("That it is worth a look is our reading."),
    sets: RuleSets::All,
    decide: |view| {
        Ok(refer(
            view.subject().recorded(Question::DraftedTwice)?,
            "The same donor is drafted for under another account.",
        ))
    },
};

pub(super) const K08: Rule = Rule {
    id: "K08",
    name: "account-velocity",
    says: "No account, device, card or organisation drafts for unusually many donors.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    stage: Stage::S3,
    section: Section::Instrument,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.recorded(Question::AccountOfMany)],
    disclosure: Disclosure::N3,
    sources: &[
        Source::code("Decision records of Modernising LPA: attempts in mass"),
        Source::ours("rule book group K"),
    ],
    reading: Some("That it is worth a look is our reading. How many are unusual is to be set from data."),
    sets: RuleSets::All,
    decide: |view| {
        Ok(refer(
            view.subject().recorded(Question::AccountOfMany)?,
            "Whoever drafts this LPA drafts for unusually many donors.",
        ))
    },
};

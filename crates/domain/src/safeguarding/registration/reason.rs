//! What must be said when an LPA is ended by hand.

use crate::lpa::status::Status;
use crate::rules::{
    Category, Disclosure, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Text, Topic, Verdict, Word,
};

pub(super) const J14: Rule = Rule {
    id: "J14",
    name: "reason-required",
    says: "Whoever sets an LPA to cannot-register or cancelled gives a reason.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    stage: Stage::S18,
    section: Section::Registration,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.word_of(Word::StatusAsked), Topic::Lpa.text(Text::StatusReason)],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Case management: the form that changes a status")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let status = view.lpa().word::<Status>(Word::StatusAsked)?.known();
        if !matches!(status, Some(Status::CannotRegister | Status::Cancelled)) {
            return Ok(Verdict::NotApplicable);
        }
        let reason = view.lpa().text(Text::StatusReason)?;
        Ok(if reason.is_some_and(|reason| !reason.trim().is_empty()) {
            Verdict::Satisfied
        } else {
            Verdict::Violated("Give the reason why the LPA cannot be registered, or is cancelled.")
        })
    },
};

//! Paper LPAs that are stored as they came.

use crate::document::Channel;
use crate::rules::{
    Category, Disclosure, Flag, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic, Verdict, Word,
};

pub(super) const L08: Rule = Rule {
    id: "L08",
    name: "paper-accepts-errors",
    says: "A paper LPA that was stored with errors is looked at by a person.",
    category: Category::DataQuality,
    severities: &[Severity::Refer],
    stage: Stage::S18,
    section: Section::Instrument,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.word_of(Word::Channel), Topic::Paper.flag(Flag::StoredWithErrors)],
    disclosure: Disclosure::N0,
    sources: &[Source::code(
        "LPA Store: the errors of a paper LPA are logged, and it is stored all the same (Z-13)",
    )],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        if !view.lpa().word::<Channel>(Word::Channel)?.is(Channel::Paper) {
            return Ok(Verdict::NotApplicable);
        }
        Ok(if view.paper().is(Flag::StoredWithErrors)? {
            Verdict::Refer(
                "This paper LPA was stored with errors in it. Ask every rule of the stored LPA and look at what they say.",
            )
        } else {
            Verdict::Satisfied
        })
    },
};

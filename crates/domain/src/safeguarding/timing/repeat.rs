//! The time in which an application may be repeated for less.

use crate::rules::months::after;
use crate::rules::{
    Category, Day, Disclosure, Input, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic, Verdict,
};

pub(super) const I09: Rule = Rule {
    id: "I09",
    name: "repeat-window",
    says: "An application that could not be registered may be repeated at the reduced fee within three months.",
    category: Category::Process,
    severities: &[Severity::Info],
    stage: Stage::S13,
    section: Section::Payment,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.day(Day::InvitedToRepeat), Input::Today],
    disclosure: Disclosure::N0,
    sources: &[
        Source::guidance("Form LP1 section 14; Make an LPA: repeat applications"),
        Source::ours("fee rule book, repeat window: counted from OPG's letter"),
    ],
    reading: Some(
        "The three months run from OPG's letter, and the last day counts; the fee itself is decided by the fee rules.",
    ),
    sets: RuleSets::All,
    decide: |view| {
        let Some(invited) = view.lpa().day(Day::InvitedToRepeat)? else { return Ok(Verdict::NotApplicable) };
        let last = after(invited, 3);
        Ok(if view.today()? <= last {
            Verdict::SatisfiedUntil(last)
        } else {
            Verdict::Noted(
                "The three months in which it could be repeated at the reduced fee are over: the full fee is due.",
            )
        })
    },
};

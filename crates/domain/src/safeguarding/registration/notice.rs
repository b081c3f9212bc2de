//! Who is told before registration, and how long is waited then.

use jiff::Span;
use jiff::civil::Date;

use crate::rules::{
    At, Category, Decided, Disclosure, Flag, Input, Missing, Rule, RuleSet, RuleSets, Scope, Section,
    Severity, Source, Stage, Topic, Verdict, View,
};

pub(super) const J02: Rule = Rule {
    id: "J02",
    name: "wait-4-weeks",
    says: "An LPA is registered no earlier than four weeks after the last notice of the application.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S18,
    section: Section::Registration,
    scope: Scope::Whole,
    reads: &[Topic::Notice.at(At::NoticeGiven), Topic::Lpa.flag(Flag::RegistrationAsked), Input::Today],
    disclosure: Disclosure::N1,
    sources: &[Source::law("SI 2007/1253 regulation 12, as changed by SI 2013/506")],
    reading: None,
    sets: RuleSets::All,
    decide: four_weeks,
};

fn four_weeks(view: &View<'_>) -> Decided {
    let Some(last) = last_notice(view)? else {
        return Ok(if view.lpa().is(Flag::RegistrationAsked)? {
            Verdict::Violated("Nobody was given notice of the application. Give notice, and wait four weeks.")
        } else {
            Verdict::NotApplicable
        });
    };
    let first = last.saturating_add(Span::new().weeks(4));
    Ok(if view.today()? < first { Verdict::NotYet(first) } else { Verdict::Satisfied })
}

/// The last day on which the Public Guardian gave notice. The day itself counts as the first of a period that begins with it.
pub(super) fn last_notice(view: &View<'_>) -> Result<Option<Date>, Missing> {
    let mut last = None;
    for notice in view.each(Topic::Notice)? {
        last = last.max(notice.on(At::NoticeGiven)?);
    }
    Ok(last)
}

pub(super) const J03_2007: Rule = Rule {
    id: "J03",
    name: "ptn-notified",
    says: "The applicant has told everybody who is to be notified of the application.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S18,
    section: Section::PeopleToNotify,
    scope: Scope::Each(&[Topic::PersonToNotify]),
    reads: &[Topic::PersonToNotify.at(At::NoticeGiven), Topic::Lpa.flag(Flag::WaitingPeriodAsked)],
    disclosure: Disclosure::N1,
    sources: &[Source::law("Mental Capacity Act 2005 Schedule 1 paragraph 6")],
    reading: None,
    sets: RuleSets::Only(RuleSet::Rules2007),
    decide: |view| {
        notified(
            view,
            "Not told of the application. The applicant tells everybody to be notified, on form LP3.",
        )
    },
};

pub(super) const J03_2023: Rule = Rule {
    says: "OPG has told everybody who is to be notified of the application.",
    sources: &[
        Source::public("Powers of Attorney Act 2023, not in force for this"),
        Source::code("Modernising LPA"),
    ],
    sets: RuleSets::Only(RuleSet::Rules2023),
    decide: |view| {
        notified(
            view,
            "Not told of the application. OPG tells everybody to be notified before the LPA waits for registration.",
        )
    },
    ..J03_2007
};

fn notified(view: &View<'_>, cure: &'static str) -> Decided {
    if view.subject().at(At::NoticeGiven)?.is_some() {
        return Ok(Verdict::Satisfied);
    }
    Ok(if view.lpa().is(Flag::WaitingPeriodAsked)? {
        Verdict::Violated(cure)
    } else {
        Verdict::NotApplicable
    })
}

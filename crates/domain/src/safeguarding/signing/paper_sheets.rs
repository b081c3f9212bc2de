//! The continuation sheets of a paper form.

use crate::document::{AppointmentType, Channel};
use crate::rules::{
    Category, Count, Decided, Disclosure, Flag, Missing, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Topic, Verdict, View, Word, all, any,
};

/// How many attorneys, and how many people to notify, the form itself has room for.
const ROOM: usize = 4;
const ROOM_FOR_REPLACEMENTS: usize = 2;

pub(super) const G20: Rule = Rule {
    id: "G20",
    name: "paper-continuation",
    says: "On paper, the continuation sheets are there that the number of people, a long text, a donor who cannot sign or a trust \
           corporation need, and sheets 1 come with two people each.",
    category: Category::DataQuality,
    severities: &[Severity::Refer],
    stage: Stage::S18,
    section: Section::Signing,
    scope: Scope::Whole,
    reads: &[
        Topic::Lpa.word_of(Word::Channel),
        Topic::Attorney.word_of(Word::Appointment),
        Topic::PersonToNotify.list(),
        Topic::TrustCorporation.list(),
        Topic::Donor.flag(Flag::CanSign),
        Topic::Paper.count(Count::Sheet1People),
        Topic::Paper.flag(Flag::TextContinues),
        Topic::Paper.flag(Flag::HasSheet2),
        Topic::Paper.flag(Flag::HasSheet3),
        Topic::Paper.flag(Flag::HasSheet4),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Make an LPA: which sheets it prints; scanning: what it asks of them")],
    reading: Some("The form has room for 4 attorneys, 2 replacements and 4 people to notify."),
    sets: RuleSets::All,
    decide: sheets,
};

fn sheets(view: &View<'_>) -> Decided {
    if !view.lpa().word::<Channel>(Word::Channel)?.is(Channel::Paper) {
        return Ok(Verdict::NotApplicable);
    }
    let paper = view.paper();
    let without = |needed: Result<bool, Missing>, sheet: Flag| all([needed, paper.is(sheet).map(|has| !has)]);
    let is_missing = any([
        is_odd(view),
        all([needs_sheet_1(view), people(view).map(|people| people == 0)]),
        without(paper.is(Flag::TextContinues), Flag::HasSheet2),
        without(view.donor().flag(Flag::CanSign).map(|can| can == Some(false)), Flag::HasSheet3),
        without(view.each(Topic::TrustCorporation).map(|all| !all.is_empty()), Flag::HasSheet4),
    ])?;
    Ok(if is_missing {
        Verdict::Refer(
            "A continuation sheet that the form needs is not there, or sheet 1 does not come with two people.",
        )
    } else {
        Verdict::Satisfied
    })
}

fn people(view: &View<'_>) -> Result<u64, Missing> {
    Ok(view.paper().count(Count::Sheet1People)?.unwrap_or(0))
}

fn is_odd(view: &View<'_>) -> Result<bool, Missing> {
    Ok(people(view)? % 2 == 1)
}

fn needs_sheet_1(view: &View<'_>) -> Result<bool, Missing> {
    let notified = view.each(Topic::PersonToNotify).map(|all| all.len() > ROOM);
    any([notified, has_more(view, ROOM, false), has_more(view, ROOM_FOR_REPLACEMENTS, true)])
}

/// Whether more than `room` people are appointed first, or in replacement.
fn has_more(view: &View<'_>, room: usize, in_replacement: bool) -> Result<bool, Missing> {
    let attorneys = view.each(Topic::Attorney)?;
    if attorneys.len() <= room {
        return Ok(false);
    }
    let mut found = 0;
    for attorney in attorneys {
        let appointed = attorney.word::<AppointmentType>(Word::Appointment)?;
        found += usize::from(appointed.is(AppointmentType::Replacement) == in_replacement);
    }
    Ok(found > room)
}

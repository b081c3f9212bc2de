//! Texts against the way in which attorneys were appointed to decide.

use super::seen::{SEEN, refer, refer_if};
use crate::document::HowDecisions;
use crate::rules::{Missing, Rule, Source, Stage, Text, Topic, View, Word};
use crate::wording::Theme;

const LEAD: Source = Source::public("Re DA [2018] EWCOP 26; [2023] EWCOP 24 paragraph 39");

pub(super) const F01: Rule = Rule {
    id: "F01",
    name: "text-changes-appointment",
    says: "Where attorneys act jointly, or jointly and severally, no text imposes another way of deciding.",
    reads: &[Topic::Lpa.text(Text::Restrictions), Topic::Lpa.word_of(Word::How)],
    sources: &[
        Source::guidance("Make an LPA: instructions that change how attorneys decide"),
        Source::public("The Public Guardian's Severance Applications [2017] EWCOP 10"),
    ],
    decide: |view| refer_if(view, Theme::Appointment, |view| Ok(how_is_joint(view)? || is_several(view)?)),
    ..SEEN
};

fn how_is_joint(view: &View<'_>) -> Result<bool, Missing> {
    Ok(view.lpa().word(Word::How)?.is(HowDecisions::Jointly))
}

fn is_several(view: &View<'_>) -> Result<bool, Missing> {
    Ok(view.lpa().word(Word::How)?.is(HowDecisions::JointlyAndSeverally))
}

pub(super) const F02: Rule = Rule {
    id: "F02",
    name: "text-majority",
    says: "No text lets a majority of the attorneys decide.",
    sources: &[
        Source::guidance("Make an LPA: instructions that cannot work"),
        Source::public("[2023] EWCOP 24 issue 3"),
    ],
    decide: |view| refer(view, Theme::Majority),
    ..SEEN
};

pub(super) const F03: Rule = Rule {
    id: "F03",
    name: "text-lead-attorney",
    says: "No text puts one attorney before the others.",
    sources: &[LEAD],
    decide: |view| refer(view, Theme::Lead),
    ..SEEN
};

pub(super) const F04: Rule = Rule {
    id: "F04",
    name: "text-split-areas",
    says: "Where attorneys act jointly and severally, no text gives each an area.",
    reads: &[Topic::Lpa.text(Text::Restrictions), Topic::Lpa.word_of(Word::How)],
    stage: Stage::S8,
    sources: &[Source::public("[2023] EWCOP 24 on Mental Capacity Act 2005 section 10(4)")],
    decide: |view| refer_if(view, Theme::Areas, is_several),
    ..SEEN
};

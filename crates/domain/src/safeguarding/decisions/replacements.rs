//! How replacements decide.

use super::DECISION;
use super::count::{COUNTED, decide, one_acts, several_decide_jointly, several_replace};
use crate::document::{HowDecisions, StepIn};
use crate::rules::{
    Category, Input, Missing, Rule, Section, Source, Stage, Text, Topic, Verdict, View, Word, all, any,
};
use crate::safeguarding::joined::joined;

const STORE: Source = Source::code("LPA Store: lambda/create/validate.go and set_defaults.go");

const READS: &[Input] =
    &joined::<7>(COUNTED, &[Topic::Lpa.word_of(Word::StepIn), Topic::Lpa.word_of(Word::ReplacementHow)]);

const REPLACEMENTS: Rule =
    Rule { stage: Stage::S6, section: Section::Replacements, reads: READS, sources: &[STORE], ..DECISION };

const READING: Option<&str> = Some(
    "Where nothing is said and several act, they act jointly. Where attorneys decide jointly for some things, today's service fills \
     in how replacements decide and then refuses it (Z-07); here it stays unset.",
);

pub(super) const C12: Rule = Rule {
    id: "C12",
    name: "replacement-how-required",
    says: "Where several replacements step in together, it is said how they decide.",
    reading: READING,
    decide: |view| {
        Ok(if !replacements_choose(view)? {
            Verdict::NotApplicable
        } else if replacement_how(view)?.known().is_some() {
            Verdict::Satisfied
        } else {
            Verdict::Violated("Say how the replacement attorneys decide.")
        })
    },
    ..REPLACEMENTS
};

pub(super) const C13: Rule = Rule {
    id: "C13",
    name: "replacement-how-unset",
    says: "Where replacements do not step in together, nothing is said about how they decide.",
    category: Category::DataQuality,
    reading: READING,
    decide: |view| {
        Ok(if replacement_how(view)?.is_unset() {
            Verdict::Satisfied
        } else if replacements_choose(view)? {
            Verdict::NotApplicable
        } else {
            Verdict::Violated(
                "It must not be said here how replacement attorneys decide. Take the choice away.",
            )
        })
    },
    ..REPLACEMENTS
};

pub(super) const C14: Rule = Rule {
    id: "C14",
    name: "replacement-mixed-details",
    says: "Replacements who decide some things jointly are told which, and nobody else is.",
    reads: &[Topic::Lpa.word_of(Word::ReplacementHow), Topic::Lpa.text(Text::ReplacementHowDetails)],
    sources: &[STORE, Source::law("Mental Capacity Act 2005 section 10(4)(c)")],
    decide: |view| {
        let is_mixed = replacement_how(view)?.is(HowDecisions::JointlyForSomeSeverallyForOthers);
        Ok(match (is_mixed, view.lpa().text(Text::ReplacementHowDetails)?) {
            (true, None) => {
                Verdict::Violated("Say which decisions the replacement attorneys must make jointly.")
            }
            (false, Some(_)) => Verdict::Violated(
                "It is said which decisions of the replacements are joint, though they do not decide jointly for some and severally for \
                 others. Take the text away, or choose that way of deciding.",
            ),
            _ => Verdict::Satisfied,
        })
    },
    ..REPLACEMENTS
};

fn replacement_how(view: &View<'_>) -> Result<crate::choice::Choice<HowDecisions>, Missing> {
    view.lpa().word(Word::ReplacementHow)
}

/// Whether the replacements would step in together (rule book section 2.4).
fn replacements_choose<'v>(view: &'v View<'v>) -> Result<bool, Missing> {
    let step_in_last =
        view.lpa().word::<StepIn>(Word::StepIn).map(|step_in| step_in.is(StepIn::AllCanNoLongerAct));
    all([
        several_replace(view),
        any([
            one_acts(view),
            decide(view, HowDecisions::Jointly),
            several_decide_jointly(view),
            all([decide(view, HowDecisions::JointlyAndSeverally), step_in_last]),
        ]),
    ])
}

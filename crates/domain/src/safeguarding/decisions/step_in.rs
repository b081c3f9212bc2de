//! When replacements step in.

use super::DECISION;
use super::count::{COUNTED, any_replaces, decide, several_replace};
use super::text::{replaces_a_replacement, steps_in_for_a_time};
use crate::document::{Channel, HowDecisions, StepIn};
use crate::rules::{
    Category, Decided, Missing, Rule, Section, Severity, Source, Stage, Text, Topic, Verdict, View, Word,
    all, any,
};
use crate::safeguarding::joined::joined;

const STORE: Source = Source::code("LPA Store: lambda/create/validate.go");
const STEP_IN: Rule =
    Rule { stage: Stage::S6, section: Section::Replacements, sources: &[STORE], ..DECISION };

pub(super) const C10: Rule = Rule {
    id: "C10",
    name: "step-in-required",
    says: "Where attorneys decide jointly and severally and there is a replacement, it is said when replacements step in.",
    severities: &[Severity::Block, Severity::Info],
    reads: &joined::<7>(COUNTED, &[Topic::Lpa.word_of(Word::StepIn), Topic::Lpa.word_of(Word::Channel)]),
    reading: Some("On paper nothing said means: as soon as one can no longer act."),
    decide: step_in_required,
    ..STEP_IN
};

fn step_in_required(view: &View<'_>) -> Decided {
    if !all([decide(view, HowDecisions::JointlyAndSeverally), any_replaces(view)])? {
        return Ok(Verdict::NotApplicable);
    }
    Ok(if view.lpa().word::<StepIn>(Word::StepIn)?.known().is_some() {
        Verdict::Satisfied
    } else if view.lpa().word::<Channel>(Word::Channel)?.is(Channel::Paper) {
        Verdict::Noted(
            "It is not said when replacements step in: they do as soon as one attorney can no longer act.",
        )
    } else {
        Verdict::Violated("Say when the replacement attorneys step in.")
    })
}

pub(super) const C11: Rule = Rule {
    id: "C11",
    name: "step-in-details",
    says: "Replacements who step in another way are told how, and nobody else is.",
    category: Category::DataQuality,
    reads: &[Topic::Lpa.word_of(Word::StepIn), Topic::Lpa.text(Text::StepInDetails)],
    decide: |view| {
        let other_way = view.lpa().word::<StepIn>(Word::StepIn)?.is(StepIn::AnotherWay);
        Ok(match (other_way, view.lpa().text(Text::StepInDetails)?) {
            (true, None) => Verdict::Violated("Say in what other way the replacement attorneys step in."),
            (false, Some(_)) => Verdict::Violated(
                "It is described how replacements step in, though no other way was chosen. Take the text away, or choose *another way*.",
            ),
            _ => Verdict::Satisfied,
        })
    },
    ..STEP_IN
};

pub(super) const C15: Rule = Rule {
    id: "C15",
    name: "step-in-statutory-trigger",
    says: "A replacement steps in only when an appointment ends: by disclaimer, death, insolvency, dissolution or loss of capacity.",
    severities: &[Severity::Refer],
    reads: &[
        Topic::Lpa.word_of(Word::StepIn),
        Topic::Lpa.text(Text::StepInDetails),
        Topic::Lpa.text(Text::Restrictions),
    ],
    sources: &[
        Source::law("Mental Capacity Act 2005 sections 10(8)(b) and 13(6)"),
        Source::guidance("Make an LPA: when replacements step in"),
    ],
    reading: Some(
        "Another way in the donor's own words is always read by a person; the restrictions when words in them ask for it.",
    ),
    decide: |view| {
        let own_words = all([
            view.lpa().word::<StepIn>(Word::StepIn).map(|step_in| step_in.is(StepIn::AnotherWay)),
            view.lpa().text(Text::StepInDetails).map(|text| text.is_some()),
        ]);
        Ok(
            if any([
                own_words,
                says(view, Text::StepInDetails, steps_in_for_a_time),
                says(view, Text::Restrictions, steps_in_for_a_time),
            ])? {
                Verdict::Refer(
                    "A person must see that replacements step in only when an appointment has ended in law.",
                )
            } else {
                Verdict::Satisfied
            },
        )
    },
    ..STEP_IN
};

pub(super) const C16: Rule = Rule {
    id: "C16",
    name: "replacement-of-replacement",
    says: "No replacement is replaced by another.",
    severities: &[Severity::Refer],
    reads: &joined::<7>(
        COUNTED,
        &[Topic::Lpa.text(Text::StepInDetails), Topic::Lpa.text(Text::Restrictions)],
    ),
    sources: &[Source::public("[2023] EWCOP 24, whose answer on this point was not read")],
    reading: Some("Found by the words of the text; whether it can stand is for a person to say."),
    decide: |view| {
        if !several_replace(view)? {
            return Ok(Verdict::NotApplicable);
        }
        let texts = [Text::StepInDetails, Text::Restrictions];
        Ok(if any(texts.map(|text| says(view, text, replaces_a_replacement)))? {
            Verdict::Refer("A text seems to replace a replacement attorney.")
        } else {
            Verdict::Satisfied
        })
    },
    ..STEP_IN
};

fn says(view: &View<'_>, text: Text, so: impl Fn(&str) -> bool) -> Result<bool, Missing> {
    Ok(view.lpa().text(text)?.is_some_and(so))
}

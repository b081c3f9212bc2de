//! How several attorneys decide.

use super::DECISION;
use super::count::{COUNTED, decide, several_act};
use crate::choice::Choice;
use crate::document::{Channel, HowDecisions};
use crate::rules::{
    Category, Decided, Flag, Input, Rule, Severity, Source, Text, Topic, Verdict, View, Word,
};
use crate::safeguarding::joined::joined;

const STORE: Source = Source::code("LPA Store: lambda/create/validate.go");
const ACT: Source = Source::law("Mental Capacity Act 2005 section 10(4) and (5)");

pub(super) const C01: Rule = Rule {
    id: "C01",
    name: "how-required",
    says: "Where more than one attorney acts, the donor says how they decide; when nothing is said they decide jointly.",
    severities: &[Severity::Block, Severity::Warn],
    reads: &joined::<7>(COUNTED, &[Topic::Lpa.flag(Flag::HowIsDefault), Topic::Lpa.word_of(Word::Channel)]),
    sources: &[ACT, STORE],
    reading: Some(
        "A choice that only the default can have made is asked about once; any other was the donor's.",
    ),
    decide: how_required,
    ..DECISION
};

const SILENCE: Verdict = Verdict::NeedsConfirmation(
    "Nobody said how the attorneys decide, so they must decide everything jointly. Confirm that this is meant, or choose.",
);

fn how_required(view: &View<'_>) -> Decided {
    if !several_act(view)? {
        return Ok(Verdict::NotApplicable);
    }
    match view.lpa().word::<HowDecisions>(Word::How)? {
        Choice::Unset => Ok(SILENCE),
        Choice::Is(HowDecisions::Jointly) if view.lpa().is(Flag::HowIsDefault)? => Ok(SILENCE),
        Choice::Is(_) => Ok(Verdict::Satisfied),
        Choice::Other(_) if view.lpa().word::<Channel>(Word::Channel)?.is(Channel::Paper) => Ok(SILENCE),
        Choice::Other(_) => {
            Ok(Verdict::Violated("How the attorneys decide cannot be read. Choose one of the three ways."))
        }
    }
}

pub(super) const C02: Rule = Rule {
    id: "C02",
    name: "how-unset-single",
    says: "Where one attorney acts alone, nothing is said about how attorneys decide together.",
    category: Category::DataQuality,
    reads: COUNTED,
    sources: &[STORE],
    decide: |view| {
        Ok(if view.lpa().word::<HowDecisions>(Word::How)?.is_unset() {
            Verdict::Satisfied
        } else if several_act(view)? {
            Verdict::NotApplicable
        } else {
            Verdict::Violated(
                "Only one attorney acts: it must not be said how attorneys decide. Take the choice away.",
            )
        })
    },
    ..DECISION
};

pub(super) const C03: Rule = Rule {
    id: "C03",
    name: "mixed-needs-details",
    says: "Attorneys who decide some things jointly are told which.",
    reads: &[
        Topic::Lpa.word_of(Word::How),
        Topic::Lpa.word_of(Word::Channel),
        Topic::Lpa.text(Text::HowDetails),
        Topic::Lpa.flag(Flag::HowDetailsScanned),
    ],
    sources: &[STORE, Source::law("Mental Capacity Act 2005 section 10(4)(c)")],
    reading: Some("On paper a scan of the text will do (Z-27)."),
    decide: |view| {
        if !decide(view, HowDecisions::JointlyForSomeSeverallyForOthers)? {
            return Ok(Verdict::NotApplicable);
        }
        let is_written = view.lpa().text(Text::HowDetails)?.is_some();
        Ok(if is_written || is_scanned(view)? {
            Verdict::Satisfied
        } else {
            Verdict::Violated("Say which decisions the attorneys must make jointly.")
        })
    },
    ..DECISION
};

fn is_scanned(view: &View<'_>) -> Result<bool, crate::rules::Missing> {
    let is_paper = view.lpa().word::<Channel>(Word::Channel)?.is(Channel::Paper);
    Ok(is_paper && view.lpa().is(Flag::HowDetailsScanned)?)
}

const DETAILS: &[Input] = &[Topic::Lpa.word_of(Word::How), Topic::Lpa.text(Text::HowDetails)];

pub(super) const C04: Rule = Rule {
    id: "C04",
    name: "details-only-if-mixed",
    says: "Which decisions are joint is said only where some are and others are not.",
    category: Category::DataQuality,
    reads: DETAILS,
    sources: &[STORE],
    decide: |view| {
        Ok(if view.lpa().text(Text::HowDetails)?.is_none() {
            Verdict::Satisfied
        } else if decide(view, HowDecisions::JointlyForSomeSeverallyForOthers)? {
            Verdict::NotApplicable
        } else {
            Verdict::Violated(
                "It is said which decisions are joint, though the attorneys do not decide jointly for some and severally for others. \
                 Take the text away, or choose that way of deciding.",
            )
        })
    },
    ..DECISION
};

//! The kind of LPA, and what is chosen for the one kind and not for the other.

use super::DECISION;
use crate::choice::Choice;
use crate::document::{LifeSustaining, LpaType, WhenUsed};
use crate::rules::{
    Category, Decided, Flag, Missing, Rule, Section, Severity, Source, Stage, Topic, Verdict, View, Word,
};

const STORE: Source = Source::code("LPA Store: lambda/create/validate.go and set_defaults.go");
const USE: Rule = Rule { stage: Stage::S7, section: Section::Use, ..DECISION };

pub(super) const C17: Rule = Rule {
    id: "C17",
    name: "type-required",
    says: "An LPA is for property and affairs or for personal welfare, and never for both.",
    stage: Stage::S3,
    section: Section::Instrument,
    reads: &[Topic::Lpa.word_of(Word::LpaType)],
    sources: &[
        Source::guidance("Modernising LPA, Make an LPA: one LPA for each kind"),
        Source::code("scanning: exactly one box of form LP2 is ticked"),
    ],
    decide: |view| {
        Ok(match kind(view)? {
            Choice::Is(_) => Verdict::Satisfied,
            Choice::Unset => {
                Verdict::Violated("Say whether it is for property and affairs or for personal welfare.")
            }
            Choice::Other(_) => Verdict::Violated(
                "It must be for property and affairs or for personal welfare, exactly one. Make another LPA for the other.",
            ),
        })
    },
    ..DECISION
};

pub(super) const C18: Rule = Rule {
    id: "C18",
    name: "lst-choice",
    says: "For personal welfare the donor chooses whether attorneys may decide about life-sustaining treatment.",
    severities: &[Severity::Warn],
    reads: &[
        Topic::Lpa.word_of(Word::LpaType),
        Topic::Lpa.word_of(Word::LifeSustaining),
        Topic::Lpa.flag(Flag::LifeSustainingIsDefault),
    ],
    sources: &[Source::law_unread("Mental Capacity Act 2005 section 11(8)"), STORE],
    reading: Some(
        "A choice that only the default can have made is asked about once; any other was the donor's.",
    ),
    decide: life_sustaining,
    ..USE
};

fn life_sustaining(view: &View<'_>) -> Decided {
    if !kind(view)?.is(LpaType::PersonalWelfare) {
        return Ok(Verdict::NotApplicable);
    }
    let is_chosen = match view.lpa().word(Word::LifeSustaining)? {
        Choice::Is(LifeSustaining::OptionA) => true,
        Choice::Is(LifeSustaining::OptionB) => !view.lpa().is(Flag::LifeSustainingIsDefault)?,
        Choice::Unset | Choice::Other(_) => false,
    };
    Ok(if is_chosen {
        Verdict::Satisfied
    } else {
        Verdict::NeedsConfirmation(
            "Nobody chose about life-sustaining treatment, so the attorneys may not decide about it (option B). Confirm that this is \
             meant, or choose.",
        )
    })
}

pub(super) const C19: Rule = Rule {
    id: "C19",
    name: "when-choice",
    says: "For property and affairs the donor chooses from when the LPA can be used.",
    severities: &[Severity::Warn],
    reads: &[
        Topic::Lpa.word_of(Word::LpaType),
        Topic::Lpa.word_of(Word::WhenUsed),
        Topic::Lpa.flag(Flag::WhenUsedIsDefault),
    ],
    sources: &[STORE],
    reading: Some(
        "A choice that only the default can have made is asked about once; any other was the donor's.",
    ),
    decide: when_used,
    ..USE
};

fn when_used(view: &View<'_>) -> Decided {
    if !kind(view)?.is(LpaType::PropertyAndAffairs) {
        return Ok(Verdict::NotApplicable);
    }
    let is_chosen = match view.lpa().word(Word::WhenUsed)? {
        Choice::Is(WhenUsed::WhenCapacityLost) => true,
        Choice::Is(WhenUsed::WhenHasCapacity) => !view.lpa().is(Flag::WhenUsedIsDefault)?,
        Choice::Unset | Choice::Other(_) => false,
    };
    Ok(if is_chosen {
        Verdict::Satisfied
    } else {
        Verdict::NeedsConfirmation(
            "Nobody chose when the LPA can be used, so it can be as soon as it is registered. Confirm that this is meant, or choose.",
        )
    })
}

pub(super) const C20: Rule = Rule {
    id: "C20",
    name: "lst-absent-on-pa / when-absent-on-pw",
    says: "Nothing is chosen about life-sustaining treatment for property and affairs, nor about when it can be used for personal \
           welfare.",
    category: Category::DataQuality,
    reads: &[
        Topic::Lpa.word_of(Word::LpaType),
        Topic::Lpa.word_of(Word::LifeSustaining),
        Topic::Lpa.word_of(Word::WhenUsed),
    ],
    sources: &[STORE],
    decide: |view| {
        let (is_alien, cure) = match kind(view)?.known() {
            Some(LpaType::PropertyAndAffairs) => (
                !view.lpa().word::<LifeSustaining>(Word::LifeSustaining)?.is_unset(),
                "An LPA for property and affairs says nothing about life-sustaining treatment. Take the choice away.",
            ),
            Some(LpaType::PersonalWelfare) => (
                !view.lpa().word::<WhenUsed>(Word::WhenUsed)?.is_unset(),
                "An LPA for personal welfare says nothing about when it can be used. Take the choice away.",
            ),
            None => return Ok(Verdict::NotApplicable),
        };
        Ok(if is_alien { Verdict::Violated(cure) } else { Verdict::Satisfied })
    },
    ..USE
};

fn kind(view: &View<'_>) -> Result<Choice<LpaType>, Missing> {
    view.lpa().word(Word::LpaType)
}

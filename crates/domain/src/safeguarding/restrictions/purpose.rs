//! Texts that ask for what attorneys cannot do.

use super::seen::{SEEN, refer, refer_if, restrictions};
use crate::document::LpaType;
use crate::rules::{Missing, Rule, Severity, Source, Text, Topic, Verdict, View, Word};
use crate::wording::Theme;

pub(super) const F06: Rule = Rule {
    id: "F06",
    name: "text-gifts",
    says: "In a property LPA, no text allows more than customary gifts of reasonable value.",
    reads: &[Topic::Lpa.text(Text::Restrictions), Topic::Lpa.word_of(Word::LpaType)],
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 section 12"),
        Source::guidance("Make an LPA: gifts"),
    ],
    decide: |view| refer_if(view, Theme::Gifts, is_property),
    ..SEEN
};

fn is_property(view: &View<'_>) -> Result<bool, Missing> {
    Ok(view.lpa().word(Word::LpaType)?.is(LpaType::PropertyAndAffairs))
}

pub(super) const F07: Rule = Rule {
    id: "F07",
    name: "text-maintain-others",
    says: "No text asks attorneys to maintain anybody but a spouse, a civil partner or a child under 18.",
    sources: &[Source::guidance("Make an LPA: maintaining others")],
    decide: |view| refer(view, Theme::Maintenance),
    ..SEEN
};

pub(super) const F08: Rule = Rule {
    id: "F08",
    name: "text-illegal",
    says: "No text asks for what is unlawful, such as help to die.",
    sources: &[
        Source::guidance("Make an LPA: instructions that cannot work"),
        Source::public("Re DA [2018] EWCOP 26"),
    ],
    decide: |view| refer(view, Theme::Illegal),
    ..SEEN
};

pub(super) const F09: Rule = Rule {
    id: "F09",
    name: "text-other-interests",
    says: "No text asks attorneys to act in the best interests of anybody but the donor.",
    sources: &[
        Source::law("Mental Capacity Act 2005 sections 4 and 9(4)(a)"),
        Source::guidance("Make an LPA: instructions that cannot work"),
    ],
    decide: |view| refer(view, Theme::OtherInterests),
    ..SEEN
};

pub(super) const F12: Rule = Rule {
    id: "F12",
    name: "text-will",
    says: "No text lets attorneys make or change a will.",
    sources: &[Source::guidance("Make an LPA: instructions that cannot work")],
    decide: |view| refer(view, Theme::Will),
    ..SEEN
};

pub(super) const F17: Rule = Rule {
    id: "F17",
    name: "text-absolute-ban",
    says: "The donor confirms a ban for good, on selling the house or on a care home for instance.",
    severities: &[Severity::Warn],
    sources: &[Source::guidance("Make an LPA: instructions that may hurt later")],
    decide: |view| {
        let Some(wording) = restrictions(view)? else { return Ok(Verdict::NotApplicable) };
        Ok(wording.says(Theme::Absolute).map_or(Verdict::Satisfied, Verdict::NeedsConfirmation))
    },
    ..SEEN
};

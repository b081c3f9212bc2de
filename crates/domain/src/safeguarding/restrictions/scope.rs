//! Texts against what this kind of LPA, and the donor's other choices, allow.

use super::seen::{SEEN, refer_if, restrictions};
use crate::document::{LifeSustaining, LpaType, WhenUsed};
use crate::rules::{Decided, Missing, Rule, Source, Stage, Text, Topic, Verdict, View, Word, all};
use crate::wording::{Theme, Wording};

pub(super) const F13: Rule = Rule {
    id: "F13",
    name: "text-wrong-type",
    says: "A property LPA says nothing of welfare, and a welfare LPA nothing of money.",
    reads: &[Topic::Lpa.text(Text::Restrictions), Topic::Lpa.word_of(Word::LpaType)],
    sources: &[Source::guidance("Make an LPA: instructions for the other kind of LPA")],
    decide: wrong_type,
    ..SEEN
};

fn wrong_type(view: &View<'_>) -> Decided {
    let Some(wording) = restrictions(view)? else { return Ok(Verdict::NotApplicable) };
    let (welfare, money) = (wording.says(Theme::Welfare), wording.says(Theme::Money));
    if welfare.is_none() && money.is_none() {
        return Ok(Verdict::Satisfied);
    }
    let found = match view.lpa().word::<LpaType>(Word::LpaType)?.known() {
        Some(LpaType::PropertyAndAffairs) => welfare,
        Some(LpaType::PersonalWelfare) => money,
        None => None,
    };
    Ok(found.map_or(Verdict::Satisfied, Verdict::Refer))
}

pub(super) const F14: Rule = Rule {
    id: "F14",
    name: "text-when-conflict",
    says: "In a property LPA, no text contradicts the choice of when it may be used.",
    reads: &[
        Topic::Lpa.text(Text::Restrictions),
        Topic::Lpa.word_of(Word::LpaType),
        Topic::Lpa.word_of(Word::WhenUsed),
    ],
    sources: &[Source::guidance("Make an LPA: when attorneys can start")],
    reading: Some(
        "Where nothing was chosen, it may be used once registered, as the LPA Store fills it in. The patterns are unmeasured.",
    ),
    decide: when_conflict,
    ..SEEN
};

fn when_conflict(view: &View<'_>) -> Decided {
    let Some(wording) = restrictions(view)? else { return Ok(Verdict::NotApplicable) };
    let (only, also) = (wording.says(Theme::OnlyWithoutCapacity), wording.says(Theme::WhileCapable));
    if only.is_none() && also.is_none() {
        return Ok(Verdict::Satisfied);
    }
    if !view.lpa().word(Word::LpaType)?.is(LpaType::PropertyAndAffairs) {
        return Ok(Verdict::NotApplicable);
    }
    let when_lost = view.lpa().word(Word::WhenUsed)?.is(WhenUsed::WhenCapacityLost);
    Ok(if when_lost { also } else { only }.map_or(Verdict::Satisfied, Verdict::Refer))
}

pub(super) const F15: Rule = Rule {
    id: "F15",
    name: "text-lst-conflict",
    says: "Where attorneys are given no say on life-sustaining treatment, no text speaks of it.",
    reads: &[
        Topic::Lpa.text(Text::Restrictions),
        Topic::Lpa.text(Text::HowDetails),
        Topic::Lpa.word_of(Word::LpaType),
        Topic::Lpa.word_of(Word::LifeSustaining),
    ],
    stage: Stage::S7,
    sources: &[Source::guidance("Make an LPA: life-sustaining treatment")],
    decide: life_sustaining,
    ..SEEN
};

fn life_sustaining(view: &View<'_>) -> Decided {
    let lpa = view.lpa();
    let has_no_say = all([
        lpa.word(Word::LpaType).map(|kind| kind.is(LpaType::PersonalWelfare)),
        lpa.word(Word::LifeSustaining).map(|option| option.is(LifeSustaining::OptionB)),
    ])?;
    if !has_no_say {
        return Ok(Verdict::NotApplicable);
    }
    for text in [Text::HowDetails, Text::Restrictions] {
        if let Some(says) = says(lpa.wording(text)?, Theme::LifeSustaining) {
            return Ok(Verdict::Refer(says));
        }
    }
    Ok(Verdict::Satisfied)
}

fn says(wording: Option<&Wording>, theme: Theme) -> Option<&'static str> {
    wording.and_then(|wording| wording.says(theme))
}

pub(super) const F16: Rule = Rule {
    id: "F16",
    name: "text-pw-before-incapacity",
    says: "In a welfare LPA, no text lets attorneys decide while the donor has capacity.",
    reads: &[Topic::Lpa.text(Text::Restrictions), Topic::Lpa.word_of(Word::LpaType)],
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 section 11(7)(a)"),
        Source::guidance("Make an LPA: when attorneys can start"),
    ],
    decide: |view| refer_if(view, Theme::WhileCapable, is_welfare),
    ..SEEN
};

fn is_welfare(view: &View<'_>) -> Result<bool, Missing> {
    Ok(view.lpa().word(Word::LpaType)?.is(LpaType::PersonalWelfare))
}

//! In which order a paper form is dated.

use super::days::any_after;
use crate::document::{Channel, LpaType};
use crate::rules::{
    At, Category, Day, Decided, Disclosure, Flag, Missing, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Topic, Verdict, View, Word, all, any,
};

pub(super) const G03: Rule = Rule {
    id: "G03",
    name: "order-applicant-last",
    says: "On paper, at least one applicant signs, and nobody signs after the first applicant.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S18,
    section: Section::Registration,
    scope: Scope::Whole,
    reads: &[
        Topic::Lpa.word_of(Word::Channel),
        Topic::Applicant.at(At::Signed),
        Topic::Lpa.at(At::Signed),
        Topic::CertificateProvider.at(At::Signed),
        Topic::Attorney.at(At::Signed),
        Topic::TrustCorporation.at(At::Signed),
        Topic::TrustCorporation.at(At::SecondSigned),
    ],
    disclosure: Disclosure::N0,
    sources: &[
        Source::law_unread("SI 2007/1253 regulation 9"),
        Source::code("Make an LPA (DateCheck); scanning: the check of the form"),
    ],
    reading: None,
    sets: RuleSets::All,
    decide: applicant_last,
};

fn applicant_last(view: &View<'_>) -> Decided {
    if !view.lpa().word::<Channel>(Word::Channel)?.is(Channel::Paper) {
        return Ok(Verdict::NotApplicable);
    }
    let mut earliest = None;
    for applicant in view.each(Topic::Applicant)? {
        earliest = [earliest, applicant.on(At::Signed)?].into_iter().flatten().min();
    }
    let Some(applied) = earliest else {
        return Ok(Verdict::Violated("Nobody signed the application. Sign section 15, with a date."));
    };
    let donor = view.lpa().on(At::Signed).map(|signed| signed.is_some_and(|signed| signed > applied));
    let others = [Topic::CertificateProvider, Topic::Attorney, Topic::TrustCorporation];
    let others = others.map(|topic| any_after(view, topic, applied));
    Ok(if any(std::iter::once(donor).chain(others))? {
        Verdict::Violated(
            "The application is dated before another signature. Sign section 15 again, last of all.",
        )
    } else {
        Verdict::Satisfied
    })
}

pub(super) const G04: Rule = Rule {
    id: "G04",
    name: "order-lst",
    says: "On a paper welfare form, exactly one option on life-sustaining treatment is signed and dated, no later than section 9, or \
           than continuation sheet 3 when somebody signs for the donor.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Signing,
    scope: Scope::Whole,
    reads: &[
        Topic::Lpa.word_of(Word::Channel),
        Topic::Lpa.word_of(Word::LpaType),
        Topic::Lpa.at(At::Signed),
        Topic::Paper.flag(Flag::OptionASigned),
        Topic::Paper.flag(Flag::OptionBSigned),
        Topic::Paper.day(Day::OptionADated),
        Topic::Paper.day(Day::OptionBDated),
        Topic::Paper.day(Day::Sheet3Dated),
    ],
    disclosure: Disclosure::N0,
    sources: &[
        Source::guidance("Make an LPA: section 5 is signed before section 9, or on that day"),
        Source::code("Make an LPA (DateCheck); the check of scanned forms looks inverted (hazard Z-05)"),
    ],
    reading: Some(
        "A form on which neither section 5 nor section 9 is signed is not finished, and nothing is wrong with it.",
    ),
    sets: RuleSets::All,
    decide: section_5_first,
};

fn section_5_first(view: &View<'_>) -> Decided {
    if !is_paper_welfare(view)? {
        return Ok(Verdict::NotApplicable);
    }
    let paper = view.paper();
    let signed = view.lpa().on(At::Signed)?;
    let date = match (paper.is(Flag::OptionASigned)?, paper.is(Flag::OptionBSigned)?) {
        (false, false) if signed.is_none() => return Ok(Verdict::NotApplicable),
        (true, false) => Day::OptionADated,
        (false, true) => Day::OptionBDated,
        _ => return Ok(Verdict::Violated("Sign exactly one option in section 5, before section 9.")),
    };
    let Some(chosen) = paper.day(date)? else {
        return Ok(Verdict::Violated(
            "The option in section 5 has no date. Sign and date it, then section 9 again.",
        ));
    };
    let limit = paper.day(Day::Sheet3Dated)?.or(signed);
    Ok(if limit.is_some_and(|limit| chosen > limit) {
        Verdict::Violated(
            "Section 5 was signed too late. Sign it, then section 9 or continuation sheet 3 again.",
        )
    } else {
        Verdict::Satisfied
    })
}

fn is_paper_welfare(view: &View<'_>) -> Result<bool, Missing> {
    let lpa = view.lpa();
    all([
        lpa.word::<Channel>(Word::Channel).map(|channel| channel.is(Channel::Paper)),
        lpa.word::<LpaType>(Word::LpaType).map(|kind| kind.is(LpaType::PersonalWelfare)),
    ])
}

//! Who may vouch, and how often.

use jiff::Span;

use super::names::{forenames_within, same_last_name};
use super::result::MOST_ATTEMPTS;
use crate::matching::ForenamesLevel;
use crate::rules::{
    Category, Count, Day, Decided, Disclosure, IdentityResult, Input, Missing, Relation, Rule, RuleSets,
    Scope, Section, Severity, Source, Stage, Text, Topic, Verdict, View, Word, all, any,
};
use crate::safeguarding::years::eighteen_on;

const KNOWN_YEARS: i16 = 2;

/// Whom the donor may not be to who vouches.
const TOO_CLOSE: [Relation; 6] = [
    Relation::Spouse,
    Relation::UnmarriedPartner,
    Relation::CloseBlood,
    Relation::OtherBlood,
    Relation::InLawOrStep,
    Relation::SameAddress,
];

pub(super) const H13: Rule = Rule {
    id: "H13",
    name: "voucher-known-2y",
    says: "Who vouches is 18 or over, has known the donor for 2 years, and is no partner, relative or member of the household.",
    category: Category::Identity,
    severities: &[Severity::Block],
    stage: Stage::S14,
    section: Section::Identity,
    scope: Scope::Each(&[Topic::Voucher]),
    reads: &[
        Topic::Voucher.day(Day::KnownSince),
        Topic::Voucher.day(Day::Birth),
        Topic::Voucher.related(Topic::Donor, Relation::Spouse),
        Topic::Voucher.related(Topic::Donor, Relation::UnmarriedPartner),
        Topic::Voucher.related(Topic::Donor, Relation::CloseBlood),
        Topic::Voucher.related(Topic::Donor, Relation::OtherBlood),
        Topic::Voucher.related(Topic::Donor, Relation::InLawOrStep),
        Topic::Voucher.related(Topic::Donor, Relation::SameAddress),
        Input::Today,
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::guidance("Modernising LPA: who can vouch")],
    reading: Some(
        "The 2 years end today. Who gives no date of birth is taken at their word that they are 18.",
    ),
    sets: RuleSets::All,
    decide: may_vouch,
};

fn may_vouch(view: &View<'_>) -> Decided {
    let voucher = view.subject();
    let is_close = TOO_CLOSE.map(|relation| voucher.is_related(view.donor(), relation));
    Ok(if any(is_close.into_iter().chain([known_too_briefly(view), is_minor(view)]))? {
        Verdict::Violated(
            "This person cannot vouch. Ask somebody who is 18 or over, has known the donor for at least 2 years, and is no partner, \
             relative or member of the household.",
        )
    } else {
        Verdict::Satisfied
    })
}

fn known_too_briefly(view: &View<'_>) -> Result<bool, Missing> {
    let since = view.subject().day(Day::KnownSince)?;
    let latest = view.today()?.saturating_sub(Span::new().years(KNOWN_YEARS));
    Ok(since.is_none_or(|since| since > latest))
}

fn is_minor(view: &View<'_>) -> Result<bool, Missing> {
    let today = view.today()?;
    Ok(view.subject().day(Day::Birth)?.is_some_and(|born| eighteen_on(born) > today))
}

pub(super) const H15: Rule = Rule {
    id: "H15",
    name: "voucher-attempts",
    says: "Somebody vouches in one of two attempts at most, and not after the donor's identity failed.",
    reads: &[Topic::Voucher.count(Count::VouchAttempts), Topic::Donor.word_of(Word::IdentityResult)],
    sources: &[Source::code("Modernising LPA: vouching")],
    reading: None,
    decide: |view| {
        let attempts = view.subject().count(Count::VouchAttempts);
        let result = view.donor().word::<IdentityResult>(Word::IdentityResult);
        let is_over = any([
            attempts.map(|attempts| attempts.is_some_and(|attempts| attempts > MOST_ATTEMPTS)),
            result.map(|result| result.known().is_some_and(IdentityResult::is_failed)),
        ])?;
        Ok(if is_over {
            Verdict::Violated(
                "Nobody can vouch any more. Prove the identity in another way, or apply to the Court of Protection.",
            )
        } else {
            Verdict::Satisfied
        })
    },
    ..H13
};

pub(super) const H16: Rule = Rule {
    id: "H16",
    name: "voucher-identity",
    says: "Who vouches has proved their own identity, in the name under which the donor named them.",
    reads: &[
        Topic::Voucher.word_of(Word::IdentityResult),
        Topic::Voucher.text(Text::FirstNames),
        Topic::Voucher.text(Text::LastName),
        Topic::Voucher.text(Text::VerifiedFirstNames),
        Topic::Voucher.text(Text::VerifiedLastName),
    ],
    sources: &[Source::code("Modernising LPA: the identity of who vouches")],
    reading: Some("Middle names may differ. Until there is a result, nothing is decided."),
    decide: voucher_proved,
    ..H13
};

fn voucher_proved(view: &View<'_>) -> Decided {
    let voucher = view.subject();
    let Some(result) = voucher.word::<IdentityResult>(Word::IdentityResult)?.known() else {
        return Ok(Verdict::NotApplicable);
    };
    if result == IdentityResult::Pending {
        return Ok(Verdict::NotApplicable);
    }
    let matches = [same_last_name(voucher), forenames_within(voucher, ForenamesLevel::FirstToken)];
    Ok(if all([Ok(result.is_confirmed())].into_iter().chain(matches))? {
        Verdict::Satisfied
    } else {
        Verdict::Violated(
            "Who vouches could not prove who they are under this name. The attempt counts: ask somebody else.",
        )
    })
}

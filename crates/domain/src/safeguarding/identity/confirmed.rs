//! Nobody is registered who has not proved who they are.

use crate::rules::{
    At, Category, Decided, Disclosure, Flag, IdentityResult, Rule, RuleSets, Scope, Section, Severity,
    Source, Stage, Topic, Verdict, View, Word, any,
};

pub(super) const H01: Rule = Rule {
    id: "H01",
    name: "donor-identity",
    says: "Before the waiting period, the donor's identity is confirmed, or the Court directs that it is taken as proved.",
    category: Category::Identity,
    severities: &[Severity::Block],
    stage: Stage::S14,
    section: Section::Identity,
    scope: Scope::Each(&[Topic::Donor]),
    reads: &[
        Topic::Donor.at(At::IdentityChecked),
        Topic::Donor.word_of(Word::IdentityResult),
        Topic::Donor.at(At::CourtDirected),
        Topic::Lpa.flag(Flag::WaitingPeriodAsked),
    ],
    disclosure: Disclosure::N0,
    sources: &[
        Source::guidance("Modernising LPA: confirming an identity"),
        Source::public("Powers of Attorney Act 2023, not in force for this"),
    ],
    reading: Some(
        "Until the LPA is sent to wait for registration, an identity that is not confirmed stands in nobody's way.",
    ),
    sets: RuleSets::All,
    decide: confirmed,
};

pub(super) const H02: Rule = Rule {
    id: "H02",
    name: "cp-identity",
    says: "Before the waiting period, the certificate provider's identity is confirmed, or the Court directs that it is taken as proved.",
    stage: Stage::S16,
    scope: Scope::Each(&[Topic::CertificateProvider]),
    reads: &[
        Topic::CertificateProvider.at(At::IdentityChecked),
        Topic::CertificateProvider.word_of(Word::IdentityResult),
        Topic::CertificateProvider.at(At::CourtDirected),
        Topic::Lpa.flag(Flag::WaitingPeriodAsked),
    ],
    sources: &[
        Source::guidance("Modernising LPA: confirming an identity"),
        Source::code("LPA Store: the waiting period does not ask for it (hazard Z-23)"),
    ],
    ..H01
};

fn confirmed(view: &View<'_>) -> Decided {
    let one = view.subject();
    let result = one.word::<IdentityResult>(Word::IdentityResult);
    let is_proved = any([
        one.at(At::IdentityChecked).map(|at| at.is_some()),
        one.at(At::CourtDirected).map(|at| at.is_some()),
        result.map(|result| result.known().is_some_and(IdentityResult::is_confirmed)),
    ])?;
    Ok(if is_proved {
        Verdict::Satisfied
    } else if view.lpa().is(Flag::WaitingPeriodAsked)? {
        Verdict::Violated(
            "The identity is not confirmed. Confirm it, or apply to the Court, before the LPA can be registered.",
        )
    } else {
        Verdict::NotApplicable
    })
}

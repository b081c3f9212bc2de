//! How attorneys sign.

use super::certificate::is_paid;
use super::days::{first, signed};
use crate::document::AttorneyStatus;
use crate::rules::{
    About, At, Category, Decided, Disclosure, Flag, Missing, Rule, RuleSets, Scope, Section, Severity,
    Source, Stage, Text, Topic, Verdict, View, Word, all, any,
};

pub(super) const G12: Rule = Rule {
    id: "G12",
    name: "attorney-sign-preconditions",
    says: "An attorney signs once the LPA is paid for, signed by the donor and certified, and the attorney has read it.",
    category: Category::Process,
    severities: &[Severity::Block],
    stage: Stage::S17,
    section: Section::Signing,
    scope: Scope::Each(&[Topic::Attorney, Topic::TrustCorporation]),
    reads: &[
        Topic::Attorney.flag(Flag::SignsNow),
        Topic::TrustCorporation.flag(Flag::SignsNow),
        Topic::Signing.word_of(Word::Payment),
        Topic::Lpa.at(At::Signed),
        Topic::CertificateProvider.at(At::Signed),
        Topic::Attorney.flag(Flag::HasRead),
        Topic::TrustCorporation.flag(Flag::HasRead),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: the tasks of an attorney")],
    reading: None,
    sets: RuleSets::All,
    decide: attorney_may_sign,
};

fn attorney_may_sign(view: &View<'_>) -> Decided {
    let attorney = view.subject();
    if !attorney.is(Flag::SignsNow)? {
        return Ok(Verdict::NotApplicable);
    }
    let ready = all([
        is_paid(view),
        view.lpa().at(At::Signed).map(|at| at.is_some()),
        is_certified(view),
        attorney.is(Flag::HasRead),
    ])?;
    Ok(if ready {
        Verdict::Satisfied
    } else {
        Verdict::Violated(
            "Too early to sign. The fee must be paid, the donor must have signed, the certificate must be given, and the attorney \
             must read the LPA.",
        )
    })
}

/// Whether the certificate is given.
pub(in crate::safeguarding) fn is_certified(view: &View<'_>) -> Result<bool, Missing> {
    let provider = view.optional(Topic::CertificateProvider)?;
    provider.map_or(Ok(false), |provider| Ok(provider.at(At::Signed)?.is_some()))
}

pub(super) const G14: Rule = Rule {
    id: "G14",
    name: "trust-corp-sign",
    says: "One or two people sign for a trust corporation, each with names and professional title, and its company number is given.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S17,
    section: Section::Signing,
    scope: Scope::Each(&[Topic::TrustCorporation]),
    reads: &[
        Topic::TrustCorporation.at(At::Signed),
        Topic::TrustCorporation.at(At::SecondSigned),
        Topic::TrustCorporation.text(Text::FirstNames),
        Topic::TrustCorporation.text(Text::LastName),
        Topic::TrustCorporation.text(Text::ProfessionalTitle),
        Topic::TrustCorporation.text(Text::SecondFirstNames),
        Topic::TrustCorporation.text(Text::SecondLastName),
        Topic::TrustCorporation.text(Text::SecondTitle),
        Topic::TrustCorporation.text(Text::ThirdLastName),
        Topic::TrustCorporation.text(Text::CompanyNumber),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("LPA Store: the update by which a trust corporation signs; Modernising LPA")],
    reading: Some("A third who signs is seen by the last name."),
    sets: RuleSets::All,
    decide: |view| {
        let company = view.subject();
        if first(signed(company)?).is_none() {
            return Ok(Verdict::NotApplicable);
        }
        let complete = all([
            has(company, &[Text::FirstNames, Text::LastName, Text::ProfessionalTitle, Text::CompanyNumber]),
            second_is_whole(company),
            company.text(Text::ThirdLastName).map(|name| name.is_none()),
        ])?;
        Ok(if complete {
            Verdict::Satisfied
        } else {
            Verdict::Violated(
                "Give the company number, and for one or two people who sign for it their names and professional titles.",
            )
        })
    },
};

const SECOND: &[Text] = &[Text::SecondFirstNames, Text::SecondLastName, Text::SecondTitle];

/// Whether all of a second is told, or nothing.
fn second_is_whole(company: About<'_>) -> Result<bool, Missing> {
    any([has(company, SECOND), has_none(company)])
}

fn has(company: About<'_>, texts: &[Text]) -> Result<bool, Missing> {
    all(texts.iter().map(|text| company.text(*text).map(|text| text.is_some())))
}

fn has_none(company: About<'_>) -> Result<bool, Missing> {
    let told = SECOND.iter().map(|text| company.text(*text).map(|text| text.is_none()));
    all(told.chain([company.at(At::SecondSigned).map(|at| at.is_none())]))
}

pub(super) const G21: Rule = Rule {
    id: "G21",
    name: "all-attorneys-sign",
    says: "Before the waiting period, every attorney and replacement has signed, or is removed.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S17,
    section: Section::Signing,
    scope: Scope::Each(&[Topic::Attorney, Topic::TrustCorporation]),
    reads: &[
        Topic::Lpa.flag(Flag::WaitingPeriodAsked),
        Topic::Attorney.at(At::Signed),
        Topic::TrustCorporation.at(At::Signed),
        Topic::TrustCorporation.at(At::SecondSigned),
        Topic::Attorney.word_of(Word::Status),
        Topic::TrustCorporation.word_of(Word::Status),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("LPA Store: what the waiting period asks for")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let one = view.subject();
        if first(signed(one)?).is_some() {
            return Ok(Verdict::Satisfied);
        }
        let stays = one.word(Word::Status).map(|status| !status.is(AttorneyStatus::Removed));
        Ok(if all([stays, view.lpa().is(Flag::WaitingPeriodAsked)])? {
            Verdict::Violated(
                "Has not signed. They sign, opt out, or are removed, before the LPA can wait for registration.",
            )
        } else {
            Verdict::NotApplicable
        })
    },
};

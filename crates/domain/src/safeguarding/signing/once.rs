//! How everybody signs: once, and in the language of the LPA.

use crate::document::Language;
use crate::rules::{
    At, Category, Disclosure, Flag, Missing, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic,
    Verdict, View, Word, any,
};

const SIGNERS: &[Topic] =
    &[Topic::Donor, Topic::CertificateProvider, Topic::Attorney, Topic::TrustCorporation];

pub(super) const G10: Rule = Rule {
    id: "G10",
    name: "sign-language",
    says: "Everybody reads and signs the LPA in its language.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Signing,
    scope: Scope::Each(SIGNERS),
    reads: &[
        Topic::Lpa.word_of(Word::Language),
        Topic::Donor.word_of(Word::SignsIn),
        Topic::CertificateProvider.word_of(Word::SignsIn),
        Topic::Attorney.word_of(Word::SignsIn),
        Topic::TrustCorporation.word_of(Word::SignsIn),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: the language of the pages of signing")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let Some(signs_in) = view.subject().word::<Language>(Word::SignsIn)?.known() else {
            return Ok(Verdict::NotApplicable);
        };
        let Some(language) = view.lpa().word::<Language>(Word::Language)?.known() else {
            return Ok(Verdict::NotApplicable);
        };
        Ok(if signs_in == language {
            Verdict::Satisfied
        } else {
            Verdict::Violated(
                "The LPA is in the other language. Read and sign it in the language in which it is written.",
            )
        })
    },
};

pub(super) const G13: Rule = Rule {
    id: "G13",
    name: "sign-once",
    says: "Nobody signs twice, and nobody opts out after signing.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    stage: Stage::S16,
    section: Section::Signing,
    scope: Scope::Each(SIGNERS),
    reads: &[
        Topic::Lpa.at(At::Signed),
        Topic::CertificateProvider.at(At::Signed),
        Topic::Attorney.at(At::Signed),
        Topic::TrustCorporation.at(At::Signed),
        Topic::TrustCorporation.at(At::SecondSigned),
        Topic::Donor.flag(Flag::SignsNow),
        Topic::CertificateProvider.flag(Flag::SignsNow),
        Topic::Attorney.flag(Flag::SignsNow),
        Topic::TrustCorporation.flag(Flag::SignsNow),
        Topic::CertificateProvider.flag(Flag::OptsOutNow),
        Topic::Attorney.flag(Flag::OptsOutNow),
        Topic::TrustCorporation.flag(Flag::OptsOutNow),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("LPA Store: the updates of signing and opting out")],
    reading: Some("A second person may still sign for a trust corporation."),
    sets: RuleSets::All,
    decide: |view| {
        if !any([has_signed(view), may_have_signed_once(view)])? {
            return Ok(Verdict::Satisfied);
        }
        Ok(if any([signs_twice(view), opts_out(view)])? {
            Verdict::Violated(
                "Already signed: nothing is signed twice, and nobody opts out any more. Contact OPG.",
            )
        } else {
            Verdict::Satisfied
        })
    },
};

/// Whether there is nothing left for the subject to sign.
fn has_signed(view: &View<'_>) -> Result<bool, Missing> {
    let one = view.subject();
    Ok(match one.topic() {
        Topic::Donor => view.lpa().at(At::Signed)?.is_some(),
        Topic::TrustCorporation => one.at(At::SecondSigned)?.is_some(),
        _ => one.at(At::Signed)?.is_some(),
    })
}

fn may_have_signed_once(view: &View<'_>) -> Result<bool, Missing> {
    let one = view.subject();
    Ok(one.topic() == Topic::TrustCorporation && one.at(At::Signed)?.is_some())
}

fn signs_twice(view: &View<'_>) -> Result<bool, Missing> {
    Ok(has_signed(view)? && view.subject().is(Flag::SignsNow)?)
}

fn opts_out(view: &View<'_>) -> Result<bool, Missing> {
    let one = view.subject();
    Ok(one.topic() != Topic::Donor && one.is(Flag::OptsOutNow)?)
}

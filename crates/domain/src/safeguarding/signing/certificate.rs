//! What must be done before the certificate is given.

use crate::rules::{
    At, Category, Decided, Disclosure, Flag, IdentityResult, Missing, Payment, Rule, RuleSets, Scope,
    Section, Severity, Source, Stage, Topic, Verdict, View, Word, all, any,
};

pub(super) const G11: Rule = Rule {
    id: "G11",
    name: "cp-sign-preconditions",
    says: "The certificate is given once the LPA is paid for, signed and witnessed, and the certificate provider has confirmed their \
           details and has at least begun to prove their identity.",
    category: Category::Process,
    severities: &[Severity::Block],
    stage: Stage::S16,
    section: Section::CertificateProvider,
    scope: Scope::Each(&[Topic::CertificateProvider]),
    reads: &[
        Topic::CertificateProvider.flag(Flag::SignsNow),
        Topic::Signing.word_of(Word::Payment),
        Topic::Lpa.at(At::Signed),
        Topic::Lpa.at(At::WitnessedByCertificateProvider),
        Topic::CertificateProvider.flag(Flag::DetailsConfirmed),
        Topic::CertificateProvider.at(At::IdentityChecked),
        Topic::CertificateProvider.word_of(Word::IdentityResult),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: the tasks of the certificate provider")],
    reading: Some("An identity that failed counts as completed here, as it does today; H08 stops it."),
    sets: RuleSets::All,
    decide: may_certify,
};

fn may_certify(view: &View<'_>) -> Decided {
    let provider = view.subject();
    if !provider.is(Flag::SignsNow)? {
        return Ok(Verdict::NotApplicable);
    }
    let result = provider.word::<IdentityResult>(Word::IdentityResult);
    let checked = provider.at(At::IdentityChecked).map(|at| at.is_some());
    let ready = all([
        is_paid(view),
        view.lpa().at(At::Signed).map(|at| at.is_some()),
        view.lpa().at(At::WitnessedByCertificateProvider).map(|at| at.is_some()),
        provider.is(Flag::DetailsConfirmed),
        any([checked, result.map(|result| result.known().is_some())]),
    ])?;
    Ok(if ready {
        Verdict::Satisfied
    } else {
        Verdict::Violated(
            "The certificate cannot be given yet. The fee must be paid, the donor must have signed before the certificate provider, \
             and the certificate provider must confirm their details and prove their identity.",
        )
    })
}

/// Whether nothing is to be paid any more.
pub(in crate::safeguarding) fn is_paid(view: &View<'_>) -> Result<bool, Missing> {
    Ok(view.signing().word::<Payment>(Word::Payment)?.is(Payment::Completed))
}

//! When an LPA may wait for registration.

use crate::rules::{
    At, Category, Decided, Disclosure, Flag, Missing, Question, Recorded, Rule, RuleSets, Scope, Section,
    Severity, Source, Stage, Topic, Verdict, View, Word, all,
};
use crate::safeguarding::complete::{everybody_has_signed, is_identified, provider_is_identified};
use crate::safeguarding::signing::attorney::is_certified;
use crate::safeguarding::signing::certificate::is_paid;

pub(super) const J01: Rule = Rule {
    id: "J01",
    name: "swp-ready",
    says: "The waiting period begins once everybody has signed, both identities are proved, the fee is paid, and neither an anomaly nor a \
           severance is outstanding.",
    category: Category::Process,
    severities: &[Severity::Block],
    stage: Stage::S18,
    section: Section::Registration,
    scope: Scope::Whole,
    reads: &[
        Topic::Lpa.flag(Flag::WaitingPeriodAsked),
        Topic::Lpa.flag(Flag::FatalAnomaly),
        Topic::Lpa.at(At::Signed),
        Topic::Lpa.recorded(Question::SeveranceOutstanding),
        Topic::Donor.at(At::IdentityChecked),
        Topic::Donor.at(At::CourtDirected),
        Topic::Donor.word_of(Word::IdentityResult),
        Topic::CertificateProvider.at(At::Signed),
        Topic::CertificateProvider.at(At::IdentityChecked),
        Topic::CertificateProvider.at(At::CourtDirected),
        Topic::CertificateProvider.word_of(Word::IdentityResult),
        Topic::Attorney.at(At::Signed),
        Topic::Attorney.word_of(Word::Status),
        Topic::TrustCorporation.at(At::Signed),
        Topic::TrustCorporation.at(At::SecondSigned),
        Topic::TrustCorporation.word_of(Word::Status),
        Topic::Signing.word_of(Word::Payment),
    ],
    disclosure: Disclosure::N1,
    sources: &[
        Source::code("LPA Store: what the waiting period asks for, which is the signatures alone"),
        Source::ours("rule book J01: identities, payment, anomalies and severance"),
    ],
    reading: Some(
        "That identities, payment, anomalies and severance count is our reading. It says that something is outstanding; what, the rules \
         about each of them say.",
    ),
    sets: RuleSets::All,
    decide: ready,
};

fn ready(view: &View<'_>) -> Decided {
    if !view.lpa().is(Flag::WaitingPeriodAsked)? {
        return Ok(Verdict::NotApplicable);
    }
    // A severance that is only probable is J09's to refer: here a caller would see it.
    let is_severed =
        view.lpa().recorded(Question::SeveranceOutstanding).map(|answer| answer == Recorded::Strong);
    let is_ready = all([is_done(view), is_severed.map(|is_severed| !is_severed)])?;
    Ok(if is_ready {
        Verdict::Satisfied
    } else {
        Verdict::Violated(
            "The LPA cannot wait for registration yet. A signature, the certificate, an identity, the fee, an anomaly or a severance is \
             outstanding.",
        )
    })
}

fn is_done(view: &View<'_>) -> Result<bool, Missing> {
    all([
        view.lpa().at(At::Signed).map(|at| at.is_some()),
        is_certified(view),
        everybody_has_signed(view),
        is_identified(view.donor()),
        provider_is_identified(view),
        is_paid(view),
        view.lpa().is(Flag::FatalAnomaly).map(|hinders| !hinders),
    ])
}

//! In which order people sign.

use jiff::civil::Date;

use super::days::{first, signed};
use crate::rules::{
    At, Category, Decided, Disclosure, Input, Missing, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Topic, Verdict, View,
};

const REGULATION: Source = Source::law_unread("SI 2007/1253 regulation 9");
const DATE_CHECK: Source = Source::code("Make an LPA: the check of dates (DateCheck)");

pub(super) const G01: Rule = Rule {
    id: "G01",
    name: "order-donor-first",
    says: "The donor signs before, or on the day on which, the certificate provider and each attorney do.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S16,
    section: Section::Signing,
    scope: Scope::Each(&[Topic::CertificateProvider, Topic::Attorney, Topic::TrustCorporation]),
    reads: &[
        Topic::Lpa.at(At::Signed),
        Topic::CertificateProvider.at(At::Signed),
        Topic::Attorney.at(At::Signed),
        Topic::TrustCorporation.at(At::Signed),
        Topic::TrustCorporation.at(At::SecondSigned),
    ],
    disclosure: Disclosure::N0,
    sources: &[REGULATION, DATE_CHECK],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let Some(signed) = first(signed(view.subject())?) else { return Ok(Verdict::NotApplicable) };
        Ok(match view.lpa().on(At::Signed)? {
            Some(donor) if donor <= signed => Verdict::Satisfied,
            Some(_) => Verdict::Violated("Signed before the donor did. Sign again, after the donor."),
            None => {
                Verdict::Violated("Signed, and the donor has not. The donor signs first; then sign again.")
            }
        })
    },
};

pub(super) const G02: Rule = Rule {
    id: "G02",
    name: "order-cp-before-attorneys",
    says: "The certificate is given before, or on the day on which, the first attorney signs.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S17,
    section: Section::Signing,
    scope: Scope::Each(&[Topic::Attorney, Topic::TrustCorporation]),
    reads: &[
        Topic::CertificateProvider.at(At::Signed),
        Topic::Attorney.at(At::Signed),
        Topic::TrustCorporation.at(At::Signed),
        Topic::TrustCorporation.at(At::SecondSigned),
    ],
    disclosure: Disclosure::N0,
    sources: &[REGULATION, DATE_CHECK],
    reading: None,
    sets: RuleSets::All,
    decide: certificate_first,
};

fn certificate_first(view: &View<'_>) -> Decided {
    let Some(signed) = first(signed(view.subject())?) else { return Ok(Verdict::NotApplicable) };
    let provider = view.optional(Topic::CertificateProvider)?;
    let certified = provider.map_or(Ok(None), |provider| provider.on(At::Signed))?;
    Ok(match certified {
        Some(certified) if certified <= signed => Verdict::Satisfied,
        Some(_) => Verdict::Violated(
            "Signed before the certificate was given. The attorney signs again, on paper section 11, and after that the \
             applicant, section 15.",
        ),
        None => Verdict::Violated("Signed, and there is no certificate. Sign again once it is given."),
    })
}

pub(super) const G05: Rule = Rule {
    id: "G05",
    name: "no-future-date",
    says: "No signature bears a date that is still to come.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Signing,
    scope: Scope::Each(&[
        Topic::Donor,
        Topic::CertificateProvider,
        Topic::Attorney,
        Topic::TrustCorporation,
        Topic::Applicant,
    ]),
    reads: &[
        Topic::Lpa.at(At::Signed),
        Topic::Lpa.at(At::WitnessedByCertificateProvider),
        Topic::Lpa.at(At::WitnessedByWitness),
        Topic::CertificateProvider.at(At::Signed),
        Topic::Attorney.at(At::Signed),
        Topic::TrustCorporation.at(At::Signed),
        Topic::TrustCorporation.at(At::SecondSigned),
        Topic::Applicant.at(At::Signed),
        Input::Today,
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Make an LPA (DateCheck)")],
    reading: Some("The signatures of those who witness the donor count as well."),
    sets: RuleSets::All,
    decide: |view| {
        let today = view.today()?;
        Ok(match latest(view)? {
            None => Verdict::NotApplicable,
            Some(day) if day > today => {
                Verdict::Violated("A signature is dated in the future. Give the day on which it was made.")
            }
            Some(_) => Verdict::Satisfied,
        })
    },
};

/// The last day on which the subject signed; of the donor, on which anybody signed for or beside them.
fn latest(view: &View<'_>) -> Result<Option<Date>, Missing> {
    let subject = view.subject();
    if subject.topic() != Topic::Donor {
        return Ok(signed(subject)?.into_iter().flatten().max());
    }
    let lpa = view.lpa();
    let witnessed = [lpa.on(At::WitnessedByCertificateProvider)?, lpa.on(At::WitnessedByWitness)?];
    Ok(witnessed.into_iter().chain([lpa.on(At::Signed)?]).flatten().max())
}

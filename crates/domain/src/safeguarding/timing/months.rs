//! Periods that end on the last day of a shorter month.

use crate::rules::months::falls_short;
use crate::rules::{
    At, Category, Disclosure, Rule, RuleSets, Scope, Section, Severity, Source, Stage, Topic, Verdict, any,
};

pub(super) const I08: Rule = Rule {
    id: "I08",
    name: "month-end",
    says: "Six months end on the corresponding date, or on the last day of a month that has none.",
    category: Category::Process,
    severities: &[Severity::Info],
    stage: Stage::S14,
    section: Section::Signing,
    scope: Scope::Whole,
    reads: &[
        Topic::Lpa.at(At::Signed),
        Topic::Lpa.at(At::WitnessedByCertificateProvider),
        Topic::Donor.at(At::IdentityChecked),
        Topic::CertificateProvider.at(At::Signed),
        Topic::CertificateProvider.at(At::IdentityChecked),
    ],
    disclosure: Disclosure::N0,
    sources: &[
        Source::code("Modernising LPA: the month arithmetic of Go, which runs over"),
        Source::ours("rule book T142 and T287: the corresponding date"),
    ],
    reading: Some(
        "That months are counted by the corresponding date. The rule book gives this no weight: it is told where the ways of counting differ.",
    ),
    sets: RuleSets::All,
    decide: |view| {
        let (lpa, donor) = (view.lpa(), view.donor());
        let provider = view.optional(Topic::CertificateProvider);
        let of_provider = |at| provider.clone()?.map_or(Ok(None), |provider| provider.on(at));
        let days = [
            lpa.on(At::Signed),
            lpa.on(At::WitnessedByCertificateProvider),
            donor.on(At::IdentityChecked),
            of_provider(At::Signed),
            of_provider(At::IdentityChecked),
        ];
        let short = days.map(|day| Ok(day?.is_some_and(|day| falls_short(day, 6))));
        Ok(if any(short)? {
            Verdict::Noted(
                "Six months from one of these days end on the last day of a month. Other services may show a later day.",
            )
        } else {
            Verdict::Satisfied
        })
    },
};

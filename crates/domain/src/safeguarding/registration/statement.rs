//! Whether what was confirmed is true.

use crate::rules::{
    At, Category, Decided, Disclosure, Missing, Relation, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Topic, Verdict, View, any,
};

pub(super) const J16: Rule = Rule {
    id: "J16",
    name: "false-statement",
    says: "What was confirmed on the way to registration is not contradicted by what is known of the same people.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    stage: Stage::S15,
    section: Section::CertificateProvider,
    scope: Scope::Whole,
    reads: &[
        Topic::Lpa.at(At::NotRelatedConfirmed),
        Topic::CertificateProvider.related(Topic::Donor, Relation::Spouse),
        Topic::CertificateProvider.related(Topic::Donor, Relation::UnmarriedPartner),
        Topic::CertificateProvider.related(Topic::Donor, Relation::CloseBlood),
        Topic::CertificateProvider.related(Topic::Donor, Relation::OtherBlood),
        Topic::CertificateProvider.related(Topic::Donor, Relation::InLawOrStep),
        Topic::CertificateProvider.related(Topic::Attorney, Relation::Spouse),
        Topic::CertificateProvider.related(Topic::Attorney, Relation::UnmarriedPartner),
        Topic::CertificateProvider.related(Topic::Attorney, Relation::CloseBlood),
        Topic::CertificateProvider.related(Topic::Attorney, Relation::OtherBlood),
        Topic::CertificateProvider.related(Topic::Attorney, Relation::InLawOrStep),
    ],
    disclosure: Disclosure::N3,
    sources: &[
        Source::law("Mental Capacity Act 2005 Schedule 1 paragraph 4(4)"),
        Source::ours("rule book T297: the stored assertion goes with the referral"),
    ],
    reading: Some(
        "Whether somebody knew better no data says: it is referred, with who confirmed and when, and the person is not told. Only the \
         confirmation that the certificate provider is not related is compared.",
    ),
    sets: RuleSets::All,
    decide: contradicted,
};

const FAMILY: [Relation; 5] = [
    Relation::Spouse,
    Relation::UnmarriedPartner,
    Relation::CloseBlood,
    Relation::OtherBlood,
    Relation::InLawOrStep,
];

fn contradicted(view: &View<'_>) -> Decided {
    if view.lpa().at(At::NotRelatedConfirmed)?.is_none() {
        return Ok(Verdict::NotApplicable);
    }
    Ok(if is_family(view)? {
        Verdict::Refer(
            "It was confirmed that the certificate provider is not related, and a relation is known.",
        )
    } else {
        Verdict::Satisfied
    })
}

fn is_family(view: &View<'_>) -> Result<bool, Missing> {
    let Some(provider) = view.optional(Topic::CertificateProvider)? else { return Ok(false) };
    let of = |other| any(FAMILY.map(|relation| provider.is_related(other, relation)));
    any([of(view.donor()), view.each(Topic::Attorney).and_then(|each| any(each.into_iter().map(of)))])
}

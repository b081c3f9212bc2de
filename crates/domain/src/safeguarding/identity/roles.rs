//! One identity, two roles.

use crate::rules::same::both;
use crate::rules::{
    About, Category, Decided, Disclosure, Missing, Question, Recorded, Rule, RuleSets, Scope, Section,
    Severity, Source, Stage, Text, Topic, Verdict, View, any,
};
use crate::safeguarding::recorded::NOT_IN_THIS_ROLE;

/// Everybody who proves an identity, or signs in with one.
const IDENTIFIED: [Topic; 4] = [Topic::Donor, Topic::Attorney, Topic::CertificateProvider, Topic::Voucher];

pub(super) const H19: Rule = Rule {
    id: "H19",
    name: "same-identity-two-roles",
    says: "No verified identity acts in two roles on one LPA.",
    category: Category::Safeguarding,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S16,
    section: Section::Identity,
    scope: Scope::Each(&[Topic::Attorney, Topic::CertificateProvider, Topic::Voucher]),
    reads: &[
        Topic::Donor.text(Text::IdentitySubject),
        Topic::Attorney.text(Text::IdentitySubject),
        Topic::CertificateProvider.text(Text::IdentitySubject),
        Topic::Voucher.text(Text::IdentitySubject),
        Topic::Attorney.recorded(Question::SameIdentityElsewhere),
        Topic::CertificateProvider.recorded(Question::SameIdentityElsewhere),
        Topic::Voucher.recorded(Question::SameIdentityElsewhere),
    ],
    disclosure: Disclosure::N2,
    sources: &[Source::ours("one person cannot check on themselves")],
    reading: Some("The whole rule is ours. What the provider calls a person is compared letter by letter."),
    sets: RuleSets::All,
    decide: one_role,
};

fn one_role(view: &View<'_>) -> Decided {
    let one = view.subject();
    let recorded = one.recorded(Question::SameIdentityElsewhere);
    let strong = recorded.clone().map(|answer| answer == Recorded::Strong);
    if any([here(view, one), strong])? {
        return Ok(Verdict::Violated(NOT_IN_THIS_ROLE));
    }
    Ok(match recorded? {
        Recorded::Probable => {
            Verdict::Refer("This identity may act in another role as well. A person must look.")
        }
        _ => Verdict::Satisfied,
    })
}

/// Whether the same identity stands elsewhere on this LPA.
fn here(view: &View<'_>, one: About<'_>) -> Result<bool, Missing> {
    any(IDENTIFIED.map(|topic| {
        let is_one = |other: &About<'_>| (other.topic(), other.index()) == (one.topic(), one.index());
        any(view.each(topic)?.filter(|other| !is_one(other)).map(|other| same_identity(one, other)))
    }))
}

fn same_identity(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    both(one.text(Text::IdentitySubject), other.text(Text::IdentitySubject), |one, other| one == other)
}

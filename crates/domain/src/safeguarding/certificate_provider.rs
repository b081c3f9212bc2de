//! Group D: the certificate provider.
//!
//! Mental Capacity Act 2005 Schedule 1 paragraph 2(1)(e) and SI 2007/1253 regulation 8: who may certify, and whose relations, staff and
//! carers may not. The relations are those that the draft's circumstances tell; what only OPG knows (D06, D21, D22) its records answer.

mod address;
mod certificate;
mod contact;
mod last_name;
mod length;
mod name;
mod person;
mod records;
mod relations;
mod unrelated;
mod work;

use crate::rules::{
    About, Category, Disclosure, Missing, Rule, RuleSets, Scope, Section, Severity, Stage, Topic, Verdict,
    View,
};

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    person::D01,
    person::D02,
    length::D03,
    length::D04,
    relations::D05,
    records::D06,
    relations::D07,
    relations::D08,
    relations::D09,
    work::D10,
    work::D11,
    work::D12,
    work::D13,
    last_name::D14,
    address::D15,
    unrelated::D16,
    name::D17,
    name::D18,
    name::D19,
    contact::D20,
    records::D21,
    records::D22,
    relations::D23,
    certificate::D24,
    certificate::D25,
    certificate::D26,
    certificate::D27,
    contact::D28,
];

/// What most of them have in common.
const PROVIDER: Rule = Rule {
    id: "",
    name: "",
    says: "",
    category: Category::ConflictOfInterest,
    severities: &[Severity::Block],
    stage: Stage::S9,
    section: Section::CertificateProvider,
    scope: Scope::Each(&[Topic::CertificateProvider]),
    reads: &[],
    disclosure: Disclosure::N0,
    sources: &[],
    reading: None,
    sets: RuleSets::All,
    decide: |_| Ok(Verdict::NotApplicable),
};

/// The certificate provider, when one is named.
fn provider<'v>(view: &'v View<'v>) -> Result<Option<About<'v>>, Missing> {
    view.optional(Topic::CertificateProvider)
}

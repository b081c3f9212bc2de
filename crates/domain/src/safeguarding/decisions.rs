//! Group C: how attorneys and replacements decide, when replacements step in, and what is chosen for the kind of LPA.
//!
//! Mental Capacity Act 2005 sections 10 and 11, and the conditions under which today's LPA Store wants each field or wants it left
//! out (rule book section 2.4). Where the Store contradicts itself (Z-07) the field is wanted in the one place and not in the other.

mod count;
mod failure;
mod how;
mod kind;
mod replacements;
mod step_in;
mod survivors;
mod text;

use crate::rules::{Category, Disclosure, Rule, RuleSets, Scope, Section, Severity, Stage, Verdict};

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    how::C01,
    how::C02,
    how::C03,
    how::C04,
    failure::C05,
    failure::C06,
    failure::C07,
    survivors::C08,
    survivors::C09,
    step_in::C10,
    step_in::C11,
    replacements::C12,
    replacements::C13,
    replacements::C14,
    step_in::C15,
    step_in::C16,
    kind::C17,
    kind::C18,
    kind::C19,
    kind::C20,
];

/// What most of them have in common.
const DECISION: Rule = Rule {
    id: "",
    name: "",
    says: "",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S5,
    section: Section::Decisions,
    scope: Scope::Whole,
    reads: &[],
    disclosure: Disclosure::N0,
    sources: &[],
    reading: None,
    sets: RuleSets::All,
    decide: |_| Ok(Verdict::NotApplicable),
};

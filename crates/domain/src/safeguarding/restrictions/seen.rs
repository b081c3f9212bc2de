//! What all rules about a wording share.

use crate::rules::{
    Category, Decided, Disclosure, Missing, Rule, RuleSets, Scope, Section, Severity, Stage, Text, Topic,
    Verdict, View,
};
use crate::wording::{Theme, Wording};

/// What every rule about a wording says of itself. Each names itself, its statement and its sources, and what else it reads.
pub(super) const SEEN: Rule = Rule {
    id: "",
    name: "",
    says: "",
    category: Category::LegalValidity,
    severities: &[Severity::Refer],
    stage: Stage::S8,
    section: Section::Restrictions,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.text(Text::Restrictions)],
    disclosure: Disclosure::N0,
    sources: &[],
    reading: Some(READING),
    sets: RuleSets::All,
    decide: |_| Ok(Verdict::NotApplicable),
};

/// What of every such rule is ours.
pub(super) const READING: &str = "The patterns are ours and unmeasured; what is found may be harmless, and what is not found may still be there.";

/// The restrictions, when there is a word in them.
pub(super) fn restrictions<'v>(view: &'v View<'_>) -> Result<Option<&'v Wording>, Missing> {
    Ok(view.lpa().wording(Text::Restrictions)?.filter(|wording| !wording.is_empty()))
}

/// Refers when the restrictions seem to speak of `theme`.
pub(super) fn refer(view: &View<'_>, theme: Theme) -> Decided {
    refer_if(view, theme, |_| Ok(true))
}

/// The same, where the rest of the draft makes it odd; the rest is asked only when the wording is found.
pub(super) fn refer_if(
    view: &View<'_>,
    theme: Theme,
    is_odd: impl FnOnce(&View<'_>) -> Result<bool, Missing>,
) -> Decided {
    let Some(wording) = restrictions(view)? else { return Ok(Verdict::NotApplicable) };
    let Some(says) = wording.says(theme) else { return Ok(Verdict::Satisfied) };
    Ok(if is_odd(view)? { Verdict::Refer(says) } else { Verdict::Satisfied })
}

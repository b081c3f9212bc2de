//! What came of a rule, in words.

use crate::rules::engine::Finding;
use crate::rules::verdict::{Outcome, Verdict};

impl Outcome {
    /// In one word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Decided(verdict) => verdict.word(),
            Self::NeedsConfirmation(..) => "needs-confirmation",
            Self::Confirmed(..) => "confirmed",
            Self::Undetermined(_) => "undetermined",
            Self::Unavailable(_) => "unavailable",
        }
    }
}

impl Verdict {
    /// In one word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NotApplicable => "not-applicable",
            Self::Satisfied => "satisfied",
            Self::SatisfiedUntil(_) => "satisfied-until",
            Self::NotYet(_) => "not-yet",
            Self::Noted(_) => "noted",
            Self::NeedsConfirmation(_) => "needs-confirmation",
            Self::Refer(_) => "refer",
            Self::Violated(_) => "violated",
        }
    }
}

/// What it means: the text of the verdict, or what the rule asks for.
pub(super) const fn detail(finding: &Finding) -> &'static str {
    match &finding.outcome {
        Outcome::Decided(
            Verdict::Noted(text)
            | Verdict::NeedsConfirmation(text)
            | Verdict::Refer(text)
            | Verdict::Violated(text),
        )
        | Outcome::NeedsConfirmation(text, _)
        | Outcome::Confirmed(text, _) => text,
        Outcome::Decided(_) | Outcome::Undetermined(_) | Outcome::Unavailable(_) => finding.rule.says,
    }
}

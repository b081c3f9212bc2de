//! What one rule says of one draft.

use jiff::civil::Date;

use super::confirmation::Digest;
use super::missing::Missing;
use super::rule::Severity;

/// What a rule decides on facts that it knows. Its texts are ours: none holds anything that was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The rule does not speak of this.
    NotApplicable,
    /// It holds.
    Satisfied,
    /// It holds up to and including this day.
    SatisfiedUntil(Date),
    /// It does not hold now, and will from this day on, if nothing else changes.
    NotYet(Date),
    /// Worth telling; nothing to do.
    Noted(&'static str),
    /// Somebody must confirm that it is meant so.
    NeedsConfirmation(&'static str),
    /// A person at OPG must look at it.
    Refer(&'static str),
    /// It cannot stand; the text says what cures it.
    Violated(&'static str),
}

impl Verdict {
    /// How much it weighs; nothing when nothing is to be done.
    pub const fn severity(&self) -> Option<Severity> {
        match self {
            Self::NotApplicable | Self::Satisfied | Self::SatisfiedUntil(_) => None,
            Self::Noted(_) => Some(Severity::Info),
            Self::NeedsConfirmation(_) => Some(Severity::Warn),
            Self::Refer(_) => Some(Severity::Refer),
            Self::NotYet(_) | Self::Violated(_) => Some(Severity::Block),
        }
    }
}

/// What came of asking one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is decided, and stays so whatever else becomes known.
    Decided(Verdict),
    /// Somebody must confirm this: bound to everything that was compared.
    NeedsConfirmation(&'static str, Digest),
    /// Somebody confirmed exactly this.
    Confirmed(&'static str, Digest),
    /// Something is not known yet.
    Undetermined(Missing),
    /// OPG's records cannot be asked now. It blocks no drafting.
    Unavailable(Missing),
}

impl Outcome {
    /// Whether no more knowledge can change it.
    pub const fn is_decided(&self) -> bool {
        !matches!(self, Self::Undetermined(_) | Self::Unavailable(_))
    }

    /// How much it weighs; nothing when nothing is to be done, or nothing is known.
    pub const fn severity(&self) -> Option<Severity> {
        match self {
            Self::Decided(verdict) => verdict.severity(),
            Self::NeedsConfirmation(..) => Some(Severity::Warn),
            Self::Confirmed(..) | Self::Undetermined(_) | Self::Unavailable(_) => None,
        }
    }
}

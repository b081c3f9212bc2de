//! How a claim goes on: asked, evidence awaited, in review, decided, appealed. A move that is not legal from a state is no method
//! of that state, so it cannot be written (X-10 to X-12).
//!
//! A decided claim cannot be sent back to wait for evidence:
//!
//! ```compile_fail
//! # use lpa_domain::fees::state::{Decided, InReview};
//! fn regress(decided: Decided) -> InReview {
//!     decided.evidence_received()
//! }
//! ```
//!
//! It can be decided again, by a decision with a higher version:
//!
//! ```
//! # use lpa_domain::fees::{Decision, state::{Decided, NotNewer}};
//! fn correct(decided: Decided, again: Decision) -> Result<Decided, NotNewer> {
//!     decided.decide_again(again)
//! }
//! ```

mod moves;
#[cfg(test)]
mod tests;

use jiff::Span;
use jiff::civil::Date;
use thiserror::Error;

pub use self::moves::{ClaimCase, Happening, IllegalMove, Move, State};
use super::decision::Decision;
use super::parameters::{Parameter, Parameters};

/// A claim was made, and nobody has looked at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked;

/// Evidence is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvidenceAwaited;

/// A caseworker has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InReview;

/// It is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided(Decision);

/// It is decided, and the decision is appealed. The decision holds until there is another: our reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appealed(Decision);

/// The decision is not newer than the one that holds: it changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a decision with this version or a higher one holds already: give the new one a higher version")]
pub struct NotNewer;

/// The appeal came after the time for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the time for an appeal is over: it ended on {ended_on}")]
pub struct TooLate {
    /// The last day for it.
    pub ended_on: Date,
}

impl Asked {
    /// Something must be shown first.
    pub const fn await_evidence(self) -> EvidenceAwaited {
        EvidenceAwaited
    }

    /// Everything was there.
    pub const fn review(self) -> InReview {
        InReview
    }
}

impl EvidenceAwaited {
    /// It came.
    pub const fn evidence_received(self) -> InReview {
        InReview
    }

    /// It did not come, and somebody decided without it (R-10).
    pub const fn decide(self, decision: Decision) -> Decided {
        Decided(decision)
    }
}

impl InReview {
    /// More must be shown.
    pub const fn ask_for_more(self) -> EvidenceAwaited {
        EvidenceAwaited
    }

    /// It is decided.
    pub const fn decide(self, decision: Decision) -> Decided {
        Decided(decision)
    }
}

impl Decided {
    /// The decision that holds.
    pub const fn decision(&self) -> &Decision {
        &self.0
    }

    /// It is decided again: the only way to another result.
    pub fn decide_again(self, decision: Decision) -> Result<Self, NotNewer> {
        if decision.version > self.0.version { Ok(Self(decision)) } else { Err(NotNewer) }
    }

    /// It is appealed on `on`, within four weeks.
    pub fn appeal(self, parameters: &Parameters, on: Date) -> Result<Appealed, TooLate> {
        let ended_on = last_day_of_appeal(parameters, self.0.on);
        if on <= ended_on { Ok(Appealed(self.0)) } else { Err(TooLate { ended_on }) }
    }
}

impl Appealed {
    /// The decision that holds until there is another.
    pub const fn decision(&self) -> &Decision {
        &self.0
    }

    /// The appeal is decided.
    pub fn decide(self, decision: Decision) -> Result<Decided, NotNewer> {
        Decided(self.0).decide_again(decision)
    }
}

/// The last day on which a decision of `decided_on` may be appealed; that day itself when no time is known.
pub fn last_day_of_appeal(parameters: &Parameters, decided_on: Date) -> Date {
    let weeks =
        parameters.at(Parameter::AppealWindow, decided_on).and_then(|row| i64::try_from(row.number()).ok());
    let span = weeks.and_then(|weeks| Span::new().try_weeks(weeks).ok());
    span.and_then(|span| decided_on.checked_add(span).ok()).unwrap_or(decided_on)
}

//! Decisions on claims: versioned, so that the last one counts whatever the order they arrive in.

use jiff::civil::Date;

use super::claim::Relief;
use super::fraction::Fraction;
use super::pence::Pence;
use super::period::Period;
use crate::author::Author;
use crate::choice::Words as _;
use crate::problem::Problem;

/// What was decided on the claim for one relief. It says everything that an audit asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The claim that it answers.
    pub answers: Relief,
    /// The first decision on a claim is 1; a higher one takes the place of every lower one.
    pub version: u32,
    /// What was decided.
    pub ruling: Ruling,
    /// Who decided.
    pub by: Author,
    /// On which day.
    pub on: Date,
    /// Why.
    pub reason: Reason,
    /// The evidence that was looked at, by its ids.
    pub evidence: Vec<String>,
    /// The prices that it was made on.
    pub period: Period,
}

/// What was decided on a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// A relief is granted: the one that was claimed, or another.
    Granted(Grant),
    /// This claim is refused; no other is touched.
    Refused,
}

/// A relief that is granted, with what is to be paid. Each keeps its own name: that two of them come to the same amount does
/// not make them the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Nothing is paid.
    Exemption,
    /// Half is paid.
    IncomeRemission,
    /// This part is paid: our reading, as the form names no part.
    UniversalCredit(Fraction),
    /// The Public Guardian waives or reduces the fee.
    Hardship(Waiver),
}

/// What the Public Guardian does about hardship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiver {
    /// Nothing is paid.
    Remitted,
    /// This is paid, more than nothing and less than the fee: that it may be is our reading.
    ReducedTo(Pence),
}

crate::words! {
    /// Why a decision was made.
    pub enum Reason {
        /// What was shown is enough.
        EvidenceAccepted = "evidence-accepted",
        /// Nothing was shown, and the time for it is over.
        NoEvidence = "no-evidence",
        /// What was shown is not enough.
        EvidenceNotAccepted = "evidence-not-accepted",
        /// The conditions of the relief are not met.
        ConditionsNotMet = "conditions-not-met",
        /// The circumstances were weighed.
        Discretion = "discretion",
        /// An appeal was upheld.
        AppealUpheld = "appeal-upheld",
        /// An earlier decision was wrong.
        Corrected = "corrected",
    }
}

/// The decisions on the claims of one application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions(Vec<Decision>);

impl Decisions {
    /// Nothing was decided.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// These decisions, in whatever order they came and however often. Two that bear one version of one claim and differ are a
    /// problem: nobody can tell which of them holds.
    pub fn of(decisions: impl IntoIterator<Item = Decision>) -> Result<Self, Vec<Problem>> {
        let mut all: Vec<Decision> = decisions.into_iter().collect();
        all.sort_by_key(|each| (each.answers, each.version));
        all.dedup();
        let twice = all
            .windows(2)
            .filter(|pair| (pair[0].answers, pair[0].version) == (pair[1].answers, pair[1].version));
        let problems: Vec<Problem> = twice.map(|pair| pair[0].not_alone()).collect();
        if problems.is_empty() { Ok(Self(all)) } else { Err(problems) }
    }

    /// The decision that holds on the claim for `relief`: the one with the highest version.
    pub fn standing(&self, relief: Relief) -> Option<&Decision> {
        self.0.iter().rev().find(|each| each.answers == relief)
    }

    /// Every decision, by relief and version.
    pub fn iter(&self) -> impl Iterator<Item = &Decision> {
        self.0.iter()
    }
}

impl Decision {
    fn not_alone(&self) -> Problem {
        let which = format!("version {} on the claim for {}", self.version, self.answers.word());
        let detail = format!("two different decisions bear {which}: give the later one a higher version");
        Problem::new("/decisions", detail)
    }
}

//! The base fee and what the claims came to, put together.

use super::claim::Relief;
use super::decision::Waiver;
use super::evidence::Missing;
use super::fraction::Fraction;
use super::pence::Pence;
use super::quote::{Outcome, Why};
use super::relief::Sought;
use super::resolution::{Decided, IncomeIs, Resolution};

/// What a fee that is not settled will lie between, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The least that it can be.
    pub lower: Pence,
    /// The most that it can be.
    pub upper: Pence,
}

/// What one base fee comes to.
#[derive(Clone, Debug)]
pub(super) enum Price {
    /// The fee.
    Fee(Pence),
    /// Not settled.
    Open {
        /// What must be decided; otherwise it is evidence that is missing.
        why: Option<Why>,
        missing: Vec<Missing>,
        bounds: Bounds,
        /// What is taken meanwhile.
        collect: Pence,
    },
}

/// What `base` comes to, when `half` of it is paid under income remission.
pub(super) fn price(base: Pence, half: Option<Fraction>, sought: &Sought) -> Price {
    let half = half.and_then(|half| half.of(base));
    let price = settle(base, half, sought);
    if sought.late.is_empty() { price } else { price.with_late_claims(&sought.late, half) }
}

fn settle(base: Pence, half: Option<Pence>, sought: &Sought) -> Price {
    let bounds = bounds(base, half.unwrap_or_default(), sought);
    let decide = |why| Price::needs(Some(why), Vec::new(), bounds);
    let show = || Price::needs(None, sought.missing.iter().map(|(_, what)| *what).collect(), bounds);
    let is_shown = |relief| !sought.missing.iter().any(|(of, _)| *of == relief);
    match sought.inputs.resolve() {
        Resolution::Exemption => Price::Fee(Pence::ZERO),
        Resolution::IncomeRemission => half.map_or_else(|| decide(Why::NotWholePence), Price::Fee),
        Resolution::NeedsThreshold => decide(Why::Threshold),
        // First the evidence, then the decision.
        Resolution::NeedsUniversalCredit if is_shown(Relief::UniversalCredit) => decide(Why::UniversalCredit),
        Resolution::NeedsHardship if is_shown(Relief::Hardship) => decide(Why::Hardship),
        Resolution::NeedsDamages
        | Resolution::NeedsBenefit
        | Resolution::NeedsIncome
        | Resolution::NeedsUniversalCredit
        | Resolution::NeedsHardship => show(),
        Resolution::UniversalCredit => {
            let part = sought.fraction.and_then(|fraction| fraction.of(base));
            part.map_or_else(|| decide(Why::NotWholePence), Price::Fee)
        }
        Resolution::Hardship => match sought.waiver {
            Some(Waiver::ReducedTo(amount)) if !amount.is_zero() && amount < base => Price::Fee(amount),
            Some(Waiver::ReducedTo(_)) => decide(Why::NotWithinFee),
            Some(Waiver::Remitted) | None => Price::Fee(Pence::ZERO),
        },
        Resolution::None => Price::Fee(base),
    }
}

/// The least and the most that is still possible (rule book, below the table of section 3).
fn bounds(base: Pence, half: Pence, sought: &Sought) -> Bounds {
    let inputs = &sought.inputs;
    let benefit_is_open = matches!(inputs.resolve(), Resolution::NeedsDamages | Resolution::NeedsBenefit);
    let others = inputs.universal_credit != Decided::NotClaimed || inputs.hardship != Decided::NotClaimed;
    let upper = if benefit_is_open && inputs.income == IncomeIs::Below { half } else { base };
    Bounds { lower: if benefit_is_open || others { Pence::ZERO } else { half }, upper }
}

impl Price {
    fn needs(why: Option<Why>, missing: Vec<Missing>, bounds: Bounds) -> Self {
        Self::Open { why, missing, bounds, collect: bounds.lower }
    }

    /// The least that it can be.
    const fn least(&self) -> Pence {
        match self {
            Self::Fee(fee) => *fee,
            Self::Open { bounds, .. } => bounds.lower,
        }
    }

    /// The most that it can be.
    pub(super) const fn most(&self) -> Pence {
        match self {
            Self::Fee(fee) => *fee,
            Self::Open { bounds, .. } => bounds.upper,
        }
    }

    /// What is taken now.
    pub(super) const fn collect_now(&self) -> Pence {
        match self {
            Self::Fee(fee) => *fee,
            Self::Open { collect, .. } => *collect,
        }
    }

    /// This or `most`, as long as `missing` is not told. When both come to one fee, nothing is missing.
    pub(super) fn or(self, most: Self, missing: Missing) -> Self {
        match (&self, &most) {
            (Self::Fee(least), Self::Fee(fee)) if least == fee => return self,
            _ => {}
        }
        let bounds = Bounds { lower: self.least(), upper: most.most() };
        let mut all = vec![missing];
        if let Self::Open { missing, .. } = most {
            all.extend(missing);
        }
        Self::needs(None, all, bounds)
    }

    /// With claims that came after the application. Whether they count is open, and the fee is taken meanwhile: they were
    /// not made when nobody need pay first.
    fn with_late_claims(self, late: &[Relief], half: Option<Pence>) -> Self {
        let remission_only = late.iter().all(|relief| *relief == Relief::IncomeRemission);
        let least = half.filter(|_| remission_only).unwrap_or_default().min(self.least());
        match self {
            Self::Fee(fee) if least < fee => {
                let bounds = Bounds { lower: least, upper: fee };
                Self::Open { why: Some(Why::LateClaim), missing: Vec::new(), bounds, collect: fee }
            }
            Self::Fee(_) => self,
            Self::Open { why, missing, bounds, collect } => {
                Self::Open { why, missing, bounds: Bounds { lower: least, ..bounds }, collect }
            }
        }
    }

    pub(super) fn into_outcome(self) -> Outcome {
        match self {
            Self::Fee(fee) => Outcome::Determined { fee },
            Self::Open { why: Some(why), bounds, .. } => Outcome::NeedsDecision { why, bounds },
            Self::Open { why: None, missing, bounds, .. } => Outcome::NeedsEvidence { missing, bounds },
        }
    }
}

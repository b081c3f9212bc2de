//! Claims to pay less: what is said for a relief lives inside its claim, and goes when the claim goes.

use jiff::civil::Date;

use super::exemption::ExemptionClaim;
use super::fact::Fact;
use super::income::IncomeClaim;

crate::words! {
    /// The reliefs, in the order in which they are looked at: the first that applies is the one.
    pub enum Relief {
        /// Nothing is paid, because of a means-tested benefit.
        Exemption = "exemption",
        /// Half is paid, because of a low income.
        IncomeRemission = "income-remission",
        /// A part is paid that a caseworker decides, because of Universal Credit.
        UniversalCredit = "universal-credit",
        /// The Public Guardian reduces or waives the fee, because paying it would cause hardship.
        Hardship = "hardship",
    }
}

/// A claim to pay less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// For an exemption.
    Exemption(ExemptionClaim),
    /// For remission for a low income.
    IncomeRemission(IncomeClaim),
    /// For remission for Universal Credit.
    UniversalCredit(UniversalCreditClaim),
    /// For hardship.
    Hardship(HardshipClaim),
}

/// What somebody says who claims remission for Universal Credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UniversalCreditClaim {
    /// Whether a letter was seen that shows it in payment when the application was made.
    pub letter: Fact,
}

/// What somebody says who claims hardship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HardshipClaim {
    /// Whether it was said why.
    pub reasons: Fact,
    /// Whether bank statements were seen.
    pub bank_statements: Fact,
    /// Whether documents were seen that show all savings, income and outgoings.
    pub circumstances: Fact,
}

impl Claim {
    /// The relief that is claimed.
    pub const fn relief(&self) -> Relief {
        match self {
            Self::Exemption(_) => Relief::Exemption,
            Self::IncomeRemission(_) => Relief::IncomeRemission,
            Self::UniversalCredit(_) => Relief::UniversalCredit,
            Self::Hardship(_) => Relief::Hardship,
        }
    }
}

/// A claim, and when it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// What is claimed.
    pub claim: Claim,
    /// The day it was first made, when that was not with the application.
    pub later_on: Option<Date>,
}

/// The claims of one application: one for a relief at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims(Vec<Claimed>);

impl Claims {
    /// These claims and `claim`, made with the application. An earlier claim for the same relief goes, with all its facts.
    #[must_use]
    pub fn with(self, claim: Claim) -> Self {
        self.with_dated(Claimed { claim, later_on: None })
    }

    /// The same, with a claim that may have been made later.
    #[must_use]
    pub fn with_dated(self, claimed: Claimed) -> Self {
        let mut without = self.without(claimed.claim.relief());
        without.0.push(claimed);
        without.0.sort_by_key(|each| each.claim.relief());
        without
    }

    /// These claims without the one for `relief`.
    #[must_use]
    pub fn without(mut self, relief: Relief) -> Self {
        self.0.retain(|each| each.claim.relief() != relief);
        self
    }

    /// The claim for `relief`.
    pub fn get(&self, relief: Relief) -> Option<&Claimed> {
        self.0.iter().find(|each| each.claim.relief() == relief)
    }

    /// Every claim, in the order in which they are looked at.
    pub fn iter(&self) -> impl Iterator<Item = &Claimed> {
        self.0.iter()
    }

    /// Whether nothing is claimed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

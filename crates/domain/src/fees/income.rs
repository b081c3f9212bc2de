//! Income remission: half is paid by a donor with a low income.

use jiff::civil::Date;

use super::assessment::Assessment;
use super::code::Code;
use super::evidence::{IncomeEvidence, Missing, Policy};
use super::fact::Fact;
use super::parameters::{Parameter, Parameters, Row};
use super::pence::Pence;
use super::resolution::IncomeIs;
use crate::Known;

/// What somebody says who claims remission for a low income.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomeClaim {
    /// The donor's gross yearly income. `Absent`: there is none at all.
    pub income: Known<Income>,
    /// Of a donor without income: the signed statement of how they support themself.
    pub statement: Known<Statement>,
}

/// An income.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Income {
    /// Part by part.
    Parts(Vec<Part>),
    /// Only how it compares with the limit: what a ticked box on paper says.
    Ticked {
        /// What was ticked.
        is: Compared,
        /// Whether evidence was seen that shows it.
        shown: Fact,
    },
}

crate::words! {
    /// How an income compares with the limit.
    pub enum Compared {
        /// It is lower.
        Below = "below",
        /// It is exactly the limit.
        Equal = "equal",
        /// It is higher.
        Above = "above",
    }
}

/// A part of the income.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it comes from.
    pub from: IncomeFrom,
    /// Gross, in pence a year. `Absent`: nothing comes from there.
    pub yearly: Known<Pence>,
    /// Whose it is.
    pub whose: Whose,
    /// What was shown of it. `Absent`: nothing will be.
    pub evidence: Known<IncomeEvidence>,
}

crate::words! {
    /// Where an income comes from: everything that counts (form LPA120, page 2).
    pub enum IncomeFrom {
        /// Wages and salaries.
        Employment = "employment",
        /// A business of one's own.
        SelfEmployment = "self-employment",
        /// Pensions.
        Pension = "pension",
        /// Pension Savings Credit.
        SavingsCredit = "savings-credit",
        /// Benefits that are not means-tested, such as Attendance Allowance.
        Benefit = "benefit",
        /// Interest and dividends. The capital itself is not income.
        Capital = "capital",
        /// Rent from property.
        Rent = "rent",
        /// Universal Credit: that it counts is our reading.
        UniversalCredit = "universal-credit",
    }
}

crate::words! {
    /// Whose an income is.
    pub enum Whose {
        /// The donor's.
        Donor = "donor",
        /// Held by the donor and another together: half of it is the donor's. Our reading.
        Jointly = "jointly",
        /// Somebody else's, a husband's, a wife's or an attorney's: it does not count.
        SomebodyElse = "somebody-else",
    }
}

/// A signed statement of how a donor without income supports themself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Who signed it.
    pub signed_by: SignedBy,
    /// Whether the donor lacks capacity to sign: only then may another.
    pub donor_lacks_capacity: Fact,
}

crate::words! {
    /// Who signed a statement.
    pub enum SignedBy {
        /// The donor.
        Donor = "donor",
        /// An attorney.
        Attorney = "attorney",
        /// A solicitor.
        Solicitor = "solicitor",
    }
}

impl IncomeClaim {
    /// What the claim comes to for an application made on `made_on`.
    pub(super) fn assess(
        &self,
        (parameters, policy): (&Parameters, Policy),
        made_on: Date,
        found: &mut Assessment,
    ) -> IncomeIs {
        let limit = parameters.at(Parameter::RemissionLimit, made_on);
        let is = match &self.income {
            Known::Unknown => unproven(Missing::Income, found),
            Known::Absent => self.without_income(found),
            Known::Known(Income::Ticked { is: Compared::Above, .. }) => IncomeIs::Above,
            Known::Known(Income::Ticked { is, shown: Fact::Yes }) => compared(*is),
            Known::Known(Income::Ticked { .. }) => unproven(Missing::IncomeEvidence(None), found),
            Known::Known(Income::Parts(parts)) => {
                let limit = limit.map_or(Pence::ZERO, Row::pence);
                Sum { parameters, policy, made_on, limit }.assess(parts, found)
            }
        };
        match is {
            IncomeIs::Below => found.cite(Code::RemBelow, limit),
            IncomeIs::Equal => found.cite(Code::RemAtLimit, limit),
            IncomeIs::Above => found.cite(Code::RemAbove, limit),
            IncomeIs::Unproven | IncomeIs::NotClaimed => {}
        }
        is
    }

    fn without_income(&self, found: &mut Assessment) -> IncomeIs {
        match self.statement {
            Known::Known(Statement { signed_by: SignedBy::Donor, .. }) => IncomeIs::Below,
            Known::Known(statement) if statement.donor_lacks_capacity.is_yes() => IncomeIs::Below,
            Known::Known(_) => unproven(Missing::StatementByDonor, found),
            Known::Unknown | Known::Absent => unproven(Missing::Statement, found),
        }
    }
}

const fn compared(is: Compared) -> IncomeIs {
    match is {
        Compared::Below => IncomeIs::Below,
        Compared::Equal => IncomeIs::Equal,
        Compared::Above => IncomeIs::Above,
    }
}

fn unproven(missing: Missing, found: &mut Assessment) -> IncomeIs {
    found.missing(missing);
    IncomeIs::Unproven
}

/// What a sum of parts is measured by.
struct Sum<'a> {
    parameters: &'a Parameters,
    policy: Policy,
    made_on: Date,
    limit: Pence,
}

impl Sum<'_> {
    fn assess(&self, parts: &[Part], found: &mut Assessment) -> IncomeIs {
        // In half-pence, so that half of a joint income is exact. A sum too large to count is above any limit.
        let halves = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(part.donors_halves()));
        let limit = self.limit.get().saturating_mul(2);
        if halves > limit {
            return IncomeIs::Above;
        }
        let mut proven = !parts.is_empty();
        if parts.is_empty() {
            found.missing(Missing::Income);
        }
        for part in parts.iter().filter(|part| part.whose != Whose::SomebodyElse) {
            proven &= self.shows(part, found);
        }
        match halves.cmp(&limit) {
            _ if !proven => IncomeIs::Unproven,
            std::cmp::Ordering::Less => IncomeIs::Below,
            _ => IncomeIs::Equal,
        }
    }

    fn shows(&self, part: &Part, found: &mut Assessment) -> bool {
        if part.from == IncomeFrom::UniversalCredit {
            found.note(Code::RemCountsUc);
        }
        if part.whose == Whose::Jointly {
            found.note(Code::RemJoint);
        }
        let evidence = match (part.yearly, part.evidence) {
            (Known::Absent, _) => return true,
            (Known::Unknown, _) => {
                found.missing(Missing::IncomeFrom(part.from));
                return false;
            }
            (Known::Known(_), Known::Known(evidence)) => evidence,
            (Known::Known(_), Known::Unknown | Known::Absent) => {
                found.missing(Missing::IncomeEvidence(Some(part.from)));
                return false;
            }
        };
        let accepted = self.policy.accepts(part.from, evidence, (self.parameters, self.made_on));
        if !accepted {
            found.note(Code::EvidType);
            found.missing(Missing::BetterEvidence(part.from));
        }
        accepted
    }
}

impl Part {
    /// The donor's share, in halves of a penny.
    fn donors_halves(&self) -> u64 {
        let yearly = self.yearly.known().unwrap_or_default().get();
        match self.whose {
            Whose::Donor => yearly.saturating_mul(2),
            Whose::Jointly => yearly,
            Whose::SomebodyElse => 0,
        }
    }
}

//! Benefits: which of them exempt, alone or together.

use super::parameters::Parameter;

crate::words! {
    /// A benefit that people name when they claim an exemption, whether it exempts or not.
    pub enum Benefit {
        /// Income Support.
        IncomeSupport = "income-support",
        /// Income-based Employment and Support Allowance.
        IncomeBasedEsa = "income-based-esa",
        /// Income-based Jobseeker's Allowance.
        IncomeBasedJsa = "income-based-jsa",
        /// The Guarantee Credit element of State Pension Credit.
        GuaranteeCredit = "guarantee-credit",
        /// Housing Benefit. Housing payments of Universal Credit are another benefit.
        HousingBenefit = "housing-benefit",
        /// Local Housing Allowance.
        LocalHousingAllowance = "local-housing-allowance",
        /// Council Tax Reduction or Support.
        CouncilTaxReduction = "council-tax-reduction",
        /// Working Tax Credit: exempts only together with one of the next three.
        WorkingTaxCredit = "working-tax-credit",
        /// Child Tax Credit: exempts only together with Working Tax Credit.
        ChildTaxCredit = "child-tax-credit",
        /// The Disability Element of Working Tax Credit.
        DisabilityElement = "working-tax-credit-disability-element",
        /// The Severe Disability Element of Working Tax Credit.
        SevereDisabilityElement = "working-tax-credit-severe-disability-element",
        /// Disability Living Allowance.
        DisabilityLivingAllowance = "disability-living-allowance",
        /// Invalidity Benefit.
        InvalidityBenefit = "invalidity-benefit",
        /// Personal Independence Payment.
        PersonalIndependencePayment = "personal-independence-payment",
        /// The discount of a quarter of the council tax for who lives alone.
        SinglePersonDiscount = "single-person-discount",
        /// Exemption from council tax, Class U.
        CouncilTaxClassU = "council-tax-class-u",
        /// The Savings Credit element of State Pension Credit: it is income.
        SavingsCredit = "savings-credit",
        /// Universal Credit: a ground of its own.
        UniversalCredit = "universal-credit",
        /// The housing payment of Universal Credit.
        UniversalCreditHousing = "universal-credit-housing",
        /// Contribution-based Employment and Support Allowance.
        ContributionBasedEsa = "contribution-based-esa",
        /// Contribution-based Jobseeker's Allowance.
        ContributionBasedJsa = "contribution-based-jsa",
        /// An award of Guarantee Credit that comes to nothing.
        GuaranteeCreditOfNothing = "guarantee-credit-of-nothing",
    }
}

/// Benefits that exempt when all of them are in payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// All that is needed.
    pub needs: &'static [Benefit],
    /// The row with the days on which it could be in payment.
    pub since: Parameter,
}

/// Every ground for exemption (form LPA120, page 2).
pub const GROUNDS: [Ground; 10] = [
    alone(&[Benefit::IncomeSupport], Parameter::IncomeSupport),
    alone(&[Benefit::IncomeBasedEsa], Parameter::IncomeBasedEsa),
    alone(&[Benefit::IncomeBasedJsa], Parameter::IncomeBasedJsa),
    alone(&[Benefit::GuaranteeCredit], Parameter::GuaranteeCredit),
    alone(&[Benefit::HousingBenefit], Parameter::HousingBenefit),
    alone(&[Benefit::LocalHousingAllowance], Parameter::LocalHousingAllowance),
    alone(&[Benefit::CouncilTaxReduction], Parameter::CouncilTaxReduction),
    with_working_tax_credit(&[Benefit::WorkingTaxCredit, Benefit::ChildTaxCredit]),
    with_working_tax_credit(&[Benefit::WorkingTaxCredit, Benefit::DisabilityElement]),
    with_working_tax_credit(&[Benefit::WorkingTaxCredit, Benefit::SevereDisabilityElement]),
];

const fn alone(needs: &'static [Benefit], since: Parameter) -> Ground {
    Ground { needs, since }
}

const fn with_working_tax_credit(needs: &'static [Benefit]) -> Ground {
    Ground { needs, since: Parameter::WorkingTaxCredit }
}

impl Benefit {
    /// Whether it is on the list of the form, alone or as a part of a ground.
    pub fn is_listed(self) -> bool {
        GROUNDS.iter().any(|ground| ground.needs.contains(&self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::Words as _;

    #[test]
    fn what_the_form_does_not_list_exempts_nobody() {
        let unlisted: Vec<Benefit> = Benefit::ALL.iter().copied().filter(|each| !each.is_listed()).collect();
        assert_eq!(unlisted.first(), Some(&Benefit::DisabilityLivingAllowance));
        assert_eq!(unlisted.len(), 11);
    }
}

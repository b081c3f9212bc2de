//! The paper form LPA120 as it is scanned: each question is two boxes, and either, both or neither may be ticked.

use super::claim::{Claim, Claims, UniversalCreditClaim};
use super::exemption::ExemptionClaim;
use super::fact::Fact;
use super::income::{Compared, Income, IncomeClaim};
use crate::Known;
use crate::problem::Problem;

/// The two boxes of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YesNo {
    /// The box beside "yes".
    pub yes: bool,
    /// The box beside "no".
    pub no: bool,
}

/// The questions of the form, under the names of the scanning schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lpa120 {
    /// `DonorReceivesBenefits`.
    pub receives_benefits: YesNo,
    /// `DonorAwardedInjuries`: damages above the limit that were ignored for the benefit.
    pub awarded_injuries: YesNo,
    /// `DonorOver12000`. The printed question is whether the income is *less*: yes is below, whatever the name says.
    pub over_12000: YesNo,
    /// `DonorReceivesUniversalCredit`.
    pub universal_credit: YesNo,
}

impl YesNo {
    fn fact(self, name: &'static str, problems: &mut Vec<Problem>) -> Fact {
        match (self.yes, self.no) {
            (false, false) => Fact::Unknown,
            (true, false) => Fact::Yes,
            (false, true) => Fact::No,
            (true, true) => {
                let detail = "both boxes are ticked: ask which of them was meant";
                problems.push(Problem::new(format!("/{name}"), detail));
                Fact::Unknown
            }
        }
    }
}

impl Lpa120 {
    /// What the form claims. The boxes name no benefit and no award, and show nothing: that is still needed.
    pub fn claims(&self) -> Result<Claims, Vec<Problem>> {
        let mut problems = Vec::new();
        let benefits = self.receives_benefits.fact("DonorReceivesBenefits", &mut problems);
        let injuries = self.awarded_injuries.fact("DonorAwardedInjuries", &mut problems);
        let below = self.over_12000.fact("DonorOver12000", &mut problems);
        let credit = self.universal_credit.fact("DonorReceivesUniversalCredit", &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut claims = Claims::default();
        if benefits.is_yes() {
            // "No" answers for every award; after "yes" it must be told which award, and for which benefit it was ignored.
            let damages = if injuries == Fact::No { Known::Absent } else { Known::Unknown };
            claims = claims.with(Claim::Exemption(ExemptionClaim { benefits: Vec::new(), damages }));
        }
        if below.is_yes() {
            let income = Known::Known(Income::Ticked { is: Compared::Below, shown: Fact::Unknown });
            claims = claims.with(Claim::IncomeRemission(IncomeClaim { income, statement: Known::Unknown }));
        }
        if credit.is_yes() {
            claims = claims.with(Claim::UniversalCredit(UniversalCreditClaim { letter: Fact::Unknown }));
        }
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fees::Relief;

    const YES: YesNo = YesNo { yes: true, no: false };
    const NO: YesNo = YesNo { yes: false, no: true };

    #[test]
    fn yes_beside_the_question_of_the_income_means_below_the_limit() {
        let claimed = |over_12000| {
            let form = Lpa120 { over_12000, ..Lpa120::default() };
            form.claims().unwrap().get(Relief::IncomeRemission).is_some()
        };
        assert!(claimed(YES));
        assert!(!claimed(NO) && !claimed(YesNo::default()));
    }

    #[test]
    fn an_answer_about_damages_that_was_not_given_is_asked_for() {
        let form = Lpa120 { receives_benefits: YES, ..Lpa120::default() };
        let damages =
            |form: Lpa120| match form.claims().unwrap().get(Relief::Exemption).unwrap().claim.clone() {
                Claim::Exemption(claim) => claim.damages,
                _ => panic!(),
            };
        assert_eq!(damages(form), Known::Unknown);
        assert_eq!(damages(Lpa120 { awarded_injuries: NO, ..form }), Known::Absent);
    }
}

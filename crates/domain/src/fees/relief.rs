//! The claims of an application, looked at one after the other, down to what the decision table is asked.

use jiff::civil::Date;

use super::application::Application;
use super::assessment::Assessment;
use super::claim::{Claim, Claimed, HardshipClaim, Relief, UniversalCreditClaim};
use super::code::Code;
use super::decision::{Grant, Ruling, Waiver};
use super::evidence::Missing;
use super::fraction::Fraction;
use super::parameters::{Parameter, Parameters};
use super::resolution::{Bar, Decided, IncomeIs, Inputs, Qualifies};
use super::trace::Trace;
use crate::choice::Words as _;

/// What all claims together come to.
pub(super) struct Sought {
    /// What the decision table is asked.
    pub(super) inputs: Inputs,
    /// The part that was decided under Universal Credit.
    pub(super) fraction: Option<Fraction>,
    /// What was decided about hardship.
    pub(super) waiver: Option<Waiver>,
    /// What is still needed, claim by claim.
    pub(super) missing: Vec<(Relief, Missing)>,
    /// The claims that were made too late, and not decided.
    pub(super) late: Vec<Relief>,
}

impl Sought {
    /// Looks at the claims of `application`.
    pub(super) fn of(parameters: &Parameters, application: &Application, trace: &mut Trace) -> Self {
        let mut sought = Self {
            inputs: Inputs::NONE,
            fraction: None,
            waiver: None,
            missing: Vec::new(),
            late: Vec::new(),
        };
        for relief in Relief::ALL {
            match application.decisions.standing(*relief).map(|decision| decision.ruling) {
                Some(Ruling::Granted(grant)) => {
                    trace.note(Code::ClaimGranted);
                    sought.grant(grant);
                }
                Some(Ruling::Refused) => trace.note(Code::ClaimRefused),
                None => {}
            }
        }
        for claimed in undecided(application) {
            if is_late(parameters, application.made.on, claimed) {
                trace.cite(
                    Code::ClaimLate,
                    parameters.at(Parameter::ClaimWithApplication, application.made.on),
                    None,
                );
                sought.late.push(claimed.claim.relief());
            } else if sought.is_settled_before(claimed.claim.relief()) {
                trace.note(Code::ClaimNotReached);
            } else {
                sought.look_at(&claimed.claim, (parameters, application), trace);
            }
        }
        sought
    }

    /// Whether the table's answer is clear before it comes to `relief`: what comes later is not looked at.
    fn is_settled_before(&self, relief: Relief) -> bool {
        self.inputs.resolve().relief().is_some_and(|granted| granted <= relief)
    }

    fn grant(&mut self, grant: Grant) {
        match grant {
            Grant::Exemption => (self.inputs.qualifies, self.inputs.bar) = (Qualifies::Yes, Bar::No),
            Grant::IncomeRemission => self.inputs.income = IncomeIs::Below,
            Grant::UniversalCredit(fraction) => {
                self.inputs.universal_credit = Decided::Yes;
                self.fraction = Some(fraction);
            }
            Grant::Hardship(waiver) => {
                self.inputs.hardship = Decided::Yes;
                self.waiver = Some(waiver);
            }
        }
    }

    fn look_at(
        &mut self,
        claim: &Claim,
        (parameters, application): (&Parameters, &Application),
        trace: &mut Trace,
    ) {
        let (mut found, made_on) = (Assessment::default(), application.made.on);
        match claim {
            Claim::Exemption(claim) => {
                (self.inputs.qualifies, self.inputs.bar) = claim.assess(parameters, made_on, &mut found);
            }
            Claim::IncomeRemission(claim) => {
                let is = claim.assess((parameters, application.policy), made_on, &mut found);
                if self.inputs.income != IncomeIs::Below {
                    self.inputs.income = is;
                }
            }
            Claim::UniversalCredit(claim) => {
                claim.assess(&mut found);
                if self.inputs.universal_credit == Decided::NotClaimed {
                    self.inputs.universal_credit = Decided::Pending;
                }
            }
            Claim::Hardship(claim) => {
                claim.assess(&mut found);
                if self.inputs.hardship == Decided::NotClaimed {
                    self.inputs.hardship = Decided::Pending;
                }
            }
        }
        let missing = found.close(trace);
        self.missing.extend(missing.into_iter().map(|what| (claim.relief(), what)));
    }
}

fn undecided(application: &Application) -> impl Iterator<Item = &Claimed> {
    application.claims.iter().filter(|each| application.decisions.standing(each.claim.relief()).is_none())
}

/// Whether the claim came after the application, at a time when it had to come with it.
fn is_late(parameters: &Parameters, made_on: Date, claimed: &Claimed) -> bool {
    claimed.later_on.is_some_and(|on| on > made_on)
        && parameters.at(Parameter::ClaimWithApplication, made_on).is_some()
}

impl UniversalCreditClaim {
    fn assess(self, found: &mut Assessment) {
        found.note(Code::UcPending);
        if !self.letter.is_yes() {
            found.missing(Missing::UniversalCreditLetter);
        }
    }
}

impl HardshipClaim {
    fn assess(self, found: &mut Assessment) {
        found.note(Code::HardPending);
        let needed = [
            (self.reasons, Missing::HardshipReasons),
            (self.bank_statements, Missing::BankStatements),
            (self.circumstances, Missing::Circumstances),
        ];
        needed.into_iter().filter(|(told, _)| !told.is_yes()).for_each(|(_, what)| found.missing(what));
    }
}

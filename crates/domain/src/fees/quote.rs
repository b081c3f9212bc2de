//! What is owed, and why: from an application to an answer.

use jiff::civil::Date;

use super::application::{Application, Asked, Instrument};
use super::claim::Relief;
use super::code::Code;
use super::decision::{Ruling, Waiver};
use super::evidence::Missing;
use super::invitation::{Repeat, Terms};
use super::kind::{Found, Kind};
use super::parameters::{IN_FORCE, Parameter, Parameters, Row};
use super::pence::Pence;
use super::period::{Basis, Period};
use super::price::{Bounds, Price, price};
use super::prompt::{Prompt, prompts};
use super::relief::Sought;
use super::trace::Trace;
use crate::Known;
use crate::choice::Words as _;
use crate::document::LpaType;

/// The answer to what an application costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// What is owed, or what stands in the way of saying so.
    pub outcome: Outcome,
    /// The prices that it was made on; `None` for a day before the first.
    pub period: Option<Period>,
    /// What to take now: nobody who claims relief pays the whole fee first. `None` when nothing can be said.
    pub collect_now: Option<Pence>,
    /// What to tell before anyone pays.
    pub prompts: Vec<Prompt>,
    /// How it came about.
    pub trace: Trace,
}

/// What is owed, or what stands in the way. Nothing unknown is ever an amount of nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This is owed.
    Determined {
        /// The fee.
        fee: Pence,
    },
    /// Something must be shown or told first.
    NeedsEvidence {
        /// What.
        missing: Vec<Missing>,
        /// What the fee will lie between.
        bounds: Bounds,
    },
    /// Somebody must decide first: the law leaves it to them, or is open.
    NeedsDecision {
        /// About what.
        why: Why,
        /// What the fee will lie between.
        bounds: Bounds,
    },
    /// The law of that day is not modelled.
    Unsupported {
        /// The period, if it is one.
        period: Option<Period>,
    },
}

crate::words! {
    /// What must be decided.
    pub enum Why {
        /// What holds for an income of exactly the limit (rule book, section 12, question 1).
        Threshold = "threshold",
        /// The part that is paid under Universal Credit.
        UniversalCredit = "universal-credit",
        /// Whether paying would cause hardship.
        Hardship = "hardship",
        /// Whether a claim after the application counts (rule book, section 12, question 6).
        LateClaim = "late-claim",
        /// The part that was decided is not whole pence.
        NotWholePence = "not-whole-pence",
        /// The amount that was decided is not between nothing and the fee.
        NotWithinFee = "not-within-fee",
    }
}

impl Application {
    /// What it costs, by the figures in force.
    pub fn quote(&self) -> Quote {
        quote_with(&IN_FORCE, self)
    }
}

/// What `application` costs, by these figures.
pub fn quote_with(parameters: &Parameters, application: &Application) -> Quote {
    let made = application.made;
    let mut trace = Trace::new();
    let row = parameters.at(Parameter::Period, made.on);
    let period = row.map(Period::of);
    let mut asking = Asking { parameters, application, made_on: made.on, trace: &mut trace };
    let answer = row.and_then(|row| {
        asking.trace.cite(Code::PeriodFound, Some(row), None);
        if made.basis != Basis::Supposed {
            asking.trace.note(Code::PeriodBasis);
        }
        asking.answer()
    });
    let Some(price) = answer else {
        trace.note(Code::PeriodUnsupported);
        let outcome = Outcome::Unsupported { period };
        return Quote { outcome, period, collect_now: None, prompts: Vec::new(), trace };
    };
    let collect = price.collect_now();
    let prompts = prompts(parameters, application, Some(collect));
    for prompt in &prompts {
        trace.note(prompt.code());
    }
    Quote { outcome: price.into_outcome(), period, collect_now: Some(collect), prompts, trace }
}

/// One application being answered.
struct Asking<'a> {
    parameters: &'a Parameters,
    application: &'a Application,
    made_on: Date,
    trace: &'a mut Trace,
}

impl Asking<'_> {
    /// `None`: the law of that day is not modelled.
    fn answer(&mut self) -> Option<Price> {
        match self.application.asked {
            Asked::Copy(of) => self.copy(of),
            Asked::Epa => {
                let base = self.base(Parameter::FeeEpa, Code::BaseEpa)?;
                let sought = self.sought()?;
                Some(self.priced(base.pence(), &sought))
            }
            Asked::Lpa { lpa_type, repeat } => self.lpa(lpa_type, repeat),
        }
    }

    fn copy(&mut self, of: Instrument) -> Option<Price> {
        let fee = match of {
            Instrument::Lpa => Parameter::FeeCopyLpa,
            Instrument::Epa => Parameter::FeeCopyEpa,
        };
        let fee = self.base(fee, Code::BaseCopy)?.pence();
        if !self.application.claims.is_empty() {
            self.trace.note(Code::CopyNoRelief);
        }
        Some(Price::Fee(fee))
    }

    fn lpa(&mut self, lpa_type: LpaType, repeat: Repeat) -> Option<Price> {
        match repeat.kind(lpa_type, self.made_on, self.trace) {
            Found::Is(Kind::First) => {
                let base = self.base(Parameter::FeeLpaFirst, Code::BaseFirst)?;
                let sought = self.sought()?;
                Some(self.priced(base.pence(), &sought))
            }
            Found::Is(Kind::Repeat(terms)) => {
                let base = self.base(Parameter::FeeLpaRepeat, Code::BaseRepeat)?;
                if terms == Terms::NoFee {
                    return Some(Price::Fee(Pence::ZERO));
                }
                let sought = self.sought()?;
                Some(self.priced(base.pence(), &sought))
            }
            Found::Open { missing, terms } => {
                let least = self.base(Parameter::FeeLpaRepeat, Code::BaseRepeat)?.pence();
                let most = self.base(Parameter::FeeLpaFirst, Code::BaseFirst)?.pence();
                let sought = self.sought()?;
                let least = match terms {
                    Known::Known(Terms::HalfFee) => self.priced(least, &sought),
                    _ => Price::Fee(Pence::ZERO),
                };
                let most = self.priced(most, &sought);
                Some(least.or(most, missing))
            }
        }
    }

    fn base(&mut self, parameter: Parameter, code: Code) -> Option<&'static Row> {
        let row = self.parameters.at(parameter, self.made_on)?;
        self.trace.cite(code, Some(row), Some(row.pence()));
        Some(row)
    }

    /// What the claims come to; `None` when relief of that day is not modelled.
    fn sought(&mut self) -> Option<Sought> {
        if self.parameters.at(Parameter::RemissionFraction, self.made_on).is_none() && self.seeks_relief() {
            self.trace.note(Code::ReliefUnsupported);
            return None;
        }
        Some(Sought::of(self.parameters, self.application, self.trace))
    }

    fn seeks_relief(&self) -> bool {
        let Application { claims, decisions, .. } = self.application;
        let open = |relief: &Relief| match decisions.standing(*relief).map(|decision| decision.ruling) {
            Some(Ruling::Granted(_)) => true,
            Some(Ruling::Refused) => false,
            None => claims.get(*relief).is_some(),
        };
        Relief::ALL.iter().any(open)
    }

    fn priced(&mut self, base: Pence, sought: &Sought) -> Price {
        let half = self.parameters.at(Parameter::RemissionFraction, self.made_on);
        let priced = price(base, half.and_then(Row::fraction), sought);
        let code = match (&priced, sought.inputs.resolve().relief()) {
            (Price::Open { why: Some(Why::NotWholePence), .. }, _) => Code::NotWholePence,
            (Price::Open { why: Some(Why::NotWithinFee), .. }, _) => Code::NotWithinFee,
            (Price::Open { .. }, _) => Code::FeeLeastAndMost,
            (Price::Fee(_), Some(Relief::UniversalCredit)) => Code::UcDecided,
            (Price::Fee(_), Some(Relief::Hardship)) if sought.waiver == Some(Waiver::Remitted) => {
                Code::HardRemitted
            }
            (Price::Fee(_), Some(Relief::Hardship)) => Code::HardReduced,
            (Price::Fee(_), _) => Code::Fee,
        };
        let halved = sought.inputs.resolve().relief() == Some(Relief::IncomeRemission);
        self.trace.cite(code, half.filter(|_| halved), Some(priced.most()));
        priced
    }
}

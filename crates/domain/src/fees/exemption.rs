//! Exemption: nothing is paid by a donor who has a means-tested benefit.

use jiff::civil::Date;

use super::assessment::Assessment;
use super::benefit::{Benefit, GROUNDS, Ground};
use super::code::Code;
use super::evidence::Missing;
use super::fact::Fact;
use super::parameters::{Parameter, Parameters};
use super::pence::Pence;
use super::resolution::{Bar, Qualifies};
use crate::Known;

/// What somebody says who claims an exemption.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExemptionClaim {
    /// The donor's benefits: nobody else's count. Empty as long as none was named.
    pub benefits: Vec<Paid>,
    /// Damages that the donor was awarded for personal injury. `Absent`: none were.
    pub damages: Known<Vec<Damages>>,
}

/// A benefit of the donor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Which.
    pub benefit: Benefit,
    /// Whether it was in payment when the application was made.
    pub in_payment: InPayment,
    /// Whether a letter of the provider was seen that shows it.
    pub letter: Fact,
}

/// Whether a benefit is in payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InPayment {
    /// As far as was told on the day of the application.
    Then(Fact),
    /// It was paid up to and including this day.
    Until(Date),
}

/// Damages for one injury. Each award is looked at by itself: our reading, as the form says "award".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damages {
    /// How much.
    pub amount: Pence,
    /// For which benefits it was ignored when they were assessed. `Absent`: for none.
    pub ignored_for: Known<Vec<Benefit>>,
}

impl InPayment {
    fn on(self, day: Date) -> Fact {
        match self {
            Self::Then(fact) => fact,
            Self::Until(last) if day <= last => Fact::Yes,
            Self::Until(_) => Fact::No,
        }
    }
}

/// How far a ground is made out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Not,
    Unproven,
    Proven,
}

impl ExemptionClaim {
    /// What the claim comes to for an application made on `made_on`.
    pub(super) fn assess(
        &self,
        parameters: &Parameters,
        made_on: Date,
        found: &mut Assessment,
    ) -> (Qualifies, Bar) {
        if self.benefits.is_empty() {
            found.missing(Missing::WhichBenefit);
            let bar = self.bar(parameters, made_on, &[]);
            ask_damages(bar, found);
            return (Qualifies::Unproven, bar);
        }
        let each = |ground: &Ground| {
            let standing = self.standing(ground, made_on);
            (standing, self.bar(parameters, made_on, ground.needs), *ground)
        };
        // The best for the donor: a ground that is proven and clear of damages, then one that may yet be.
        let rank = |(standing, bar, _): &(Standing, Bar, Ground)| match (standing, bar) {
            (Standing::Proven, Bar::No) => 0,
            (Standing::Proven, Bar::Unknown) => 1,
            (Standing::Unproven, Bar::No | Bar::Unknown) => 2,
            (Standing::Unproven, Bar::Yes) => 3,
            (Standing::Proven, Bar::Yes) => 4,
            (Standing::Not, _) => 5,
        };
        let best = GROUNDS.iter().map(each).min_by_key(rank);
        let Some((standing, bar, ground)) = best.filter(|(standing, ..)| *standing != Standing::Not) else {
            found.note(self.why_not(made_on));
            return (Qualifies::No, Bar::No);
        };
        if standing == Standing::Unproven {
            self.note_missing(&ground, made_on, found);
            ask_damages(bar, found);
            return (Qualifies::Unproven, bar);
        }
        note_proven(&ground, bar, (parameters, made_on), found);
        (Qualifies::Yes, bar)
    }

    fn paid(&self, benefit: Benefit) -> impl Iterator<Item = &Paid> {
        self.benefits.iter().filter(move |paid| paid.benefit == benefit)
    }

    fn standing(&self, ground: &Ground, made_on: Date) -> Standing {
        let mut all = Standing::Proven;
        for benefit in ground.needs {
            let each = self.paid(*benefit).map(|paid| match (paid.in_payment.on(made_on), paid.letter) {
                (Fact::No, _) => Standing::Not,
                (Fact::Yes, Fact::Yes) => Standing::Proven,
                _ => Standing::Unproven,
            });
            match each.max_by_key(|standing| *standing as u8) {
                Some(Standing::Proven) => {}
                Some(Standing::Unproven) => all = Standing::Unproven,
                Some(Standing::Not) | None => return Standing::Not,
            }
        }
        all
    }

    /// Whether damages stand in the way of `needs`: both limbs must hold, more than the limit and ignored.
    fn bar(&self, parameters: &Parameters, made_on: Date, needs: &[Benefit]) -> Bar {
        let awards = match &self.damages {
            Known::Unknown => return Bar::Unknown,
            Known::Absent => return Bar::No,
            Known::Known(awards) => awards,
        };
        let limit = parameters.at(Parameter::DamagesLimit, made_on);
        let over = |award: &&Damages| limit.is_some_and(|row| award.amount > row.pence());
        let bars = awards.iter().filter(over).map(|award| match &award.ignored_for {
            Known::Unknown => Bar::Unknown,
            Known::Known(benefits) if needs.iter().any(|need| benefits.contains(need)) => Bar::Yes,
            Known::Absent | Known::Known(_) => Bar::No,
        });
        bars.max_by_key(|bar| *bar as u8).unwrap_or(Bar::No)
    }

    fn why_not(&self, made_on: Date) -> Code {
        let ended = |paid: &Paid| paid.benefit.is_listed() && paid.in_payment.on(made_on) == Fact::No;
        if self.benefits.iter().any(ended) { Code::ExNotInPayment } else { Code::ExNotListed }
    }

    fn note_missing(&self, ground: &Ground, made_on: Date, found: &mut Assessment) {
        for paid in ground.needs.iter().flat_map(|need| self.paid(*need)) {
            if paid.in_payment.on(made_on) == Fact::Unknown {
                found.missing(Missing::InPayment(paid.benefit));
            }
            if paid.letter != Fact::Yes {
                found.missing(Missing::Letter(paid.benefit));
            }
        }
    }
}

/// What must be told of damages is asked together with the letters, not after them (S-7).
fn ask_damages(bar: Bar, found: &mut Assessment) {
    if bar == Bar::Unknown {
        found.missing(Missing::Damages);
    }
}

fn note_proven(
    ground: &Ground,
    bar: Bar,
    (parameters, made_on): (&Parameters, Date),
    found: &mut Assessment,
) {
    let limit = parameters.at(Parameter::DamagesLimit, made_on);
    match bar {
        Bar::No => found.note(Code::ExQualifying),
        Bar::Yes => found.cite(Code::ExDamagesBar, limit),
        Bar::Unknown => {
            found.cite(Code::ExDamagesUnknown, limit);
            found.missing(Missing::Damages);
        }
    }
    if parameters.at(ground.since, made_on).is_none() {
        found.cite(Code::ExBenefitClosed, parameters.all(ground.since).last());
    }
}

//! The refund scheme of 2018 to 2021, for fees of April 2013 to March 2017: closed, and kept as history.
//!
//! It goes by what the refund service does, odd as some of it is; what others say is in the table of parameters.

use jiff::civil::Date;

use super::parameters::{Parameter, Parameters};
use super::pence::Pence;

/// A power that a refund was claimed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Power {
    /// When OPG received it.
    pub received_on: Date,
    /// What was paid for it.
    pub paid: Pence,
    /// Whether it was accepted in another claim before. One that was rejected or withdrawn may be claimed again.
    pub accepted_before: bool,
}

crate::words! {
    /// What somebody had paid, by the amount alone: from £110 on in full, from £55 on a reduced fee, for every year alike.
    pub enum PaidAs {
        /// In full.
        Full = "full",
        /// A reduced fee.
        Reduced = "reduced",
        /// Less than a reduced fee, or nothing.
        Less = "less",
    }
}

/// What the scheme comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimable {
    /// This is refunded.
    Refund {
        /// What was paid too much.
        amount: Pence,
        /// The interest on it; `None` when it is more than can be counted.
        interest: Option<Pence>,
    },
    /// It was received outside the scheme.
    NotEligible,
    /// No fee was paid, or less than a reduced one.
    NoFeesPaid,
    /// It was refunded before.
    Duplicate,
}

impl Power {
    /// As what the fee counts.
    pub fn paid_as(&self, parameters: &Parameters) -> PaidAs {
        let from = |parameter| parameters.all(parameter).last().is_some_and(|row| self.paid >= row.pence());
        if from(Parameter::SchemePaidFull) {
            PaidAs::Full
        } else if from(Parameter::SchemePaidReduced) {
            PaidAs::Reduced
        } else {
            PaidAs::Less
        }
    }

    /// What is refunded on `on`.
    pub fn refund(&self, parameters: &Parameters, on: Date) -> Claimable {
        let parameter = match self.paid_as(parameters) {
            _ if self.accepted_before => return Claimable::Duplicate,
            PaidAs::Full => Parameter::SchemeFull,
            PaidAs::Reduced => Parameter::SchemeReduced,
            PaidAs::Less => return Claimable::NoFeesPaid,
        };
        let Some(row) = parameters.at(parameter, self.received_on) else { return Claimable::NotEligible };
        let interest = interest(parameters, row.pence(), self.received_on, on);
        Claimable::Refund { amount: row.pence(), interest }
    }
}

/// One in the fixed-point numbers below: 18 digits after the point.
const ONE: u128 = 1_000_000_000_000_000_000;
const DAYS_OF_A_YEAR: u128 = 365;

/// Interest on `amount`, compounded over the days gone by (the service counts seconds; that its days begin at midnight is our
/// reading), the sum of both rounded to whole pence. No binary fraction: a power series in whole numbers.
fn interest(parameters: &Parameters, amount: Pence, from: Date, to: Date) -> Option<Pence> {
    let rate = parameters.at(Parameter::SchemeInterest, from)?;
    let days = u128::from(from.max(to).since(from).ok()?.get_days().unsigned_abs());
    let rate = ONE.checked_mul(u128::from(rate.number()))? / u128::from(rate.per());
    // (1 + r)^t = e^(t ln(1 + r))
    let exponent = ln_of_one_and(rate)?.checked_mul(days)? / DAYS_OF_A_YEAR;
    let total = u128::from(amount.get()).checked_mul(exp(exponent)?)?;
    let rounded = total.checked_add(ONE / 2)? / ONE;
    Pence::new(u64::try_from(rounded).ok()?).checked_sub(amount)
}

/// ln(1 + x) for a small x: x - x²/2 + x³/3 - …
fn ln_of_one_and(x: u128) -> Option<u128> {
    let (mut power, mut sum, mut taken) = (x, 0_u128, 0_u128);
    for nth in 1..=20_u128 {
        let term = power / nth;
        if nth % 2 == 1 {
            sum = sum.checked_add(term)?;
        } else {
            taken = taken.checked_add(term)?;
        }
        power = power.checked_mul(x)? / ONE;
    }
    sum.checked_sub(taken)
}

/// e to the `x`: 1 + x + x²/2 + x³/6 + …
fn exp(x: u128) -> Option<u128> {
    let (mut term, mut sum) = (ONE, ONE);
    for nth in 1..=30_u128 {
        term = term.checked_mul(x)? / ONE / nth;
        sum = sum.checked_add(term)?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::fees::parameters::IN_FORCE;

    /// What the formula of the refund service gives (rule book, section 8; the first is that service's own test).
    #[test]
    fn interest_is_compounded_over_the_time_gone_by() {
        for (pence, from, to, interest) in [
            (4500, date(2017, 3, 1), date(2017, 5, 1), 4),
            (5400, date(2013, 4, 1), date(2018, 2, 1), 132),
            (3400, date(2014, 3, 31), date(2021, 1, 31), 118),
            (2700, date(2013, 9, 30), date(2019, 9, 30), 82),
            (2200, date(2017, 3, 31), date(2018, 3, 31), 11),
        ] {
            let found = super::interest(&IN_FORCE, Pence::new(pence), from, to);
            assert_eq!(found, Some(Pence::new(interest)), "{pence} from {from} to {to}");
        }
    }

    #[test]
    fn there_is_no_interest_for_time_that_has_not_gone_by() {
        let power = Power { received_on: date(2014, 1, 1), paid: Pence::new(11000), accepted_before: false };
        for on in [date(2014, 1, 1), date(2013, 1, 1), Date::MIN, Date::MAX] {
            let Claimable::Refund { amount, interest } = power.refund(&IN_FORCE, on) else { panic!() };
            assert_eq!(amount, Pence::new(3400));
            assert_eq!(interest, if on == Date::MAX { None } else { Some(Pence::ZERO) });
        }
    }

    #[test]
    fn a_power_that_was_refunded_before_is_not_refunded_again() {
        let power = Power { received_on: date(2014, 1, 1), paid: Pence::new(11000), accepted_before: true };
        assert_eq!(power.refund(&IN_FORCE, date(2018, 6, 1)), Claimable::Duplicate);
    }
}

//! Ages, counted by the calendar.

use jiff::Span;
use jiff::civil::Date;

use crate::rules::{At, Missing, Verdict, View};

/// The day on which somebody turns 18: for 29 February, in a year that has none, 1 March (our reading).
pub(super) fn eighteen_on(born: Date) -> Date {
    years_on(born, 18)
}

/// Whether somebody is 18 on the day on which the donor signs; before that, from which day on. Reads when the LPA was signed, and
/// the day.
pub(super) fn of_age(view: &View<'_>, born: Date, cure: &'static str) -> Result<Verdict, Missing> {
    let comes_of_age = eighteen_on(born);
    let signed = view.lpa().on(At::Signed)?;
    Ok(match signed {
        Some(signed) if comes_of_age > signed => Verdict::Violated(cure),
        None if comes_of_age > view.today()? => Verdict::NotYet(comes_of_age),
        _ => Verdict::Satisfied,
    })
}

/// Whether somebody was born more than 100 years ago: on the hundredth birthday, not yet. Reads the day.
pub(super) fn over_100(view: &View<'_>, born: Date) -> Result<bool, Missing> {
    Ok(born < view.today()?.saturating_sub(Span::new().years(100)))
}

/// The same day so many years on: for 29 February, in a year that has none, 1 March (our reading).
pub(super) fn years_on(day: Date, years: i16) -> Date {
    let year = day.year().saturating_add(years);
    Date::new(year, day.month(), day.day())
        .or_else(|_| Date::new(year, 3, 1))
        .unwrap_or_else(|_| day.saturating_add(Span::new().years(years)))
}

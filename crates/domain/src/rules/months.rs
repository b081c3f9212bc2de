//! Months of the calendar, counted by the corresponding date.
//!
//! So many months after a day is the day of the same number in the month so many later; a month that has no such day gives its last. Six
//! months after 31 March is 30 September. Today's services let the surplus days run over into the next month instead (rule book, hazard
//! Z-06), so that a period may end up to three days later there, never earlier.

use jiff::Span;
use jiff::civil::Date;

/// The corresponding date so many months later.
///
/// ```
/// use jiff::civil::date;
/// use lpa_domain::rules::months::after;
/// assert_eq!(after(date(2026, 3, 31), 6), date(2026, 9, 30));
/// assert_eq!(after(date(2026, 8, 31), 6), date(2027, 2, 28));
/// ```
pub fn after(day: Date, months: u8) -> Date {
    day.saturating_add(Span::new().months(months))
}

/// The corresponding date so many months earlier.
pub fn before(day: Date, months: u8) -> Date {
    day.saturating_sub(Span::new().months(months))
}

/// Whether the month so many later has no day of that number, so that its last day stands for it.
pub fn falls_short(day: Date, months: u8) -> bool {
    after(day, months).day() != day.day()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    /// What `AddDate` of Go's `time` does: surplus days run over.
    fn run_over(day: Date, months: u8) -> Date {
        let first = day.first_of_month().saturating_add(Span::new().months(months));
        first.saturating_add(Span::new().days(i64::from(day.day()) - 1))
    }

    #[test]
    fn the_vectors_of_the_rule_book() {
        for (day, corresponding, go) in [
            (date(2026, 1, 15), date(2026, 7, 15), date(2026, 7, 15)),
            (date(2026, 8, 31), date(2027, 2, 28), date(2027, 3, 3)),
            (date(2026, 3, 31), date(2026, 9, 30), date(2026, 10, 1)),
            (date(2023, 8, 31), date(2024, 2, 29), date(2024, 3, 2)),
        ] {
            assert_eq!((after(day, 6), run_over(day, 6)), (corresponding, go));
            assert_eq!(falls_short(day, 6), corresponding != go);
        }
        assert_eq!(after(date(2024, 2, 29), 24), date(2026, 2, 28));
        assert_eq!(before(date(2026, 9, 1), 3), date(2026, 6, 1));
        assert_eq!(before(date(2026, 5, 31), 3), date(2026, 2, 28));
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trap() {
        assert_eq!((after(Date::MAX, 255), before(Date::MIN, 255)), (Date::MAX, Date::MIN));
    }

    proptest! {
        /// T230, for any number of months.
        #[test]
        fn a_corresponding_date_is_never_later_than_one_that_runs_over(
            days in 0_i64..200_000, months in any::<u8>(),
        ) {
            let day = date(1900, 1, 1).saturating_add(Span::new().days(days));
            prop_assert!(after(day, months) <= run_over(day, months));
            prop_assert!(after(day, 6) <= run_over(day, 6));
            prop_assert!(run_over(day, 6).duration_since(after(day, 6)).as_hours() <= 3 * 24);
        }
    }
}

//! How two dates of birth compare.

use jiff::civil::Date;

/// How two dates of birth compare, from the strongest (least) to `Missing` (greatest): rule book, section 5.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BirthDateLevel {
    /// The same day.
    Same,
    /// Day and month changed places: 12 April and 4 December of one year.
    DayMonthSwapped,
    /// Written as `YYYY-MM-DD`, exactly one digit differs.
    OneDigit,
    /// The same year.
    SameYear,
    /// None of these.
    Different,
    /// One of them is not there: says nothing either way.
    Missing,
}

impl BirthDateLevel {
    /// Compares two dates of birth; the order does not matter.
    pub fn between(one: Option<Date>, other: Option<Date>) -> Self {
        let (Some(one), Some(other)) = (one, other) else { return Self::Missing };
        if one == other {
            Self::Same
        } else if is_swapped(one, other) {
            Self::DayMonthSwapped
        } else if digits_apart(one, other) == 1 {
            Self::OneDigit
        } else if one.year() == other.year() {
            Self::SameYear
        } else {
            Self::Different
        }
    }

    /// Whether both are known and they are not the same day.
    pub const fn is_contrary(self) -> bool {
        !matches!(self, Self::Same | Self::Missing)
    }
}

fn is_swapped(one: Date, other: Date) -> bool {
    one.year() == other.year() && one.month() == other.day() && one.day() == other.month()
}

fn digits_apart(one: Date, other: Date) -> usize {
    digits(one).iter().zip(digits(other)).filter(|(a, b)| **a != *b).count()
}

fn digits(date: Date) -> [i32; 8] {
    let all = i32::from(date.year()).abs() * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day());
    [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000].map(|place| all / place % 10)
}

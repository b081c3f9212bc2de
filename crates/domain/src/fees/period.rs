//! Which prices an application has: fixed by the day it was made, and never again by any other.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use thiserror::Error;

use super::parameters::Row;

crate::words! {
    /// Why a day counts as the day on which the application was made. The law says "made" and not what that is: which day
    /// it is for each channel is our reading.
    pub enum Basis {
        /// On paper and through Make: the day on which OPG received it.
        ReceivedByOpg = "received-by-opg",
        /// Through Modernising: the day on which the donor lodged it.
        Lodged = "lodged",
        /// The day that somebody asks about.
        Supposed = "supposed",
    }
}

/// When an application was made. It chooses the prices, and "now" never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// The day, in England and Wales.
    pub on: Date,
    /// Why it is that day.
    pub basis: Basis,
}

/// A period with prices of its own, such as `P6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period(u64);

/// The text is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a period: write P and its number, such as P6")]
pub struct NotAPeriod;

impl Period {
    /// The period that a row of the table is about.
    pub(super) const fn of(row: &Row) -> Self {
        Self(row.number())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P{}", self.0)
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let digits = text.strip_prefix('P').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits.and_then(|digits| digits.parse().ok()).map(Self).ok_or(NotAPeriod)
    }
}

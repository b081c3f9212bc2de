//! Money: whole pence, never less than nothing.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use thiserror::Error;

/// An amount of money in whole pence. There is no negative amount: what is owed the other way has its own name.
///
/// ```
/// use lpa_domain::fees::Pence;
/// assert_eq!("19.99".parse(), Ok(Pence::new(1999)));
/// assert_eq!(Pence::new(2050).to_string(), "£20.50");
/// assert_eq!(Pence::new(9200).to_string(), "£92");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Pence(u64);

/// The text is no amount in pounds and pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not an amount of money: write pounds, or pounds and two digits of pence, such as 92 or 20.50")]
pub struct NotAnAmount;

impl Pence {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many pence.
    pub const fn new(pence: u64) -> Self {
        Self(pence)
    }

    /// How many pence it is.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Both together; `None` when that is more than can be counted.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// What is left; `None` when `other` is more.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// All together; `None` when that is more than can be counted.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }
}

/// Pounds: with pence only when there are any, in English and in Welsh alike.
impl fmt::Display for Pence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pounds, pence) = (self.0 / 100, self.0 % 100);
        if pence == 0 { write!(f, "£{pounds}") } else { write!(f, "£{pounds}.{pence:02}") }
    }
}

/// Reads pounds, digit by digit: no amount passes through a binary fraction (X-30).
impl FromStr for Pence {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let (pounds, pence) = text.split_once('.').unwrap_or((text, "00"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(pounds) || !digits(pence) || pence.len() != 2 {
            return Err(NotAnAmount);
        }
        let number = |part: &str| part.parse::<u64>().ok();
        let all = number(pounds).and_then(|pounds| pounds.checked_mul(100)?.checked_add(number(pence)?));
        all.map(Self).ok_or(NotAnAmount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_penny_is_lost_between_nothing_and_two_hundred_pounds() {
        for pence in 0..=20_000_u64 {
            let written = format!("{}.{:02}", pence / 100, pence % 100);
            assert_eq!(written.parse(), Ok(Pence(pence)));
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "-1", "1.", ".5", "1.5", "1.005", "1,000", "£1", "1e3", "99999999999999999999", " 1"]
        {
            assert_eq!(text.parse::<Pence>(), Err(NotAnAmount), "{text}");
        }
    }

    #[test]
    fn sums_that_cannot_be_counted_are_not_made() {
        assert_eq!(Pence(u64::MAX).checked_add(Pence(1)), None);
        assert_eq!(Pence(1).checked_sub(Pence(2)), None);
        assert_eq!(Pence::checked_sum([Pence(u64::MAX), Pence(1)]), None);
    }
}

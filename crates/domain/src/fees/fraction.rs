//! A part of a fee that is to be paid.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::Pence;

/// A part of a whole, from none to all, as two whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    part: u32,
    whole: u32,
}

/// The text is no part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a fraction from 0 to 1: write it as 0, 1 or two numbers, such as 1/2")]
pub struct NotAFraction;

impl Fraction {
    /// Nothing is paid.
    pub const NONE: Self = Self { part: 0, whole: 1 };
    /// Half is paid.
    pub const HALF: Self = Self { part: 1, whole: 2 };

    /// `part` out of `whole`; `None` when that is more than all of it, or of nothing.
    pub const fn new(part: u32, whole: u32) -> Option<Self> {
        if whole == 0 || part > whole { None } else { Some(Self { part, whole }) }
    }

    /// This part of `amount`; `None` when it is not whole pence. Nothing is ever rounded.
    pub fn of(self, amount: Pence) -> Option<Pence> {
        let parts = amount.get().checked_mul(u64::from(self.part))?;
        let whole = u64::from(self.whole);
        parts.is_multiple_of(whole).then(|| Pence::new(parts / whole))
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.part, self.whole) {
            (part, 1) => write!(f, "{part}"),
            (part, whole) => write!(f, "{part}/{whole}"),
        }
    }
}

impl FromStr for Fraction {
    type Err = NotAFraction;

    fn from_str(text: &str) -> Result<Self, NotAFraction> {
        let (part, whole) = text.split_once('/').unwrap_or((text, "1"));
        let number = |digits: &str| {
            let fits = digits.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| digits.parse().ok()).flatten()
        };
        number(part).zip(number(whole)).and_then(|(part, whole)| Self::new(part, whole)).ok_or(NotAFraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_not_whole_pence_is_not_made() {
        assert_eq!(Fraction::HALF.of(Pence::new(9200)), Some(Pence::new(4600)));
        assert_eq!(Fraction::HALF.of(Pence::new(1)), None);
        assert_eq!("1/3".parse::<Fraction>().unwrap().of(Pence::new(9200)), None);
        assert_eq!(Fraction::HALF.of(Pence::new(u64::MAX)), None);
    }

    #[test]
    fn what_is_more_than_all_or_of_nothing_is_no_fraction() {
        for text in ["", "2", "3/2", "1/0", "-1/2", "0.5", "1/2/3", "+1/2"] {
            assert_eq!(text.parse::<Fraction>(), Err(NotAFraction), "{text}");
        }
        assert_eq!("0".parse(), Ok(Fraction::NONE));
    }
}

//! Why somebody did something, in words.

use std::str::FromStr;

use serde::Serialize;
use thiserror::Error;

use crate::personal::Personal;

/// No reason is longer, in characters.
const LONGEST: usize = 1_000;

/// Why somebody did something, in their own words: 1 to 1,000 characters on one line or more. People write about people:
/// it is personal, sealed where it is kept, and shown only to who reads the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Reason(Personal<String>);

/// The text says nothing, too much, or holds control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a reason has 1 to {LONGEST} characters, and no control characters but line breaks")]
pub struct NotAReason;

impl Reason {
    /// A reason of our own making or read back from where it was kept: taken as it is.
    pub fn kept(text: impl Into<String>) -> Self {
        Self(Personal::new(text.into()))
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for Reason {
    type Err = NotAReason;

    fn from_str(text: &str) -> Result<Self, NotAReason> {
        let text = text.trim();
        let fits = !text.is_empty() && text.chars().count() <= LONGEST;
        let is_plain = !text.chars().any(|each| each.is_control() && each != '\n');
        if fits && is_plain { Ok(Self::kept(text)) } else { Err(NotAReason) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something_and_not_too_much() {
        for text in ["", "  \n", "a\0b", "a\u{1b}[2J", &"x".repeat(1_001)] {
            assert_eq!(text.parse::<Reason>(), Err(NotAReason));
        }
        assert_eq!(" typed twice\nin error ".parse::<Reason>().unwrap().expose(), "typed twice\nin error");
        assert!("ü".repeat(1_000).parse::<Reason>().is_ok());
    }

    #[test]
    fn a_reason_shows_nothing_when_it_is_printed() {
        assert_eq!(format!("{:?}", Reason::kept("Mrs Vone rang")), "Reason([personal])");
    }
}

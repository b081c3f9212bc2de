//! Postcodes, and how two of them compare.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

/// How two postcodes compare, from the strongest (least) to `Missing` (greatest): rule book, section 5.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PostcodeLevel {
    /// The same letters and digits.
    Same,
    /// The same district: all but the last three.
    Outward,
    /// Another district.
    Different,
    /// One of them is not there, or one is foreign and they are not the same: says nothing either way.
    Missing,
}

/// A postcode as it is compared: letters and digits alone, in upper case. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Postcode {
    code: String,
    /// Of the United Kingdom by its shape.
    british: bool,
}

impl Postcode {
    /// From what was typed; empty when there is no letter and no digit in it.
    pub fn of(typed: &str) -> Self {
        let kept = typed.nfkc().filter(|letter| letter.is_alphanumeric());
        let code: String = kept.flat_map(char::to_uppercase).collect();
        Self { british: is_british(&code), code }
    }

    /// Whether nothing was written.
    pub const fn is_empty(&self) -> bool {
        self.code.is_empty()
    }

    /// All but the last three, of a postcode of the United Kingdom.
    fn outward(&self) -> &str {
        self.code.get(..self.code.len().saturating_sub(3)).unwrap_or_default()
    }
}

impl PostcodeLevel {
    /// Compares two postcodes; the order does not matter.
    pub fn between(one: &Postcode, other: &Postcode) -> Self {
        if one.is_empty() || other.is_empty() {
            Self::Missing
        } else if one.code == other.code {
            Self::Same
        } else if !one.british || !other.british {
            Self::Missing
        } else if one.outward() == other.outward() {
            Self::Outward
        } else {
            Self::Different
        }
    }
}

/// Two to four letters and digits that begin with a letter, then a digit and two letters.
fn is_british(code: &str) -> bool {
    let bytes = code.as_bytes();
    let Some((outward, inward)) = bytes.len().checked_sub(3).and_then(|at| bytes.split_at_checked(at)) else {
        return false;
    };
    (2..=4).contains(&outward.len())
        && outward[0].is_ascii_alphabetic()
        && outward.iter().all(u8::is_ascii_alphanumeric)
        && inward[0].is_ascii_digit()
        && inward[1..].iter().all(u8::is_ascii_alphabetic)
}

impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

//! How two sets of forenames compare.

use super::likeness::close;
use super::normal::{Form, Normal};
use super::variants;

/// How forenames compare, from the strongest (least) to `Missing` (greatest): rule book, section 5.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ForenamesLevel {
    /// The same words in any order, or equal with the spaces removed.
    Same,
    /// The first words are equal, and more than an initial **\[I\]**: J Paul and J Peter may be twins.
    FirstToken,
    /// The first words are of one family of names: Elizabeth and Liz.
    KnownVariant,
    /// The first word of one is the initial of the other's.
    Initial,
    /// The first words as written by a slip: a likeness of at least 0.92.
    Close,
    /// None of these.
    Different,
    /// One of them is not there: says nothing either way.
    Missing,
}

impl ForenamesLevel {
    /// Compares two sets of forenames; the order of the two does not matter.
    pub fn between(one: &Normal, other: &Normal) -> Self {
        if one.is_empty() || other.is_empty() {
            return Self::Missing;
        }
        one.pairs(other).map(|(a, b)| Self::of_forms(a, b)).min().unwrap_or(Self::Missing)
    }

    fn of_forms(one: &Form, other: &Form) -> Self {
        if one.joined == other.joined || one.sorted == other.sorted {
            return Self::Same;
        }
        let (a, b) = (one.first_word(), other.first_word());
        if a == b && !is_initial(a) {
            Self::FirstToken
        } else if variants::forenames(a, b) {
            Self::KnownVariant
        } else if (is_initial(a) || is_initial(b)) && a.chars().next() == b.chars().next() {
            Self::Initial
        } else if close(a, b) {
            Self::Close
        } else {
            Self::Different
        }
    }
}

/// One Latin letter: in other scripts one letter may be a whole name.
pub(super) fn is_initial(word: &str) -> bool {
    word.len() == 1 && word.starts_with(|c: char| c.is_ascii_lowercase())
}

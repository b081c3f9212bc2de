//! How two last names compare.

use super::likeness::close;
use super::normal::{Form, Normal};
use super::variants;

/// Words that join a name and are no part to have in common (rule book, section 5.2).
const PARTICLES: [&str; 11] = ["de", "la", "van", "von", "der", "al", "el", "ap", "ab", "bin", "ibn"];

/// How two last names compare, from the strongest (least) to `Missing` (greatest): rule book, section 5.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LastNameLevel {
    /// The normal forms are equal, spaces apart.
    Same,
    /// Word by word the same or of one family of spellings: Smyth and Smith.
    KnownVariant,
    /// A word in common that is no particle: Smith-Jones and Jones.
    SharesPart,
    /// As written by a slip: a likeness of at least 0.92.
    Close,
    /// None of these.
    Different,
    /// One of them is not there: says nothing either way.
    Missing,
}

impl LastNameLevel {
    /// Compares two last names; the order does not matter.
    ///
    /// ```
    /// use lpa_domain::matching::{LastNameLevel, Normal};
    ///
    /// let level = LastNameLevel::between(&Normal::of("Smith-Jones"), &Normal::of("Jones"));
    /// assert_eq!(level, LastNameLevel::SharesPart);
    /// ```
    pub fn between(one: &Normal, other: &Normal) -> Self {
        if one.is_empty() || other.is_empty() {
            return Self::Missing;
        }
        one.pairs(other).map(|(a, b)| Self::of_forms(a, b)).min().unwrap_or(Self::Missing)
    }

    fn of_forms(one: &Form, other: &Form) -> Self {
        if one.joined == other.joined {
            Self::Same
        } else if is_variant(one, other) {
            Self::KnownVariant
        } else if shares_part(one, other) {
            Self::SharesPart
        } else if close(&one.text, &other.text) {
            Self::Close
        } else {
            Self::Different
        }
    }
}

fn is_variant(one: &Form, other: &Form) -> bool {
    one.sorted.len() == other.sorted.len()
        && one.text.split(' ').zip(other.text.split(' ')).all(|(a, b)| a == b || variants::last_names(a, b))
}

/// Its words that two names may have in common.
pub(super) fn parts(form: &Form) -> impl Iterator<Item = &str> {
    form.sorted.iter().map(String::as_str).filter(|word| !PARTICLES.contains(word))
}

/// Walks both lists of words in the order of the alphabet.
fn shares_part(one: &Form, other: &Form) -> bool {
    let (mut a, mut b) = (one.sorted.iter().peekable(), other.sorted.iter().peekable());
    while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal if PARTICLES.contains(&left.as_str()) => drop(a.next()),
            std::cmp::Ordering::Equal => return true,
        }
    }
    false
}

//! What each level says for or against one person: a data table in hundredths of a bit, with its version.

use super::comparison::Comparison;
use super::normal::Normal;

/// The weights of one circle of people. A weight is the logarithm to base 2 of how much likelier a level is among records
/// of one person than among records of two, in hundredths of a bit; `Missing` weighs nothing.
///
/// **\[I\]** Every number is a placeholder: those of section 5.3 of the rule book are invented there, the others by us to fit between
/// them. Nothing was estimated from data. Estimate them (for instance with Splink) before anything depends on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Changes with any number.
    pub version: &'static str,
    /// Before anything is compared.
    pub prior: i32,
    /// Same, known variant, shares a part, close, different.
    pub last_name: [i32; 5],
    /// Same, when the name is a common one.
    pub common_last_name: i32,
    /// Same, first token, known variant, initial, close, different.
    pub forenames: [i32; 6],
    /// Same, day and month swapped, one digit, same year, different.
    pub birth_date: [i32; 5],
    /// Same, outward, different. Addresses are not weighed beside it: they repeat it.
    pub postcode: [i32; 3],
    /// Same, different.
    pub mobile: [i32; 2],
    /// Same, different. Couples share mailboxes.
    pub email: [i32; 2],
}

/// Among everybody in the register: one in nine million (section 5.3).
pub const REGISTER: Weights = Weights {
    version: "register-1",
    prior: -2310,
    last_name: [990, 700, 500, 500, -430],
    common_last_name: 630,
    forenames: [760, 660, 500, 300, 400, -430],
    birth_date: [1440, 600, 500, -160, -560],
    postcode: [2050, 400, -270],
    mobile: [1970, -100],
    email: [1500, -100],
};

/// Among the people of one donor's own LPAs: one in a hundred, and families share names and addresses (section 5.3).
pub const ONE_DONOR: Weights = Weights {
    version: "one-donor-1",
    prior: -663,
    last_name: [166, 120, 80, 80, -430],
    common_last_name: 166,
    forenames: [657, 560, 420, 250, 330, -430],
    birth_date: [1440, 600, 500, -160, -564],
    postcode: [217, 50, -270],
    mobile: [1970, -100],
    email: [700, -100],
};

/// The most common last names of England and Wales, in normal form **\[I\]**: from common knowledge, not counted.
const COMMON: [&str; 30] = [
    "ahmed", "ali", "begum", "brown", "clarke", "davies", "evans", "green", "hall", "harris", "hughes",
    "hussain", "jackson", "johnson", "jones", "kaur", "khan", "lewis", "patel", "roberts", "robinson",
    "singh", "smith", "taylor", "thomas", "thompson", "walker", "williams", "wilson", "wright",
];

/// Logarithm to base 2 of the odds that two records are of one person, in hundredths of a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(i32);

impl Score {
    /// A probability of 0.95: odds of 19 to 1, rounded up.
    pub const PROBABLE: Self = Self(425);
    /// A probability of 0.50.
    pub const POSSIBLE: Self = Self(0);

    /// The sum of what the levels weigh.
    pub fn of(compared: &Comparison, weights: &Weights) -> Self {
        Self(weights.prior + personal(compared, weights) + reached(compared, weights))
    }

    /// In hundredths of a bit.
    pub const fn centibits(self) -> i32 {
        self.0
    }

    /// From 0 to 1, for people to read: nothing is decided by it.
    pub fn probability(self) -> f64 {
        1.0 / (1.0 + (-f64::from(self.0) / 100.0).exp2())
    }
}

fn personal(compared: &Comparison, weights: &Weights) -> i32 {
    let last_name = match weigh(&weights.last_name, compared.last_name as usize) {
        same if compared.is_common_name => same.min(weights.common_last_name),
        weight => weight,
    };
    last_name
        + weigh(&weights.forenames, compared.forenames as usize)
        + weigh(&weights.birth_date, compared.birth_date as usize)
}

fn reached(compared: &Comparison, weights: &Weights) -> i32 {
    weigh(&weights.postcode, compared.postcode as usize)
        + weigh(&weights.mobile, compared.mobile as usize)
        + weigh(&weights.email, compared.email as usize)
}

/// `Missing` stands behind the last weight.
fn weigh(weights: &[i32], level: usize) -> i32 {
    weights.get(level).copied().unwrap_or_default()
}

/// Whether a last name is one of the most common ones.
pub(super) fn is_common(last_name: &Normal) -> bool {
    last_name.forms().any(|form| COMMON.binary_search(&form.joined.as_str()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_names_can_be_looked_up() {
        assert!(COMMON.is_sorted());
        assert!(COMMON.iter().all(|name| is_common(&Normal::of(name))));
        assert!(!is_common(&Normal::of("Zyxomma")));
    }

    /// A weaker level never says more.
    #[test]
    fn weights_fall_with_the_levels() {
        for weights in [REGISTER, ONE_DONOR] {
            assert!(weights.last_name.is_sorted_by(|a, b| a >= b));
            assert!(weights.birth_date.is_sorted_by(|a, b| a >= b));
            assert!(weights.postcode.is_sorted_by(|a, b| a >= b));
            let [same, first, variant, initial, close, different] = weights.forenames;
            assert!([same, first, variant, close, initial, different].is_sorted_by(|a, b| a >= b));
        }
    }
}

//! The rules of the rule book (`rules/safeguarding.md`), a file or folder per group, in its order.

mod donor;
mod signing;

use crate::rules::Rule;

/// Every rule, in the order of the rule book.
pub static CATALOGUE: &[&[Rule]] = &[donor::RULES, signing::RULES];

/// Every rule, in the order of the rule book.
pub fn every_rule() -> Vec<&'static Rule> {
    CATALOGUE.iter().flat_map(|group| group.iter()).collect()
}

#[cfg(test)]
mod tests;

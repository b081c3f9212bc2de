//! The rules of the rule book (`rules/safeguarding.md`), a file or folder per group, in its order.

mod complete;
mod donor;
mod recorded;
mod registration;
mod signing;

use crate::rules::Rule;

/// Every rule, in the order of the rule book.
pub static CATALOGUE: &[&[Rule]] = &[donor::RULES, signing::RULES, registration::RULES];

/// Every rule, in the order of the rule book.
pub fn every_rule() -> Vec<&'static Rule> {
    CATALOGUE.iter().flat_map(|group| group.iter()).collect()
}

#[cfg(test)]
mod tests;

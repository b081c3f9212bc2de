//! The rules of the rule book (`rules/safeguarding.md`), a file or folder per group, in its order.

mod asking;
mod donor;
mod restrictions;
mod signing;

pub mod written;

use crate::rules::Rule;

pub use asking::Asking;

/// Every rule, in the order of the rule book.
pub static CATALOGUE: &[&[Rule]] = &[donor::RULES, restrictions::RULES, signing::RULES];

/// Every rule, in the order of the rule book.
pub fn every_rule() -> Vec<&'static Rule> {
    CATALOGUE.iter().flat_map(|group| group.iter()).collect()
}

#[cfg(test)]
mod tests;

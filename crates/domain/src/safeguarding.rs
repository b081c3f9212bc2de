//! The rules of the rule book (`rules/safeguarding.md`), a file or folder per group, in its order.

mod appointed;
mod appointee;
mod approval;
mod asking;
mod attorneys;
mod certificate_provider;
mod complete;
mod data_quality;
mod decisions;
mod donor;
mod identity;
mod joined;
mod other_people;
mod recorded;
mod records;
mod registration;
mod restrictions;
mod signing;
mod timing;
mod years;

pub mod written;

use std::sync::LazyLock;

use crate::rules::{Catalogue, Rule};

pub use approval::{Approval, SectionApproval};
pub use asking::Asking;

/// The groups of the rule book, in its order.
static GROUPS: &[&[Rule]] = &[
    donor::RULES,
    attorneys::RULES,
    decisions::RULES,
    certificate_provider::RULES,
    other_people::RULES,
    restrictions::RULES,
    signing::RULES,
    identity::RULES,
    timing::RULES,
    registration::RULES,
    records::RULES,
    data_quality::RULES,
];

/// Every rule, in the order of the rule book.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> =
        LazyLock::new(|| Catalogue::of(GROUPS.iter().flat_map(|group| group.iter())));
    &CATALOGUE
}

#[cfg(test)]
mod tests;

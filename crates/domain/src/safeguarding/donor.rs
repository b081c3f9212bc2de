//! Group A: the donor. Of full age, with capacity, solvent for a property LPA (Mental Capacity Act 2005 sections 9 and 13), one
//! person and nobody else's, reachable, and not the subject of what OPG knows already.

mod age;
mod contact;
mod details;
mod doubles;
mod records;

use crate::rules::Rule;

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    age::A01,
    age::A02,
    age::A03,
    age::A04,
    details::A05,
    details::A06,
    details::A07,
    records::A08,
    records::A09,
    records::A10,
    doubles::A11,
    doubles::A12,
    doubles::A13,
    records::A14,
    records::A15,
    records::A16,
    records::A17,
    records::A18,
    contact::A19,
    details::A20,
];

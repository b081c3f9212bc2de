//! Group B: attorneys and replacements. Who may be appointed (Mental Capacity Act 2005 section 10), who may not hold a second role
//! beside it, and what is known of each that a person at OPG should see before the donor signs.

mod companies;
mod conduct;
mod doubles;
mod numbers;
mod person;
mod records;

use crate::rules::Rule;

pub(super) use records::spouse_stays;

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    numbers::B01,
    person::B02,
    person::B03,
    companies::B04,
    companies::B05,
    companies::B06,
    companies::B07,
    records::B08,
    records::B09,
    records::B10,
    doubles::B11,
    doubles::B12,
    doubles::B13,
    doubles::B14,
    records::B15,
    records::B16,
    records::B17,
    records::B18,
    person::B19,
    numbers::B20,
    records::B21,
    conduct::B22,
    conduct::B23,
    conduct::B24,
    numbers::B25,
    numbers::B26,
    records::B27,
    conduct::B28,
];

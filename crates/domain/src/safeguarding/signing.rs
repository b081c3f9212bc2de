//! Group G: signing.
//!
//! Who signs, in which order, in whose presence, and what must be done before (Mental Capacity Act 2005 section 9 and Schedule 1,
//! SI 2007/1253 regulation 9). Where the order is counted in days, a day is one of London, and one day is enough for all.
//! Who *signs now* is told by `signsNow`: it is the question that a service asks before it opens the page of signing.

mod applicant;
pub(super) mod attorney;
pub(super) mod certificate;
mod code;
pub(super) mod days;
mod donor;
mod frozen;
mod once;
mod order;
mod paper_order;
mod paper_sheets;
mod paper_witness;

use crate::rules::Rule;

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    order::G01,
    order::G02,
    paper_order::G03,
    paper_order::G04,
    order::G05,
    donor::G06,
    donor::G07,
    code::G08,
    donor::G09,
    once::G10,
    certificate::G11,
    attorney::G12,
    once::G13,
    attorney::G14,
    frozen::G15,
    frozen::G16,
    paper_witness::G17,
    paper_witness::G18,
    applicant::G19_2007,
    applicant::G19_2023,
    paper_sheets::G20,
    attorney::G21,
];

//! Group L: data quality.
//!
//! Whether numbers, postcodes, names and days can be what they say they are. No statute asks for it: most of it is what today's services check, or
//! should; a defect found while drafting costs a correction, and after signing perhaps the LPA.

mod contact;
mod dates;
mod identifiers;
mod names;
mod paper;
mod places;

use crate::rules::Rule;

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    identifiers::L01,
    places::L02,
    places::L03,
    places::L04,
    identifiers::L05,
    names::L06,
    contact::L07,
    paper::L08,
    dates::L09,
];

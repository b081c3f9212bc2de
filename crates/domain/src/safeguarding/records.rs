//! Group K: other facts that OPG holds.
//!
//! What OPG's records know of the people of an LPA, beyond what groups A to J ask: earlier refusals and objections, warnings, complaints,
//! orders of the Court, and drafting that looks like a campaign. Almost all of it only refers, and nobody outside OPG is told (class N3):
//! where the rule book says no more than to inform, it is referred too, because a note would be seen.

mod account;
mod donor;
mod order;
mod people;
mod reference;

use crate::rules::Rule;

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    donor::K01,
    people::K02,
    people::K03,
    donor::K04,
    reference::K05,
    people::K06,
    account::K07,
    account::K08,
    people::K09,
    order::K10,
    donor::K11,
];

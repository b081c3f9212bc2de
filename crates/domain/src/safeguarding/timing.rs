//! Group I: timing.
//!
//! By when each step on the way to registration must be done, and what is due soon. No statute sets these limits: they are those of today's
//! services. Months are counted by the corresponding date ([`months`](crate::rules::months)), days are those of London, and the last day of a
//! period is one of it, unless a rule says otherwise (our reading).

mod expiry;
mod identity;
mod months;
mod repeat;
mod signatures;
mod stale;

use crate::rules::Rule;

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    identity::I01,
    identity::I02,
    identity::I03,
    signatures::I04,
    signatures::I05,
    expiry::I06,
    expiry::I07,
    months::I08,
    repeat::I09,
    stale::I10,
];

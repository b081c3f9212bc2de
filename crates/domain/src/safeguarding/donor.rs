//! Group A: the donor.

mod age;

use crate::rules::Rule;

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[age::A01, age::A03];

//! Group F: restrictions and conditions, in the donor's own words.
//!
//! Only the Court can sever a restriction (Mental Capacity Act 2005 section 23 and Schedule 1 paragraphs 11 and 19), so nothing here
//! says that one is invalid: a rule finds a [wording](crate::wording), names it, and a person looks. Two rules refuse, for what can be
//! counted: a web link and the length. **How good the patterns are was measured nowhere.**

mod appointment;
mod input;
mod people;
mod purpose;
mod replacement;
mod review;
mod scope;
mod seen;

use crate::rules::Rule;

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    appointment::F01,
    appointment::F02,
    appointment::F03,
    appointment::F04,
    people::F05,
    purpose::F06,
    purpose::F07,
    purpose::F08,
    purpose::F09,
    replacement::F10,
    replacement::F11,
    purpose::F12,
    scope::F13,
    scope::F14,
    scope::F15,
    scope::F16,
    purpose::F17,
    input::F18,
    input::F19,
    input::F20,
    replacement::F21,
    replacement::F22,
    review::F23,
    review::F24,
    people::F25,
];

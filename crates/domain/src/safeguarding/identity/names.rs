//! The verified names of one person, compared with those that the LPA gives.

use crate::matching::{ForenamesLevel, LastNameLevel, Normal};
use crate::rules::same::both;
use crate::rules::{About, Missing, Text};

/// Whether the last name is the verified one. No when either is not there.
pub(super) fn same_last_name(one: About<'_>) -> Result<bool, Missing> {
    let verified = one.text(Text::VerifiedLastName).map(|name| name.map(Normal::of));
    both(one.last_name(), borrowed(&verified), |told, verified| {
        LastNameLevel::between(told, verified) == LastNameLevel::Same
    })
}

/// Whether the first names are the verified ones up to `level`. No when either is not there.
pub(super) fn forenames_within(one: About<'_>, level: ForenamesLevel) -> Result<bool, Missing> {
    let verified = one.text(Text::VerifiedFirstNames).map(|name| name.map(Normal::of));
    both(one.first_names(), borrowed(&verified), |told, verified| {
        ForenamesLevel::between(told, verified) <= level
    })
}

fn borrowed(name: &Result<Option<Normal>, Missing>) -> Result<Option<&Normal>, Missing> {
    name.as_ref().map(Option::as_ref).map_err(Clone::clone)
}

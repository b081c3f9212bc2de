//! Whether two are one: what several groups of rules ask in the same words.
//!
//! Each answer follows Kleene's logic: a difference that is known decides, whatever else is not known. So an attorney of another
//! name is nobody's double, whoever else has no date of birth yet. A rule declares what its question reads.

use super::about::About;
use super::key::Day;
use super::logic::all;
use super::missing::Missing;
use super::relation::Relation;
use crate::matching::{AddressLevel, ForenamesLevel, Normal};

/// Compares two values: no when either is surely not there, whatever the other is; missing while either is not known.
pub fn both<T>(
    one: Result<Option<T>, Missing>,
    other: Result<Option<T>, Missing>,
    agree: impl FnOnce(T, T) -> bool,
) -> Result<bool, Missing> {
    match (one, other) {
        (Ok(None), _) | (_, Ok(None)) => Ok(false),
        (Ok(Some(one)), Ok(Some(other))) => Ok(agree(one, other)),
        (Err(one), Err(other)) => Err(one.and(other)),
        (Err(missing), _) | (_, Err(missing)) => Err(missing),
    }
}

/// Whether two people have the same last name and the same first names, each compared alone (Z-22), in whatever order and
/// spelling these are written. Reads both names of both.
pub fn same_full_name(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    all([
        both(one.last_name(), other.last_name(), Normal::agrees),
        both(one.first_names(), other.first_names(), |one, other| {
            ForenamesLevel::between(one, other) == ForenamesLevel::Same
        }),
    ])
}

/// Whether two on one LPA are the same person: the same full name, and born on the same day. Who says of one of them that there
/// is no date of birth to give is asked whether they are the same ([`Relation::SamePerson`]). Reads both names and the date of
/// birth of both, and that relation.
///
/// Our reading: names that differ are not one person here, even after a marriage; a relation that is told beside two known dates of
/// birth changes nothing. Otherwise a rule could not be decided by names and dates before everybody's relations are told.
pub fn same_person(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    all([same_full_name(one, other), same_birth(one, other)])
}

/// Whether two are the same person where no service asks for a date of birth: the same full name, and told to be the same
/// ([`Relation::SamePerson`]). Of two of one name it is missing until somebody says. Reads both names of both, and that relation.
pub fn said_to_be_same(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    all([same_full_name(one, other), one.is_related(other, Relation::SamePerson)])
}

/// Whether two have the same email address. Reads that of both.
pub fn same_email(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    both(one.email(), other.email(), PartialEq::eq)
}

/// Whether two have the same mobile number. Reads that of both.
pub fn same_phone(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    both(one.phone(), other.phone(), PartialEq::eq)
}

/// Whether two live at one address, the flat included. Reads the address of both.
pub fn same_address(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    both(one.address(), other.address(), |one, other| AddressLevel::between(one, other) == AddressLevel::Same)
}

fn same_birth(one: About<'_>, other: About<'_>) -> Result<bool, Missing> {
    match (one.day(Day::Birth), other.day(Day::Birth)) {
        (Ok(Some(one)), Ok(Some(other))) => Ok(one == other),
        (Ok(_), Ok(_)) => one.is_related(other, Relation::SamePerson),
        (Err(one), Err(other)) => Err(one.and(other)),
        (Err(missing), _) | (_, Err(missing)) => Err(missing),
    }
}

#[cfg(test)]
mod tests;

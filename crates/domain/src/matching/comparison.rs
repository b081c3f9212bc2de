//! Two people, field by field.

use super::birth_date::BirthDateLevel;
use super::contact::ExactLevel;
use super::forenames::ForenamesLevel;
use super::last_name::LastNameLevel;
use super::place::{AddressLevel, Place};
use super::postcode::PostcodeLevel;
use super::subject::Subject;

/// How two people compare in each field. It holds no personal data: levels alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Comparison {
    /// Last names.
    pub last_name: LastNameLevel,
    /// Forenames: never joined with the last name, or Mary Ann Smith is two people in one (hazard Z-22).
    pub forenames: ForenamesLevel,
    /// Dates of birth.
    pub birth_date: BirthDateLevel,
    /// The best of any address of one, current or previous, with any of the other.
    pub postcode: PostcodeLevel,
    /// The same for whole addresses.
    pub address: AddressLevel,
    /// Mobile numbers.
    pub mobile: ExactLevel,
    /// Email addresses.
    pub email: ExactLevel,
    /// Subjects of an identity service.
    pub identity: ExactLevel,
    /// UIDs of the LPAs that they stand in.
    pub uid: ExactLevel,
    /// Whether both last names are among the most common ones: to have one in common says less.
    pub is_common_name: bool,
}

impl Comparison {
    /// Compares two people; the order does not matter.
    pub(super) fn between(one: &Subject, other: &Subject) -> Self {
        Self {
            last_name: LastNameLevel::between(&one.last_name, &other.last_name),
            forenames: ForenamesLevel::between(&one.forenames, &other.forenames),
            birth_date: BirthDateLevel::between(one.birth_date, other.birth_date),
            postcode: postcode(one, other),
            address: best(one, other, AddressLevel::between).unwrap_or(AddressLevel::Missing),
            mobile: ExactLevel::between(one.mobile.as_ref(), other.mobile.as_ref()),
            email: ExactLevel::between(one.email.as_ref(), other.email.as_ref()),
            identity: ExactLevel::between(one.identity.as_deref(), other.identity.as_deref()),
            uid: ExactLevel::between(one.uid.as_ref(), other.uid.as_ref()),
            is_common_name: one.has_common_name && other.has_common_name,
        }
    }

    /// Last name and forenames the same, each for itself.
    pub fn is_same_full_name(&self) -> bool {
        self.last_name == LastNameLevel::Same && self.forenames == ForenamesLevel::Same
    }

    /// Name and address the same, and the dates of birth not: a typing error, an impersonation, or father and son (rule K06).
    pub fn is_drift(&self) -> bool {
        self.is_same_full_name() && self.address == AddressLevel::Same && self.birth_date.is_contrary()
    }
}

fn postcode(one: &Subject, other: &Subject) -> PostcodeLevel {
    let level = |a: &Place, b: &Place| PostcodeLevel::between(a.postcode(), b.postcode());
    best(one, other, level).unwrap_or(PostcodeLevel::Missing)
}

/// The strongest level of any pair of places.
fn best<L: Ord>(one: &Subject, other: &Subject, level: impl Fn(&Place, &Place) -> L) -> Option<L> {
    one.places.iter().flat_map(|a| other.places.iter().map(|b| level(a, b))).min()
}

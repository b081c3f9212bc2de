//! People to compare: invented.

use jiff::civil::{Date, date};

use crate::document::Address;
use crate::matching::Subject;

pub(super) const BORN: Date = date(1950, 4, 12);

pub(super) fn address(line1: &str, postcode: &str) -> Address {
    Address { line1: line1.into(), postcode: postcode.into(), ..Address::default() }
}

/// Forenames and a last name that few have.
pub(super) fn rare() -> Subject {
    Subject::named("Ottiline", "Zyxomma")
}

/// The same, with everything that a document says.
pub(super) fn whole() -> Subject {
    rare().born(BORN).living_at(&address("10 Mill Lane", "SW1A 1AA"))
}

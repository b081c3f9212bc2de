//! One value that was told.

use jiff::Timestamp;

use crate::document::BirthDate;

/// A value of the kind that its key says.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Flag(bool),
    Day(BirthDate),
    At(Timestamp),
    Count(u64),
    Word(&'a str),
}

//! A part of a draft, and what was told of it.

use super::Known;
use crate::json::Json;

/// A part of a draft: its value, and which of its fields were told. Fields are asked for by the name they have in the
/// JSON, in any case.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a, T> {
    value: &'a T,
    told: Known<&'a Json>,
}

impl<'a, T> Part<'a, T> {
    pub(super) const fn new(value: &'a T, told: Known<&'a Json>) -> Self {
        Self { value, told }
    }

    /// The value; what is unknown is empty in it.
    pub const fn value(&self) -> &'a T {
        self.value
    }

    /// Whether anything was told of this part at all.
    pub fn is_told(&self) -> bool {
        !self.told.is_unknown()
    }

    /// One field: `donor.ask("lastName", |donor| &donor.last_name)`.
    pub fn ask<U: ?Sized>(&self, key: &str, field: impl FnOnce(&'a T) -> &'a U) -> Known<&'a U> {
        self.told_of(key).map(|_| field(self.value))
    }

    /// A part that is always there, such as an address.
    pub fn part<U>(&self, key: &str, field: impl FnOnce(&'a T) -> &'a U) -> Part<'a, U> {
        Part::new(field(self.value), self.told_of(key))
    }

    /// A part that may be left out, such as an identity check.
    pub fn optional<U>(&self, key: &str, field: impl FnOnce(&'a T) -> Option<&'a U>) -> Known<Part<'a, U>> {
        self.told_of(key)
            .and_then(|told| Known::from(field(self.value).map(|value| Part::new(value, Known::Known(told)))))
    }

    /// The items of a list that was told.
    pub fn list<U>(&self, key: &str, field: impl FnOnce(&'a T) -> &'a [U]) -> Known<Vec<Part<'a, U>>> {
        self.told_of(key).map(|told| {
            let items = if let Json::Array(items) = told { items.as_slice() } else { &[] };
            let each = field(self.value).iter().zip(items);
            each.map(|(value, item)| Part::new(value, heard(item))).collect()
        })
    }

    fn told_of(&self, key: &str) -> Known<&'a Json> {
        self.told.and_then(|json| json.member(key).map_or(Known::Unknown, heard))
    }
}

/// `null` and `""` say that there is none.
fn heard(json: &Json) -> Known<&Json> {
    if json.is_null() || json.as_str() == Some("") { Known::Absent } else { Known::Known(json) }
}

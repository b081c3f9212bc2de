//! One JSON object being read: every field by its name and kind, every problem of form noted where it stands.

use std::collections::BTreeSet;

use crate::choice::{Choice, Words};
use crate::document::BirthDate;
use crate::document::place::Place;
use crate::ids::ActorUid;
use crate::json::Json;
use crate::moment::Moment;
use crate::personal::Personal;
use crate::problem::Problem;

const UNEXPECTED_TYPE: &str = "unexpected type";
const BAD_DATETIME: &str = "must be a valid datetime";
const HOLDS_NUL: &str = "must not contain NUL";
const UNKNOWN_MEMBER: &str = "unknown member";
const GIVEN_TWICE: &str = "must be given once";
const TOO_MANY: &str = "must not have more than 1000 items";

/// No LPA comes near it. It keeps a hostile body of a few megabytes from growing into gigabytes of empty actors and
/// their problems.
const MAX_ITEMS: usize = 1000;

/// What one reading has found so far.
pub(super) struct Reading {
    /// Every problem of form, in the order of the contract's fields.
    pub(super) problems: Vec<Problem>,
    /// What `dateOfBirth: null` means: malformed on create (contract section 1.3, item 3), absent in a draft.
    pub(super) null_birth_date: BirthDate,
    /// Whether a member is refused that no field has, under its name byte for byte, or that is given twice; otherwise it is
    /// ignored (contract section 1.3, items 1, 2 and 4).
    pub(super) strict: bool,
}

impl Reading {
    /// Nothing found yet, and what no field has is ignored.
    pub(super) const fn leniently(null_birth_date: BirthDate) -> Self {
        Self { problems: Vec::new(), null_birth_date, strict: false }
    }
}

/// Reads the members of one object into a `T`.
pub(super) type Read<T> = fn(&mut Fields<'_>) -> T;

/// The members of one object. A missing field and `null` both read as nothing (contract section 1.3, item 3).
pub(super) struct Fields<'a> {
    members: &'a [(String, Json)],
    at: Place<'a>,
    reading: &'a mut Reading,
    /// The fields that were asked for, when what is left over matters.
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// Reads `json` as an object standing at `at`; `None`, with a problem, when it is none.
    pub(super) fn read<T>(json: &Json, at: Place<'_>, reading: &mut Reading, read: Read<T>) -> Option<T> {
        let Json::Object(members) = json else {
            reading.problems.push(at.problem(UNEXPECTED_TYPE));
            return None;
        };
        let mut fields = Fields { members, at, reading, asked: Vec::new() };
        let value = read(&mut fields);
        fields.report_left_over();
        Some(value)
    }

    /// Notes a problem with the field `key`.
    pub(super) fn report(&mut self, key: &'static str, detail: &'static str) {
        self.reading.problems.push(Place::Member(&self.at, key).problem(detail));
    }

    /// A text of any kind, unchecked.
    pub(super) fn raw(&mut self, key: &'static str) -> Option<&'a str> {
        match self.given(key)? {
            Json::String(text) => Some(text),
            _ => self.refuse(key, UNEXPECTED_TYPE),
        }
    }

    /// Something a person wrote.
    pub(super) fn text(&mut self, key: &'static str) -> Personal<String> {
        self.string(key).unwrap_or_default().into()
    }

    /// An actor's uid, as it was given.
    pub(super) fn uid(&mut self) -> ActorUid {
        self.string("uid").unwrap_or_default().into()
    }

    /// A word of a list, or whatever stands in its place.
    pub(super) fn choice<E: Words>(&mut self, key: &'static str) -> Choice<E> {
        Choice::parse(self.string(key).unwrap_or_default())
    }

    /// A yes or no.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        match self.given(key) {
            None => false,
            Some(Json::Bool(value)) => *value,
            Some(_) => self.refuse(key, UNEXPECTED_TYPE).unwrap_or_default(),
        }
    }

    /// A date of birth: never a problem of form, so that validation can say `invalid format` (contract section 1.3,
    /// item 6).
    pub(super) fn birth_date(&mut self) -> Personal<BirthDate> {
        Personal::new(match self.member("dateOfBirth") {
            None => BirthDate::Absent,
            Some(Json::Null) => self.reading.null_birth_date,
            Some(Json::String(text)) => BirthDate::parse(text),
            Some(_) => BirthDate::Malformed,
        })
    }

    /// A timestamp; the zero moment stands for none.
    pub(super) fn moment(&mut self, key: &'static str) -> Option<Moment> {
        self.moment_or_zero(key).filter(|at| !at.is_zero())
    }

    /// A timestamp; the zero moment is kept.
    pub(super) fn moment_or_zero(&mut self, key: &'static str) -> Option<Moment> {
        match self.string(key)?.parse() {
            Ok(at) => Some(at),
            Err(_) => self.refuse(key, BAD_DATETIME),
        }
    }

    /// An object that is always there; empty when not given.
    pub(super) fn object<T: Default>(&mut self, key: &'static str, read: Read<T>) -> T {
        self.optional(key, read).unwrap_or_default()
    }

    /// An object that may be left out.
    pub(super) fn optional<T>(&mut self, key: &'static str, read: Read<T>) -> Option<T> {
        let json = self.given(key)?;
        Fields::read(json, Place::Member(&self.at, key), self.reading, read)
    }

    /// A list of objects; a `null` among them is an empty one, as for today's service. `None` when not given.
    pub(super) fn list<T: Default>(&mut self, key: &'static str, read: Read<T>) -> Option<Vec<T>> {
        let items = match self.given(key)? {
            Json::Array(items) if items.len() > MAX_ITEMS => return self.refuse(key, TOO_MANY),
            Json::Array(items) => items,
            _ => return self.refuse(key, UNEXPECTED_TYPE),
        };
        let list = Place::Member(&self.at, key);
        let each = items.iter().enumerate().map(|(index, item)| match item {
            Json::Null => T::default(),
            item => Fields::read(item, Place::Item(&list, index), self.reading, read).unwrap_or_default(),
        });
        Some(each.collect())
    }

    fn string(&mut self, key: &'static str) -> Option<&'a str> {
        let text = self.raw(key)?;
        if text.contains('\0') { self.refuse(key, HOLDS_NUL) } else { Some(text) }
    }

    fn refuse<T>(&mut self, key: &'static str, detail: &'static str) -> Option<T> {
        self.report(key, detail);
        None
    }

    fn given(&mut self, key: &'static str) -> Option<&'a Json> {
        self.member(key).filter(|json| !json.is_null())
    }

    /// Any ASCII case, the last one wins (contract section 1.3, items 1 and 4).
    fn member(&mut self, key: &'static str) -> Option<&'a Json> {
        if self.reading.strict {
            self.asked.push(key);
        }
        let same = |(name, _): &&(String, Json)| name.eq_ignore_ascii_case(key);
        self.members.iter().rev().find(same).map(|(_, value)| value)
    }

    fn report_left_over(&mut self) {
        if !self.reading.strict {
            return;
        }
        let mut seen = BTreeSet::new();
        for (name, _) in self.members {
            let detail = if !self.asked.contains(&name.as_str()) {
                UNKNOWN_MEMBER
            } else if !seen.insert(name) {
                GIVEN_TWICE
            } else {
                continue;
            };
            self.reading.problems.push(Problem::new(self.at.pointer_to(name), detail));
        }
    }
}

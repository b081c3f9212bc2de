//! One part of a document under judgement: each check names its field and notes at most what is wrong there.

use crate::choice::{Choice, Words};
use crate::document::place::Place;
use crate::document::{Address, BirthDate, Channel};
use crate::ids::ActorUid;
use crate::moment::Moment;
use crate::personal::Personal;
use crate::problem::Problem;

// The messages of contract section 4.2.
pub(super) const NO_ATTORNEY: &str = "at least one attorney is required";
pub(super) const BAD_DATETIME: &str = "must be a valid datetime";
const REQUIRED: &str = "field is required";
const NOT_PROVIDED: &str = "field must not be provided";
const INVALID_VALUE: &str = "invalid value";
const INVALID_FORMAT: &str = "invalid format";
const BAD_COUNTRY: &str = "must be a valid ISO-3166-1 country code";

/// A part of a document, and the list on which its problems go.
pub(super) struct Section<'a> {
    at: Place<'a>,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Section<'a> {
    /// The whole document.
    pub(super) const fn whole(problems: &'a mut Vec<Problem>) -> Self {
        Self { at: Place::Whole, problems }
    }

    /// The part that stands under `key`.
    pub(super) fn part(&mut self, key: &'static str) -> Section<'_> {
        Section { at: Place::Member(&self.at, key), problems: self.problems }
    }

    /// The item `index` of this list.
    pub(super) fn item(&mut self, index: usize) -> Section<'_> {
        Section { at: Place::Item(&self.at, index), problems: self.problems }
    }

    /// Notes a problem with the field `key`.
    pub(super) fn report(&mut self, key: &'static str, detail: &'static str) {
        self.problems.push(Place::Member(&self.at, key).problem(detail));
    }

    /// Something must be written.
    pub(super) fn required(&mut self, key: &'static str, text: &str) {
        if text.is_empty() {
            self.report(key, REQUIRED);
        }
    }

    /// Nothing may be written.
    pub(super) fn unset(&mut self, key: &'static str, text: &str) {
        if !text.is_empty() {
            self.report(key, NOT_PROVIDED);
        }
    }

    /// A text is required when `needed`, and forbidden otherwise.
    pub(super) fn exactly_when(&mut self, needed: bool, key: &'static str, text: &str) {
        if needed { self.required(key, text) } else { self.unset(key, text) }
    }

    /// A word of its list.
    pub(super) fn word<E: Words>(&mut self, key: &'static str, choice: &Choice<E>) {
        match choice {
            Choice::Is(_) => {}
            Choice::Unset => self.report(key, REQUIRED),
            Choice::Other(_) => self.report(key, INVALID_VALUE),
        }
    }

    /// A word of its list is required when `needed`, and any word is forbidden otherwise.
    pub(super) fn word_exactly_when<E: Words>(
        &mut self,
        needed: bool,
        key: &'static str,
        choice: &Choice<E>,
    ) {
        if needed { self.word(key, choice) } else { self.unset(key, choice.word()) }
    }

    /// An actor's uid in one of the forms of contract section 3.1.
    pub(super) fn uid(&mut self, uid: &ActorUid) {
        if uid.is_empty() {
            self.report("uid", REQUIRED);
        } else if !uid.is_uuid() {
            self.report("uid", INVALID_FORMAT);
        }
    }

    /// Both names.
    pub(super) fn names(&mut self, first_names: &Personal<String>, last_name: &Personal<String>) {
        self.required("firstNames", first_names.as_str());
        self.required("lastName", last_name.as_str());
    }

    /// A day of the calendar.
    pub(super) fn birth_date(&mut self, date: &Personal<BirthDate>) {
        match date.expose() {
            BirthDate::On(_) => {}
            BirthDate::Absent => self.report("dateOfBirth", REQUIRED),
            BirthDate::Malformed => self.report("dateOfBirth", INVALID_FORMAT),
        }
    }

    /// A first line and a country. An empty country is reported twice (contract section 4.2).
    pub(super) fn address(&mut self, address: &Address) {
        let it = &mut self.part("address");
        it.required("line1", address.line1.as_str());
        it.required("country", address.country.as_str());
        if !matches!(address.country.as_str().as_bytes(), [b'A'..=b'Z', b'A'..=b'Z']) {
            it.report("country", BAD_COUNTRY);
        }
    }

    /// An email address is how an online actor is reached, and has no place on paper.
    pub(super) fn email(&mut self, channel: &Choice<Channel>, email: &Personal<String>) {
        self.exactly_when(channel.is(Channel::Online), "email", email.as_str());
    }

    /// A moment that is not the zero one.
    pub(super) fn time(&mut self, key: &'static str, at: Option<Moment>) {
        if at.is_none_or(|at| at.is_zero()) {
            self.report(key, REQUIRED);
        }
    }
}

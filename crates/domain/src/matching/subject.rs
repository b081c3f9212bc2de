//! A person as compared: every normal form made once.

use std::fmt;

use jiff::civil::Date;

use super::comparison::Comparison;
use super::contact::Contact;
use super::normal::Normal;
use super::place::Place;
use super::weights;
use crate::document::Address;
use crate::lpa::uid::LpaUid;

/// How many addresses of one person are compared; what comes after them is not kept.
pub const PLACES_COMPARED: usize = 16;

/// What is known of one person, ready to be compared: make it once, compare it often. Its `Debug` shows nothing.
///
/// Whatever is not told is missing, and says nothing either way.
#[derive(Clone)]
pub struct Subject {
    pub(super) last_name: Normal,
    pub(super) forenames: Normal,
    pub(super) birth_date: Option<Date>,
    pub(super) places: Vec<Place>,
    pub(super) mobile: Option<Contact>,
    pub(super) email: Option<Contact>,
    pub(super) identity: Option<String>,
    pub(super) uid: Option<LpaUid>,
    pub(super) has_common_name: bool,
}

impl Subject {
    /// A person of these names, as they were typed; an empty name is missing.
    pub fn named(forenames: &str, last_name: &str) -> Self {
        let last_name = Normal::of(last_name);
        Self {
            has_common_name: weights::is_common(&last_name),
            last_name,
            forenames: Normal::of(forenames),
            birth_date: None,
            places: Vec::new(),
            mobile: None,
            email: None,
            identity: None,
            uid: None,
        }
    }

    /// Born on this day.
    #[must_use]
    pub const fn born(mut self, on: Date) -> Self {
        self.birth_date = Some(on);
        self
    }

    /// Lives here, or did: current and previous addresses count alike (rule book, section 5.4). The current one first:
    /// no more than [`PLACES_COMPARED`] are kept.
    #[must_use]
    pub fn living_at(self, address: &Address) -> Self {
        self.at(Place::of(address))
    }

    /// The same with a place that is at hand, or has a UPRN.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        if self.places.len() < PLACES_COMPARED {
            self.places.push(place);
        }
        self
    }

    /// Is reached at this mobile number, as it was typed.
    #[must_use]
    pub fn with_mobile(mut self, typed: &str) -> Self {
        self.mobile = Contact::mobile(typed);
        self
    }

    /// Is reached at this email address, as it was typed.
    #[must_use]
    pub fn with_email(mut self, typed: &str) -> Self {
        self.email = Contact::email(typed);
        self
    }

    /// Proved who they are as this subject of an identity service: compared to the letter.
    #[must_use]
    pub fn verified_as(mut self, subject: &str) -> Self {
        self.identity = (!subject.is_empty()).then(|| subject.to_owned());
        self
    }

    /// Stands in the LPA with this UID: the caller gave it, or the record has it.
    #[must_use]
    pub const fn of_lpa(mut self, uid: LpaUid) -> Self {
        self.uid = Some(uid);
        self
    }

    /// How two people compare; the order does not matter.
    pub fn compare(&self, other: &Self) -> Comparison {
        Comparison::between(self, other)
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

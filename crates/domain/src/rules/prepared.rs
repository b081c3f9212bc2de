//! What comparing needs of one person, made when it is first asked for and then kept: many rules compare the same names.

use std::sync::OnceLock;

use crate::matching::{Contact, Normal, Place};

/// The forms of one person or company. Each is of the one text that stands in its place.
#[derive(Default)]
pub(super) struct Prepared {
    first_names: OnceLock<Normal>,
    last_name: OnceLock<Normal>,
    name: OnceLock<Normal>,
    email: OnceLock<Option<Contact>>,
    phone: OnceLock<Option<Contact>>,
    address: OnceLock<Place>,
}

impl Prepared {
    pub(super) fn first_names(&self, typed: &str) -> &Normal {
        self.first_names.get_or_init(|| Normal::of(typed))
    }

    pub(super) fn last_name(&self, typed: &str) -> &Normal {
        self.last_name.get_or_init(|| Normal::of(typed))
    }

    pub(super) fn name(&self, typed: &str) -> &Normal {
        self.name.get_or_init(|| Normal::of(typed))
    }

    pub(super) fn email(&self, typed: &str) -> Option<&Contact> {
        self.email.get_or_init(|| Contact::email(typed)).as_ref()
    }

    pub(super) fn phone(&self, typed: &str) -> Option<&Contact> {
        self.phone.get_or_init(|| Contact::mobile(typed)).as_ref()
    }

    pub(super) fn address(&self, typed: impl FnOnce() -> Place) -> &Place {
        self.address.get_or_init(typed)
    }
}

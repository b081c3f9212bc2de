//! What comparing needs of one person, made when it is first asked for and then kept: many rules compare the same names.

use std::sync::OnceLock;

use crate::matching::Normal;

/// The forms of one person or company. Each is of the one text that stands in its place.
#[derive(Default)]
pub(super) struct Prepared {
    first_names: OnceLock<Normal>,
    last_name: OnceLock<Normal>,
    name: OnceLock<Normal>,
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
}

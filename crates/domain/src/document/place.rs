//! Where something stands in a document. Written out as a JSON pointer only when something is wrong there, so that a
//! sound document costs no allocation.

use std::fmt;

use crate::problem::Problem;

/// A place in a document: the whole, a member of an object, or an item of a list.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// The whole document; its pointer is `""` (RFC 6901 section 5).
    Whole,
    /// A member. Our keys hold neither `~` nor `/`, so nothing is escaped.
    Member(&'a Self, &'static str),
    /// An item, counted from 0.
    Item(&'a Self, usize),
}

impl Place<'_> {
    /// Says what is wrong here.
    pub(super) fn problem(self, detail: &'static str) -> Problem {
        Problem::new(self.to_string(), detail)
    }

    /// The pointer to a member of any name (RFC 6901 section 3).
    pub(super) fn pointer_to(self, name: &str) -> String {
        format!("{self}/{}", name.replace('~', "~0").replace('/', "~1"))
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Member(parent, key) => write!(f, "{parent}/{key}"),
            Self::Item(parent, index) => write!(f, "{parent}/{index}"),
        }
    }
}

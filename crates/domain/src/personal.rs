//! Values that are personal data: kept, sent and compared like any other, never printed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A value that says something about a living person: a name, an address, a date of birth, a phone number.
///
/// `Debug` prints `[personal]`, so a value caught in a log line or an error shows nothing. There is no
/// `Display`. To read it, say so: [`Personal::expose`].
///
/// ```
/// use lpa_domain::Personal;
/// let name = Personal::new("Vone".to_owned());
/// assert_eq!(format!("{name:?}"), "[personal]");
/// assert_eq!(name.expose(), "Vone");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal<T>(T);

impl<T> Personal<T> {
    /// Marks a value as personal data.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Every use is a place to look at in review.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value itself, to be changed in place.
    pub const fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }

    /// Gives the value up.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl Personal<String> {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Personal<String> {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Personal<String> {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

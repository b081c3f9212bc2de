//! What a field may hold after a change: the words of contract section 4.2.

use super::Field;
use crate::choice::{Choice, Words};
use crate::document::BirthDate;
use crate::personal::Personal;

/// Says what is wrong with a value.
pub(crate) type Rule<F> = fn(&F) -> Option<&'static str>;

/// Anything will do.
pub(crate) const fn any<F>(_value: &F) -> Option<&'static str> {
    None
}

/// Something must be there.
pub(crate) fn given<F: Field>(value: &F) -> Option<&'static str> {
    value.is_blank().then_some("field is required")
}

/// Nothing may be there.
pub(crate) fn empty<F: Field>(value: &F) -> Option<&'static str> {
    (!value.is_blank()).then_some("field must not be provided")
}

/// A word of the list; in updates no word is a wrong one.
pub(crate) fn listed<E: Words>(choice: &Choice<E>) -> Option<&'static str> {
    choice.known().is_none().then_some("invalid value")
}

/// A word of the list, or none.
pub(crate) fn listed_or_unset<E: Words>(choice: &Choice<E>) -> Option<&'static str> {
    if choice.is_unset() { None } else { listed(choice) }
}

/// A day of the calendar.
pub(crate) fn date(date: &Personal<BirthDate>) -> Option<&'static str> {
    match date.expose() {
        BirthDate::On(_) => None,
        BirthDate::Absent => Some("field is required"),
        BirthDate::Malformed => Some("invalid format"),
    }
}

/// Two capital letters (contract section 3.1).
pub(crate) fn country(country: &Personal<String>) -> Option<&'static str> {
    let fits = matches!(country.as_str().as_bytes(), [b'A'..=b'Z', b'A'..=b'Z']);
    (!fits).then_some("must be a valid ISO-3166-1 country code")
}

//! A date of birth as it was written.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date of birth: `YYYY-MM-DD`, absent (`""`), or something that is no date (contract section 1.3, item 6).
///
/// Reading never fails, so that validation can say `invalid format`. A malformed date is written as `""`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BirthDate {
    /// Nothing was given.
    #[default]
    Absent,
    /// Something was given that is no calendar date.
    Malformed,
    /// A day of the calendar.
    On(Date),
}

impl BirthDate {
    /// Reads a text: `""` is absent, anything but a real `YYYY-MM-DD` is malformed.
    pub fn parse(text: &str) -> Self {
        if text.is_empty() {
            return Self::Absent;
        }
        let plain = text.len() == 10
            && text
                .bytes()
                .enumerate()
                .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
        match text.parse::<Date>() {
            Ok(date) if plain => Self::On(date),
            _ => Self::Malformed,
        }
    }
}

impl Serialize for BirthDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::On(date) => serializer.collect_str(date),
            Self::Absent | Self::Malformed => serializer.serialize_str(""),
        }
    }
}

impl<'de> Deserialize<'de> for BirthDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&std::borrow::Cow::<'de, str>::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_are_dates() {
        assert_eq!(BirthDate::parse(""), BirthDate::Absent);
        assert!(matches!(BirthDate::parse("1970-01-24"), BirthDate::On(_)));
        for text in [" ", "1930-11-31", "1970-1-24", "19700124", "1970-01-24T00:00:00Z", "-00970-01-24"] {
            assert_eq!(BirthDate::parse(text), BirthDate::Malformed, "{text}");
        }
    }
}

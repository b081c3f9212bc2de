//! Timestamps of the document: an instant that remembers how it was written.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// An RFC 3339 timestamp that keeps its offset and its digits down to the nanosecond (contract section 1.3,
/// item 5). Two moments are equal when they are the same instant, whatever their offset.
///
/// ```
/// use lpa_domain::Moment;
/// let written: Moment = "2024-01-10T23:00:00.120+01:00".parse()?;
/// assert_eq!(written.to_string(), "2024-01-10T23:00:00.12+01:00");
/// assert_eq!(written, "2024-01-10T22:00:00.12Z".parse()?);
/// assert!("2024-01-10".parse::<Moment>().is_err());
/// # Ok::<(), lpa_domain::moment::NotAMoment>(())
/// ```
#[derive(Clone, Copy)]
pub struct Moment {
    instant: Timestamp,
    offset: Offset,
}

/// The text is not an RFC 3339 timestamp with seconds and a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an RFC 3339 timestamp with seconds and zone")]
pub struct NotAMoment;

impl Moment {
    /// The instant, in UTC.
    pub const fn instant(&self) -> Timestamp {
        self.instant
    }

    /// Whether this is `0001-01-01T00:00:00Z`, which the contract uses for "never".
    pub fn is_zero(&self) -> bool {
        *self == Self::zero()
    }

    /// `0001-01-01T00:00:00Z`.
    pub fn zero() -> Self {
        Self::from(Timestamp::from_second(ZERO_SECOND).unwrap_or(Timestamp::MIN))
    }
}

/// Seconds from 1970-01-01 back to 0001-01-01.
const ZERO_SECOND: i64 = -62_135_596_800;

impl From<Timestamp> for Moment {
    fn from(instant: Timestamp) -> Self {
        Self { instant, offset: Offset::UTC }
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let offset = written_offset(text).ok_or(NotAMoment)?;
        let instant = text.parse::<Timestamp>().map_err(|_unparsable| NotAMoment)?;
        Ok(Self { instant, offset })
    }
}

/// Checks the shape `YYYY-MM-DDTHH:MM:SS[.digits](Z|±HH:MM)` and returns the offset: other ISO 8601 forms are
/// not accepted by today's clients' contract.
fn written_offset(text: &str) -> Option<Offset> {
    let bytes = text.as_bytes();
    let shape = b"dddd-dd-ddTdd:dd:dd";
    let head = bytes.get(..shape.len())?;
    let fits = head.iter().zip(shape).all(|(byte, want)| match want {
        b'd' => byte.is_ascii_digit(),
        _ => byte == want,
    });
    if !fits || &head[17..19] == b"60" {
        return None;
    }
    let mut rest = &bytes[shape.len()..];
    if rest.first() == Some(&b'.') {
        let digits = rest[1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 9 {
            return None;
        }
        rest = &rest[1 + digits..];
    }
    offset_suffix(rest)
}

fn offset_suffix(rest: &[u8]) -> Option<Offset> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| i32::from(byte - b'0'));
    match rest {
        b"Z" => Some(Offset::UTC),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let hours = digit(h1)? * 10 + digit(h2)?;
            let minutes = digit(m1)? * 10 + digit(m2)?;
            if hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = (hours * 60 + minutes) * 60;
            Offset::from_seconds(if *sign == b'-' { -seconds } else { seconds }).ok()
        }
        _ => None,
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.offset == Offset::UTC {
            self.instant.fmt(f)
        } else {
            self.instant.display_with_offset(self.offset).fmt(f)
        }
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.instant == other.instant
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant.cmp(&other.instant)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_original_offset_and_digits_round_trip() {
        // contract section 1.3, item 5
        for text in ["2024-01-10T23:00:00.123456789+01:00", "2024-01-10T23:00:00Z", "0001-01-01T00:00:00Z"] {
            assert_eq!(text.parse::<Moment>().map(|moment| moment.to_string()).as_deref(), Ok(text));
        }
        assert!(Moment::zero().is_zero());
        assert_eq!(
            "2024-01-10T23:00:00+00:00".parse::<Moment>().unwrap().to_string(),
            "2024-01-10T23:00:00Z"
        );
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "",
            "2024-01-10",
            "2024-01-10T23:00:00",
            "2024-01-10t23:00:00z",
            "2024-02-30T00:00:00Z",
            "2024-01-10T23:00:60Z",
            "9999-12-31T23:59:59-23:00",
            "+02024-01-10T23:00:00Z",
            "2024-01-10T23:00:00.Z",
        ] {
            assert_eq!(text.parse::<Moment>(), Err(NotAMoment), "{text}");
        }
    }
}

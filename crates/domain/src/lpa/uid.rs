//! The UID of a modernised LPA: `M-` and three groups of four.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::damm;

/// The UID of an LPA on the LPA Store surface: `M-XXXX-XXXX-XXXX` of digits and upper-case letters.
///
/// Today's clients and their test suites use UIDs with letters and UIDs without a valid check digit (contract
/// section 1), so both parse; [`LpaUid::form`] says which kind it is.
///
/// ```
/// use lpa_domain::lpa::uid::{Form, LpaUid};
/// let uid: LpaUid = "M-1234-5678-9018".parse()?;
/// assert_eq!(uid.form(), Form::Checked);
/// assert_eq!("M-1A2B-4C3D-9E8F".parse::<LpaUid>()?.form(), Form::Lettered);
/// assert!("m-1234-5678-9018".parse::<LpaUid>().is_err());
/// # Ok::<(), lpa_domain::lpa::uid::NotAUid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LpaUid([u8; 12]);

/// What kind of UID it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Twelve digits of which the last is the right check digit: as the UID service issues them.
    Checked,
    /// Twelve digits without a valid check digit: not issued by the UID service, or mistyped.
    Unchecked,
    /// Letters among the digits: the older alphabet, or a test suite's invention.
    Lettered,
}

/// The text is not `M-XXXX-XXXX-XXXX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an LPA UID is M- and three groups of four digits or upper-case letters")]
pub struct NotAUid;

impl LpaUid {
    /// The UID of twelve decimal digits given as one number below 10^12.
    pub(super) fn from_number(number: u64) -> Self {
        let mut digits = [b'0'; 12];
        let mut rest = number;
        for place in digits.iter_mut().rev() {
            *place = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        Self(digits)
    }

    /// What kind of UID it is.
    pub fn form(&self) -> Form {
        if !self.0.iter().all(u8::is_ascii_digit) {
            Form::Lettered
        } else if damm::is_valid(self.0.iter().map(|byte| byte - b'0')) {
            Form::Checked
        } else {
            Form::Unchecked
        }
    }
}

impl FromStr for LpaUid {
    type Err = NotAUid;

    fn from_str(text: &str) -> Result<Self, NotAUid> {
        let [b'M', b'-', a1, a2, a3, a4, b'-', b1, b2, b3, b4, b'-', c1, c2, c3, c4] = *text.as_bytes()
        else {
            return Err(NotAUid);
        };
        let places = [a1, a2, a3, a4, b1, b2, b3, b4, c1, c2, c3, c4];
        let fits = places.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if fits { Ok(Self(places)) } else { Err(NotAUid) }
    }
}

impl TryFrom<String> for LpaUid {
    type Error = NotAUid;

    fn try_from(text: String) -> Result<Self, NotAUid> {
        text.parse()
    }
}

impl From<LpaUid> for String {
    fn from(uid: LpaUid) -> Self {
        uid.to_string()
    }
}

impl fmt::Display for LpaUid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("M")?;
        for group in self.0.chunks_exact(4) {
            f.write_str("-")?;
            f.write_str(std::str::from_utf8(group).unwrap_or("????"))?;
        }
        Ok(())
    }
}

impl fmt::Debug for LpaUid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uid_round_trips_and_says_its_form() {
        for (text, form) in [
            ("M-3779-9919-9529", Form::Checked),
            ("M-3779-9919-9528", Form::Unchecked),
            ("M-789Q-P4DF-4UX3", Form::Lettered),
        ] {
            let uid: LpaUid = text.parse().unwrap();
            assert_eq!((uid.to_string().as_str(), uid.form()), (text, form));
        }
    }

    #[test]
    fn other_texts_are_no_uids() {
        for text in [
            "",
            "M",
            "M-3779-9919-952",
            "M-3779-9919-9529/",
            "m-3779-9919-9529",
            "M-377a-9919-9529",
            "M-3779_9919-9529",
            "7000-0000-0001",
            "M-\u{661}779-9919-952",
            "../../etc/passwd",
        ] {
            assert_eq!(text.parse::<LpaUid>(), Err(NotAUid), "{text}");
        }
    }
}

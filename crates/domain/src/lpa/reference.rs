//! References of LPAs made before the modernised service.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::uid::LpaUid;

/// Any reference by which a person or a service may name an LPA.
///
/// ```
/// use lpa_domain::lpa::reference::Reference;
/// assert!(matches!("7000-0000-0138".parse(), Ok(Reference::Legacy(_))));
/// assert!(matches!("A12345678901".parse(), Ok(Reference::Online(_))));
/// assert!(matches!("M-1234-5678-9018".parse(), Ok(Reference::Modernised(_))));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// A modernised UID.
    Modernised(LpaUid),
    /// The case system's number: twelve digits that begin with 7, written `7xxx-xxxx-xxxx`.
    Legacy(u64),
    /// An application of the Make service: `A` and eleven digits.
    Online(u64),
}

/// The text is no reference of any known form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an LPA reference: expected M-XXXX-XXXX-XXXX, 7xxx-xxxx-xxxx or A and eleven digits")]
pub struct NotAReference;

impl FromStr for Reference {
    type Err = NotAReference;

    /// Spaces and hyphens inside the two older forms are not significant: people write them either way.
    fn from_str(text: &str) -> Result<Self, NotAReference> {
        if let Ok(uid) = text.parse() {
            return Ok(Self::Modernised(uid));
        }
        let plain: String = text.chars().filter(|each| !matches!(each, ' ' | '-')).collect();
        let number = |digits: &str| {
            let fits = digits.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| digits.parse().ok()).flatten().ok_or(NotAReference)
        };
        match plain.strip_prefix('A') {
            Some(digits) if digits.len() == 11 => number(digits).map(Self::Online),
            None if plain.len() == 12 && plain.starts_with('7') => number(&plain).map(Self::Legacy),
            _ => Err(NotAReference),
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Modernised(uid) => uid.fmt(f),
            Self::Legacy(n) => {
                write!(f, "{:04}-{:04}-{:04}", n / 100_000_000, n / 10_000 % 10_000, n % 10_000)
            }
            Self::Online(n) => write!(f, "A{n:011}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_read_and_written() {
        for (text, written) in [
            ("7000-0000-0138", "7000-0000-0138"),
            ("700000000138", "7000-0000-0138"),
            ("7000 0000 0138", "7000-0000-0138"),
            ("A00345678901", "A00345678901"),
            ("M-789Q-P4DF-4UX3", "M-789Q-P4DF-4UX3"),
        ] {
            assert_eq!(text.parse::<Reference>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn what_fits_no_form_is_refused() {
        for text in [
            "",
            "A",
            "A1234567890",
            "A123456789012",
            "6000-0000-0138",
            "7000-0000-013",
            "7000-0000-01380",
            "Aé2345678901",
        ] {
            assert_eq!(text.parse::<Reference>(), Err(NotAReference), "{text}");
        }
    }
}

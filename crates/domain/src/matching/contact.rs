//! Mobile numbers and email addresses as they are compared (rules L07, D28, B23).

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

/// A mobile number or an email address in the form in which two of them are compared. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact(String);

/// How two values compare that are the same or not: mobile, email, verified identity, UID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExactLevel {
    /// Both are there and equal.
    Same,
    /// Both are there and not equal.
    Different,
    /// One of them is not there: says nothing either way.
    Missing,
}

impl Contact {
    /// A mobile number: `07` or `+447` with nine digits, or `+` with 4 to 15 (rule D28). Spaces, dots, dashes and brackets count
    /// for nothing, and `00` is `+`. `None` for what is no such number: it is then missing **\[I\]**.
    ///
    /// ```
    /// use lpa_domain::matching::Contact;
    ///
    /// assert_eq!(Contact::mobile("07700 900123"), Contact::mobile("+44 (0)7700-900-123"));
    /// assert_eq!(Contact::mobile("ask my son"), None);
    /// ```
    pub fn mobile(typed: &str) -> Option<Self> {
        let digits = dialled(typed)?;
        let number = match digits.strip_prefix("00").or_else(|| digits.strip_prefix('+')) {
            Some(abroad) => abroad.to_owned(),
            None => format!("44{}", digits.strip_prefix('0').filter(|rest| rest.starts_with('7'))?),
        };
        let number = number.strip_prefix("4407").map_or(number.clone(), |rest| format!("447{rest}"));
        let right = match number.strip_prefix("447") {
            Some(rest) => rest.len() == 9,
            None => (4..=15).contains(&number.len()),
        };
        right.then(|| Self(format!("+{number}")))
    }

    /// An email address: case and what follows `+` before the `@` count for nothing (rule L07). `None` for what is no
    /// address: it is then missing **\[I\]**.
    ///
    /// ```
    /// use lpa_domain::matching::Contact;
    ///
    /// assert_eq!(Contact::email("Megan+lpa@Example.org"), Contact::email("megan@example.org"));
    /// ```
    pub fn email(typed: &str) -> Option<Self> {
        let lower: String = typed.trim().nfkc().flat_map(char::to_lowercase).nfkc().collect();
        let (mailbox, host) = lower.rsplit_once('@')?;
        let mailbox = mailbox.split('+').next().unwrap_or_default();
        let right = !mailbox.is_empty() && host.contains('.') && !lower.contains(char::is_whitespace);
        right.then(|| Self(format!("{mailbox}@{host}")))
    }

    /// The form itself, for the keys of a look-up.
    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl ExactLevel {
    /// Compares two values; the order does not matter.
    pub fn between<T: PartialEq + ?Sized>(one: Option<&T>, other: Option<&T>) -> Self {
        match (one, other) {
            (Some(a), Some(b)) if a == b => Self::Same,
            (Some(_), Some(_)) => Self::Different,
            _ => Self::Missing,
        }
    }
}

/// The digits of a number with a `+` before them; `None` when there is anything else in it.
fn dialled(typed: &str) -> Option<String> {
    let mut kept = String::new();
    for letter in typed.nfkc() {
        match letter {
            '0'..='9' => kept.push(letter),
            '+' if kept.is_empty() => kept.push(letter),
            '-' | '.' | '(' | ')' | '\u{2010}'..='\u{2015}' => {}
            _ if letter.is_whitespace() => {}
            _ => return None,
        }
    }
    Some(kept)
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

//! Who acted: the subject of the caller's token, a URN.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The URN of who acts, such as `urn:opg:poas:makeregister:users:<uuid>` (RFC 2141; contract section 2.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Author(String);

/// The text is not an RFC 2141 URN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an RFC 2141 URN")]
pub struct NotAUrn;

impl Author {
    /// The URN as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The acting user's uid: the last of exactly six parts, when the service part before is named too; so
    /// `urn:opg:sirius:users:34`, which has five, gives none (contract section 2.2, "author details").
    pub fn uid(&self) -> Option<&str> {
        let parts: Vec<&str> = self.0.split(':').collect();
        match parts.as_slice() {
            [_, _, _, service, _, uid] if !service.is_empty() && !uid.is_empty() => Some(uid),
            _ => None,
        }
    }
}

impl FromStr for Author {
    type Err = NotAUrn;

    fn from_str(text: &str) -> Result<Self, NotAUrn> {
        let mut parts = text.splitn(3, ':');
        let (Some(scheme), Some(namespace), Some(specific)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(NotAUrn);
        };
        let fits = scheme.eq_ignore_ascii_case("urn") && is_namespace(namespace) && is_specific(specific);
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAUrn) }
    }
}

fn is_namespace(nid: &str) -> bool {
    let allowed = nid.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    allowed && (1..=32).contains(&nid.len()) && !nid.starts_with('-') && !nid.eq_ignore_ascii_case("urn")
}

fn is_specific(nss: &str) -> bool {
    let bytes = nss.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'%' => {
                let hex = bytes.get(at + 1..at + 3);
                if !hex.is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit)) {
                    return false;
                }
                at += 3;
            }
            byte if byte.is_ascii_alphanumeric() || b"()+,-.:=@;$_!*'".contains(&byte) => at += 1,
            _ => return false,
        }
    }
    !bytes.is_empty()
}

impl TryFrom<String> for Author {
    type Error = NotAUrn;

    fn try_from(text: String) -> Result<Self, NotAUrn> {
        text.parse()
    }
}

impl From<Author> for String {
    fn from(author: Author) -> Self {
        author.0
    }
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_in_use_are_accepted() {
        // contract section 2.2, "`sub` forms in use"
        for text in [
            "urn:opg:poas:makeregister:users:8a2c",
            "urn:opg:sirius:users:34",
            "urn:opg:poas:sirius:users:34",
            "URN:opg:x",
            "urn:opg:a%20b",
        ] {
            assert!(text.parse::<Author>().is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_urn_is_refused() {
        for text in [
            "",
            "abc",
            "urn:opg:",
            "urn::x",
            "urn:-opg:x",
            "urn:urn:x",
            "urn:opg:a b",
            "urn:opg:é",
            "urn:opg:a?b",
            "urn:opg:a#b",
            "urn:opg:a%2",
            "urn:opg",
        ] {
            assert_eq!(text.parse::<Author>(), Err(NotAUrn), "{text}");
        }
    }

    #[test]
    fn only_six_parts_name_a_user() {
        let uid = |text: &str| text.parse::<Author>().unwrap().uid().map(str::to_owned);
        assert_eq!(uid("urn:opg:poas:makeregister:users:8a2c").as_deref(), Some("8a2c"));
        assert_eq!(uid("urn:opg:sirius:users:34"), None);
    }
}

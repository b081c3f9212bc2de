//! What case management knows and tells: a fact, in versions.

mod read;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};
use thiserror::Error;
use uuid::Uuid;

use super::matter::Matter;
use super::subject::Subject;
use crate::author::Author;
use crate::choice::Words as _;
use crate::fees::Invitation;

/// Identifies one fact for ever. Whoever tells it chooses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactId(pub Uuid);

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for FactId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

/// One version of one fact, as it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldFact {
    /// Which fact.
    pub id: FactId,
    /// Which version of it: the highest holds, in whatever order they come. From 1 on.
    pub version: u64,
    /// Who told it.
    pub author: Author,
    /// What it says.
    pub says: Says,
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing any more: it is forgotten, and a higher version may say something again (our reading).
    Retracted,
    /// OPG invited to a repeat application (fees.md, R-04).
    Invitation {
        /// To which, on what terms, until when.
        invitation: Invitation,
        /// Whom.
        donor: Subject,
    },
    /// Something about a person or an LPA that bears on one that is drafted.
    Matter(Box<Matter>),
}

crate::words! {
    /// What became of a version that was told.
    pub enum Noted {
        /// It holds: now, or since it was told before.
        Kept = "kept",
        /// A higher version holds: nothing was changed.
        Superseded = "superseded",
    }
}

/// Another content has this version of this fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("something else was told of this fact under this version")]
pub struct VersionTaken;

/// What becomes of version `told` when version `held` is there, which says the same or something else.
pub const fn noting(told: u64, held: u64, says_the_same: bool) -> Result<Noted, VersionTaken> {
    if told > held || (told == held && says_the_same) {
        Ok(Noted::Kept)
    } else if told < held {
        Ok(Noted::Superseded)
    } else {
        Err(VersionTaken)
    }
}

impl ToldFact {
    /// As one Causeway passes it on to another. Personal data.
    pub fn written(&self) -> Value {
        let mut written = match &self.says {
            Says::Retracted => json!({ "retracted": true }),
            says @ (Says::Invitation { .. } | Says::Matter(_)) => says.written(),
        };
        written["factId"] = self.id.to_string().into();
        written["author"] = self.author.as_str().into();
        written["version"] = self.version.into();
        written
    }
}

impl Says {
    /// The kind of [`Says::Invitation`].
    pub const INVITATION: &'static str = "invitation";

    /// What kind of fact it is; `None` of one that is retracted.
    pub fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Retracted => None,
            Self::Invitation { .. } => Some(Self::INVITATION),
            Self::Matter(matter) => Some(matter.said.kind.word()),
        }
    }

    /// Everything that it says, as it is told (`docs/records.md`). Personal data.
    pub fn written(&self) -> Value {
        match self {
            Self::Retracted => Value::Null,
            Self::Invitation { invitation, donor } => {
                let mut written = said(invitation);
                written["kind"] = Self::INVITATION.into();
                written["reference"] = invitation.reference.to_string().into();
                written["donor"] = json!(donor);
                written
            }
            Self::Matter(matter) => matter.written(),
        }
    }

    /// What of it says nothing of anybody, and is kept as it is.
    pub fn without_personal_data(&self) -> Value {
        match self {
            Self::Retracted => Value::Null,
            Self::Invitation { invitation, .. } => said(invitation),
            Self::Matter(matter) => matter.said.written(),
        }
    }
}

/// Without the reference, which a store keeps beside it.
fn said(invitation: &Invitation) -> Value {
    json!({
        "lpaType": invitation.lpa_type.word(), "terms": invitation.terms.word(),
        "expiresOn": invitation.expires_on.to_string(),
    })
}

//! What is kept of how far drafts are approved: since when, and why case managers should look.

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Reason;
use crate::author::Author;
use crate::ids::Version;
use crate::lpa::uid::LpaUid;
use crate::safeguarding::SectionApproval;

/// One section of the ledger: how it stands, on what, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// Which section.
    pub section: String,
    /// How it stands, as a caller may see it.
    pub state: String,
    /// The digest of everything told that it hangs on.
    pub digest: String,
    /// Since when it has stood so, on this.
    pub since: Timestamp,
}

impl LedgerEntry {
    /// Whether it says of a section that it stood as it does, on what it does.
    pub fn is_of(&self, section: &SectionApproval) -> bool {
        let SectionApproval { shown, digest, .. } = section;
        self.section == shown.section && self.state == shown.state && self.digest == *digest
    }
}

/// The ledger after an assessment at `at`: a section that stands as before on what it stood on before has done so since then.
pub fn ledger(sections: &[SectionApproval], before: &[LedgerEntry], at: Timestamp) -> Vec<LedgerEntry> {
    let entry = |section: &SectionApproval| LedgerEntry {
        section: section.shown.section.to_owned(),
        state: section.shown.state.to_owned(),
        digest: section.digest.clone(),
        since: before.iter().find(|entry| entry.is_of(section)).map_or(at, |entry| entry.since),
    };
    sections.iter().map(entry).collect()
}

/// Identifies a referral: made of the draft, the rule, and what the rule looked at, so that the same concern is one referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReferralId(pub Uuid);

impl fmt::Display for ReferralId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ReferralId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

/// Why a case manager should look at a draft. Nothing in it names anybody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Concern {
    /// Which.
    pub id: ReferralId,
    /// The rule that refers (rule book).
    pub rule: String,
    /// Where in the draft: a JSON pointer; `""` is the whole.
    pub source: String,
}

/// A draft was assessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessed {
    /// Which draft.
    pub uid: LpaUid,
    /// Which state of it.
    pub version: Version,
    /// When.
    pub at: Timestamp,
    /// When it is to be assessed again, though nothing is told; `None`: never.
    pub again: Option<Timestamp>,
    /// How its sections stand.
    pub ledger: Vec<LedgerEntry>,
    /// Every concern about it. One that was there before and is no longer is gone.
    pub concerns: Vec<Concern>,
}

/// A concern that was put before case managers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Referral {
    /// Which.
    pub id: ReferralId,
    /// About which draft.
    pub uid: LpaUid,
    /// The rule that refers.
    pub rule: String,
    /// Where in the draft.
    pub source: String,
    /// In which state of the draft it was first found.
    pub version: Version,
    /// When it was first found.
    pub raised_at: Timestamp,
    /// When it was found no more; nothing while it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone_at: Option<Timestamp>,
    /// What a case manager made of it; nothing while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
}

/// A case manager has looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Closed {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Author,
    /// What came of it.
    pub reason: Reason,
}

crate::words! {
    /// How a referral stands.
    pub enum ReferralState {
        /// Somebody should look.
        Open = "open",
        /// Nobody has looked, and what it was about is in the draft no longer.
        Gone = "gone",
        /// Somebody has looked.
        Closed = "closed",
    }
}

impl Referral {
    /// How it stands. One that was closed stays so: the same concern is not put to anybody twice.
    pub const fn state(&self) -> ReferralState {
        match (&self.closed, &self.gone_at) {
            (Some(_), _) => ReferralState::Closed,
            (None, Some(_)) => ReferralState::Gone,
            (None, None) => ReferralState::Open,
        }
    }
}

/// A page of referrals, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferralQuery {
    /// Only those that stand so.
    pub state: ReferralState,
    /// Only those after this one.
    pub after: Option<ReferralId>,
    /// At most so many.
    pub limit: usize,
}

/// A part of the drafts that are to be assessed, for one who takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueDrafts {
    /// The time.
    pub now: Timestamp,
    /// Until when nobody else is given them.
    pub until: Timestamp,
    /// At most so many.
    pub limit: usize,
}

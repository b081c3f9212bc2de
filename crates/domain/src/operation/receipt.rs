//! What a caller may know of an operation.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{OperationId, Version};
use crate::lpa::uid::LpaUid;
use crate::personal::Personal;
use crate::refusal::{Refusal, RefusalCode};

/// What a caller may know of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The operation.
    pub id: OperationId,
    /// The LPA it is about.
    pub uid: LpaUid,
    /// `CREATE`, an update type, or `ISSUE_UID`.
    #[serde(rename = "type")]
    pub label: String,
    /// When Causeway accepted it.
    pub requested_at: Timestamp,
    /// When it was settled.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub settled_at: Option<Timestamp>,
    /// What has become of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What has become of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Outcome {
    /// Recorded durably; the register has not been reached yet. It will be, and it will be applied at most once.
    Held,
    /// Done.
    Applied {
        /// The version of the LPA that it made; 0 when no LPA was touched.
        version: Version,
        /// The body that was first answered, kept only for requests with an idempotency key so that a repeat is
        /// answered with the same bytes. Never part of a receipt's JSON.
        #[serde(skip)]
        answer: Option<Personal<Vec<u8>>>,
    },
    /// Refused by the rules: nothing was changed.
    Refused {
        /// Why.
        refusal: Refusal,
    },
    /// Set aside for a person: it could be neither applied nor refused. Later operations of the same LPA wait.
    Parked {
        /// Why, for operators.
        reason: String,
        /// Whether an attempt to forward it may have been applied all the same, this one or an earlier one.
        #[serde(rename = "mayHaveBeenApplied", skip_serializing_if = "std::ops::Not::not", default)]
        in_doubt: bool,
    },
    /// A later state of the same draft took its place: before it was forwarded, or in the register.
    Superseded,
    /// Given up by a person, who is named in the audit trail.
    Discarded,
}

impl Outcome {
    /// Whether nothing will change any more.
    pub const fn is_settled(&self) -> bool {
        !matches!(self, Self::Held | Self::Parked { .. })
    }

    /// Whether the operation's content is kept: to be forwarded, or as part of the draft's history. What a later state has
    /// replaced may never reach the register; until its receipt goes, it can be looked at here.
    pub const fn keeps_content(&self) -> bool {
        !self.is_settled() || matches!(self, Self::Superseded)
    }

    /// Whether the idempotency key of the request can be used again, as if it had never been: nothing was done, and
    /// nothing was judged.
    pub fn frees_key(&self) -> bool {
        matches!(self, Self::Refused { refusal } if refusal.code == RefusalCode::RegisterAway)
    }

    /// The word on the wire.
    pub const fn state(&self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Applied { .. } => "applied",
            Self::Refused { .. } => "refused",
            Self::Parked { .. } => "parked",
            Self::Superseded => "superseded",
            Self::Discarded => "discarded",
        }
    }
}

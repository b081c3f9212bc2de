//! What is told of the fee of one application, and kept with the LPA that it is for.
//!
//! Each thing told is kept as it was told, as JSON, and read whenever it is needed: [`Told`] is what it says.

mod read;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::application::Asked;
use super::claim::Claimed;
use super::decision::Decision;
use super::evidence::Policy;
use super::invitation::RepeatClaim;
use super::ledger::Entry;
use super::period::Made;
use crate::document::LpaType;
use crate::json::Json;
use crate::lpa::uid::LpaUid;
use crate::personal::Personal;
use crate::problem::Problem;

/// Something that is told of the fee of one application, as it was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeeAct {
    /// What it is about.
    pub about: About,
    /// What is told, as `docs/fee-operations.md` writes it.
    pub told: Json,
}

/// What something that is told of a fee is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// What is applied for, and when.
    Application,
    /// A claim to pay less.
    Claim,
    /// Evidence has come.
    Evidence,
    /// A claim was decided.
    Decision,
    /// Somebody paid.
    Payment,
    /// OPG paid back.
    Refund,
}

impl About {
    /// Everything that can be told.
    pub const ALL: [Self; 6] =
        [Self::Application, Self::Claim, Self::Evidence, Self::Decision, Self::Payment, Self::Refund];

    /// The label of the operation.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Application => "FEE_APPLICATION",
            Self::Claim => "FEE_CLAIM",
            Self::Evidence => "FEE_EVIDENCE",
            Self::Decision => "FEE_DECISION",
            Self::Payment => "FEE_PAYMENT",
            Self::Refund => "FEE_REFUND",
        }
    }

    /// What is told by an operation with this label.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|about| about.label() == label)
    }
}

/// What is told, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// What is applied for, and when.
    Application(Applied),
    /// A claim for a relief.
    Claim {
        /// What is claimed.
        claimed: Box<Claimed>,
        /// How it is to be shown.
        support: Support,
    },
    /// That the application is a repeat.
    Repeat {
        /// What is said of it. Whether OPG invited is asked of its records, and never told.
        claim: RepeatClaim,
        /// What was paid then. It decides nothing; today's readers of the event want it.
        previous_fee: Option<PreviousFee>,
        /// How it is to be shown.
        support: Support,
    },
    /// Evidence has come.
    Evidence(Evidence),
    /// A claim was decided.
    Decision(Box<Decision>),
    /// Money moved, one way or the other.
    Money(Entry),
}

/// What is applied for, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The day that chooses the prices.
    pub made: Made,
    /// What kind of LPA.
    pub lpa_type: LpaType,
    /// Whose rules say what evidence is accepted.
    pub policy: Policy,
}

impl Applied {
    /// For an LPA, and no repeat.
    pub(super) const fn asked(self) -> Asked {
        Asked::Lpa { lpa_type: self.lpa_type, repeat: super::Repeat::NotClaimed }
    }
}

/// How a claim is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// How the evidence comes.
    pub delivery: Delivery,
    /// What was uploaded: it may still be on its way.
    pub files: Vec<File>,
}

crate::words! {
    /// How evidence comes to OPG.
    pub enum Delivery {
        /// It was uploaded.
        Upload = "upload",
        /// It is sent by post.
        Post = "post",
    }
}

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is, from the UID of its LPA on.
    pub path: String,
    /// What whoever uploaded it calls it.
    pub filename: Option<Personal<String>>,
}

crate::words! {
    /// What was paid for the application that could not be registered.
    pub enum PreviousFee {
        /// All of it.
        Full = "full",
        /// Half of it.
        Half = "half",
        /// Nothing, by exemption.
        Exemption = "exemption",
        /// What was decided for hardship.
        Hardship = "hardship",
    }
}

/// Evidence that has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A file that was uploaded, by its path.
    Uploaded(String),
    /// A document that came by post, by the id that it was given.
    Posted(String),
}

impl Evidence {
    /// What it is known by.
    pub fn id(&self) -> &str {
        match self {
            Self::Uploaded(id) | Self::Posted(id) => id,
        }
    }
}

impl FeeAct {
    /// Whether it says that the application is a repeat.
    pub fn says_repeat(&self) -> bool {
        self.about == About::Claim && self.told.member("repeat").is_some_and(|repeat| !repeat.is_null())
    }

    /// What it says, of the application for the LPA `uid`; or everything that is wrong with it, at once.
    pub fn read(&self, uid: LpaUid) -> Result<Told, Vec<Problem>> {
        read::read(self, uid)
    }
}

//! One thing that a consumer asks to be done to one LPA.

pub mod backoff;
pub mod blame;
pub mod conduct;
pub mod drain;
pub mod entry;
pub mod forwarding;
pub mod notice;
pub mod read;
pub mod receipt;
pub mod repair;

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::author::Author;
use crate::choice::{Choice, Words};
use crate::document::Document;
use crate::draft::DraftAct;
use crate::fees::FeeAct;
use crate::ids::{IdempotencyKey, OperationId};
use crate::json::Json;
use crate::lpa::uid::LpaUid;

/// One thing that a consumer asks to be done to one LPA. Its JSON is the native form of every write: what travels in
/// `POST /v1/operations`, and what the journal seals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    /// Identifies it for ever; the register applies it at most once.
    pub id: OperationId,
    /// The LPA it is about.
    pub uid: LpaUid,
    /// The caller's own name for the request, if it gave one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub idempotency_key: Option<IdempotencyKey>,
    /// Who acts.
    pub author: Author,
    /// When Causeway accepted it.
    pub requested_at: Timestamp,
    /// What is to be done.
    #[serde(flatten)]
    pub act: Act,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "content", rename_all = "camelCase")]
pub enum Act {
    /// An executed LPA enters the register: defaults applied, actor uids filled in, images kept.
    Create(Box<Document>),
    /// A legal act or a correction changes it.
    Update(Update),
    /// What is known of it before it is executed changes.
    Draft(DraftAct),
    /// Something is told of its fee.
    Fee(FeeAct),
}

impl Act {
    /// The label of a creation.
    pub const CREATE: &'static str = "CREATE";

    /// `CREATE`, the update type as it was sent, `DRAFT`, `DELETE_DRAFT` or that of [`About`](crate::fees::About).
    pub fn label(&self) -> &str {
        match self {
            Self::Create(_) => Self::CREATE,
            Self::Update(update) => update.kind.word(),
            Self::Draft(act) => act.label(),
            Self::Fee(act) => act.about.label(),
        }
    }

    /// The act, if it is one on a draft.
    pub const fn on_draft(&self) -> Option<&DraftAct> {
        match self {
            Self::Draft(act) => Some(act),
            Self::Create(_) | Self::Update(_) | Self::Fee(_) => None,
        }
    }
}

/// An update as today's clients send it (contract section 5.1).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// Which legal act. A word that is none is kept, so that the refusal can come in its place among the checks.
    #[serde(rename = "type")]
    pub kind: Choice<UpdateKind>,
    /// Field by field: what the caller believes is there, and what shall be.
    #[serde(default)]
    pub changes: Vec<Change>,
}

/// One field: what the caller believes is there, and what shall be. `None` means that the key was missing, which is not
/// the same as `null`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The field, as a JSON pointer; an actor may be named by index or by uid.
    pub key: String,
    /// What the caller believes is there.
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "present")]
    pub old: Option<Json>,
    /// What shall be there. `null` keeps what is there (contract section 5.2, item 4).
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "present")]
    pub new: Option<Json>,
}

/// Tells a key that holds `null` from a key that is missing.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change").field("old", &self.old).field("new", &self.new).finish_non_exhaustive()
    }
}

crate::words! {
    /// The update types of the contract (section 5.1), one legal act each.
    pub enum UpdateKind {
        /// An attorney signs.
        AttorneySign = "ATTORNEY_SIGN",
        /// An attorney declines before signing.
        AttorneyOptOut = "ATTORNEY_OPT_OUT",
        /// An attorney can take no part in joint decisions any more.
        AttorneyDecisions = "ATTORNEY_DECISIONS",
        /// The certificate provider signs the certificate.
        CertificateProviderSign = "CERTIFICATE_PROVIDER_SIGN",
        /// The certificate provider declines.
        CertificateProviderOptOut = "CERTIFICATE_PROVIDER_OPT_OUT",
        /// The certificate provider's identity is confirmed.
        CertificateProviderConfirmIdentity = "CERTIFICATE_PROVIDER_CONFIRM_IDENTITY",
        /// Attorneys are removed, or replacements step in.
        ChangeAttorneys = "CHANGE_ATTORNEYS",
        /// A correction before registration.
        Correction = "CORRECTION",
        /// The donor's identity is confirmed.
        DonorConfirmIdentity = "DONOR_CONFIRM_IDENTITY",
        /// The donor takes the LPA back.
        DonorWithdrawLpa = "DONOR_WITHDRAW_LPA",
        /// OPG sets a final status.
        OpgStatusChange = "OPG_STATUS_CHANGE",
        /// A paper attorney gains access online.
        PaperAttorneyAccessOnline = "PAPER_ATTORNEY_ACCESS_ONLINE",
        /// A paper certificate provider gains access online.
        PaperCertificateProviderAccessOnline = "PAPER_CERTIFICATE_PROVIDER_ACCESS_ONLINE",
        /// Old name of the next.
        Perfect = "PERFECT",
        /// The LPA is complete; the waiting period begins.
        StatutoryWaitingPeriod = "STATUTORY_WAITING_PERIOD",
        /// A correction after registration.
        PostRegistrationCorrection = "POST_REGISTRATION_CORRECTION",
        /// The LPA is registered.
        Register = "REGISTER",
        /// Ineffective restrictions are severed.
        SeverRestrictionsAndConditions = "SEVER_RESTRICTIONS_AND_CONDITIONS",
        /// A trust corporation declines before signing.
        TrustCorporationOptOut = "TRUST_CORPORATION_OPT_OUT",
        /// A trust corporation signs.
        TrustCorporationSign = "TRUST_CORPORATION_SIGN",
    }
}

impl UpdateKind {
    /// How many types there are.
    pub const COUNT: usize = <Self as Words>::ALL.len();
}

//! The certificate provider.

use serde::{Deserialize, Serialize};

use super::{Channel, IdentityCheck, Language};
use crate::choice::Choice;
use crate::document::Address;
use crate::ids::ActorUid;
use crate::moment::Moment;
use crate::personal::Personal;

/// Who certifies that the donor understands the LPA and is under no pressure (Mental Capacity Act 2005 Schedule 1
/// paragraph 2(1)(e)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CertificateProvider {
    /// Identifies the actor within the LPA.
    pub uid: ActorUid,
    /// First names.
    pub first_names: Personal<String>,
    /// Last name.
    pub last_name: Personal<String>,
    /// Home or work address.
    pub address: Address,
    /// Email address: required online, forbidden on paper (contract section 4.3).
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub email: Personal<String>,
    /// Phone number.
    pub phone: Personal<String>,
    /// How the certificate is given.
    pub channel: Choice<Channel>,
    /// When the certificate was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_at: Option<Moment>,
    /// The language in which they want to be written to.
    #[serde(skip_serializing_if = "Choice::is_unset")]
    pub contact_language_preference: Choice<Language>,
    /// The identity check, once done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_check: Option<IdentityCheck>,
}

//! The donor.

use serde::{Deserialize, Serialize};

use super::Language;
use crate::choice::Choice;
use crate::document::{Address, BirthDate};
use crate::ids::ActorUid;
use crate::moment::Moment;
use crate::personal::Personal;

/// Who gives the power.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Donor {
    /// Identifies the actor within the LPA.
    pub uid: ActorUid,
    /// First names.
    pub first_names: Personal<String>,
    /// Last name.
    pub last_name: Personal<String>,
    /// Where the donor lives.
    pub address: Address,
    /// Date of birth.
    pub date_of_birth: Personal<BirthDate>,
    /// Email address.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub email: Personal<String>,
    /// Other names the donor is known by.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub other_names_known_by: Personal<String>,
    /// The language in which the donor wants to be written to.
    pub contact_language_preference: Choice<Language>,
    /// The identity check, once done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_check: Option<IdentityCheck>,
}

/// How and when an actor's identity was confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IdentityCheck {
    /// When; `None` is written as the zero moment.
    #[serde(with = "crate::document::zero_when_unset")]
    pub checked_at: Option<Moment>,
    /// How.
    #[serde(rename = "type")]
    pub kind: Choice<IdentityCheckType>,
}

crate::words! {
    /// By which means an identity was confirmed.
    pub enum IdentityCheckType {
        /// GOV.UK One Login.
        OneLogin = "one-login",
        /// OPG's paper identity service.
        OpgPaperId = "opg-paper-id",
    }
}

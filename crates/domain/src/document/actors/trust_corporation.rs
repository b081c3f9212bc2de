//! An attorney that is a company.

use serde::{Deserialize, Serialize};

use super::{AppointmentType, AttorneyStatus, Channel, Language};
use crate::choice::Choice;
use crate::document::Address;
use crate::ids::ActorUid;
use crate::moment::Moment;
use crate::personal::Personal;

/// A trust corporation appointed to decide for the donor (Mental Capacity Act 2005 section 10(1)(b)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TrustCorporation {
    /// Identifies the actor within the LPA.
    pub uid: ActorUid,
    /// Registered name.
    pub name: Personal<String>,
    /// Company number; always written, `""` when absent.
    pub company_number: Personal<String>,
    /// Email address: required online, forbidden on paper (contract section 4.3).
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub email: Personal<String>,
    /// Whether it was appointed first or in replacement.
    pub appointment_type: Choice<AppointmentType>,
    /// Registered address.
    pub address: Address,
    /// Whether it acts now.
    pub status: Choice<AttorneyStatus>,
    /// Mobile phone number.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub mobile: Personal<String>,
    /// Who signed for it: one or two people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Signatory>,
    /// The language in which it wants to be written to.
    #[serde(skip_serializing_if = "Choice::is_unset")]
    pub contact_language_preference: Choice<Language>,
    /// How it takes part.
    pub channel: Choice<Channel>,
}

/// A person who signs for a trust corporation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Signatory {
    /// First names.
    pub first_names: Personal<String>,
    /// Last name.
    pub last_name: Personal<String>,
    /// Title in the company.
    pub professional_title: Personal<String>,
    /// When they signed; `None` is written as the zero moment.
    #[serde(with = "crate::document::zero_when_unset")]
    pub signed_at: Option<Moment>,
}

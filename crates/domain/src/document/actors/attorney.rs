//! An attorney who is a person.

use serde::{Deserialize, Serialize};

use super::{Channel, Language};
use crate::choice::Choice;
use crate::document::{Address, BirthDate, is_false};
use crate::ids::ActorUid;
use crate::moment::Moment;
use crate::personal::Personal;

/// A person appointed to decide for the donor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Attorney {
    /// Identifies the actor within the LPA.
    pub uid: ActorUid,
    /// First names.
    pub first_names: Personal<String>,
    /// Last name.
    pub last_name: Personal<String>,
    /// Home address.
    pub address: Address,
    /// Date of birth.
    pub date_of_birth: Personal<BirthDate>,
    /// Email address: required online, forbidden on paper (contract section 4.3).
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub email: Personal<String>,
    /// Whether they act now.
    pub status: Choice<AttorneyStatus>,
    /// Whether they were appointed first or in replacement.
    pub appointment_type: Choice<AppointmentType>,
    /// Mobile phone number.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub mobile: Personal<String>,
    /// When they signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_at: Option<Moment>,
    /// The language in which they want to be written to.
    #[serde(skip_serializing_if = "Choice::is_unset")]
    pub contact_language_preference: Choice<Language>,
    /// How they take part.
    pub channel: Choice<Channel>,
    /// Whether they can take no part in joint decisions any more.
    #[serde(skip_serializing_if = "is_false")]
    pub cannot_make_joint_decisions: bool,
}

crate::words! {
    /// Whether an attorney acts now (contract section 6).
    pub enum AttorneyStatus {
        /// Acts, or will once the LPA is registered.
        Active = "active",
        /// A replacement who has not stepped in.
        Inactive = "inactive",
        /// No longer an attorney.
        Removed = "removed",
    }
}

crate::words! {
    /// Whether an attorney was appointed first or in replacement.
    pub enum AppointmentType {
        /// Appointed first.
        Original = "original",
        /// Appointed in replacement.
        Replacement = "replacement",
    }
}

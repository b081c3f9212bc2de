//! The other people of an LPA.

use serde::{Deserialize, Serialize};

use crate::document::Address;
use crate::ids::ActorUid;
use crate::personal::Personal;

/// Someone who is told before registration (Mental Capacity Act 2005 Schedule 1 paragraph 2(1)(c)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PersonToNotify {
    /// Identifies the actor within the LPA.
    pub uid: ActorUid,
    /// First names.
    pub first_names: Personal<String>,
    /// Last name.
    pub last_name: Personal<String>,
    /// Where to write.
    pub address: Address,
}

/// Someone who saw a signature made at the donor's direction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IndependentWitness {
    /// Identifies the actor within the LPA.
    pub uid: ActorUid,
    /// First names.
    pub first_names: Personal<String>,
    /// Last name.
    pub last_name: Personal<String>,
    /// Phone number.
    pub phone: Personal<String>,
    /// Home address.
    pub address: Address,
}

/// Someone who signed at the donor's direction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthorisedSignatory {
    /// Identifies the actor within the LPA.
    pub uid: ActorUid,
    /// First names.
    pub first_names: Personal<String>,
    /// Last name.
    pub last_name: Personal<String>,
}

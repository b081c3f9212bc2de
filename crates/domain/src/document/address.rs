//! A postal address.

use serde::{Deserialize, Serialize};

use crate::personal::Personal;

/// A postal address. Only the first line and the country are asked for (contract section 4.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// First line.
    pub line1: Personal<String>,
    /// Second line.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub line2: Personal<String>,
    /// Third line.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub line3: Personal<String>,
    /// Town or city.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub town: Personal<String>,
    /// Postcode, free text.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub postcode: Personal<String>,
    /// Two capital letters; not checked against ISO 3166 (contract section 3.1).
    pub country: Personal<String>,
}

//! Scans of handwriting on paper LPAs.

use serde::{Deserialize, Serialize};

/// A scan that is kept: where it stands in the LPA and what its bytes are (contract section 3.4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Image {
    /// `<uid>/scans/rc_<index>_<filename>` or `<uid>/scans/amd_<index>_<filename>`.
    pub path: String,
    /// SHA-256 of the bytes, lower-case hexadecimal; also the address under which they are kept.
    pub hash: String,
}

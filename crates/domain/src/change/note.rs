//! The notes that acts leave for case workers and actors (contract section 3.1).

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::lpa::Note;
use crate::personal::Personal;

/// What a note says.
pub(super) enum Said {
    /// The donor's name was corrected.
    DonorName { new_name: String },
    /// The donor's date of birth was corrected.
    DonorBirth { new_dob: String },
    /// The certificate provider's name was corrected.
    CertificateProviderName { new_name: String },
    /// An attorney was removed.
    AttorneyRemoved { full_name: String },
    /// A replacement stepped in.
    ReplacementEnabled { full_name: String },
    /// Restrictions were severed.
    Severed { text: String },
}

/// Adds a note.
pub(super) fn note(notes: &mut Vec<Note>, at: Timestamp, said: Said) {
    let (kind, key, value) = match said {
        Said::DonorName { new_name } => ("DONOR_NAME_CHANGE_V1", "newName", new_name),
        Said::DonorBirth { new_dob } => ("DONOR_DOB_CHANGE_V1", "newDob", new_dob),
        Said::CertificateProviderName { new_name } => {
            ("CERTIFICATE_PROVIDER_NAME_CHANGE_V1", "newName", new_name)
        }
        Said::AttorneyRemoved { full_name } => ("ATTORNEY_REMOVED_V1", "fullName", full_name),
        Said::ReplacementEnabled { full_name } => ("REPLACEMENT_ATTORNEY_ENABLED_V1", "fullName", full_name),
        Said::Severed { text } => {
            ("SEVER_RESTRICTIONS_AND_CONDITIONS_V1", "updatedRestrictionsAndConditions", text)
        }
    };
    let values = BTreeMap::from([(key.to_owned(), value)]);
    notes.push(Note { kind: kind.to_owned(), datetime: format!("{at:.0}"), values });
}

/// First names and last name, joined with one space.
pub(super) fn full_name(first_names: &Personal<String>, last_name: &Personal<String>) -> String {
    format!("{} {}", first_names.as_str(), last_name.as_str())
}

//! From the JSON that a caller sent to a document.
//!
//! Today a value of the wrong JSON type is answered 500 (contract section 1.1). Here every problem of form is reported
//! at once, each with its JSON pointer, in the order of the contract's fields.

mod actors;
mod fields;
#[cfg(test)]
mod tests;
mod upload;

use super::{BirthDate, Channel, Document};
use crate::document::place::Place;
use crate::json::Json;
use crate::problem::Problem;
use fields::{Fields, Read, Reading};

/// A document as it was sent, and the scans that came with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decoded {
    /// The document; its image lists are still empty.
    pub document: Document,
    /// Scans of the restrictions and conditions.
    pub restrictions_images: Vec<Upload>,
    /// Scans of the decision details.
    pub decisions_images: Vec<Upload>,
}

/// A scan as it was sent.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Upload {
    /// The file name, checked: no path.
    pub filename: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// Reads a document as today's clients send it (contract section 1.3): keys in any case, the last of several wins,
/// unknown and read-only fields ignored, `null` as if left out. On an LPA that is not on paper the scans are dropped
/// once they have been checked (contract section 3.4).
///
/// ```
/// use lpa_domain::{Json, document::decode::decode};
/// let sent = Json::parse(br#"{"DONOR":{"lastname":"Wend"},"channel":7,"signedAt":"soon"}"#)?;
/// let problems = decode(&sent).unwrap_err();
/// assert_eq!(problems[0].source, "/channel");
/// assert_eq!(problems[0].detail, "unexpected type");
/// assert_eq!(problems[1].source, "/signedAt");
/// assert_eq!(problems[1].detail, "must be a valid datetime");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn decode(json: &Json) -> Result<Decoded, Vec<Problem>> {
    let mut decoded = read(json, decoded, Reading::leniently(BirthDate::Malformed))?;
    if !decoded.document.channel.is(Channel::Paper) {
        decoded.restrictions_images = Vec::new();
        decoded.decisions_images = Vec::new();
    }
    Ok(decoded)
}

/// Reads a document that is still being written: as [`decode`], but a date of birth that is `null` is absent.
pub(super) fn decode_draft(json: &Json) -> Result<Document, Vec<Problem>> {
    read(json, document, Reading::leniently(BirthDate::Absent))
}

/// As [`decode_draft`], but names count byte for byte, and a member that is unknown or given twice is a problem.
pub(super) fn decode_draft_strictly(json: &Json) -> Result<Document, Vec<Problem>> {
    read(json, document, Reading { strict: true, ..Reading::leniently(BirthDate::Absent) })
}

fn read<T: Default>(json: &Json, read: Read<T>, mut reading: Reading) -> Result<T, Vec<Problem>> {
    let value = Fields::read(json, Place::Whole, &mut reading, read);
    if reading.problems.is_empty() { Ok(value.unwrap_or_default()) } else { Err(reading.problems) }
}

fn decoded(it: &mut Fields<'_>) -> Decoded {
    Decoded {
        document: document(it),
        restrictions_images: it.list("restrictionsAndConditionsImages", upload::upload).unwrap_or_default(),
        decisions_images: it
            .list("howAttorneysMakeDecisionsDetailsImages", upload::upload)
            .unwrap_or_default(),
    }
}

fn document(it: &mut Fields<'_>) -> Document {
    Document {
        lpa_type: it.choice("lpaType"),
        channel: it.choice("channel"),
        language: it.choice("language"),
        donor: it.object("donor", actors::donor),
        attorneys: it.list("attorneys", actors::attorney),
        trust_corporations: it.list("trustCorporations", actors::trust_corporation).unwrap_or_default(),
        certificate_provider: it.object("certificateProvider", actors::certificate_provider),
        people_to_notify: it.list("peopleToNotify", actors::person_to_notify).unwrap_or_default(),
        independent_witness: it.optional("independentWitness", actors::independent_witness),
        authorised_signatory: it.optional("authorisedSignatory", actors::authorised_signatory),
        how_attorneys_make_decisions: it.choice("howAttorneysMakeDecisions"),
        how_attorneys_make_decisions_details: it.text("howAttorneysMakeDecisionsDetails"),
        how_attorneys_make_decisions_is_default: it.flag("howAttorneysMakeDecisionsIsDefault"),
        how_attorneys_make_decisions_details_images: Vec::new(),
        how_replacement_attorneys_make_decisions: it.choice("howReplacementAttorneysMakeDecisions"),
        how_replacement_attorneys_make_decisions_details: it
            .text("howReplacementAttorneysMakeDecisionsDetails"),
        how_replacement_attorneys_make_decisions_is_default: it
            .flag("howReplacementAttorneysMakeDecisionsIsDefault"),
        how_replacement_attorneys_step_in: it.choice("howReplacementAttorneysStepIn"),
        how_replacement_attorneys_step_in_details: it.text("howReplacementAttorneysStepInDetails"),
        restrictions_and_conditions: it.text("restrictionsAndConditions"),
        restrictions_and_conditions_images: Vec::new(),
        when_the_lpa_can_be_used: it.choice("whenTheLpaCanBeUsed"),
        when_the_lpa_can_be_used_is_default: it.flag("whenTheLpaCanBeUsedIsDefault"),
        life_sustaining_treatment_option: it.choice("lifeSustainingTreatmentOption"),
        life_sustaining_treatment_option_is_default: it.flag("lifeSustainingTreatmentOptionIsDefault"),
        signed_at: it.moment("signedAt"),
        witnessed_by_certificate_provider_at: it.moment("witnessedByCertificateProviderAt"),
        witnessed_by_independent_witness_at: it.moment("witnessedByIndependentWitnessAt"),
        certificate_provider_not_related_confirmed_at: it
            .moment_or_zero("certificateProviderNotRelatedConfirmedAt"),
    }
}

//! The content of an LPA: everything the donor and the others wrote, complete or not.
//!
//! Field order is the order in which today's LPA Store writes them; what is left out when empty follows its
//! omission rules (contract section 3.1).

pub mod actors;
pub mod address;
pub mod birth_date;
pub mod decisions;
pub mod decode;
pub mod defaults;
pub mod draft;
#[cfg(any(test, feature = "samples"))]
pub mod example;
pub mod image;
mod place;
#[cfg(test)]
mod tests;
pub mod validate;

use serde::{Deserialize, Serialize};

use crate::choice::Choice;
use crate::moment::Moment;
use crate::personal::Personal;

pub use actors::{
    AppointmentType, Attorney, AttorneyStatus, AuthorisedSignatory, CertificateProvider, Channel, Donor,
    IdentityCheck, IdentityCheckType, IndependentWitness, Language, PersonToNotify, Signatory,
    TrustCorporation,
};
pub use address::Address;
pub use birth_date::BirthDate;
pub use decisions::{HowDecisions, LifeSustaining, StepIn, WhenUsed};
pub use draft::{Draft, Known, Part};
pub use image::Image;

crate::words! {
    /// What kind of power it is (Mental Capacity Act 2005 section 9(1)).
    pub enum LpaType {
        /// Health and welfare.
        PersonalWelfare = "personal-welfare",
        /// Property and financial affairs.
        PropertyAndAffairs = "property-and-affairs",
    }
}

/// The content of an LPA (contract section 3). Lenient by nature: a paper LPA is kept as it was written, so any field
/// may be empty and any word may be off its list; [`validate::validate`] says what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the contract, on its own key")]
pub struct Document {
    /// What kind of power it is.
    pub lpa_type: Choice<LpaType>,
    /// How the LPA was made: online or on paper.
    pub channel: Choice<Channel>,
    /// The language of the document.
    pub language: Choice<Language>,
    /// Who gives the power.
    pub donor: Donor,
    /// Who receives it; `None` (`null` on the wire) when never given.
    pub attorneys: Option<Vec<Attorney>>,
    /// Companies appointed as attorneys.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trust_corporations: Vec<TrustCorporation>,
    /// Who certifies that the donor understands (Mental Capacity Act 2005 Schedule 1 paragraph 2(1)(e)).
    pub certificate_provider: CertificateProvider,
    /// Who is told before registration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people_to_notify: Vec<PersonToNotify>,
    /// Who saw a signature by direction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub independent_witness: Option<IndependentWitness>,
    /// Who signed at the donor's direction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorised_signatory: Option<AuthorisedSignatory>,
    /// How the attorneys decide together.
    #[serde(skip_serializing_if = "Choice::is_unset")]
    pub how_attorneys_make_decisions: Choice<HowDecisions>,
    /// Which decisions are joint, in the donor's words.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub how_attorneys_make_decisions_details: Personal<String>,
    /// Whether the choice above is the default and not the donor's own.
    #[serde(skip_serializing_if = "is_false")]
    pub how_attorneys_make_decisions_is_default: bool,
    /// Scans of the details above; kept on paper LPAs only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub how_attorneys_make_decisions_details_images: Vec<Image>,
    /// How the replacement attorneys decide together.
    #[serde(skip_serializing_if = "Choice::is_unset")]
    pub how_replacement_attorneys_make_decisions: Choice<HowDecisions>,
    /// Which of their decisions are joint, in the donor's words.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub how_replacement_attorneys_make_decisions_details: Personal<String>,
    /// Whether the choice above is the default and not the donor's own.
    #[serde(skip_serializing_if = "is_false")]
    pub how_replacement_attorneys_make_decisions_is_default: bool,
    /// When replacements step in.
    #[serde(skip_serializing_if = "Choice::is_unset")]
    pub how_replacement_attorneys_step_in: Choice<StepIn>,
    /// The other way, in the donor's words.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub how_replacement_attorneys_step_in_details: Personal<String>,
    /// The donor's restrictions and conditions: legally operative text.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub restrictions_and_conditions: Personal<String>,
    /// Scans of the text above; kept on paper LPAs only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub restrictions_and_conditions_images: Vec<Image>,
    /// From when a property LPA may be used.
    #[serde(skip_serializing_if = "Choice::is_unset")]
    pub when_the_lpa_can_be_used: Choice<WhenUsed>,
    /// Whether the choice above is the default and not the donor's own.
    #[serde(skip_serializing_if = "is_false")]
    pub when_the_lpa_can_be_used_is_default: bool,
    /// Whether the attorneys may refuse life-sustaining treatment (Mental Capacity Act 2005 section 11(7)(c), (8)).
    #[serde(skip_serializing_if = "Choice::is_unset")]
    pub life_sustaining_treatment_option: Choice<LifeSustaining>,
    /// Whether the choice above is the default and not the donor's own.
    #[serde(skip_serializing_if = "is_false")]
    pub life_sustaining_treatment_option_is_default: bool,
    /// When the donor signed. Written as `0001-01-01T00:00:00Z` while unset.
    #[serde(with = "zero_when_unset")]
    pub signed_at: Option<Moment>,
    /// When the certificate provider witnessed the signature. Written as `0001-01-01T00:00:00Z` while unset.
    #[serde(with = "zero_when_unset")]
    pub witnessed_by_certificate_provider_at: Option<Moment>,
    /// When the independent witness did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witnessed_by_independent_witness_at: Option<Moment>,
    /// When the certificate provider confirmed not to be related; the zero moment is kept, so that it can be refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_provider_not_related_confirmed_at: Option<Moment>,
}

impl Document {
    /// The attorneys; none when never given.
    pub fn attorneys(&self) -> &[Attorney] {
        self.attorneys.as_deref().unwrap_or_default()
    }

    /// How many attorneys and trust corporations are active, of either appointment (contract section 3.3).
    pub fn active_count(&self) -> usize {
        self.capacities().filter(|(status, _)| status.is(AttorneyStatus::Active)).count()
    }

    /// How many are replacements who have not stepped in (contract section 3.3).
    pub fn replacement_count(&self) -> usize {
        self.capacities()
            .filter(|(status, appointment)| {
                status.is(AttorneyStatus::Inactive) && appointment.is(AppointmentType::Replacement)
            })
            .count()
    }

    fn capacities(&self) -> impl Iterator<Item = (&Choice<AttorneyStatus>, &Choice<AppointmentType>)> {
        let people = self.attorneys().iter().map(|each| (&each.status, &each.appointment_type));
        people.chain(self.trust_corporations.iter().map(|each| (&each.status, &each.appointment_type)))
    }
}

/// Leaves a flag out of the JSON when it is not set.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(crate) const fn is_false(flag: &bool) -> bool {
    !*flag
}

pub(crate) mod zero_when_unset {
    //! `0001-01-01T00:00:00Z` stands for "never" in fields that are always written.

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::moment::Moment;

    #[expect(clippy::ref_option, reason = "serde passes a reference")]
    pub(crate) fn serialize<S: Serializer>(at: &Option<Moment>, serializer: S) -> Result<S::Ok, S::Error> {
        at.unwrap_or_else(Moment::zero).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Moment>, D::Error> {
        let at = Option::<Moment>::deserialize(deserializer)?;
        Ok(at.filter(|moment| !moment.is_zero()))
    }
}

//! A document that is still being written.

mod known;
mod part;
#[cfg(test)]
mod tests;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::decode::{decode_draft, decode_draft_strictly};
use super::validate::validate;
use super::{
    Attorney, AuthorisedSignatory, CertificateProvider, Channel, Document, Donor, IndependentWitness,
    Language, LpaType, PersonToNotify, TrustCorporation, defaults,
};
use crate::choice::Choice;
use crate::json::Json;
use crate::moment::Moment;
use crate::personal::Personal;
use crate::problem::Problem;

pub use known::Known;
pub use part::Part;

/// A document in which any field may still be unknown. What was not told is never taken for what the donor declined.
///
/// In its JSON a missing key is [`Known::Unknown`]; `null`, or `""`, is [`Known::Absent`]; any other value is
/// [`Known::Known`], even if [`validate`] would refuse it. A list that is told is told whole. Scans are no part of a
/// draft.
///
/// ```
/// use lpa_domain::{Draft, Json, Known, document::LpaType};
///
/// let told = r#"{ "lpaType": "personal-welfare", "donor": { "firstNames": "Ottoline", "email": null } }"#;
/// let draft = Draft::from_json(&Json::parse(told.as_bytes())?).unwrap();
///
/// assert!(draft.lpa_type().known().is_some_and(|kind| kind.is(LpaType::PersonalWelfare)));
/// assert!(draft.attorneys().is_unknown());
/// let donor = draft.donor();
/// assert!(donor.ask("firstNames", |donor| &donor.first_names).is_known());
/// assert!(donor.ask("email", |donor| &donor.email).is_absent());
/// assert!(donor.ask("dateOfBirth", |donor| &donor.date_of_birth).is_unknown());
///
/// // What still stands between it and an LPA, all at once:
/// let missing = draft.complete().unwrap_err();
/// assert_eq!(missing[0].source, "/channel");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    told: Json,
    document: Document,
}

impl Draft {
    /// A draft of which nothing is known.
    pub fn new() -> Self {
        Self { told: Json::Object(Vec::new()), document: Document::default() }
    }

    /// Reads a draft: as [`decode`](super::decode::decode) reads a document, except that a date of birth may be `null`.
    pub fn from_json(json: &Json) -> Result<Self, Vec<Problem>> {
        Ok(Self { document: decode_draft(json)?, told: json.clone() })
    }

    /// Reads a draft as [`Draft::from_json`], but strictly: a member that no draft has, under its name byte for byte, or that is
    /// given twice, is a problem. So nothing is kept that nobody would ever read.
    ///
    /// ```
    /// use lpa_domain::{Draft, Json};
    /// let told = Json::parse(br#"{ "donor": { "LastName": "Quenby", "shoeSize": 43 } }"#)?;
    /// assert!(Draft::from_json(&told).is_ok());
    /// let problems = Draft::from_json_strictly(&told).unwrap_err();
    /// assert_eq!(problems[0].source, "/donor/LastName");
    /// assert_eq!(problems[1].source, "/donor/shoeSize");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn from_json_strictly(json: &Json) -> Result<Self, Vec<Problem>> {
        Ok(Self { document: decode_draft_strictly(json)?, told: json.clone() })
    }

    /// What is known so far; what is unknown is empty in it.
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// What was told, as it was told.
    pub(crate) const fn told(&self) -> &Json {
        &self.told
    }

    /// Takes the draft as finished: fills in the defaults, and says everything that is wrong with it.
    pub fn complete(self) -> Result<Document, Vec<Problem>> {
        let mut document = self.document;
        defaults::apply(&mut document);
        let problems = validate(&document);
        if problems.is_empty() { Ok(document) } else { Err(problems) }
    }

    /// The whole, to ask it for any field: `draft.whole().ask("restrictionsAndConditions", …)`.
    pub const fn whole(&self) -> Part<'_, Document> {
        Part::new(&self.document, Known::Known(&self.told))
    }

    /// What kind of power it is.
    pub fn lpa_type(&self) -> Known<&Choice<LpaType>> {
        self.whole().ask("lpaType", |document| &document.lpa_type)
    }

    /// How it is made.
    pub fn channel(&self) -> Known<&Choice<Channel>> {
        self.whole().ask("channel", |document| &document.channel)
    }

    /// Its language.
    pub fn language(&self) -> Known<&Choice<Language>> {
        self.whole().ask("language", |document| &document.language)
    }

    /// Who gives the power.
    pub fn donor(&self) -> Part<'_, Donor> {
        self.whole().part("donor", |document| &document.donor)
    }

    /// Who receives it, of either appointment.
    pub fn attorneys(&self) -> Known<Vec<Part<'_, Attorney>>> {
        self.whole().list("attorneys", Document::attorneys)
    }

    /// Companies appointed as attorneys.
    pub fn trust_corporations(&self) -> Known<Vec<Part<'_, TrustCorporation>>> {
        self.whole().list("trustCorporations", |document| &document.trust_corporations)
    }

    /// Who certifies that the donor understands.
    pub fn certificate_provider(&self) -> Part<'_, CertificateProvider> {
        self.whole().part("certificateProvider", |document| &document.certificate_provider)
    }

    /// Who is told before registration.
    pub fn people_to_notify(&self) -> Known<Vec<Part<'_, PersonToNotify>>> {
        self.whole().list("peopleToNotify", |document| &document.people_to_notify)
    }

    /// Who saw a signature by direction.
    pub fn independent_witness(&self) -> Known<Part<'_, IndependentWitness>> {
        self.whole().optional("independentWitness", |document| document.independent_witness.as_ref())
    }

    /// Who signed at the donor's direction.
    pub fn authorised_signatory(&self) -> Known<Part<'_, AuthorisedSignatory>> {
        self.whole().optional("authorisedSignatory", |document| document.authorised_signatory.as_ref())
    }

    /// The donor's restrictions and conditions.
    pub fn restrictions_and_conditions(&self) -> Known<&Personal<String>> {
        self.whole().ask("restrictionsAndConditions", |document| &document.restrictions_and_conditions)
    }

    /// When the donor signed.
    pub fn signed_at(&self) -> Known<Moment> {
        self.whole().ask("signedAt", |document| &document.signed_at).and_then(|at| Known::from(*at))
    }
}

impl Serialize for Draft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.told.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Draft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let told = Json::deserialize(deserializer)?;
        Self::from_json(&told).map_err(|_may_quote| D::Error::custom("not a draft"))
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}

//! What is told of those who stand in the document, in it and beside it.

use super::{Place, beside, told};
use crate::rules::key::{At, Day, Flag, Key, Text, Word};

pub(super) const LPA: &[Place] = &[
    beside(Key::Text(Text::LpaUid), "uid", "number of the LPA"),
    told(Key::Word(Word::LpaType), "lpaType", "kind of power"),
    told(Key::Word(Word::Channel), "channel", "how the LPA is made"),
    told(Key::Word(Word::Language), "language", "language of the LPA"),
    told(Key::Word(Word::How), "howAttorneysMakeDecisions", "how attorneys decide"),
    told(Key::Text(Text::HowDetails), "howAttorneysMakeDecisionsDetails", "which decisions are joint"),
    told(Key::Word(Word::ReplacementHow), "howReplacementAttorneysMakeDecisions", "how replacements decide"),
    told(
        Key::Text(Text::ReplacementHowDetails),
        "howReplacementAttorneysMakeDecisionsDetails",
        "which decisions of replacements are joint",
    ),
    told(Key::Word(Word::StepIn), "howReplacementAttorneysStepIn", "when replacements step in"),
    told(Key::Text(Text::StepInDetails), "howReplacementAttorneysStepInDetails", "how else they step in"),
    told(Key::Text(Text::Restrictions), "restrictionsAndConditions", "restrictions and conditions"),
    told(Key::Word(Word::WhenUsed), "whenTheLpaCanBeUsed", "when the LPA can be used"),
    told(Key::Word(Word::LifeSustaining), "lifeSustainingTreatmentOption", "life-sustaining treatment"),
    told(Key::At(At::Signed), "signedAt", "when the donor signed"),
    told(
        Key::At(At::WitnessedByCertificateProvider),
        "witnessedByCertificateProviderAt",
        "when the certificate provider witnessed it",
    ),
    told(
        Key::At(At::WitnessedByWitness),
        "witnessedByIndependentWitnessAt",
        "when the independent witness witnessed it",
    ),
    told(
        Key::At(At::NotRelatedConfirmed),
        "certificateProviderNotRelatedConfirmedAt",
        "when it was confirmed that the certificate provider is not related",
    ),
];

pub(super) const DONOR: &[Place] = &[
    told(Key::Text(Text::Uid), "uid", "number of the donor within the LPA"),
    told(Key::Text(Text::FirstNames), "firstNames", "first names"),
    told(Key::Text(Text::LastName), "lastName", "last name"),
    told(Key::Text(Text::OtherNames), "otherNamesKnownBy", "other names"),
    told(Key::Day(Day::Birth), "dateOfBirth", "date of birth"),
    told(Key::Text(Text::Line1), "address/line1", "first line of the address"),
    told(Key::Text(Text::Line2), "address/line2", "second line of the address"),
    told(Key::Text(Text::Line3), "address/line3", "third line of the address"),
    told(Key::Text(Text::Town), "address/town", "town"),
    told(Key::Text(Text::Postcode), "address/postcode", "postcode"),
    told(Key::Text(Text::Country), "address/country", "country"),
    told(Key::Text(Text::Email), "email", "email address"),
    told(Key::At(At::IdentityChecked), "identityCheck/checkedAt", "when the identity was confirmed"),
    beside(Key::Text(Text::Phone), "mobile", "mobile number"),
    beside(Key::Flag(Flag::CanSign), "canSign", "whether the donor can sign"),
];

pub(super) const ATTORNEY: &[Place] = &[
    told(Key::Text(Text::Uid), "uid", "number of the attorney within the LPA"),
    told(Key::Text(Text::FirstNames), "firstNames", "first names"),
    told(Key::Text(Text::LastName), "lastName", "last name"),
    told(Key::Day(Day::Birth), "dateOfBirth", "date of birth"),
    told(Key::Text(Text::Line1), "address/line1", "first line of the address"),
    told(Key::Text(Text::Line2), "address/line2", "second line of the address"),
    told(Key::Text(Text::Line3), "address/line3", "third line of the address"),
    told(Key::Text(Text::Town), "address/town", "town"),
    told(Key::Text(Text::Postcode), "address/postcode", "postcode"),
    told(Key::Text(Text::Country), "address/country", "country"),
    told(Key::Text(Text::Email), "email", "email address"),
    told(Key::Text(Text::Phone), "mobile", "mobile number"),
    told(Key::Word(Word::Channel), "channel", "how the attorney takes part"),
    told(Key::Word(Word::Status), "status", "whether the attorney acts"),
    told(Key::Word(Word::Appointment), "appointmentType", "appointed first or in replacement"),
    told(Key::At(At::Signed), "signedAt", "when the attorney signed"),
];

pub(super) const TRUST_CORPORATION: &[Place] = &[
    told(Key::Text(Text::Uid), "uid", "number of the trust corporation within the LPA"),
    told(Key::Text(Text::Name), "name", "registered name"),
    told(Key::Text(Text::CompanyNumber), "companyNumber", "company number"),
    told(Key::Text(Text::Line1), "address/line1", "first line of the address"),
    told(Key::Text(Text::Postcode), "address/postcode", "postcode"),
    told(Key::Text(Text::Country), "address/country", "country"),
    told(Key::Text(Text::Email), "email", "email address"),
    told(Key::Text(Text::Phone), "mobile", "mobile number"),
    told(Key::Word(Word::Channel), "channel", "how it takes part"),
    told(Key::Word(Word::Status), "status", "whether it acts"),
    told(Key::Word(Word::Appointment), "appointmentType", "appointed first or in replacement"),
];

pub(super) const CERTIFICATE_PROVIDER: &[Place] = &[
    told(Key::Text(Text::Uid), "uid", "number of the certificate provider within the LPA"),
    told(Key::Text(Text::FirstNames), "firstNames", "first names"),
    told(Key::Text(Text::LastName), "lastName", "last name"),
    told(Key::Text(Text::Line1), "address/line1", "first line of the address"),
    told(Key::Text(Text::Line2), "address/line2", "second line of the address"),
    told(Key::Text(Text::Line3), "address/line3", "third line of the address"),
    told(Key::Text(Text::Town), "address/town", "town"),
    told(Key::Text(Text::Postcode), "address/postcode", "postcode"),
    told(Key::Text(Text::Country), "address/country", "country"),
    told(Key::Text(Text::Email), "email", "email address"),
    told(Key::Text(Text::Phone), "phone", "phone number"),
    told(Key::Word(Word::Channel), "channel", "how the certificate is given"),
    told(Key::At(At::Signed), "signedAt", "when the certificate was signed"),
    told(Key::At(At::IdentityChecked), "identityCheck/checkedAt", "when the identity was confirmed"),
    beside(Key::Day(Day::Birth), "dateOfBirth", "date of birth"),
];

pub(super) const PERSON_TO_NOTIFY: &[Place] = &[
    told(Key::Text(Text::Uid), "uid", "number of the person within the LPA"),
    told(Key::Text(Text::FirstNames), "firstNames", "first names"),
    told(Key::Text(Text::LastName), "lastName", "last name"),
    told(Key::Text(Text::Line1), "address/line1", "first line of the address"),
    told(Key::Text(Text::Postcode), "address/postcode", "postcode"),
    told(Key::Text(Text::Country), "address/country", "country"),
    beside(Key::Day(Day::Birth), "dateOfBirth", "date of birth"),
];

pub(super) const SIGNATORY: &[Place] = &[
    told(Key::Text(Text::Uid), "uid", "number of the signatory within the LPA"),
    told(Key::Text(Text::FirstNames), "firstNames", "first names"),
    told(Key::Text(Text::LastName), "lastName", "last name"),
    beside(Key::Day(Day::Birth), "dateOfBirth", "date of birth"),
];

pub(super) const WITNESS: &[Place] = &[
    told(Key::Text(Text::Uid), "uid", "number of the witness within the LPA"),
    told(Key::Text(Text::FirstNames), "firstNames", "first names"),
    told(Key::Text(Text::LastName), "lastName", "last name"),
    told(Key::Text(Text::Line1), "address/line1", "first line of the address"),
    told(Key::Text(Text::Postcode), "address/postcode", "postcode"),
    told(Key::Text(Text::Country), "address/country", "country"),
    told(Key::Text(Text::Phone), "phone", "phone number"),
    beside(Key::Day(Day::Birth), "dateOfBirth", "date of birth"),
];

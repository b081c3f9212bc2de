//! Which words may stand where a word is asked for.

use super::key::Word;
use crate::choice::Words;
use crate::document::{
    AppointmentType, AttorneyStatus, Channel, HowDecisions, Language, LifeSustaining, LpaType, StepIn,
    WhenUsed,
};
use crate::lpa::status::Status;

/// The words of one list.
pub(super) fn list(word: Word) -> Vec<&'static str> {
    (listed(word).all)()
}

/// Whether a list has this word.
pub(super) fn has(word: Word, text: &str) -> bool {
    (listed(word).has)(text)
}

fn listed(word: Word) -> List {
    match word {
        Word::LpaType => List::of::<LpaType>(),
        Word::Channel => List::of::<Channel>(),
        Word::Language | Word::SignsIn => List::of::<Language>(),
        Word::Status => List::of::<AttorneyStatus>(),
        Word::Appointment => List::of::<AppointmentType>(),
        Word::How | Word::ReplacementHow => List::of::<HowDecisions>(),
        Word::StepIn => List::of::<StepIn>(),
        Word::WhenUsed => List::of::<WhenUsed>(),
        Word::LifeSustaining => List::of::<LifeSustaining>(),
        Word::Account => List::of::<AccountOf>(),
        Word::Payment => List::of::<Payment>(),
        Word::IdentityResult => List::of::<IdentityResult>(),
        Word::WitnessIs | Word::AppliesAs => List::of::<Role>(),
        Word::StatusAsked => List::of::<Status>(),
        Word::ObjectsAs => List::of::<Objector>(),
        Word::Relationship => List::of::<Relationship>(),
        Word::KnownFor => List::of::<KnownFor>(),
    }
}

struct List {
    all: fn() -> Vec<&'static str>,
    has: fn(&str) -> bool,
}

impl List {
    const fn of<E: Words>() -> Self {
        Self {
            all: || E::ALL.iter().map(|each| each.word()).collect(),
            has: |text| E::ALL.iter().any(|each| each.word() == text),
        }
    }
}

crate::words! {
    /// How the certificate provider knows the donor.
    pub enum Relationship {
        /// As a friend, neighbour or colleague.
        Personally = "personally",
        /// By the skills of a profession.
        Professionally = "professionally",
    }
}

crate::words! {
    /// For how long the certificate provider has known the donor.
    pub enum KnownFor {
        /// Less than two years.
        UnderTwoYears = "lt-2-years",
        /// Two years or more.
        TwoYears = "gte-2-years",
    }
}

crate::words! {
    /// How far payment is.
    pub enum Payment {
        /// Nothing was done yet.
        NotStarted = "not-started",
        /// Begun.
        InProgress = "in-progress",
        /// Evidence for a reduced fee is looked at.
        Pending = "pending",
        /// The reduced fee is granted.
        Approved = "approved",
        /// The reduced fee is refused: the rest is to be paid.
        Denied = "denied",
        /// More evidence is asked for.
        MoreEvidenceRequired = "more-evidence-required",
        /// Nothing is to be paid any more.
        Completed = "completed",
    }
}

crate::words! {
    /// What came of proving an identity, in the words of Modernising LPA or as the code that GOV.UK One Login returns.
    pub enum IdentityResult {
        /// It is proved.
        Confirmed = "confirmed",
        /// It was begun, and the answer is awaited.
        Pending = "pending",
        /// There was not enough to prove it.
        InsufficientEvidence = "insufficient-evidence",
        /// It failed.
        Failed = "failed",
        /// It was proved, and too long ago.
        Expired = "expired",
        /// A code that passes.
        CodeA = "A",
        /// A code that passes.
        CodeP = "P",
        /// The code of insufficient evidence.
        CodeX = "X",
        /// A code that fails.
        CodeD = "D",
        /// A code that fails.
        CodeN = "N",
        /// A code that fails.
        CodeT = "T",
        /// A code that fails.
        CodeV = "V",
        /// A code that fails.
        CodeZ = "Z",
    }
}

impl IdentityResult {
    /// Whether the identity is proved.
    pub const fn is_confirmed(self) -> bool {
        matches!(self, Self::Confirmed | Self::CodeA | Self::CodeP)
    }

    /// Whether there was not enough to prove it.
    pub const fn is_insufficient(self) -> bool {
        matches!(self, Self::InsufficientEvidence | Self::CodeX)
    }

    /// Whether it failed.
    pub const fn is_failed(self) -> bool {
        matches!(self, Self::Failed | Self::CodeD | Self::CodeN | Self::CodeT | Self::CodeV | Self::CodeZ)
    }
}

crate::words! {
    /// What somebody who signs a paper form is in the LPA.
    pub enum Role {
        /// Its donor.
        Donor = "donor",
        /// One of its attorneys or replacements.
        Attorney = "attorney",
        /// Its certificate provider.
        CertificateProvider = "certificate-provider",
        /// Somebody else.
        Other = "other",
    }
}

crate::words! {
    /// What somebody who objects to registration is in the LPA.
    pub enum Objector {
        /// Its donor.
        Donor = "donor",
        /// One of its attorneys or replacements.
        Attorney = "attorney",
        /// One who was to be notified.
        PersonToNotify = "person-to-notify",
        /// Somebody else.
        Other = "other",
    }
}

crate::words! {
    /// Whose account drafts the LPA.
    pub enum AccountOf {
        /// Of the donor, who proved to be that person.
        VerifiedDonor = "verified-donor",
        /// Of somebody who says to be the donor.
        Donor = "donor",
        /// Of a registered supporter.
        Supporter = "supporter",
    }
}

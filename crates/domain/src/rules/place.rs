//! Where each thing that a rule may read is told. A data table, which also makes the documentation, the checking of what was
//! sent, and the generators of the property tests.

mod beside;
mod document;

use super::key::Key;
use super::topic::{Source, Topic};

/// Where one thing is told.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// What is told.
    pub key: Key,
    /// In the draft or beside it.
    pub source: Source,
    /// The member of its topic, nested ones separated by `/`.
    pub member: &'static str,
    /// What it is, for people.
    pub says: &'static str,
}

/// A member of the draft.
const fn told(key: Key, member: &'static str, says: &'static str) -> Place {
    Place { key, source: Source::Draft, member, says }
}

/// A member of the circumstances.
const fn beside(key: Key, member: &'static str, says: &'static str) -> Place {
    Place { key, source: Source::Beside, member, says }
}

impl Topic {
    /// Everything that can be told of it.
    pub const fn places(self) -> &'static [Place] {
        match self {
            Self::Lpa => document::LPA,
            Self::Donor => document::DONOR,
            Self::Attorney => document::ATTORNEY,
            Self::TrustCorporation => document::TRUST_CORPORATION,
            Self::CertificateProvider => document::CERTIFICATE_PROVIDER,
            Self::PersonToNotify => document::PERSON_TO_NOTIFY,
            Self::Signatory => document::SIGNATORY,
            Self::Witness => document::WITNESS,
            Self::Correspondent => beside::CORRESPONDENT,
            Self::Voucher => beside::VOUCHER,
            Self::Applicant => beside::APPLICANT,
            Self::Notice => beside::NOTICE,
            Self::Objection => beside::OBJECTION,
            Self::Signing => beside::SIGNING,
            Self::Paper => beside::PAPER,
        }
    }

    /// Where `key` is told of it.
    pub fn place(self, key: Key) -> Option<&'static Place> {
        self.places().iter().find(|place| place.key == key)
    }
}

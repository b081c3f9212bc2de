//! What the facts of an assessment are about.

/// A person, a company, a step or the whole: whatever facts are told of. Each stands at one place of the draft, or of the
/// circumstances that are told beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// The instrument as a whole, and what has become of it.
    Lpa,
    /// Who gives the power.
    Donor,
    /// A person appointed, first or in replacement.
    Attorney,
    /// A company appointed, first or in replacement.
    TrustCorporation,
    /// Who certifies that the donor understands.
    CertificateProvider,
    /// Who is told before registration.
    PersonToNotify,
    /// Who signs at the donor's direction.
    Signatory,
    /// Who sees that signature.
    Witness,
    /// Who gets OPG's letters.
    Correspondent,
    /// Who vouches for the donor's identity.
    Voucher,
    /// On paper: who applied to register, a signature each.
    Applicant,
    /// Who was given notice of the application, and when.
    Notice,
    /// An objection to registration.
    Objection,
    /// The steps of signing.
    Signing,
    /// What a paper form shows.
    Paper,
}

/// How many of a topic there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// Always one, of which nothing may be known yet.
    One,
    /// None or one.
    Optional,
    /// A list, which is told whole.
    Many,
}

/// Where a fact is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// In the draft: a document of the LPA Store.
    Draft,
    /// Beside it, in the circumstances.
    Beside,
}

impl Topic {
    /// Every topic.
    pub const ALL: &'static [Self] = &[
        Self::Lpa,
        Self::Donor,
        Self::Attorney,
        Self::TrustCorporation,
        Self::CertificateProvider,
        Self::PersonToNotify,
        Self::Signatory,
        Self::Witness,
        Self::Correspondent,
        Self::Voucher,
        Self::Applicant,
        Self::Notice,
        Self::Objection,
        Self::Signing,
        Self::Paper,
    ];

    /// Everybody who may stand on an LPA or beside it as a person.
    pub const PEOPLE: &'static [Self] = &[
        Self::Donor,
        Self::Attorney,
        Self::CertificateProvider,
        Self::PersonToNotify,
        Self::Signatory,
        Self::Witness,
        Self::Correspondent,
        Self::Voucher,
    ];

    /// The member under which it is told; the whole has none.
    pub const fn member(self) -> &'static str {
        match self {
            Self::Lpa => "",
            Self::Donor => "donor",
            Self::Attorney => "attorneys",
            Self::TrustCorporation => "trustCorporations",
            Self::CertificateProvider => "certificateProvider",
            Self::PersonToNotify => "peopleToNotify",
            Self::Signatory => "authorisedSignatory",
            Self::Witness => "independentWitness",
            Self::Correspondent => "correspondent",
            Self::Voucher => "voucher",
            Self::Applicant => "applicants",
            Self::Notice => "notices",
            Self::Objection => "objections",
            Self::Signing => "signing",
            Self::Paper => "paper",
        }
    }

    /// In words, for one of them.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lpa => "LPA",
            Self::Donor => "donor",
            Self::Attorney => "attorney",
            Self::TrustCorporation => "trust corporation",
            Self::CertificateProvider => "certificate provider",
            Self::PersonToNotify => "person to notify",
            Self::Signatory => "authorised signatory",
            Self::Witness => "independent witness",
            Self::Correspondent => "correspondent",
            Self::Voucher => "voucher",
            Self::Applicant => "applicant",
            Self::Notice => "notice",
            Self::Objection => "objection",
            Self::Signing => "signing",
            Self::Paper => "paper form",
        }
    }

    /// How many there are.
    pub const fn arity(self) -> Arity {
        match self {
            Self::Lpa | Self::Donor | Self::Signing | Self::Paper => Arity::One,
            Self::CertificateProvider
            | Self::Signatory
            | Self::Witness
            | Self::Correspondent
            | Self::Voucher => Arity::Optional,
            Self::Attorney
            | Self::TrustCorporation
            | Self::PersonToNotify
            | Self::Applicant
            | Self::Notice
            | Self::Objection => Arity::Many,
        }
    }

    /// Where it is told that there is one. More about it may be told beside the draft, at the same place of a list.
    pub const fn source(self) -> Source {
        match self {
            Self::Lpa
            | Self::Donor
            | Self::Attorney
            | Self::TrustCorporation
            | Self::CertificateProvider
            | Self::PersonToNotify
            | Self::Signatory
            | Self::Witness => Source::Draft,
            Self::Correspondent
            | Self::Voucher
            | Self::Applicant
            | Self::Notice
            | Self::Objection
            | Self::Signing
            | Self::Paper => Source::Beside,
        }
    }
}

//! A rule as a value.

use super::key::Input;
use super::missing::Missing;
use super::topic::Topic;
use super::verdict::Verdict;
use super::view::View;

/// What a rule comes to: a verdict, or what it would need to know.
pub type Decided = Result<Verdict, Missing>;

/// One rule of the rule book.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its number in the rule book, such as `A01`.
    pub id: &'static str,
    /// Its name there, such as `donor-age`.
    pub name: &'static str,
    /// What it asks for, in plain words.
    pub says: &'static str,
    /// What kind of rule it is.
    pub category: Category,
    /// How much its verdicts may weigh, the gravest first.
    pub severities: &'static [Severity],
    /// The first stage at which it can be decided.
    pub stage: Stage,
    /// The section of the draft that it is about.
    pub section: Section,
    /// Of whom it is asked.
    pub scope: Scope,
    /// Everything that it may read. Anything else stays hidden from it.
    pub reads: &'static [Input],
    /// What a caller may learn of a verdict against the draft.
    pub disclosure: Disclosure,
    /// Where it comes from.
    pub sources: &'static [Source],
    /// What of it is our reading, which OPG's lawyers or policy owners must confirm.
    pub reading: Option<&'static str>,
    /// The rule sets that it belongs to.
    pub sets: RuleSets,
    /// The rule itself.
    pub decide: fn(&View<'_>) -> Decided,
}

crate::words! {
    /// What kind of rule it is.
    pub enum Category {
        /// Whether the LPA is valid in law.
        LegalValidity = "legal-validity",
        /// A sign that somebody may be exploited.
        Safeguarding = "safeguarding",
        /// Whether the data can be right.
        DataQuality = "data-quality",
        /// Who somebody is.
        Identity = "identity",
        /// Who must not be the same, or related.
        ConflictOfInterest = "conflict-of-interest",
        /// When something must be done.
        Process = "process",
    }
}

crate::words! {
    /// How much a verdict weighs, the lightest first.
    pub enum Severity {
        /// Worth knowing.
        Info = "info",
        /// The donor must confirm.
        Warn = "warn",
        /// A person must look.
        Refer = "refer",
        /// Cannot be registered until it is cured.
        Block = "block",
    }
}

crate::words! {
    /// What is known by when (rule book section 2.9).
    pub enum Stage {
        /// Names and date of birth of the donor.
        S1 = "S1",
        /// Address of the donor, and whether the donor can sign.
        S2 = "S2",
        /// The kind of LPA; OPG's records can be asked from here on.
        S3 = "S3",
        /// An attorney or trust corporation.
        S4 = "S4",
        /// How attorneys decide.
        S5 = "S5",
        /// Replacements.
        S6 = "S6",
        /// When it can be used, or life-sustaining treatment.
        S7 = "S7",
        /// Restrictions and conditions.
        S8 = "S8",
        /// The certificate provider.
        S9 = "S9",
        /// People to notify, correspondent.
        S10 = "S10",
        /// Signatory and independent witness.
        S11 = "S11",
        /// Checked by the donor and shared.
        S12 = "S12",
        /// Payment.
        S13 = "S13",
        /// Identity of the donor.
        S14 = "S14",
        /// The donor signs.
        S15 = "S15",
        /// The certificate.
        S16 = "S16",
        /// The attorneys sign.
        S17 = "S17",
        /// OPG checks; the waiting period.
        S18 = "S18",
        /// Registration.
        S19 = "S19",
        /// After registration.
        S20 = "S20",
    }
}

crate::words! {
    /// A section of the draft, in the order in which it is filled in.
    pub enum Section {
        /// The kind of LPA, its number, its language.
        Instrument = "instrument",
        /// The donor.
        Donor = "donor",
        /// Attorneys and trust corporations.
        Attorneys = "attorneys",
        /// How they decide.
        Decisions = "decisions",
        /// Replacements.
        Replacements = "replacements",
        /// When it can be used, or life-sustaining treatment.
        Use = "use",
        /// Restrictions and conditions.
        Restrictions = "restrictions",
        /// The certificate provider.
        CertificateProvider = "certificate-provider",
        /// People to notify, correspondent.
        PeopleToNotify = "people-to-notify",
        /// Who signs for the donor, and who sees it.
        SignatoryAndWitness = "signatory-and-witness",
        /// Payment.
        Payment = "payment",
        /// Identity and vouching.
        Identity = "identity",
        /// Signatures.
        Signing = "signing",
        /// Registration.
        Registration = "registration",
    }
}

crate::words! {
    /// What a caller may learn (rule book section 3).
    pub enum Disclosure {
        /// The full reason: it uses only what the caller told.
        N0 = "N0",
        /// Yes or no to the values supplied.
        N1 = "N1",
        /// That this person cannot take this role, without a ground.
        N2 = "N2",
        /// Exactly what a clean draft would be told; a referral is filed inside OPG.
        N3 = "N3",
        /// To stop and contact OPG, without a ground.
        N4 = "N4",
    }
}

crate::words! {
    /// How a source is known (rule book section 0.1).
    pub enum Grade {
        /// Read in the source code of today's services.
        Code = "C",
        /// Statute or regulation, its text read.
        Law = "L",
        /// Statute or regulation from general knowledge; to be checked before anything is refused for good.
        LawUnread = "L*",
        /// OPG's own guidance.
        Guidance = "G",
        /// Another public page.
        Public = "P",
        /// Our reading; no text says it.
        Ours = "I",
    }
}

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it is: a statute, a service, a page.
    pub cites: &'static str,
    /// How it is known.
    pub grade: Grade,
}

impl Source {
    /// Read in the code of today's services.
    pub const fn code(cites: &'static str) -> Self {
        Self { cites, grade: Grade::Code }
    }

    /// Statute or regulation, its text read.
    pub const fn law(cites: &'static str) -> Self {
        Self { cites, grade: Grade::Law }
    }

    /// Statute or regulation, its text not read again.
    pub const fn law_unread(cites: &'static str) -> Self {
        Self { cites, grade: Grade::LawUnread }
    }

    /// OPG's guidance.
    pub const fn guidance(cites: &'static str) -> Self {
        Self { cites, grade: Grade::Guidance }
    }

    /// Another public page.
    pub const fn public(cites: &'static str) -> Self {
        Self { cites, grade: Grade::Public }
    }

    /// Our reading.
    pub const fn ours(cites: &'static str) -> Self {
        Self { cites, grade: Grade::Ours }
    }
}

/// Of whom a rule is asked. Each is asked alone, so that what is known of one is decided whatever is not known of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Once, of the whole.
    Whole,
    /// Of each of these.
    Each(&'static [Topic]),
    /// Of each of these, compared with the others of its kind.
    EachAmong(&'static [Topic]),
}

impl Scope {
    /// The topics of which each is asked alone.
    pub const fn topics(self) -> &'static [Topic] {
        match self {
            Self::Whole => &[],
            Self::Each(topics) | Self::EachAmong(topics) => topics,
        }
    }
}

/// A version of the whole catalogue. An old one is asked again, and answers as it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleSet {
    /// The law as it is applied to paper: the applicant is the donor or attorneys, and gives the notices.
    Rules2007,
    /// As the online service works, and the Powers of Attorney Act 2023 intends: only the donor applies.
    Rules2023,
}

impl RuleSet {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rules2007 => "rules-2007",
            Self::Rules2023 => "rules-2023",
        }
    }

    /// The rule set of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Rules2007, Self::Rules2023].into_iter().find(|set| set.name() == name)
    }
}

/// Which rule sets a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSets {
    /// All.
    All,
    /// Only one.
    Only(RuleSet),
}

impl RuleSets {
    /// Whether the rule belongs to `set`.
    pub fn holds(self, set: RuleSet) -> bool {
        match self {
            Self::All => true,
            Self::Only(only) => only == set,
        }
    }
}

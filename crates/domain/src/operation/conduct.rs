//! What may be done while the register is away: one table for everything that is asked.
//!
//! The table is `docs/conduct.md`; a test compares the two. It is integration.md 8.5, and what that leaves open is
//! marked there and here as our reading.

#[cfg(test)]
mod tests;

use super::{Act, UpdateKind};
use crate::availability::Availability;

crate::words! {
    /// What is asked, as far as it matters while the register is away: the rows of integration.md 8.5.
    pub enum Sort {
        /// A scan is submitted, a letter has come in.
        Correspondence = "scan submission, correspondence",
        /// Facts of a draft, a fee request, a payment, a correspondent, a copy of a notification.
        DraftFacts = "draft facts, fee request, payment, correspondent, notification copy",
        /// An executed LPA, a signature, an opt-out, a withdrawal.
        LegalAct = "executed LPA, signatures, opt-outs, withdrawals",
        /// What an identity check came to.
        IdentityOutcome = "identity outcome",
        /// A letter, a key or a form is asked for.
        LetterRequest = "letter, key and form requests",
        /// Is it valid? Personal data is released on the answer.
        ReleaseQuestion = "\"is X valid?\" used to release personal data",
        /// Is it valid? A flow goes on with the answer, and nothing is released.
        FlowQuestion = "\"is X valid?\" used to continue a flow",
        /// The status that its own applicant is shown.
        ApplicantStatus = "status for MaLPA",
        /// The summary of a registered LPA that its own actor is shown.
        ActorSummary = "registered summary to its own actor",
        /// What a third party is shown who was given a code.
        ThirdPartyView = "third-party view",
        /// An LPA is registered, or its status changes.
        StatusDecision = "register, change status",
    }
}

crate::words! {
    /// How old a last-known answer may be. The figures are for the law to say, and are set where answers are kept.
    pub enum Age {
        /// As old as it is: it says its date.
        Dated = "dated",
        /// Up to the agreed age.
        Agreed = "up to the agreed age",
        /// Up to an age that is shorter than the agreed one.
        Shorter = "up to the shorter age",
    }
}

/// What is done about something that is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conduct {
    /// It goes to the register.
    Forward,
    /// It is recorded, and forwarded when the register is back.
    Hold {
        /// Whether the latest replaces what it repeats; the history keeps all. The journal does it, whenever the latest is
        /// recorded: see [`coalescing`](crate::draft::coalescing).
        coalesced: bool,
        /// Whether it loses its sense after a while.
        deadline: bool,
    },
    /// The last answer that is known is given, with its date; beyond its age it is refused.
    ServeLastKnown {
        /// How old it may be.
        age: Age,
        /// Whether it is marked as unconfirmed.
        unconfirmed: bool,
    },
    /// An answer that may yet change is given, and says so. "Cannot say" counts against nobody.
    Provisional,
    /// It is refused, and told when to ask again: fail closed.
    Refuse,
}

/// What is done about `sort` while the register is `availability`: total, and nothing else decides it.
pub const fn conduct(sort: Sort, availability: Availability) -> Conduct {
    match availability {
        // Our reading: a register that works off what was held answers all the same; order per LPA is the journal's.
        Availability::Available | Availability::Recovering => Conduct::Forward,
        // Our reading: announced or not, the same may be done; only who is refused is told another time.
        Availability::Degraded | Availability::Maintenance => while_away(sort),
    }
}

const fn while_away(sort: Sort) -> Conduct {
    match sort {
        Sort::Correspondence | Sort::LegalAct | Sort::IdentityOutcome => {
            Conduct::Hold { coalesced: false, deadline: false }
        }
        Sort::DraftFacts => Conduct::Hold { coalesced: true, deadline: false },
        Sort::LetterRequest => Conduct::Hold { coalesced: false, deadline: true },
        Sort::FlowQuestion => Conduct::Provisional,
        Sort::ApplicantStatus => Conduct::ServeLastKnown { age: Age::Dated, unconfirmed: false },
        Sort::ActorSummary => Conduct::ServeLastKnown { age: Age::Agreed, unconfirmed: false },
        Sort::ThirdPartyView => Conduct::ServeLastKnown { age: Age::Shorter, unconfirmed: true },
        Sort::ReleaseQuestion | Sort::StatusDecision => Conduct::Refuse,
    }
}

impl Act {
    /// The row that it belongs to.
    pub const fn sort(&self) -> Sort {
        match self {
            Self::Create(_) => Sort::LegalAct,
            // A fee is asked about or paid: each thing told is kept.
            Self::Draft(_) | Self::Fee(_) => Sort::DraftFacts,
            Self::Update(update) => match &update.kind {
                crate::choice::Choice::Is(kind) => kind.sort(),
                // The rules refuse it before anything is recorded; should they ever not, it is not held either.
                crate::choice::Choice::Unset | crate::choice::Choice::Other(_) => Sort::StatusDecision,
            },
        }
    }
}

impl UpdateKind {
    /// The row that it belongs to.
    pub const fn sort(self) -> Sort {
        match self {
            Self::AttorneySign
            | Self::AttorneyOptOut
            | Self::CertificateProviderSign
            | Self::CertificateProviderOptOut
            | Self::DonorWithdrawLpa
            | Self::TrustCorporationOptOut
            | Self::TrustCorporationSign
            // Our reading: acts on the deed and corrections of it are kept like the deed, each of them; nobody is told
            // that they hold before the register says so.
            | Self::AttorneyDecisions
            | Self::ChangeAttorneys
            | Self::Correction
            | Self::PostRegistrationCorrection
            | Self::SeverRestrictionsAndConditions
            | Self::PaperAttorneyAccessOnline
            | Self::PaperCertificateProviderAccessOnline => Sort::LegalAct,
            Self::CertificateProviderConfirmIdentity | Self::DonorConfirmIdentity => Sort::IdentityOutcome,
            // The waiting period begins by a change of status, under either of its names.
            Self::OpgStatusChange | Self::Perfect | Self::Register | Self::StatutoryWaitingPeriod => {
                Sort::StatusDecision
            }
        }
    }
}

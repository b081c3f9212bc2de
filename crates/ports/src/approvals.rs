//! What is kept of how far drafts are approved.

use async_trait::async_trait;
use lpa_domain::LpaUid;
use lpa_domain::approval::{Assessed, Closed, DueDrafts, LedgerEntry, Referral, ReferralId, ReferralQuery};
use thiserror::Error;

use crate::error::Source;

/// The ledger of drafts and what was referred to case managers, beside the register that keeps the drafts.
///
/// - A draft is due from the moment on in which a state of it is kept, until that state, or a later one, is noted as assessed; and again when the time
///   comes that was noted. So no state is forgotten, whatever stops in between. Who is given a draft has it alone until the time
///   that they named.
/// - What was assessed is noted whole: the ledger and the referrals together, or nothing. What is noted of an earlier state than
///   the one that is noted already changes nothing.
/// - A concern is one referral however often it is noted. One that is noted no longer is gone, and is back when it is noted again; one
///   that was closed stays closed.
/// - Who closed a referral, and when, is written down for ever.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Approvals: Send + Sync {
    /// Takes drafts that are due, and nobody else has.
    async fn due(&self, due: DueDrafts) -> Result<Vec<LpaUid>, ApprovalsError>;

    /// The ledger of a draft; empty of one that was never assessed.
    async fn ledger(&self, uid: LpaUid) -> Result<Vec<LedgerEntry>, ApprovalsError>;

    /// Notes what was assessed.
    async fn note(&self, assessed: &Assessed) -> Result<(), ApprovalsError>;

    /// A page of referrals, the oldest first.
    async fn referrals(&self, query: ReferralQuery) -> Result<Vec<Referral>, ApprovalsError>;

    /// One referral.
    async fn referral(&self, id: ReferralId) -> Result<Option<Referral>, ApprovalsError>;

    /// Closes a referral; one that is closed stays as it is. As it stands then; `None` when there is none.
    async fn close(&self, id: ReferralId, closed: &Closed) -> Result<Option<Referral>, ApprovalsError>;
}

/// Why the approvals gave no answer.
#[derive(Debug, Error)]
pub enum ApprovalsError {
    /// They could not be asked, or what was told them may not have been noted: ask, or tell, again. All that can be told may be told twice.
    #[error("the approvals are away")]
    Offline(#[source] Source),
    /// What came back cannot be understood: ours or theirs to mend, alarm.
    #[error("the approvals' answer cannot be read")]
    Unreadable(#[source] Source),
}

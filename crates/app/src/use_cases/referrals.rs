//! What case managers see of referrals, and do about them.

use lpa_domain::approval::{Closed, Referral, ReferralId, ReferralQuery};
use lpa_domain::{Author, Reason};
use lpa_ports::{Approvals, ApprovalsError};
use thiserror::Error;

use super::Causeway;

/// Why there are no referrals to show.
#[derive(Debug, Error)]
pub enum ReferralsError {
    /// No referrals are kept here.
    #[error("no referrals are kept here")]
    NotKept,
    /// They cannot be asked, or changed, now.
    #[error(transparent)]
    Away(#[from] ApprovalsError),
}

impl Causeway {
    /// A page of referrals, the oldest first.
    pub async fn referrals(&self, query: ReferralQuery) -> Result<Vec<Referral>, ReferralsError> {
        Ok(self.approvals()?.referrals(query).await?)
    }

    /// One referral, if there is one.
    pub async fn referral(&self, id: ReferralId) -> Result<Option<Referral>, ReferralsError> {
        Ok(self.approvals()?.referral(id).await?)
    }

    /// Closes a referral: somebody has looked. One that is closed stays as it is.
    pub async fn close_referral(
        &self,
        id: ReferralId,
        by: Author,
        reason: Reason,
    ) -> Result<Option<Referral>, ReferralsError> {
        let closed = Closed { at: self.ports.clock.now(), by, reason };
        Ok(self.approvals()?.close(id, &closed).await?)
    }

    fn approvals(&self) -> Result<&dyn Approvals, ReferralsError> {
        self.ports.approvals.as_deref().ok_or(ReferralsError::NotKept)
    }
}

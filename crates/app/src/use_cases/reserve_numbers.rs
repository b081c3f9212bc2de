//! Hands out a block of sequence numbers to another Causeway, which makes UIDs of them.

use lpa_domain::{Call, Kind};
use lpa_ports::{UidBlock, UidsError};
use thiserror::Error;

use super::Causeway;

/// Why no block was handed out.
#[derive(Debug, Error)]
pub enum ReserveError {
    /// Nobody is given so many at once: numbers once handed out do not come back.
    #[error("more than {at_most} numbers at once")]
    TooMany {
        /// As many as anybody is given.
        at_most: u32,
    },
    /// The issuer did not hand any out.
    #[error(transparent)]
    Uids(#[from] UidsError),
}

impl Causeway {
    /// Reserves `count` numbers for the caller. A block whose answer is lost is a gap, and harmless.
    pub async fn reserve_numbers(&self, count: u32) -> Result<UidBlock, ReserveError> {
        let at_most = self.pace.limits.most_numbers;
        if count > at_most {
            return Err(ReserveError::TooMany { at_most });
        }
        Ok(self.reserve_block(count).await?)
    }

    /// Reserves `count` numbers, within the budget. What is in stock needs no issuer, and says nothing of how it is.
    pub(super) async fn reserve_block(&self, count: u32) -> Result<UidBlock, UidsError> {
        let reserving = self.ports.uids.reserve(count);
        let reserved = if self.uids_left().is_some_and(|left| left >= count.into()) {
            tokio::time::timeout(self.pace.budget, reserving).await.ok()
        } else {
            let Some(call) = self.call_to_issuer() else {
                return Err(UidsError::Offline("the issuer is known to be away".into()));
            };
            self.within_budget(&self.issuer, call, reserving).await
        };
        reserved.unwrap_or_else(|| Err(UidsError::Offline("no answer within the budget".into())))
    }

    /// Nobody can knock at an issuer without taking numbers: the call that comes first when one is due probes.
    fn call_to_issuer(&self) -> Option<Call> {
        let now = self.ports.clock.now();
        let mut breakers = self.issuer.breakers();
        breakers.begin(Kind::Operation, now).or_else(|| breakers.begin_probe(now))
    }
}

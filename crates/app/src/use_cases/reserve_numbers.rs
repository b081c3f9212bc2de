//! Hands out a block of sequence numbers to another Causeway, which makes UIDs of them.

use lpa_domain::Call;
use lpa_ports::{UidBlock, UidsError};

use super::Causeway;

impl Causeway {
    /// Reserves `count` numbers for the caller. A block whose answer is lost is a gap, and harmless.
    pub async fn reserve_numbers(&self, count: u32) -> Result<UidBlock, UidsError> {
        let Some(call) = self.call_to_issuer() else {
            return Err(UidsError::Offline("the issuer is known to be away".into()));
        };
        let reserved = self.within_budget(&self.issuer, call, self.ports.uids.reserve(count)).await;
        reserved.unwrap_or_else(|| Err(UidsError::Offline("no answer within the budget".into())))
    }

    /// Nobody can knock at an issuer without taking numbers: the call that comes first when one is due probes.
    fn call_to_issuer(&self) -> Option<Call> {
        let now = self.ports.clock.now();
        let mut breaker = self.issuer.breaker();
        breaker.begin(now).or_else(|| breaker.begin_probe(now))
    }
}

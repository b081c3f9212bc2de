//! Whose fault a failure is.

use lpa_domain::{Ending, Operation};

use super::{Causeway, Forwarded};

impl Causeway {
    /// After a call: what failed in it and is put off is suspect itself when the register answers others. When nothing
    /// that went in the call was answered, one of them may have held up all: each is sent alone next, and only then
    /// judged.
    pub(super) async fn blame(&self, carried: &[Operation], endings: &[Ending], forwarded: &[Forwarded]) {
        let went = carried.iter().zip(endings).zip(forwarded);
        let failed = went.filter(|((_, ending), forwarded)| {
            matches!(ending, Ending::Failed { .. }) && **forwarded == Forwarded::Postponed
        });
        let failed: Vec<_> = failed.map(|((operation, _), _)| operation.id).collect();
        let of_its_own = carried.len() == 1 || endings.contains(&Ending::Answered);
        if !of_its_own {
            for id in failed {
                self.alone.note(id);
            }
        } else if !failed.is_empty() && self.answers_others().await {
            for id in failed {
                self.suspects.note(id);
            }
        }
    }

    /// Whether the register answers anyone at all: an operation that fails all the same is at fault itself. One question
    /// at a time finds out, so that a register in trouble is not asked once more for each failure.
    async fn answers_others(&self) -> bool {
        let witness = self.register.breaker().begin_witness(self.ports.clock.now());
        match witness {
            Some(call) => self.knock(call).await,
            None => false,
        }
    }
}

//! Whose fault a failure is.

use std::sync::{MutexGuard, PoisonError};

use lpa_domain::operation::blame::{Begun, Blame};
use lpa_domain::{Ending, Kind, Operation, RefusalCode};
use lpa_ports::RegisterError;

use super::Causeway;
use super::carry::Answer;
use crate::planted::{Planted, planted};
use crate::use_cases::dependency::Spoken;

impl Causeway {
    /// What failures have shown of operations.
    pub(in crate::use_cases) fn blame(&self) -> MutexGuard<'_, Blame> {
        self.blame.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After a call: which failures in it are held against their operation. When nothing that went in the call was
    /// answered, one of them may have held up all: each is sent alone next, and only then judged.
    pub(super) fn judge(&self, carried: &[Operation], each: &[Answer], begun: Begun) -> Vec<bool> {
        let endings: Vec<Ending> = each.iter().map(Spoken::ending).collect();
        let of_its_own = carried.len() == 1 || endings.contains(&Ending::Answered);
        let mut blame = self.blame();
        blame.answered(each.iter().map(|answer| u64::from(is_done(answer))).sum());
        let judged = carried.iter().zip(&endings).map(|(operation, ending)| match ending {
            Ending::Failed { .. } if of_its_own => blame.failed(operation.id, begun),
            Ending::Failed { .. } => {
                self.alone.note(operation.id);
                false
            }
            Ending::Answered | Ending::TakenOver => false,
        });
        judged.collect()
    }

    /// An operation has failed: whether it is the register that is away is asked of the register. What it answers tells how
    /// it is with questions, and nothing of operations. One question at a time, so that a register in trouble is not asked
    /// once more for each failure; and none while operations are sent all the same.
    pub(super) async fn look_whether_it_answers(&self) {
        let now = self.ports.clock.now();
        let is_sent = self.register.breakers().admits(Kind::Operation, now);
        if is_sent && !planted(Planted::TakesQuestionsForWitnesses) {
            return;
        }
        let witness = self.register.breakers().begin_witness(now);
        if let Some(call) = witness
            && self.knock(call).await
            && planted(Planted::TakesQuestionsForWitnesses)
        {
            self.blame().answered(1);
        }
    }
}

/// Whether the register has done what an operation asks, or judged it. Another Causeway that turns a decision away has
/// done neither.
fn is_done(answer: &Answer) -> bool {
    match answer {
        Ok(_) => true,
        Err(RegisterError::Refused(refusal)) => refusal.code != RefusalCode::RegisterAway,
        Err(_) => false,
    }
}

//! One call to the register, with one operation or with many of different LPAs.

use std::pin::pin;
use std::time::Duration;

use lpa_domain::{Call, Ending, Kind, Operation};
use lpa_ports::{Applied, RegisterError};

use super::{Attempt, Causeway, Errand};
use crate::planted;
use crate::use_cases::dependency::Spoken;
use crate::use_cases::news::Tidings;
use crate::use_cases::work_off_backlog::Place;

pub(super) type Answer = Result<Applied, RegisterError>;

/// What a call came to.
pub(super) struct Answers {
    /// One answer for each operation, in their order.
    pub(super) each: Vec<Answer>,
    /// Whether the register was called at all.
    pub(super) called: bool,
    /// Whether it was not waited for any longer.
    pub(super) given_up: bool,
    /// To be given back when what was answered is settled.
    pub(super) place: Option<Place>,
}

impl Causeway {
    /// Sends the operations, if the register is called at all: it may have gone away since they were leased.
    pub(super) async fn attempt(
        &self,
        operations: &[Operation],
        attempts: &[Attempt],
        errand: Errand,
    ) -> Answers {
        let (call, place) = match errand {
            Errand::Probe(call) | Errand::StandIn(call) => (Some(call), None),
            Errand::Drained(place) => (self.call_with(operations, attempts), Some(place)),
            Errand::First | Errand::InLine => (self.call_with(operations, attempts), None),
        };
        let Some(call) = call else {
            let away = |_| Err(RegisterError::Offline("known to be away".into()));
            let each = operations.iter().map(away).collect();
            return Answers { each, called: false, given_up: false, place };
        };
        self.carry(operations, call, place).await
    }

    /// The call for operations, if the register is called. From one that is known to fail while others are answered nothing
    /// is learnt when it fails again: alone on a quiet day it would keep the register away for everyone.
    fn call_with(&self, operations: &[Operation], attempts: &[Attempt]) -> Option<Call> {
        let call = self.register.breakers().begin(Kind::Operation, self.ports.clock.now())?;
        match (operations, attempts) {
            ([one], [attempt]) if attempt.failures > 0 || self.blame().is_at_fault(one.id) => {
                Some(call.of_a_suspect())
            }
            _ => Some(call),
        }
    }

    /// Applies the operations. A register that lets the caller's budget run out may still answer; nobody waits for that
    /// but the operations themselves. After half the lease the attempt is given up: nothing may be judged and written when
    /// others may hold the next lease.
    async fn carry(&self, operations: &[Operation], mut call: Call, mut place: Option<Place>) -> Answers {
        let half = Duration::try_from(self.pace.lease).unwrap_or_default() / 2;
        let left = half.saturating_sub(place.as_ref().map_or(Duration::ZERO, Place::waited));
        let mut applying = pin!(self.apply(operations));
        let answers = match tokio::time::timeout(self.pace.budget, &mut applying).await {
            Ok(answers) => Some(answers),
            Err(_elapsed) => {
                self.overdue(&self.register, &mut call);
                for operation in operations {
                    self.news.publish(operation.id, &Tidings::held());
                }
                drop(place.take());
                self.wake();
                tokio::time::timeout(left.saturating_sub(self.pace.budget), applying).await.ok()
            }
        };
        let given_up = answers.is_none();
        let answers = answers.into_iter().flatten().map(Some).chain(std::iter::repeat_with(|| None));
        let lost = || Err(RegisterError::OutcomeUnknown("not answered in time".into()));
        let each = answers.map(|answer| planted::twist(answer.unwrap_or_else(lost)));
        let each: Vec<Answer> = each.take(operations.len()).collect();
        self.note(&call, &each, place.as_mut());
        Answers { each, called: true, given_up, place }
    }

    async fn apply(&self, operations: &[Operation]) -> Vec<Answer> {
        match operations {
            [one] => vec![self.ports.register.apply(one).await],
            many => self.ports.register.apply_together(many).await,
        }
    }

    /// Tells the breaker and the drain what the call came to.
    fn note(&self, call: &Call, each: &[Answer], place: Option<&mut Place>) {
        let endings: Vec<Ending> = each.iter().map(Spoken::ending).collect();
        let answered = endings.iter().filter(|ending| **ending == Ending::Answered).count();
        let ending = ending_of(&endings);
        self.heard(&self.register, call, ending);
        if let Some(place) = place {
            place.note(ending, answered, call.took(self.ports.clock.now()));
        }
    }
}

/// What a call says of the register: what half of its answers or more say. One operation that always fails does not make
/// a failure of a call that answered the others.
fn ending_of(endings: &[Ending]) -> Ending {
    let (mut failed, mut failure, mut rest) = (0, None, Ending::TakenOver);
    for ending in endings {
        match ending {
            Ending::Failed { .. } => {
                failed += 1;
                failure = failure.or(Some(*ending));
            }
            Ending::Answered => rest = Ending::Answered,
            Ending::TakenOver => {}
        }
    }
    failure.filter(|_| failed * 2 > endings.len()).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use lpa_domain::Cause;

    use super::*;

    #[test]
    fn a_call_failed_when_more_than_half_of_its_operations_did() {
        let failed = Ending::Failed { cause: Cause::Errors, pause: None };
        let of = |failures, answers| {
            ending_of(&[vec![failed; failures], vec![Ending::Answered; answers]].concat())
        };
        assert_eq!([of(1, 9), of(1, 1), of(0, 1)], [Ending::Answered; 3]);
        assert_eq!([of(2, 1), of(1, 0), of(9, 0)], [failed; 3]);
    }
}

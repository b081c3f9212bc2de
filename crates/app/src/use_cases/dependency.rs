//! What the calls to a dependency have shown, and the one way to ask it anything.

use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use lpa_domain::choice::Words as _;
use lpa_domain::{Breakers, Call, Cause, Ending, Limits, RefusalCode};
use lpa_ports::{RecordsError, RegisterError, UidsError};

use super::{Causeway, Pace};

/// What the calls to a dependency have shown.
#[derive(Debug)]
pub(super) struct Dependency {
    /// What it is called in the log.
    name: &'static str,
    breakers: Mutex<Breakers>,
}

impl Dependency {
    /// Nothing is known yet: it is taken to be there.
    pub(super) fn new(name: &'static str, pace: &Pace, now: Timestamp) -> Self {
        let budget = SignedDuration::try_from(pace.budget).unwrap_or(SignedDuration::MAX);
        Self { name, breakers: Mutex::new(Breakers::new(Limits::of_budget(budget), now)) }
    }

    /// Whether it is called, and what is known of it.
    pub(super) fn breakers(&self) -> MutexGuard<'_, Breakers> {
        self.breakers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets `change` learn from a call, and says in the log when that means that it is away, or back: once each time, for
    /// whoever was not looking.
    fn learn<T>(&self, now: Timestamp, change: impl FnOnce(&mut Breakers) -> T) -> T {
        let mut breakers = self.breakers();
        let before = breakers.condition(None, now);
        let changed = change(&mut breakers);
        let after = breakers.condition(None, now);
        drop(breakers);
        match (before.state.is_there(), after.state.is_there()) {
            (true, false) => {
                let cause = after.cause.map(Cause::word);
                tracing::warn!(
                    dependency = self.name,
                    cause,
                    "a dependency is away: what may be held is held"
                );
            }
            (false, true) => {
                let seconds = now.as_second() - before.since.as_second();
                tracing::info!(
                    dependency = self.name,
                    seconds,
                    "a dependency is back: what was held is forwarded"
                );
            }
            // Whoever looks at the dependency itself may find that it is well.
            (false, false) if before.cause != after.cause && after.cause == Some(Cause::FailsWrites) => {
                tracing::warn!(dependency = self.name, "a dependency answers questions and fails writes");
            }
            _ => {}
        }
        changed
    }
}

/// What an answer says of the one who gave it.
pub(super) trait Spoken {
    /// What came of the call.
    fn ending(&self) -> Ending;
}

impl<T> Spoken for Result<T, RegisterError> {
    fn ending(&self) -> Ending {
        let refused = |pause| Ending::Failed { cause: Cause::Refused, pause };
        match self {
            // Another Causeway that turns a decision away has no register either.
            Err(RegisterError::Refused(refusal)) if refusal.code == RefusalCode::RegisterAway => {
                refused(None)
            }
            Err(RegisterError::Offline(_)) => refused(None),
            Err(RegisterError::NotNow { after, .. }) => refused(Some(*after)),
            Err(RegisterError::OutcomeUnknown(_)) => Ending::Failed { cause: Cause::Errors, pause: None },
            Err(RegisterError::TakenOver(_)) => Ending::TakenOver,
            // What cannot be understood is an answer all the same: a person must look at it.
            Ok(_)
            | Err(
                RegisterError::Refused(_)
                | RegisterError::Conflict { .. }
                | RegisterError::InDoubt { .. }
                | RegisterError::Unreadable(_),
            ) => Ending::Answered,
        }
    }
}

impl<T> Spoken for Result<T, UidsError> {
    fn ending(&self) -> Ending {
        match self {
            Err(UidsError::Offline(_)) => Ending::Failed { cause: Cause::Refused, pause: None },
            Ok(_) | Err(UidsError::Exhausted) => Ending::Answered,
        }
    }
}

impl<T> Spoken for Result<T, RecordsError> {
    fn ending(&self) -> Ending {
        match self {
            Err(RecordsError::Offline(_)) => Ending::Failed { cause: Cause::Refused, pause: None },
            Err(RecordsError::OutcomeUnknown(_)) => Ending::Failed { cause: Cause::Errors, pause: None },
            Ok(_) | Err(RecordsError::NotKept | RecordsError::VersionTaken | RecordsError::Unreadable(_)) => {
                Ending::Answered
            }
        }
    }
}

impl Causeway {
    /// Asks within the budget; `None` when there was no answer in that time.
    pub(super) async fn within_budget<A: Spoken>(
        &self,
        dependency: &Dependency,
        mut call: Call,
        question: impl Future<Output = A>,
    ) -> Option<A> {
        match tokio::time::timeout(self.pace.budget, question).await {
            Ok(answer) => {
                self.heard(dependency, &call, answer.ending());
                Some(answer)
            }
            Err(_elapsed) => {
                self.overdue(dependency, &mut call);
                None
            }
        }
    }

    /// Notes that a call has used up the budget and may still be answered.
    pub(super) fn overdue(&self, dependency: &Dependency, call: &mut Call) {
        let (now, jitter) = (self.ports.clock.now(), self.jitter());
        dependency.learn(now, |breakers| breakers.overdue(call, now, jitter));
    }

    /// Notes what came of a call; looks at what waits when that is worth it.
    pub(super) fn heard(&self, dependency: &Dependency, call: &Call, ending: Ending) {
        let jitter = if ending == Ending::Answered { 0 } else { self.jitter() };
        let now = self.ports.clock.now();
        if dependency.learn(now, |breakers| breakers.end(call, ending, now, jitter)) {
            self.drain().restart();
            self.wake();
        }
    }

    /// A random byte.
    pub(super) fn jitter(&self) -> u8 {
        self.ports.ids.fresh().as_bytes()[15]
    }
}

//! What is known of a dependency that is asked questions and given operations: a breaker for each.
//!
//! A database can answer every question and fail every write: its disk is full, or it has become a standby. So what is
//! known of operations is learnt from operations, and no answered question closes what failed operations have opened.
//! - An operation that is answered tells of questions too, and closes both.
//! - A call that costs its caller time, or that asks to be left alone, counts for both: a dead dependency costs each
//!   caller one slow answer, whatever it wants. Operations that fail quickly count for operations only, and so do those that
//!   probe while questions are answered: nobody waits for them.
//! - While questions are not answered no operation is sent but a probe.
//! - When nothing is held that could probe, nothing is to be learnt but from a caller's operation: then a question that is
//!   answered lets callers in again, and the next operation tells.

#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp};

use super::breaker::Breaker;
use super::call::Role;
use super::{Availability, Call, Cause, Condition, Ending, Kind, Limits};

/// Whether to call a dependency, learnt from the calls made to it. Time and chance come in with each call: `jitter` is a
/// random byte.
#[derive(Clone, Debug)]
pub struct Breakers {
    limits: Limits,
    questions: Breaker,
    operations: Breaker,
    /// When a question was last answered.
    asked: Option<Timestamp>,
}

impl Breakers {
    /// Nothing is known yet: it is taken to be there.
    pub fn new(limits: Limits, at: Timestamp) -> Self {
        let (questions, operations) = (Breaker::new(limits, at), Breaker::new(limits, at));
        Self { limits, questions, operations, asked: None }
    }

    /// Whether a caller's call would be made.
    pub fn admits(&self, kind: Kind, at: Timestamp) -> bool {
        self.questions.admits(at) && (kind == Kind::Question || self.operations.admits(at))
    }

    /// Begins a caller's call; `None` while it is away.
    pub fn begin(&mut self, kind: Kind, at: Timestamp) -> Option<Call> {
        match kind {
            Kind::Question => self.questions.begin(at).map(Call::asking),
            Kind::Operation => self.admits(kind, at).then(|| self.operation(at)),
        }
    }

    /// Begins a probe with an operation, when one is due and none is out.
    pub fn begin_probe(&mut self, at: Timestamp) -> Option<Call> {
        if self.operations.is_open() {
            let leg = self.operations.begin_probe(at)?;
            return Some(Call { leg, ..self.operation(at) });
        }
        let beside = self.questions.begin_probe(at);
        beside.map(|beside| Call { beside: Some(beside), ..self.operation(at) })
    }

    /// Begins a caller's operation in the place of a probe, when one is due while questions are answered and operations fail. Its
    /// caller waits for it, and knows at the end of its budget.
    pub fn begin_stand_in(&mut self, at: Timestamp) -> Option<Call> {
        if self.questions.admits(at) { self.begin_probe(at) } else { None }
    }

    /// For how long a probe with an operation has been due, while questions are answered and operations fail; `None` when
    /// questions are not answered either.
    pub fn sick_for(&self, at: Timestamp) -> Option<SignedDuration> {
        self.questions.admits(at).then(|| self.operations.due_for(at))
    }

    /// There was nothing to probe with: the slot is free again, and nothing was learnt.
    pub fn leave(&mut self, call: &Call) {
        self.operations.leave(&call.leg);
        if let Some(beside) = &call.beside {
            self.questions.leave(beside);
        }
    }

    /// Begins a question in the place of a probe, when one is due. When nothing is held that could probe, its answer is all
    /// that can be learnt, and tells of operations too.
    pub fn begin_knock(&mut self, nothing_waits: bool, at: Timestamp) -> Option<Call> {
        let leg = self.questions.begin_probe(at).or_else(|| {
            let of_operations = nothing_waits && self.admits(Kind::Question, at) && self.operations.is_open();
            of_operations.then(|| self.questions.call(Role::Live, at))
        });
        leg.map(|leg| Call { for_all: nothing_waits, ..Call::asking(leg) })
    }

    /// Begins a witness: after an operation has failed, a question that tells whether questions are answered. One at a
    /// time, and none during a window.
    pub fn begin_witness(&mut self, at: Timestamp) -> Option<Call> {
        self.questions.begin_witness(at).map(Call::asking)
    }

    /// The call has used up the caller's budget, and may still be answered.
    pub fn overdue(&mut self, call: &mut Call, at: Timestamp, jitter: u8) {
        if call.suspect {
            return;
        }
        match call.kind {
            Kind::Question => self.questions.overdue(&mut call.leg, at, jitter),
            Kind::Operation => self.operations.overdue(&mut call.leg, at, jitter),
        }
        match &mut call.beside {
            Some(beside) if call.leg.role == Role::Probe => beside.overdue = true,
            Some(beside) => self.questions.overdue(beside, at, jitter),
            None => {}
        }
    }

    /// What came of the call. Returns whether it is worth looking at once at what waits: it has just come back, or
    /// something was heard while it was away.
    pub fn end(&mut self, call: &Call, ending: Ending, at: Timestamp, jitter: u8) -> bool {
        let failed = matches!(ending, Ending::Failed { .. });
        if failed && call.suspect {
            return false;
        }
        let Some(beside) = &call.beside else { return self.end_of_question(call, ending, (at, jitter)) };
        let is_slow = call.took(at) >= self.limits.slow && call.leg.role != Role::Probe;
        let is_asked_for = matches!(ending, Ending::Failed { pause: Some(_), .. });
        let tells_of_questions = !failed || is_slow || is_asked_for || self.questions.is_open();
        let worth_a_look = self.operations.end(&call.leg, ending, at, jitter);
        (tells_of_questions && self.questions.end(beside, ending, at, jitter)) || worth_a_look
    }

    fn end_of_question(&mut self, call: &Call, ending: Ending, (at, jitter): (Timestamp, u8)) -> bool {
        let worth_a_look = self.questions.end(&call.leg, ending, at, jitter);
        if ending != Ending::Answered || !self.questions.admits(at) {
            return worth_a_look;
        }
        self.asked = Some(at);
        let lets_in = call.for_all || !self.operations.has_failed();
        (lets_in && self.operations.close(at)) || worth_a_look
    }

    /// Announces a window until `end`, or with `None` that there is none any more.
    pub fn announce(&mut self, end: Option<Timestamp>, at: Timestamp) {
        self.questions.announce(end, at);
        self.operations.announce(end, at);
    }

    /// How it is; `oldest_held` is since when something waits for it.
    pub fn condition(&self, oldest_held: Option<Timestamp>, at: Timestamp) -> Condition {
        let questions = self.questions.condition(oldest_held, at);
        let operations = self.operations.condition(oldest_held, at);
        let is_asked = self.asked.is_some_and(|asked| asked >= operations.since);
        match (questions.cause, operations.cause) {
            (Some(_), Some(_)) => Condition { since: questions.since.min(operations.since), ..questions },
            (None, Some(_)) if is_asked => Condition { cause: Some(Cause::FailsWrites), ..operations },
            (None, Some(_)) => operations,
            _ if questions.cause.is_some() || questions.since > operations.since => questions,
            _ => operations,
        }
    }

    /// How it is for calls of one kind.
    pub fn availability(&self, kind: Kind, at: Timestamp) -> Availability {
        match kind {
            Kind::Question => self.questions.condition(None, at).state,
            Kind::Operation => self.condition(None, at).state,
        }
    }

    /// How long from `at` until it is worth trying a call of this kind again: the end of the window, or the next probe; zero
    /// while it is there.
    pub fn ask_again(&self, kind: Kind, at: Timestamp) -> SignedDuration {
        let by_operations = kind == Kind::Operation && self.operations.is_open();
        if by_operations { self.operations.ask_again(at) } else { self.questions.ask_again(at) }
    }

    fn operation(&mut self, at: Timestamp) -> Call {
        let leg = self.operations.call(Role::Live, at);
        let beside = Some(self.questions.call(Role::Live, at));
        Call { kind: Kind::Operation, leg, beside, suspect: false, for_all: false }
    }
}

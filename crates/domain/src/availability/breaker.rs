//! Whether to make calls of one kind, learnt from the calls that were made.
//!
//! *Closed*: every call is made. It opens
//! - at once, when a call used up the caller's whole budget, or failed slowly, and nothing was heard since that call
//!   began. So an outage costs each caller one slow answer at most; and one LPA whose row hangs does not count as an
//!   outage while others are answered;
//! - when, of the latest calls, too many failed or were slow. A few calls that all failed count, so that a quiet service
//!   knows from the one call that it made.
//!
//! *Open*: no caller's call is made. After a delay exactly one call probes; it fails, and the next comes later; it is
//! answered quickly, and everything is closed again. Beside the probe there may be one witness (`begin_witness`).

use jiff::{SignedDuration, Timestamp};

use super::call::{Leg, Role};
use super::recent::{Recent, Went};
use super::{Availability, Cause, Condition, Ending, Limits};
use crate::operation::backoff;

/// Whether to make calls of one kind. Time and chance come in with each call: `jitter` is a random byte.
#[derive(Clone, Debug)]
pub(super) struct Breaker {
    limits: Limits,
    state: State,
    recent: Recent,
    /// How many calls have begun.
    calls: u64,
    /// How many answers were heard.
    heard: u64,
    /// Until when a witness is out.
    witness: Option<Timestamp>,
    /// The end of the announced window.
    window: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Closed {
        since: Timestamp,
        /// Calls before this one say nothing of how it is now.
        first: u64,
    },
    Open {
        since: Timestamp,
        cause: Cause,
        /// How many probes have failed.
        failures: u32,
        /// When the next probe may be made.
        due: Timestamp,
        /// The probe that is out.
        probe: Option<Probe>,
    },
}

#[derive(Clone, Copy, Debug)]
struct Probe {
    number: u64,
    /// Not heard of by then, it is forgotten.
    until: Timestamp,
}

impl Breaker {
    /// Nothing is known yet: it is taken to be there.
    pub(super) fn new(limits: Limits, at: Timestamp) -> Self {
        let state = State::Closed { since: at, first: 0 };
        Self { limits, state, recent: Recent::default(), calls: 0, heard: 0, witness: None, window: None }
    }

    /// Whether a caller's call would be made.
    pub(super) fn admits(&self, at: Timestamp) -> bool {
        matches!(self.state, State::Closed { .. }) && !self.in_window(at)
    }

    /// Whether it is away for another reason than an announced window.
    pub(super) fn has_failed(&self) -> bool {
        matches!(self.state, State::Open { cause, .. } if cause != Cause::Window)
    }

    /// Whether it is away.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, State::Open { .. })
    }

    /// It is there: something else has shown it. Returns whether it was away.
    pub(super) fn close(&mut self, at: Timestamp) -> bool {
        let was_away = self.is_open() && !self.in_window(at);
        if was_away {
            self.state = State::Closed { since: at, first: self.calls };
            self.recent.forget();
        }
        was_away
    }

    /// For how long the next probe has been due; zero when none is.
    pub(super) fn due_for(&self, at: Timestamp) -> SignedDuration {
        match self.state {
            State::Open { due, .. } => at.duration_since(due).max(SignedDuration::ZERO),
            State::Closed { .. } => SignedDuration::ZERO,
        }
    }

    /// Nothing was sent after all: the next probe may be made at once.
    pub(super) fn leave(&mut self, call: &Leg) {
        self.release(call);
    }

    /// Begins a caller's call; `None` while it is away.
    pub(super) fn begin(&mut self, at: Timestamp) -> Option<Leg> {
        self.admits(at).then(|| self.call(Role::Live, at))
    }

    /// Begins a probe, when it is away, one is due and none is out.
    pub(super) fn begin_probe(&mut self, at: Timestamp) -> Option<Leg> {
        let State::Open { due, probe, .. } = self.state else { return None };
        let out = probe.is_some_and(|probe| at < probe.until);
        if out || at < due || self.in_window(at) {
            return None;
        }
        let call = self.call(Role::Probe, at);
        let until = at + self.limits.budget * 2;
        if let State::Open { probe, .. } = &mut self.state {
            *probe = Some(Probe { number: call.number, until });
        }
        Some(call)
    }

    /// Begins a witness: after an operation has failed, a question that tells whether questions are answered. One at a
    /// time, and none during a window.
    pub(super) fn begin_witness(&mut self, at: Timestamp) -> Option<Leg> {
        if self.witness.is_some_and(|until| at < until) || self.in_window(at) {
            return None;
        }
        self.witness = Some(at + self.limits.budget * 2);
        Some(self.call(Role::Witness, at))
    }

    /// The call has used up the caller's budget, and may still be answered.
    pub(super) fn overdue(&mut self, call: &mut Leg, at: Timestamp, jitter: u8) {
        if std::mem::replace(&mut call.overdue, true) {
            return;
        }
        self.fail(call, Cause::TimedOut, None, (at, jitter));
        self.release(call);
    }

    /// What came of the call. Returns whether it is worth looking at once at what waits: it has just come back, or
    /// something was heard while it was away.
    pub(super) fn end(&mut self, call: &Leg, ending: Ending, at: Timestamp, jitter: u8) -> bool {
        let worth_a_look = match ending {
            Ending::Answered => self.answered(call, at, jitter),
            Ending::TakenOver => {
                self.heard += 1;
                self.put_probe_off(call, None, (at, jitter));
                false
            }
            Ending::Failed { cause, pause } => {
                if !call.overdue {
                    self.fail(call, cause, pause, (at, jitter));
                }
                false
            }
        };
        self.release(call);
        worth_a_look
    }

    /// Announces a window until `end`, or with `None` that there is none any more.
    pub(super) fn announce(&mut self, end: Option<Timestamp>, at: Timestamp) {
        let was = self.in_window(at);
        self.window = end;
        match end.filter(|end| at < *end) {
            Some(end) => self.open(Cause::Window, end, at),
            None if was => self.open(Cause::Window, at, at),
            None => {}
        }
    }

    /// How it is; `oldest_held` is since when something waits for it.
    pub(super) fn condition(&self, oldest_held: Option<Timestamp>, at: Timestamp) -> Condition {
        match self.state {
            State::Closed { since, .. } => {
                let waits = oldest_held.is_some_and(|oldest| oldest < since);
                let state = if waits { Availability::Recovering } else { Availability::Available };
                Condition { state, since, cause: None }
            }
            State::Open { since, cause, .. } => {
                let state =
                    if self.in_window(at) { Availability::Maintenance } else { Availability::Degraded };
                Condition { state, since, cause: Some(cause) }
            }
        }
    }

    /// How long from `at` until it is worth asking again: the end of the window, or the next probe; zero while it is
    /// there.
    pub(super) fn ask_again(&self, at: Timestamp) -> SignedDuration {
        match (self.window.filter(|end| at < *end), self.state) {
            (Some(end), _) => end.duration_since(at),
            (None, State::Open { due, .. }) => due.duration_since(at).max(SignedDuration::ZERO),
            (None, State::Closed { .. }) => SignedDuration::ZERO,
        }
    }

    fn in_window(&self, at: Timestamp) -> bool {
        self.window.is_some_and(|end| at < end)
    }

    pub(super) fn call(&mut self, role: Role, at: Timestamp) -> Leg {
        self.calls += 1;
        Leg { number: self.calls, began: at, heard: self.heard, role, overdue: false }
    }

    fn is_slow(&self, call: &Leg, at: Timestamp) -> bool {
        call.overdue || call.took(at) >= self.limits.slow
    }

    fn answered(&mut self, call: &Leg, at: Timestamp, jitter: u8) -> bool {
        self.heard += 1;
        let slow = self.is_slow(call, at);
        match &mut self.state {
            State::Closed { .. } => {
                if !call.overdue {
                    self.note(if slow { Went::Slowly } else { Went::Well }, Cause::Slow, (at, jitter));
                }
                false
            }
            State::Open { .. } if self.window.is_some_and(|end| at < end) => false,
            State::Open { .. } if !slow => self.close(at),
            // It works, and not well enough to send everyone there: it may have hung until just now, and is asked again soon.
            State::Open { failures, .. } if call.role == Role::Probe && !call.overdue => {
                *failures = 0;
                self.put_probe_off(call, None, (at, jitter));
                false
            }
            // Something that was given up is answered after all: it may be back.
            State::Open { due, .. } => {
                *due = at.min(*due);
                true
            }
        }
    }

    fn fail(
        &mut self,
        call: &Leg,
        cause: Cause,
        pause: Option<SignedDuration>,
        (at, jitter): (Timestamp, u8),
    ) {
        match self.state {
            State::Closed { first, .. } if call.number <= first => {}
            State::Closed { .. } if self.is_slow(call, at) && self.heard == call.heard => {
                let due = at + delay(0, pause, jitter);
                self.open(cause, due, at);
            }
            State::Closed { .. } => {
                self.note(Went::Wrong, cause, (at, jitter));
                if let State::Open { due, .. } = &mut self.state {
                    *due = at + delay(0, pause, jitter);
                }
            }
            State::Open { .. } => self.put_probe_off(call, Some((cause, pause)), (at, jitter)),
        }
    }

    fn note(&mut self, went: Went, cause: Cause, (at, jitter): (Timestamp, u8)) {
        self.recent.note(went, at, &self.limits);
        if let Some(cause) = self.recent.judge(cause, &self.limits) {
            self.open(cause, at + delay(0, None, jitter), at);
        }
    }

    /// Away from now on, or still away for another reason.
    fn open(&mut self, cause: Cause, due: Timestamp, at: Timestamp) {
        let since = match self.state {
            State::Closed { .. } => at,
            State::Open { since, .. } => since,
        };
        self.state = State::Open { since, cause, failures: 0, due, probe: None };
    }

    /// The probe that is out has not shown that it is back: the next comes later.
    fn put_probe_off(
        &mut self,
        call: &Leg,
        why: Option<(Cause, Option<SignedDuration>)>,
        (at, jitter): (Timestamp, u8),
    ) {
        let State::Open { cause, failures, due, probe, .. } = &mut self.state else { return };
        let pause = why.and_then(|(_, pause)| pause);
        if probe.is_some_and(|probe| probe.number == call.number) {
            *failures += 1;
            *due = at + delay(*failures, pause, jitter);
            *cause = why.map_or(*cause, |(cause, _)| cause);
        } else if let Some(pause) = pause {
            *due = (*due).max(at + pause.min(Limits::LONGEST_PAUSE));
        }
    }

    fn release(&mut self, call: &Leg) {
        match (call.role, &mut self.state) {
            (Role::Witness, _) => self.witness = None,
            (Role::Probe, State::Open { probe, .. })
                if probe.is_some_and(|probe| probe.number == call.number) =>
            {
                *probe = None;
            }
            _ => {}
        }
    }
}

fn delay(failures: u32, pause: Option<SignedDuration>, jitter: u8) -> SignedDuration {
    let pause = pause.unwrap_or_default().min(Limits::LONGEST_PAUSE);
    backoff::delay(failures, jitter).max(pause)
}

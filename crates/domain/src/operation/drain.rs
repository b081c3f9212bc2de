//! How fast what was held is forwarded: never so fast that it harms a register that has just come back, nor callers who
//! come meanwhile.
//!
//! Operations go to the register many in a call. Two bounds, and the smaller one holds. *How many in a call* begins with
//! one, doubles with each full call that went well until the first that did not, and from then on grows by one a call;
//! it is halved when a call failed or was slow. A bigger call takes longer by itself: how many the register takes in good
//! time is just what is sought. Few calls are made at once, and while it is one operation, one call. *How many a second*
//! is set.
//!
//! While callers come (one waits, or was there a second ago) the drain gives way:
//! - one call at a time, with a bound of its own: it begins with one, grows by one with each full call that went well, and
//!   is halved when, of the latest eight callers who were answered beside a call, three waited more than twice as long as
//!   callers usually do beside none;
//! - after each call it rests as long as that took, and at least twice as long as callers usually wait: so one is served
//!   with nothing beside, which is also how it is known how long that takes. A tenth of a second at most: it never stops.

#[cfg(test)]
mod beside_callers;
mod callers;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

pub use callers::Caller;
use callers::Callers;

/// How long the measured rate looks back, in seconds.
const LOOK_BACK: i64 = 5;

/// The drain rests no longer than this for callers.
const LONGEST_REST: SignedDuration = SignedDuration::from_millis(100);

/// The bounds of a drain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrainLimits {
    /// At most so many calls at once.
    pub calls: usize,
    /// At most so many operations in a call.
    pub together: usize,
    /// At most so many a second.
    pub per_second: u32,
}

/// How a call went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pull {
    /// The register answered.
    Well,
    /// The register answered slowly, or not yet.
    Slow,
    /// The register did not answer.
    Failed,
}

/// A call that is being made; its holder says how it went, once.
#[derive(Debug)]
pub struct Drawn {
    /// In which round of growth it began.
    round: u64,
    /// Whether it carries as many operations as a call may.
    full: bool,
    /// Its place among all calls.
    number: u64,
    began: Timestamp,
}

/// How fast what was held is forwarded.
#[derive(Clone, Debug)]
pub struct Drain {
    limits: DrainLimits,
    /// How many operations a call may carry.
    together: usize,
    /// How many operations a call may carry while callers come; never more than `together`.
    beside: usize,
    /// Nothing has gone wrong since it began with one.
    doubling: bool,
    /// Counts the halvings: what began before the latest says nothing of it.
    round: u64,
    /// How many calls are being made.
    running: usize,
    /// How many calls have begun.
    begun: u64,
    /// How many had begun when a caller had last waited too long.
    cut: u64,
    callers: Callers,
    /// Until when it rests when callers come.
    rests_until: Timestamp,
    /// Operations that may begin now, in thousandths.
    allowance: u64,
    /// Up to when the allowance was reckoned.
    reckoned: Timestamp,
    /// How many were answered, second by second.
    answered: VecDeque<(i64, u64)>,
}

impl Drain {
    /// Nothing runs yet, and the first begins alone.
    pub fn new(limits: DrainLimits, at: Timestamp) -> Self {
        let DrainLimits { calls, together, per_second } = limits;
        let limits =
            DrainLimits { calls: calls.max(1), together: together.max(1), per_second: per_second.max(1) };
        Self {
            limits,
            together: 1,
            beside: 1,
            doubling: true,
            round: 0,
            running: 0,
            begun: 0,
            cut: 0,
            callers: Callers::default(),
            rests_until: at,
            allowance: capacity(limits),
            reckoned: at,
            answered: VecDeque::new(),
        }
    }

    /// The register has just come back: one at a time again.
    pub fn restart(&mut self) {
        (self.together, self.beside) = (1, 1);
        self.doubling = true;
        self.round += 1;
    }

    /// A caller comes who waits for the register.
    pub fn come(&mut self, at: Timestamp) -> Caller {
        self.callers.come(at);
        Caller { came: at, begun: self.begun, undisturbed: self.running == 0 }
    }

    /// The register has answered the caller.
    pub fn answered(&mut self, caller: &Caller, at: Timestamp) {
        let undisturbed = caller.undisturbed && caller.begun == self.begun;
        // Who came before the latest cut, or waits beside a call from before it, says nothing of what is smaller now.
        let is_of_before = !undisturbed && self.begun <= self.cut;
        if !is_of_before && self.callers.answered(caller, undisturbed, at) {
            self.beside = (self.beside / 2).max(1);
            self.cut = self.begun;
            self.callers.forget_long();
        }
    }

    /// The caller is gone, answered or not.
    pub fn gone(&mut self, at: Timestamp) {
        self.callers.gone(at);
    }

    /// How many operations may go into a call that begins now; none rather than few, so that they go many at a time.
    pub fn room(&mut self, at: Timestamp) -> usize {
        self.reckon(at);
        let alone = self.together == 1 || self.callers.come_at(at);
        let calls = if alone { 1 } else { self.limits.calls };
        let wanted = self.wanted(at);
        if self.running >= calls || self.rest(at).is_positive() || self.allowance < thousandths(wanted) {
            return 0;
        }
        wanted
    }

    /// How many operations a call may carry.
    pub const fn together(&self) -> usize {
        self.together
    }

    /// How long from `at` until another call may begin, as far as the rate and callers are concerned.
    pub fn pause(&mut self, at: Timestamp) -> SignedDuration {
        self.reckon(at);
        let missing = thousandths(self.wanted(at)).saturating_sub(self.allowance);
        let millis = missing.div_ceil(u64::from(self.limits.per_second));
        SignedDuration::from_millis(i64::try_from(millis).unwrap_or(i64::MAX)).max(self.rest(at))
    }

    /// A call with so many operations begins.
    pub fn begin(&mut self, operations: usize, at: Timestamp) -> Drawn {
        self.reckon(at);
        self.allowance = self.allowance.saturating_sub(thousandths(operations));
        self.running += 1;
        self.begun += 1;
        Drawn { round: self.round, full: operations >= self.reach(at), number: self.begun, began: at }
    }

    /// How a call went, and how many of its operations were answered.
    pub fn end(&mut self, drawn: &Drawn, pull: Pull, answered: usize, at: Timestamp) {
        self.running = self.running.saturating_sub(1);
        self.count(answered, at);
        self.rests_until = at + self.callers.share(at.duration_since(drawn.began)).min(LONGEST_REST);
        match pull {
            _ if drawn.round != self.round => {}
            // What was not full shows nothing of what a full one would do.
            Pull::Well if !drawn.full => {}
            // Beside it a caller waited too long.
            Pull::Well if drawn.number <= self.cut => {}
            Pull::Well if self.callers.come_at(at) => {
                self.beside = (self.beside + 1).min(self.limits.together);
                self.together = self.together.max(self.beside);
            }
            Pull::Well => self.grow(),
            Pull::Slow | Pull::Failed => {
                self.together = (self.together / 2).max(1);
                self.beside = (self.beside / 2).max(1);
                self.doubling = false;
                self.round += 1;
            }
        }
    }

    /// How many a second were answered lately; zero when none was.
    pub fn per_second(&self, at: Timestamp) -> f64 {
        let now = at.as_second();
        let lately = self.answered.iter().filter(|(second, _)| now - second <= LOOK_BACK);
        let (mut count, mut first) = (0, now);
        for (second, answered) in lately {
            count += answered;
            first = first.min(*second);
        }
        #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
        let rate = count as f64 / (now - first + 1).max(1) as f64;
        rate
    }

    fn grow(&mut self) {
        let grown = if self.doubling { self.together * 2 } else { self.together + 1 };
        self.together = grown.min(self.limits.together);
    }

    /// As many as a call may carry, and no more than can be saved up.
    fn wanted(&self, at: Timestamp) -> usize {
        let saved = usize::try_from(capacity(self.limits) / 1_000).unwrap_or(usize::MAX);
        self.reach(at).min(saved)
    }

    /// How many operations a call may carry now.
    fn reach(&self, at: Timestamp) -> usize {
        if self.callers.come_at(at) { self.beside } else { self.together }
    }

    /// For how long it still leaves the register to callers.
    fn rest(&self, at: Timestamp) -> SignedDuration {
        if !self.callers.come_at(at) {
            return SignedDuration::ZERO;
        }
        self.rests_until.duration_since(at).clamp(SignedDuration::ZERO, LONGEST_REST)
    }

    fn reckon(&mut self, at: Timestamp) {
        let passed = at.duration_since(self.reckoned).as_millis().max(0);
        let earned = u64::try_from(passed).unwrap_or(u64::MAX).saturating_mul(self.limits.per_second.into());
        self.allowance = self.allowance.saturating_add(earned).min(capacity(self.limits));
        // Less than a millisecond is not lost: it is reckoned with the next.
        if passed > 0 {
            self.reckoned = at;
        }
    }

    fn count(&mut self, answered: usize, at: Timestamp) {
        let (second, answered) = (at.as_second(), u64::try_from(answered).unwrap_or(u64::MAX));
        match self.answered.back_mut() {
            _ if answered == 0 => {}
            Some((latest, count)) if *latest == second => *count += answered,
            _ => self.answered.push_back((second, answered)),
        }
        while self.answered.front().is_some_and(|(first, _)| second - first > LOOK_BACK) {
            self.answered.pop_front();
        }
    }
}

/// What may be saved up, in thousandths: a tenth of a second's worth, and one at least.
fn capacity(limits: DrainLimits) -> u64 {
    (u64::from(limits.per_second) * 100).max(1_000)
}

fn thousandths(operations: usize) -> u64 {
    u64::try_from(operations).unwrap_or(u64::MAX).saturating_mul(1_000)
}

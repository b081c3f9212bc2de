//! How fast what was held is forwarded: never so fast that it harms a register that has just come back.
//!
//! Operations go to the register many in a call. Two bounds, and the smaller one holds. *How many in a call* begins with
//! one, doubles with each full call that went well until the first that did not, and from then on grows by one a call;
//! it is halved when a call failed or was slow. A bigger call takes longer by itself: how many the register takes in good
//! time is just what is sought. Few calls are made at once, and while it is one operation, one call. *How many a second*
//! is set.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

/// How long the measured rate looks back, in seconds.
const LOOK_BACK: i64 = 5;

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
}

/// How fast what was held is forwarded.
#[derive(Clone, Debug)]
pub struct Drain {
    limits: DrainLimits,
    /// How many operations a call may carry.
    together: usize,
    /// Nothing has gone wrong since it began with one.
    doubling: bool,
    /// Counts the halvings: what began before the latest says nothing of it.
    round: u64,
    /// How many calls are being made.
    running: usize,
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
            doubling: true,
            round: 0,
            running: 0,
            allowance: capacity(limits),
            reckoned: at,
            answered: VecDeque::new(),
        }
    }

    /// The register has just come back: one at a time again.
    pub fn restart(&mut self) {
        self.together = 1;
        self.doubling = true;
        self.round += 1;
    }

    /// How many operations may go into a call that begins now; none rather than few, so that they go many at a time.
    pub fn room(&mut self, at: Timestamp) -> usize {
        self.reckon(at);
        let calls = if self.together == 1 { 1 } else { self.limits.calls };
        if self.running >= calls || self.allowance < thousandths(self.wanted()) {
            return 0;
        }
        self.wanted()
    }

    /// How many operations a call may carry.
    pub const fn together(&self) -> usize {
        self.together
    }

    /// How long from `at` until another call may begin, as far as the rate is concerned.
    pub fn pause(&mut self, at: Timestamp) -> SignedDuration {
        self.reckon(at);
        let missing = thousandths(self.wanted()).saturating_sub(self.allowance);
        let millis = missing.div_ceil(u64::from(self.limits.per_second));
        SignedDuration::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }

    /// A call with so many operations begins.
    pub fn begin(&mut self, operations: usize, at: Timestamp) -> Drawn {
        self.reckon(at);
        self.allowance = self.allowance.saturating_sub(thousandths(operations));
        self.running += 1;
        Drawn { round: self.round, full: operations >= self.together }
    }

    /// How a call went, and how many of its operations were answered.
    pub fn end(&mut self, drawn: &Drawn, pull: Pull, answered: usize, at: Timestamp) {
        self.running = self.running.saturating_sub(1);
        self.count(answered, at);
        match pull {
            _ if drawn.round != self.round => {}
            // What was not full shows nothing of what a full one would do.
            Pull::Well if !drawn.full => {}
            Pull::Well => self.grow(),
            Pull::Slow | Pull::Failed => {
                self.together = (self.together / 2).max(1);
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
    fn wanted(&self) -> usize {
        let saved = usize::try_from(capacity(self.limits) / 1_000).unwrap_or(usize::MAX);
        self.together.min(saved)
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

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: DrainLimits = DrainLimits { calls: 2, together: 10, per_second: 1_000 };

    fn start() -> Timestamp {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn millis(millis: i64) -> SignedDuration {
        SignedDuration::from_millis(millis)
    }

    /// One call as full as may be, which goes as `pull` says; how many operations it carried.
    fn call(drain: &mut Drain, at: Timestamp, pull: Pull) -> usize {
        let carried = drain.room(at);
        if carried > 0 {
            let begun = drain.begin(carried, at);
            drain.end(&begun, pull, carried, at);
        }
        carried
    }

    /// Calls a tenth of a second apart, of which the eighth goes as `pull` says and the others well.
    fn calls(limits: DrainLimits, pull: Pull) -> Vec<usize> {
        let mut drain = Drain::new(limits, start());
        let pull = |n| if n == 7 { pull } else { Pull::Well };
        (0..12).map(|n| call(&mut drain, start() + millis(n * 100), pull(n))).collect()
    }

    #[test]
    fn it_begins_with_one_and_doubles_up_to_what_a_call_may_carry() {
        assert_eq!(calls(LIMITS, Pull::Well), [1, 2, 4, 8, 10, 10, 10, 10, 10, 10, 10, 10]);
    }

    #[test]
    fn it_is_halved_by_a_call_that_went_wrong_and_grows_by_one_from_then_on() {
        for wrong in [Pull::Slow, Pull::Failed] {
            assert_eq!(calls(LIMITS, wrong), [1, 2, 4, 8, 10, 10, 10, 10, 5, 6, 7, 8], "{wrong:?}");
        }
    }

    #[test]
    fn two_calls_that_went_wrong_together_halve_it_once() {
        let mut drain = Drain::new(LIMITS, start());
        for n in 0..5 {
            call(&mut drain, start() + millis(n * 100), Pull::Well);
        }
        let at = start() + millis(900);
        let both = [drain.begin(10, at), drain.begin(10, at)];
        for each in &both {
            drain.end(each, Pull::Failed, 0, at);
        }
        assert_eq!(drain.together(), 5);
    }

    #[test]
    fn a_call_that_was_not_full_lets_nothing_grow() {
        let mut drain = Drain::new(LIMITS, start());
        call(&mut drain, start(), Pull::Well);
        let begun = drain.begin(1, start());
        drain.end(&begun, Pull::Well, 1, start());
        assert_eq!(drain.together(), 2);
    }

    #[test]
    fn it_never_stops_altogether() {
        let mut drain = Drain::new(LIMITS, start());
        for n in 0..10 {
            assert_eq!(call(&mut drain, start() + millis(n * 100), Pull::Failed), 1);
        }
    }

    #[test]
    fn few_calls_are_made_at_once_and_at_first_one() {
        let mut drain = Drain::new(LIMITS, start());
        let first = drain.begin(1, start());
        assert_eq!(drain.room(start()), 0);
        drain.end(&first, Pull::Well, 1, start());
        let running = [drain.begin(2, start()), drain.begin(2, start())];
        assert_eq!(drain.room(start()), 0);
        drain.end(&running[0], Pull::Well, 2, start());
        assert_eq!(drain.room(start()), 4);
    }

    #[test]
    fn after_an_outage_it_begins_with_one_again() {
        let mut drain = Drain::new(LIMITS, start());
        for n in 0..8 {
            call(&mut drain, start() + millis(n * 100), Pull::Well);
        }
        assert_eq!(drain.together(), 10);
        let before = drain.begin(10, start() + millis(900));
        drain.restart();
        drain.end(&before, Pull::Well, 10, start() + millis(901));
        assert_eq!(drain.together(), 1);
    }

    #[test]
    fn it_is_no_faster_than_was_set_however_much_goes_into_a_call() {
        for per_second in [1, 20, 333] {
            let mut drain = Drain::new(DrainLimits { calls: 2, together: 1_000, per_second }, start());
            let begun: usize = (0..10_000).map(|n| call(&mut drain, start() + millis(n), Pull::Well)).sum();
            let most = usize::try_from(per_second).unwrap() * 10;
            assert!((most * 9 / 10..=most + most / 10 + 1).contains(&begun), "{begun} of {most}");
        }
    }

    #[test]
    fn how_long_to_wait_for_the_next_is_told() {
        let mut drain = Drain::new(DrainLimits { calls: 2, together: 8, per_second: 4 }, start());
        drain.begin(1, start());
        assert_eq!((drain.room(start()), drain.pause(start())), (0, millis(250)));
        assert_eq!(drain.pause(start() + millis(100)), millis(150));
        assert_eq!(drain.pause(start() + millis(250)), millis(0));
    }

    #[test]
    fn the_rate_is_what_was_answered_lately() {
        let mut drain = Drain::new(LIMITS, start());
        assert!(drain.per_second(start()).abs() < 0.01);
        for n in 0..20 {
            let at = start() + millis(n * 200);
            let begun = drain.begin(3, at);
            drain.end(&begun, Pull::Well, 2, at);
        }
        let at = start() + millis(3_900);
        assert!((drain.per_second(at) - 10.0).abs() < 0.01, "{}", drain.per_second(at));
        assert!(drain.per_second(at + millis(10_000)).abs() < 0.01);
    }
}

//! How fast what was held is forwarded: never so fast that it harms a register that has just come back.
//!
//! Two bounds, and the smaller one holds. *How many at once* begins with one, grows by one for each round that went
//! well, and is halved when something failed or was slow; never more than the drain's part of the register's
//! connections, so that the rest is left for callers who wait. *How many a second* is set.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

/// How long the measured rate looks back, in seconds.
const LOOK_BACK: i64 = 5;

/// The bounds of a drain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrainLimits {
    /// At most so many at once: the drain's part of the register's connections.
    pub width: usize,
    /// At most so many a second.
    pub per_second: u32,
}

/// How one forwarded operation went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pull {
    /// The register answered.
    Well,
    /// The register answered slowly, or not yet.
    Slow,
    /// The register did not answer.
    Failed,
}

/// One operation that is being forwarded; its holder says how it went, once.
#[derive(Debug)]
pub struct Drawn {
    /// In which round of growth it began.
    round: u64,
}

/// How fast what was held is forwarded.
#[derive(Clone, Debug)]
pub struct Drain {
    limits: DrainLimits,
    /// How many may run at once.
    width: usize,
    /// How many went well since `width` last changed.
    well: usize,
    /// Counts the halvings: what began before the latest says nothing of it.
    round: u64,
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
        let limits = DrainLimits { width: limits.width.max(1), per_second: limits.per_second.max(1) };
        let allowance = capacity(limits);
        Self {
            limits,
            width: 1,
            well: 0,
            round: 0,
            running: 0,
            allowance,
            reckoned: at,
            answered: VecDeque::new(),
        }
    }

    /// The register has just come back: one at a time again.
    pub fn restart(&mut self) {
        self.width = 1;
        self.well = 0;
        self.round += 1;
    }

    /// How many more may begin now: none before half of them have ended, so that they are claimed many at a time.
    pub fn room(&mut self, at: Timestamp) -> usize {
        self.reckon(at);
        if self.running > self.width / 2 {
            return 0;
        }
        let allowed = usize::try_from(self.allowance / 1_000).unwrap_or(usize::MAX);
        self.width.saturating_sub(self.running).min(allowed)
    }

    /// How many may run at once.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// How long from `at` until another may begin, as far as the rate is concerned.
    pub fn pause(&mut self, at: Timestamp) -> SignedDuration {
        self.reckon(at);
        let missing = 1_000_u64.saturating_sub(self.allowance);
        let millis = missing.div_ceil(u64::from(self.limits.per_second));
        SignedDuration::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }

    /// One begins.
    pub fn begin(&mut self, at: Timestamp) -> Drawn {
        self.reckon(at);
        self.allowance = self.allowance.saturating_sub(1_000);
        self.running += 1;
        Drawn { round: self.round }
    }

    /// How one went that had begun.
    pub fn end(&mut self, drawn: &Drawn, pull: Pull, at: Timestamp) {
        self.running = self.running.saturating_sub(1);
        if pull == Pull::Well {
            self.count(at);
        }
        match pull {
            _ if drawn.round != self.round => {}
            Pull::Well => self.grow(),
            Pull::Slow | Pull::Failed => {
                self.width = (self.width / 2).max(1);
                self.well = 0;
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

    /// Additive: one more for each round in which as many went well as run at once.
    fn grow(&mut self) {
        self.well += 1;
        if self.well >= self.width {
            self.well = 0;
            self.width = (self.width + 1).min(self.limits.width);
        }
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

    fn count(&mut self, at: Timestamp) {
        let second = at.as_second();
        match self.answered.back_mut() {
            Some((latest, count)) if *latest == second => *count += 1,
            _ => self.answered.push_back((second, 1)),
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

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: DrainLimits = DrainLimits { width: 8, per_second: 1_000 };

    fn start() -> Timestamp {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn millis(millis: i64) -> SignedDuration {
        SignedDuration::from_millis(millis)
    }

    /// As many as there is room for, all at once, each going as `pull` says; how many there were.
    fn round(drain: &mut Drain, at: Timestamp, pull: Pull) -> usize {
        let begun: Vec<Drawn> = (0..drain.room(at)).map(|_| drain.begin(at)).collect();
        for each in &begun {
            drain.end(each, pull, at + millis(5));
        }
        begun.len()
    }

    #[test]
    fn it_begins_with_one_and_grows_by_one_each_round_up_to_its_part() {
        let mut drain = Drain::new(LIMITS, start());
        let rounds = (0..10).map(|n| round(&mut drain, start() + millis(n * 100), Pull::Well));
        assert_eq!(rounds.collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 8, 8, 8]);
    }

    #[test]
    fn it_is_halved_once_for_a_round_that_went_wrong() {
        for wrong in [Pull::Slow, Pull::Failed] {
            let mut drain = Drain::new(LIMITS, start());
            let mut rounds = Vec::new();
            for n in 0..12 {
                let pull = if n == 7 { wrong } else { Pull::Well };
                rounds.push(round(&mut drain, start() + millis(n * 100), pull));
            }
            assert_eq!(rounds, [1, 2, 3, 4, 5, 6, 7, 8, 4, 5, 6, 7], "{wrong:?}");
        }
    }

    #[test]
    fn it_never_stops_altogether() {
        let mut drain = Drain::new(LIMITS, start());
        for n in 0..10 {
            assert_eq!(round(&mut drain, start() + millis(n * 100), Pull::Failed), 1);
        }
    }

    #[test]
    fn after_an_outage_it_begins_with_one_again() {
        let mut drain = Drain::new(LIMITS, start());
        let begun: usize = (0..8).map(|n| round(&mut drain, start() + millis(n * 100), Pull::Well)).sum();
        assert_eq!((begun, drain.width()), (36, 8));
        let before = drain.begin(start() + millis(900));
        drain.restart();
        drain.end(&before, Pull::Well, start() + millis(901));
        assert_eq!(drain.width(), 1);
    }

    #[test]
    fn it_is_no_faster_than_was_set_however_wide() {
        for per_second in [1, 20, 333] {
            let mut drain = Drain::new(DrainLimits { width: 1_000, per_second }, start());
            let begun: usize = (0..10_000).map(|n| round(&mut drain, start() + millis(n), Pull::Well)).sum();
            let most = usize::try_from(per_second).unwrap() * 10;
            assert!((most * 9 / 10..=most + most / 10 + 1).contains(&begun), "{begun} of {most}");
        }
    }

    #[test]
    fn how_long_to_wait_for_the_next_is_told() {
        let mut drain = Drain::new(DrainLimits { width: 8, per_second: 4 }, start());
        drain.begin(start());
        assert_eq!((drain.room(start()), drain.pause(start())), (0, millis(250)));
        assert_eq!(drain.pause(start() + millis(100)), millis(150));
        assert_eq!(drain.pause(start() + millis(250)), millis(0));
    }

    #[test]
    fn the_rate_is_what_was_answered_lately() {
        let mut drain = Drain::new(LIMITS, start());
        assert!(drain.per_second(start()).abs() < 0.01);
        for n in 0..40 {
            let at = start() + millis(n * 100);
            let begun = drain.begin(at);
            drain.end(&begun, Pull::Well, at);
        }
        let at = start() + millis(3_900);
        assert!((drain.per_second(at) - 10.0).abs() < 0.01, "{}", drain.per_second(at));
        assert!(drain.per_second(at + millis(10_000)).abs() < 0.01);
    }
}

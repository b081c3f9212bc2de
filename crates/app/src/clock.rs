//! The system's clock and its source of identifiers.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use lpa_ports::{Clock, Ids};
use uuid::Uuid;

/// The system's clock, made [`Steady`], in whole microseconds: PostgreSQL keeps no more, and what a receipt says first
/// must be what it says later.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
    steady: Mutex<Steady>,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { started: Instant::now(), steady: Mutex::default() }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the system's clock is read")]
    fn now(&self) -> Timestamp {
        let mut steady = self.steady.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let told = steady.tell(Timestamp::now(), self.started.elapsed());
        Timestamp::from_microsecond(told.as_microsecond()).unwrap_or(told)
    }
}

/// A clock that others set, kept from going back and from standing still. When it is set back, time goes on at half its
/// pace until the clock has caught up: what was put off for a second is due after two, not after the whole step.
#[derive(Debug, Default)]
pub struct Steady {
    /// What was told last, and when by a clock that nobody sets.
    latest: Option<(Timestamp, Duration)>,
}

impl Steady {
    /// The time to tell when the clock shows `shown` and `ticked` has passed by a clock that nobody sets.
    pub fn tell(&mut self, shown: Timestamp, ticked: Duration) -> Timestamp {
        let least = self.latest.and_then(|(told, at)| told.checked_add(ticked.saturating_sub(at) / 2).ok());
        let told = least.map_or(shown, |least| least.max(shown));
        self.latest = Some((told, ticked));
        told
    }
}

/// Random identifiers from the system's generator.
#[derive(Debug, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    fn fresh(&self) -> Uuid {
        let mut bytes = [0; 16];
        // The generator is seeded by the system at start and does not fail afterwards; should it, the clash is
        // caught by the unique key of whatever the identifier names.
        let filled = aws_lc_rs::rand::fill(&mut bytes);
        debug_assert!(filled.is_ok(), "the random generator failed");
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(second: i64) -> Timestamp {
        Timestamp::constant(second, 0)
    }

    #[test]
    fn a_clock_that_is_right_is_believed() {
        let mut steady = Steady::default();
        for passed in [0, 1, 2, 60] {
            let told = steady.tell(second(100 + passed), Duration::from_secs(passed.unsigned_abs()));
            assert_eq!(told, second(100 + passed));
        }
        assert_eq!(steady.tell(second(9_000), Duration::from_secs(61)), second(9_000));
    }

    #[test]
    fn a_clock_that_is_set_back_goes_on_at_half_its_pace_until_it_has_caught_up() {
        let mut steady = Steady::default();
        steady.tell(second(100), Duration::ZERO);
        // Set back by 40 s, and read every second.
        let told: Vec<i64> = (1..=90)
            .map(|at| steady.tell(second(60 + at), Duration::from_secs(at.unsigned_abs())).as_second())
            .collect();
        assert!(told.is_sorted());
        assert_eq!((told[1], told[39], told[79], told[89]), (101, 120, 140, 150));
    }

    #[test]
    fn reading_it_often_does_not_hold_it_up() {
        let mut steady = Steady::default();
        steady.tell(second(100), Duration::ZERO);
        let read = |at| steady.tell(second(0), Duration::from_nanos(at));
        let last = (1..=2_000).map(|at| at * 100).map(read).last();
        assert_eq!(last.map(Timestamp::as_microsecond), Some(100_000_100));
    }
}

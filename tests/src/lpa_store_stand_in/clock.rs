//! The time at the store.

use std::sync::{Mutex, PoisonError};

use causeway::clock::SystemClock;
use jiff::{SignedDuration, Timestamp};
use lpa_ports::Clock;

use crate::samples::at;

/// The time at the store, and in the processes that call it.
#[derive(Debug)]
pub enum StoreClock {
    /// Moves on when it is told to.
    Steered(Mutex<Timestamp>),
    /// The clock on the wall.
    System(SystemClock),
}

impl StoreClock {
    pub(super) fn steered() -> Self {
        Self::Steered(Mutex::new(at(0)))
    }

    pub(super) fn of_the_system() -> Self {
        Self::System(SystemClock::default())
    }

    /// It is at least this late: what is asked for now was accepted before.
    pub fn reach(&self, moment: Timestamp) {
        self.steer(|now| now.max(moment));
    }

    /// Moves on by so many seconds.
    pub fn pass(&self, seconds: i64) {
        self.steer(|now| now + SignedDuration::from_secs(seconds));
    }

    fn steer(&self, steer: impl FnOnce(Timestamp) -> Timestamp) {
        if let Self::Steered(now) = self {
            let mut now = now.lock().unwrap_or_else(PoisonError::into_inner);
            *now = steer(*now);
        }
    }
}

impl Clock for StoreClock {
    fn now(&self) -> Timestamp {
        match self {
            Self::Steered(now) => *now.lock().unwrap_or_else(PoisonError::into_inner),
            Self::System(clock) => clock.now(),
        }
    }
}

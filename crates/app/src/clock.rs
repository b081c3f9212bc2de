//! The system's clock and its source of identifiers.

use std::sync::Mutex;

use jiff::Timestamp;
use lpa_ports::{Clock, Ids};
use uuid::Uuid;

/// The system's clock, kept from going backwards, in whole microseconds: PostgreSQL keeps no more, and what a receipt
/// says first must be what it says later.
#[derive(Debug, Default)]
pub struct SystemClock {
    latest: Mutex<Option<Timestamp>>,
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the system's clock is read")]
    fn now(&self) -> Timestamp {
        let read = Timestamp::now();
        let read = Timestamp::from_microsecond(read.as_microsecond()).unwrap_or(read);
        let mut latest = self.latest.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = latest.map_or(read, |earlier| earlier.max(read));
        *latest = Some(now);
        now
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

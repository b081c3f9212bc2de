//! Clocks that jump, and identifiers from the seed.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use causeway::clock::Steady;
use jiff::{SignedDuration, Timestamp};
use lpa_ports::{Clock, Ids};
use uuid::Uuid;

use crate::planted::Plant;
use crate::world::{World, lock};

/// The clock of one machine: simulated time, and how far it is off.
#[derive(Debug)]
pub(crate) struct HostClock {
    world: Arc<World>,
    off_ms: AtomicI64,
    jumped: Mutex<Option<Duration>>,
}

impl HostClock {
    /// A clock that is right.
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world, off_ms: AtomicI64::new(0), jumped: Mutex::default() }
    }

    /// It jumps, forward or back.
    pub(crate) fn jump(&self) {
        let furthest = self.world.plan.furthest_off_ms();
        let off =
            i64::try_from(self.world.draw(0..=2 * furthest.unsigned_abs())).unwrap_or_default() - furthest;
        self.off_ms.store(off, Ordering::Relaxed);
        *lock(&self.jumped) = Some(self.world.elapsed());
        self.world.clock_was_off(off);
        self.world.note(format_args!("a clock is off by {off} ms"));
        self.world.reach(format!("clock {}", if off < 0 { "behind" } else { "ahead" }));
    }

    fn read(&self) -> Timestamp {
        at(self.world.elapsed()) + SignedDuration::from_millis(self.off_ms.load(Ordering::Relaxed))
    }
}

/// What a clock that is right shows when so much time has passed.
pub(crate) fn at(passed: Duration) -> Timestamp {
    let beginning = Timestamp::constant(1_772_442_000, 0);
    beginning + SignedDuration::from_millis(i64::try_from(passed.as_millis()).unwrap_or(i64::MAX))
}

/// The clock as one process sees it, made steady as in production.
#[derive(Debug)]
pub(crate) struct ProcessClock {
    host: Arc<HostClock>,
    steady: Mutex<Steady>,
}

impl ProcessClock {
    /// The clock of a process that starts now.
    pub(crate) fn new(host: Arc<HostClock>) -> Self {
        Self { host, steady: Mutex::default() }
    }

    /// Whether the machine's clock has jumped since then.
    pub(crate) fn has_jumped_since(&self, then: Duration) -> bool {
        lock(&self.host.jumped).is_some_and(|jumped| jumped >= then)
    }
}

impl Clock for ProcessClock {
    fn now(&self) -> Timestamp {
        let ticked = self.host.world.elapsed();
        lock(&self.steady).tell(self.host.read(), ticked)
    }
}

/// Identifiers from the seed.
#[derive(Debug)]
pub(crate) struct SeededIds {
    world: Arc<World>,
    random: Mutex<fastrand::Rng>,
    latest: Mutex<Option<Uuid>>,
}

impl SeededIds {
    /// The identifiers of one process.
    pub(crate) fn new(world: Arc<World>) -> Self {
        let random = if world.has(Plant::IdsBeginAgain) { fastrand::Rng::with_seed(1) } else { world.fork() };
        Self { world, random: Mutex::new(random), latest: Mutex::default() }
    }
}

impl Ids for SeededIds {
    fn fresh(&self) -> Uuid {
        let mut latest = lock(&self.latest);
        if let Some(id) = latest.take()
            && self.world.has(Plant::IdsRepeat)
        {
            return id;
        }
        let bytes = lock(&self.random).u128(..).to_be_bytes();
        *latest.insert(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}

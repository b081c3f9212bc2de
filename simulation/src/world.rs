//! What all parts of one history share: its plan, its randomness, its time, its trace, and what is planted in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lpa_domain::OperationId;
use tokio::time::Instant;

use crate::invariants::Violation;
use crate::plan::Plan;
use crate::planted::Plant;
use crate::trace::Trace;

/// What all parts of one history share. One thread runs a history, so no lock is ever waited for.
#[derive(Debug)]
pub(crate) struct World {
    /// What kind of history this is.
    pub(crate) plan: Plan,
    plant: Option<Plant>,
    random: Mutex<fastrand::Rng>,
    trace: Mutex<Trace>,
    began: Instant,
    seen: Mutex<Vec<Violation>>,
    reached: Mutex<BTreeMap<String, u64>>,
    unsure: Mutex<BTreeSet<OperationId>>,
    forgotten_doubt: Mutex<BTreeSet<OperationId>>,
    /// By how many milliseconds a clock was behind and ahead at most.
    off_ms: Mutex<(i64, i64)>,
}

impl World {
    /// A world at its beginning. Must be made within the runtime whose time it tells.
    pub(crate) fn new(mut random: fastrand::Rng, plant: Option<Plant>, traced: bool) -> Arc<Self> {
        let plan = Plan::draw(&mut random);
        Arc::new(Self {
            plan,
            plant,
            random: Mutex::new(random),
            trace: Mutex::new(Trace::new(traced)),
            began: Instant::now(),
            seen: Mutex::default(),
            reached: Mutex::default(),
            unsure: Mutex::default(),
            forgotten_doubt: Mutex::default(),
            off_ms: Mutex::default(),
        })
    }

    /// How much time has passed.
    pub(crate) fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Whether things may still go wrong.
    pub(crate) fn is_stormy(&self) -> bool {
        self.elapsed() < self.plan.storm
    }

    /// Whether this fault is planted.
    pub(crate) fn has(&self, plant: Plant) -> bool {
        self.plant == Some(plant)
    }

    /// True so many times in a thousand.
    pub(crate) fn chance(&self, per_mille: u32) -> bool {
        per_mille > 0 && lock(&self.random).u32(0..1_000) < per_mille
    }

    /// A number in the range.
    pub(crate) fn draw(&self, range: RangeInclusive<u64>) -> u64 {
        lock(&self.random).u64(range)
    }

    /// A place in a list that is not empty.
    pub(crate) fn place_in(&self, length: usize) -> usize {
        lock(&self.random).usize(0..length.max(1))
    }

    /// A source of randomness of its own, which does not meet this one.
    pub(crate) fn fork(&self) -> fastrand::Rng {
        lock(&self.random).fork()
    }

    /// Lets a drawn number of milliseconds pass.
    pub(crate) async fn pause(&self, millis: RangeInclusive<u64>) {
        let millis = self.draw(millis);
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }

    /// Notes an event.
    pub(crate) fn note(&self, event: fmt::Arguments<'_>) {
        let at = self.elapsed();
        lock(&self.trace).note(at, event);
    }

    /// Notes that something broke.
    pub(crate) fn saw(&self, violation: Violation) {
        self.note(format_args!("BROKEN {violation}"));
        lock(&self.seen).push(violation);
    }

    /// Counts that a rare place was reached.
    pub(crate) fn reach(&self, place: String) {
        *lock(&self.reached).entry(place).or_default() += 1;
    }

    /// The journal's answer about how this operation ended was lost.
    pub(crate) fn unsure_of(&self, id: OperationId) {
        lock(&self.unsure).insert(id);
    }

    /// The operations of whose end the journal's answer was lost.
    pub(crate) fn unsure(&self) -> BTreeSet<OperationId> {
        lock(&self.unsure).clone()
    }

    /// A power cut has made the journal forget that this operation may have been applied.
    pub(crate) fn forgot_doubt_of(&self, id: OperationId) {
        lock(&self.forgotten_doubt).insert(id);
    }

    /// The operations of which a power cut has made the journal forget that they may have been applied.
    pub(crate) fn forgotten_doubt(&self) -> BTreeSet<OperationId> {
        lock(&self.forgotten_doubt).clone()
    }

    /// A clock is off by so many milliseconds.
    pub(crate) fn clock_was_off(&self, off: i64) {
        let mut most = lock(&self.off_ms);
        *most = (most.0.min(off), most.1.max(off));
    }

    /// By how much clocks were ahead at most.
    pub(crate) fn furthest_ahead(&self) -> Duration {
        Duration::from_millis(lock(&self.off_ms).1.unsigned_abs())
    }

    /// What broke while it ran.
    pub(crate) fn seen(&self) -> Vec<Violation> {
        lock(&self.seen).clone()
    }

    /// Which rare places were reached, and how often.
    pub(crate) fn reached(&self) -> BTreeMap<String, u64> {
        lock(&self.reached).clone()
    }

    /// The digest of the trace, and its lines if they were kept.
    pub(crate) fn finish(&self) -> (u64, Vec<String>) {
        lock(&self.trace).finish()
    }
}

/// The content of a mutex, whatever happened to its last holder.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

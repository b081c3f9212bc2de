//! What one process has been told of maintenance windows, and what it must do and say by that.
//!
//! A process knows of a window from one watch interval after it was told of it, and after its start or end: so often it looks
//! at its calendar. Nothing is demanded of a process whose clock has jumped, or whose calendar has changed, since then.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lpa_domain::window::{Calendar, seconds_until};
use lpa_domain::{WindowEntry, WindowId};
use lpa_ports::Clock as _;

use crate::clock::ProcessClock;
use crate::invariants::{Invariant, Violation};
use crate::world::{World, lock};

/// What the watch may need beside its interval: its calls to the journal.
const CALLS: Duration = Duration::from_millis(100);

/// What one process has been told of maintenance windows.
#[derive(Debug)]
pub(crate) struct KnownWindows {
    world: Arc<World>,
    clock: Arc<ProcessClock>,
    /// The entries, each with when it was told.
    told: Mutex<Vec<(Duration, WindowEntry)>>,
}

/// What a process that has looked at its calendar must take for true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Now {
    /// The window of this id is in force, until this moment.
    Within(WindowId, Timestamp),
    /// None is.
    Without,
    /// It may not have looked yet.
    Unsaid,
}

impl KnownWindows {
    /// Nothing has been told yet.
    pub(crate) fn new(world: Arc<World>, clock: Arc<ProcessClock>) -> Self {
        Self { world, clock, told: Mutex::default() }
    }

    /// The journal has told these entries, which follow number `read`.
    pub(crate) fn told(&self, read: u64, entries: &[WindowEntry]) {
        let mut told = lock(&self.told);
        let known = told.len().saturating_sub(usize::try_from(read).unwrap_or(usize::MAX));
        let now = self.world.elapsed();
        told.extend(entries.iter().skip(known).map(|entry| (now, entry.clone())));
    }

    /// What the process must take for true now.
    pub(crate) fn now(&self) -> Now {
        let told = lock(&self.told);
        if told.is_empty() {
            return Now::Without;
        }
        let interval = self.world.plan.pace.period + CALLS;
        let Some(then) = self.world.elapsed().checked_sub(interval) else { return Now::Unsaid };
        let told_lately = told.last().is_some_and(|(when, _)| *when > then);
        if told_lately || self.clock.has_jumped_since(then) {
            return Now::Unsaid;
        }
        let clock = self.clock.now();
        let earlier = clock - SignedDuration::try_from(interval).unwrap_or_default();
        let (now, before) = (in_force(&told, clock), in_force(&told, earlier));
        match now.filter(|_| now == before) {
            Some((id, end)) => Now::Within(id, end),
            None if now == before => Now::Without,
            None => Now::Unsaid,
        }
    }

    /// The process calls the register, or the issuer, which is a part of it: not in a window.
    pub(crate) fn calls(&self, name: &str) {
        if let Now::Within(id, end) = self.now() {
            let text = format_args!("{name} was called in the window {id} until {end}");
            self.world.saw(Violation::new(Invariant::WindowsAreKept, text));
        }
    }

    /// The process says whether a window is in force, and after how many seconds one should come back.
    pub(crate) fn says(&self, in_window: bool, again_secs: u32) {
        let say = |invariant, text: std::fmt::Arguments<'_>| self.world.saw(Violation::new(invariant, text));
        match self.now() {
            Now::Within(id, _) if !in_window => {
                say(
                    Invariant::WindowsAreKept,
                    format_args!("the window {id} is in force, and that is not said"),
                );
            }
            Now::Within(id, end) => {
                let left = seconds_until(end, self.clock.now()).max(1);
                if u64::from(again_secs) != left {
                    let text = format_args!("{id} ends in {left} s, and {again_secs} s were said");
                    say(Invariant::ReturnIsTold, text);
                }
            }
            Now::Without if in_window => {
                say(Invariant::WindowsAreKept, format_args!("no window is in force, and one is said to be"));
            }
            Now::Without | Now::Unsaid => {}
        }
    }
}

/// The window in force at a moment, and its end.
fn in_force(told: &[(Duration, WindowEntry)], at: Timestamp) -> Option<(WindowId, Timestamp)> {
    let mut calendar = Calendar::default();
    calendar.read(told.iter().map(|(_, entry)| entry.clone()));
    calendar.in_force(at).map(|window| (window.id, window.end))
}

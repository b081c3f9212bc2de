//! What is on its way to the disk: batches that SQLite has run and the log has been given, whose callers wait for its sync.
//!
//! A thread of its own syncs, so that the writer gathers and runs the next batch meanwhile. One sync covers all that was
//! written before it began. Callers are answered in the order in which their batches were run, also those who need no sync:
//! what they are told may hang on what is still on its way.
//!
//! After a sync that failed nothing more is synced and nobody is answered: the writer takes back what is left, and tells.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::request::Caller;
use crate::error::{Failure, OpenError};
use crate::fetched::Row;
use crate::stats::{Counters, Tally};

/// How a log is synced: [`File::sync_data`], but in a test.
pub(crate) type Syncs = Box<dyn Fn(&File) -> io::Result<()> + Send + Sync>;

/// A batch on its way.
pub(super) struct Leg {
    pub(super) callers: Vec<(Caller, Vec<Row>)>,
    /// The number of the last frame when it had been run: its own, when it has one.
    pub(super) frame: u64,
    /// How many of its statements are pending in the open transaction.
    pub(super) steps: usize,
    /// What must be synced before its callers are answered.
    pub(super) file: Option<Arc<File>>,
    pub(super) tally: Tally,
}

/// The batches on their way, and the thread that brings them there.
pub(super) struct Flight {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    /// There is something to sync, or nothing more will come.
    called: Condvar,
    /// Somebody has synced and answered.
    landed: Condvar,
    syncs: Syncs,
    counters: Arc<Counters>,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Leg>,
    /// Some are being synced or answered.
    busy: bool,
    failed: Option<Arc<io::Error>>,
    /// The last frame known to be on disk.
    synced: u64,
    ended: bool,
}

impl Leg {
    fn answer(self) {
        self.callers.into_iter().for_each(|(caller, rows)| caller.tell(Ok(rows)));
    }

    /// It has been taken back.
    pub(super) fn refuse(self, failure: &Failure) {
        self.callers.into_iter().for_each(|(caller, _rows)| caller.tell(Err(failure.clone())));
    }
}

impl Flight {
    pub(super) fn start(syncs: Syncs, counters: Arc<Counters>) -> Result<Self, OpenError> {
        let (state, called, landed) = (Mutex::default(), Condvar::new(), Condvar::new());
        let shared = Arc::new(Shared { state, called, landed, syncs, counters });
        let working = Arc::clone(&shared);
        let named = thread::Builder::new().name("journal-sync".to_owned());
        let thread = named.spawn(move || working.run()).map_err(OpenError::Thread)?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Answers the callers of a batch, once everything before it has been answered and what it needs is on disk. One that is
    /// `alone` is synced here when nothing else is on its way: handing it over would take longer.
    pub(super) fn carry(&self, leg: Leg, alone: bool) {
        let mut state = self.shared.lock();
        let is_free = state.waiting.is_empty() && !state.busy && state.failed.is_none();
        let is_short = alone || leg.file.is_none();
        state.waiting.push_back(leg);
        if is_free && is_short {
            drop(self.shared.round(state));
        } else if !state.busy {
            drop(state);
            self.shared.called.notify_one();
        }
    }

    /// The last frame known to be on disk.
    pub(super) fn synced(&self) -> u64 {
        self.shared.lock().synced
    }

    /// Whether something is on its way, and may arrive.
    pub(super) fn is_under_way(&self) -> bool {
        let state = self.shared.lock();
        state.failed.is_none() && (state.busy || !state.waiting.is_empty())
    }

    pub(super) fn has_failed(&self) -> bool {
        self.shared.lock().failed.is_some()
    }

    /// Waits until nothing is on its way any more: everybody has been answered, or a sync has failed.
    pub(super) fn land(&self) -> Result<(), Arc<io::Error>> {
        let state = self.shared.lock();
        let is_flying =
            |state: &mut State| state.busy || !(state.waiting.is_empty() || state.failed.is_some());
        let state = self.shared.landed.wait_while(state, is_flying).unwrap_or_else(PoisonError::into_inner);
        state.failed.clone().map_or(Ok(()), Err)
    }

    /// What a failed sync has left, in order, which is nobody's concern here any more.
    pub(super) fn lost(&self) -> VecDeque<Leg> {
        let mut state = self.shared.lock();
        match state.failed.take() {
            Some(_error) => std::mem::take(&mut state.waiting),
            None => VecDeque::new(),
        }
    }
}

impl Drop for Flight {
    /// Waits for the thread. What nobody has asked to [land](Flight::land) is answered first.
    fn drop(&mut self) {
        self.shared.lock().ended = true;
        self.shared.called.notify_one();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        let mut state = self.lock();
        loop {
            let idle = |state: &mut State| !state.ended && !state.can_depart();
            state = self.called.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner);
            if !state.can_depart() {
                return;
            }
            state = self.round(state);
        }
    }

    /// Syncs what has been written by now, and answers those who wait for it.
    fn round<'s>(&'s self, mut state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        let mut legs = std::mem::take(&mut state.waiting);
        let before = state.synced;
        state.busy = true;
        drop(state);
        let synced = self.sync(&legs);
        if synced.is_ok() {
            for leg in legs.drain(..) {
                self.counters.count(&leg.tally);
                leg.answer();
            }
        }
        let mut state = self.lock();
        state.busy = false;
        state.synced = synced.as_ref().copied().unwrap_or_default().max(before);
        if let Err(error) = synced {
            // Those who came meanwhile are behind them.
            legs.append(&mut state.waiting);
            state.waiting = legs;
            state.failed = Some(Arc::new(error));
        }
        self.landed.notify_one();
        state
    }

    /// One sync for all; the last frame that it has brought to the disk.
    fn sync(&self, legs: &VecDeque<Leg>) -> io::Result<u64> {
        let Some((leg, file)) = legs.iter().rev().find_map(|leg| Some((leg, leg.file.as_ref()?))) else {
            return Ok(0);
        };
        (self.syncs)(file)?;
        Ok(leg.frame)
    }
}

impl State {
    fn can_depart(&self) -> bool {
        !self.waiting.is_empty() && !self.busy && self.failed.is_none()
    }
}

#[cfg(test)]
mod tests;

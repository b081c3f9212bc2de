//! Moving what SQLite's write-ahead log holds to the file, on a thread of its own: no caller waits for most of it.
//!
//! What was written meanwhile stays, and under constant load there is always something. So afterwards the writer moves that
//! little itself, between two transactions, and SQLite begins its log anew.
//!
//! SQLite would move it by itself too, as part of a commit, and tell nobody when that fails. So it is not asked to: a sync that has
//! failed must not be tried again on the same file as if nothing had been.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

use crate::connect;
use crate::error::{Failure, OpenError};

/// So many bytes of values are written, and then the next move is due.
const DUE: u64 = 8 << 20;
/// So many, and the thread does not keep up: the writer moves all itself.
const LATE: u64 = 16 * DUE;

/// The one that moves. Ends when it is dropped.
pub(crate) struct Checkpoints {
    /// Gone only at the end.
    wishes: Option<SyncSender<()>>,
    moving: Option<JoinHandle<()>>,
    /// The thread has moved much; a little is left.
    moved: Arc<AtomicBool>,
    /// After which nobody knows what reached the disk.
    failed: Failed,
    written: u64,
    /// Since all was moved.
    unmoved: u64,
}

/// What went wrong on either thread, until the writer asks.
type Failed = Arc<Mutex<Option<Failure>>>;

impl Checkpoints {
    /// Starts the thread, with a connection of its own.
    pub(crate) fn start(path: &Path) -> Result<Self, OpenError> {
        let connection = connect::writer(path)?;
        // One wish may wait while another is worked on; more would wish the same.
        let (wishes, orders) = sync_channel(1);
        let named = thread::Builder::new().name("journal-checkpoint".to_owned());
        let moved = Arc::new(AtomicBool::new(false));
        let failed = Failed::default();
        let (done, told) = (Arc::clone(&moved), Arc::clone(&failed));
        let work = move || {
            for () in orders {
                done.store(run(&connection, &told), Ordering::Release);
            }
        };
        let moving = named.spawn(work).map_err(OpenError::Thread)?;
        Ok(Self { wishes: Some(wishes), moving: Some(moving), moved, failed, written: 0, unmoved: 0 })
    }

    /// So much more has been written and committed.
    pub(crate) fn after(&mut self, bytes: u64) {
        self.written += bytes;
        self.unmoved += bytes;
        if self.written >= DUE && self.wishes.as_ref().is_some_and(|wishes| wishes.try_send(()).is_ok()) {
            self.written = 0;
        }
    }

    /// Moves the little that is left, between two transactions.
    pub(crate) fn finish(&mut self, connection: &Connection) {
        if self.moved.swap(false, Ordering::Acquire) || self.unmoved >= LATE {
            run(connection, &self.failed);
            self.unmoved = 0;
        }
    }

    /// Whether the thread has moved much, and a little is left.
    pub(crate) fn has_moved(&self) -> bool {
        self.moved.load(Ordering::Acquire)
    }

    /// What went wrong since it was asked last, when nobody knows what reached the disk.
    pub(crate) fn failed(&self) -> Option<Failure> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
impl Checkpoints {
    pub(crate) fn fail(&self, failure: Failure) {
        *self.failed.lock().unwrap() = Some(failure);
    }

    /// Has it moved, and waits until the thread has tried: it takes one wish after the other.
    pub(crate) fn move_now(&self) {
        for _ in 0..3 {
            self.wishes.as_ref().unwrap().send(()).unwrap();
        }
    }
}

impl Drop for Checkpoints {
    /// Waits for the thread: its connection is closed then.
    fn drop(&mut self) {
        self.wishes = None;
        if let Some(moving) = self.moving.take() {
            drop(moving.join());
        }
    }
}

/// What others are reading stays where it is until the next time. What fails for now, a full disk perhaps, fails again, and
/// is reported, where it matters. Whether it worked.
fn run(connection: &Connection, failed: &Failed) -> bool {
    let done = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_counts| Ok(()));
    let Err(failure) = done.map_err(Failure::from) else { return true };
    tracing::warn!(%failure, "the journal's write-ahead log could not be moved to the file");
    if failure.is_lasting() {
        *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
    }
    false
}

//! Moving what SQLite's write-ahead log holds to the file, on a thread of its own: no caller waits for most of it.
//!
//! What was written meanwhile stays, and under constant load there is always something. So afterwards the writer moves that
//! little itself, between two transactions, and SQLite begins its log anew.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

use crate::connect;
use crate::error::OpenError;

/// So many bytes of values are written, and then the next move is due.
const DUE: u64 = 8 << 20;

/// The one that moves. Ends when it is dropped.
pub(crate) struct Checkpoints {
    /// Gone only at the end.
    wishes: Option<SyncSender<()>>,
    moving: Option<JoinHandle<()>>,
    /// The thread has moved much; a little is left.
    moved: Arc<AtomicBool>,
    written: u64,
}

impl Checkpoints {
    /// Starts the thread, with a connection of its own.
    pub(crate) fn start(path: &Path) -> Result<Self, OpenError> {
        let connection = connect::writer(path)?;
        // One wish may wait while another is worked on; more would wish the same.
        let (wishes, orders) = sync_channel(1);
        let named = thread::Builder::new().name("journal-checkpoint".to_owned());
        let moved = Arc::new(AtomicBool::new(false));
        let done = Arc::clone(&moved);
        let work = move || {
            for () in orders {
                done.store(run(&connection), Ordering::Release);
            }
        };
        let moving = named.spawn(work).map_err(OpenError::Thread)?;
        Ok(Self { wishes: Some(wishes), moving: Some(moving), moved, written: 0 })
    }

    /// So much more has been written and committed.
    pub(crate) fn after(&mut self, bytes: u64) {
        self.written += bytes;
        if self.written >= DUE && self.wishes.as_ref().is_some_and(|wishes| wishes.try_send(()).is_ok()) {
            self.written = 0;
        }
    }

    /// Moves the little that is left, between two transactions.
    pub(crate) fn finish(&self, connection: &Connection) {
        if self.moved.swap(false, Ordering::Acquire) {
            run(connection);
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

/// What others are reading stays where it is until the next time. Nothing is promised on this: what fails here fails again,
/// and is reported, where it matters. Whether it worked.
fn run(connection: &Connection) -> bool {
    let done = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_counts| Ok(()));
    if let Err(error) = &done {
        tracing::warn!(%error, "the journal's write-ahead log could not be moved to the file");
    }
    done.is_ok()
}

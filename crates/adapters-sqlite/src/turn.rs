//! Turns between the processes that write to one journal.
//!
//! SQLite hands its write lock to whoever asks at the right moment. A writer that commits and begins again within microseconds
//! would leave no such moment to anybody else, so whoever wants the lock takes its turn first, by a lock on a file beside the
//! journal, and lets go of it once it has the other.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::error::OpenError;
use crate::file;

/// How often it is asked again.
pub(crate) const PAUSE: Duration = Duration::from_millis(1);
/// So long one waits for one's turn, and then goes on without: a process that was stopped while it had its turn must not
/// stop the others.
const PATIENCE: Duration = Duration::from_millis(250);

/// The file whose lock is the turn.
pub(crate) struct Turns(File);

impl Turns {
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        let beside = file::beside(path, "-turn");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        file::owner_only(&mut options);
        let opened = options.open(&beside);
        opened.map(Self).map_err(|source| OpenError::File { path: beside, source })
    }

    /// Waits for our turn, and keeps it until the answer is dropped. `None` when it does not come: one is only less fair then.
    pub(crate) fn take(&self) -> Option<Turn<'_>> {
        let since = Instant::now();
        loop {
            match self.0.try_lock() {
                Ok(()) => return Some(Turn(&self.0)),
                Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => thread::sleep(PAUSE),
                Err(_denied) => return None,
            }
        }
    }
}

/// Ours, as long as this is there.
pub(crate) struct Turn<'a>(&'a File);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "others wait a little longer for their turn to write to the journal");
        }
    }
}

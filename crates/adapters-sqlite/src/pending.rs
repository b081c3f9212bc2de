//! That the process that has the log has promised, or is about to promise, what is not committed yet.
//!
//! As long as its transaction is open, SQLite's write lock keeps the others out. But a transaction that fails is gone at once,
//! and what was promised in it is run again in another: who writes in between writes before what was promised before, and
//! that may come to something else than its callers were told. So a lock on a file beside the journal says it too, from
//! before the log is given it to the commit.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::OpenError;
use crate::file;

/// The file whose lock says it.
pub(crate) struct Pending {
    path: PathBuf,
    /// With which we look whether another process says so.
    looking: File,
    /// With which we say so. Opened after we had the log: a process that is killed gives up its locks in the order in which it
    /// opened their files, and who finds this one free finds the log free too.
    ours: Option<File>,
    said: bool,
}

impl Pending {
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        let path = file::beside(path, "-pending");
        match open(&path) {
            Ok(looking) => Ok(Self { path, looking, ours: None, said: false }),
            Err(source) => Err(OpenError::File { path, source }),
        }
    }

    /// Says so. We have the log, and SQLite's write lock: nobody else looks at this moment.
    pub(crate) fn say(&mut self) -> io::Result<()> {
        if self.said {
            return Ok(());
        }
        let ours = if let Some(ours) = self.ours.take() { ours } else { open(&self.path)? };
        self.ours.insert(ours).try_lock()?;
        self.said = true;
        Ok(())
    }

    /// It is committed, or there is nothing.
    pub(crate) fn is_over(&mut self) {
        if self.said
            && let Some(Err(error)) = self.ours.as_ref().map(File::unlock)
        {
            tracing::warn!(%error, "other processes cannot write to the journal until this one ends");
        }
        self.said = false;
    }

    /// Whether another process says so. SQLite's write lock is ours: if so, it has lost its transaction, and waits for that
    /// lock to run it again.
    pub(crate) fn is_of_another(&self) -> io::Result<bool> {
        match self.looking.try_lock() {
            Ok(()) => self.looking.unlock().map(|()| false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    file::owner_only(&mut options);
    options.open(path)
}

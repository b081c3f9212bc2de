//! That we have the journal open: who else has, and whether its file is still where it was.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use rusqlite::Connection;

use crate::error::OpenError;
use crate::file;
use crate::names::Names;

/// That we have the journal open, told to other processes by a lock on a file beside it. Not on the journal itself:
/// closing another handle of that would drop SQLite's own locks.
#[derive(Debug)]
pub(crate) struct Presence {
    lock: File,
    names: Names,
}

impl Presence {
    /// Joins those who have the journal open. The leases of processes that are gone, killed perhaps, would keep their
    /// operations and notices from everybody until they run out: who is alone gives them all back first. And of what stands there
    /// nobody knows then whether a claim was lost in a power cut: no state of a draft takes the place of any of it.
    pub(crate) fn join(path: &Path, connection: &Connection) -> Result<Self, OpenError> {
        let beside = file::beside(path, "-lock");
        let failed = |source| OpenError::File { path: beside.clone(), source };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        file::owner_only(&mut options);
        let lock = options.open(&beside).map_err(failed)?;
        if is_alone(&lock).map_err(failed)? {
            // An operation that the process before us had forwarded already is recognised by its id; until then it is in doubt.
            connection.execute_batch(BEGIN_ANEW)?;
        }
        lock.lock_shared().map_err(failed)?;
        let names = Names::new(["", "-wal"].map(|ending| file::beside(path, ending)).to_vec());
        Ok(Self { lock, names })
    }

    /// Whether nobody else has the journal open; if so, nobody joins before we leave. Asked at the end: where somebody joins
    /// at the same moment, our own lock may be lost to it.
    pub(crate) fn is_alone(&self) -> bool {
        is_alone(&self.lock).unwrap_or_default()
    }

    /// We do not have the journal open any more.
    pub(crate) fn leave(&self) {
        if let Err(error) = self.lock.unlock() {
            tracing::warn!(%error, "the lock of the journal is left to the end of the process");
        }
    }

    /// Whether the journal's names still lead to the files that we write.
    pub(crate) fn is_in_place(&self) -> bool {
        self.names.are_in_place()
    }
}

const BEGIN_ANEW: &str = "
UPDATE operation SET free_at = -9223372036854775808, token = NULL, in_doubt = 1 WHERE state = 'held' AND token IS NOT NULL;
UPDATE notice SET free_at = -9223372036854775808, token = NULL WHERE token IS NOT NULL;
UPDATE opened SET after = (SELECT coalesce(max(seq), 0) FROM operation)";

fn is_alone(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

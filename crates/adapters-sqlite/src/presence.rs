//! That we have the journal open: who else has, and whether its file is still where it was.

use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::error::OpenError;
use crate::file;

/// That we have the journal open, told to other processes by a lock on a file beside it. Not on the journal itself:
/// closing another handle of that would drop SQLite's own locks.
#[derive(Debug)]
pub(crate) struct Presence {
    _lock: File,
    path: PathBuf,
    identity: Option<(u64, u64)>,
}

impl Presence {
    /// Joins those who have the journal open. The leases of processes that are gone, killed perhaps, would keep their
    /// operations from everybody until they run out: who is alone gives them all back first.
    pub(crate) fn join(path: &Path, connection: &Connection) -> Result<Self, OpenError> {
        let mut beside = path.as_os_str().to_owned();
        beside.push("-lock");
        let beside = PathBuf::from(beside);
        let failed = |source| OpenError::File { path: beside.clone(), source };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        file::owner_only(&mut options);
        let lock = options.open(&beside).map_err(failed)?;
        if is_alone(&lock).map_err(failed)? {
            // An operation that the process before us had forwarded already is recognised by its id.
            connection.execute(GIVE_BACK, [])?;
        }
        lock.lock_shared().map_err(failed)?;
        Ok(Self { _lock: lock, path: path.to_owned(), identity: identity(path) })
    }

    /// Whether the journal's name still leads to the file that we write. SQLite goes on writing to a file that was moved,
    /// replaced or deleted, where no later start would find it.
    pub(crate) fn is_in_place(&self) -> bool {
        identity(&self.path) == self.identity
    }
}

const GIVE_BACK: &str = "UPDATE operation SET free_at = -9223372036854775808, token = NULL
                         WHERE state = 'held' AND token IS NOT NULL";

fn is_alone(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn identity(path: &Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().as_ref().map(number)
}

#[cfg(unix)]
fn number(of: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (of.dev(), of.ino())
}

/// Where files have no numbers, only a file that is gone is noticed.
#[cfg(not(unix))]
fn number(_of: &Metadata) -> (u64, u64) {
    (0, 0)
}

//! The redo log: what makes a batch durable before the tables are.
//!
//! **SQLite is the state, the log is the promise.** A batch is run in an open transaction, its statements are appended to
//! the log, and one `fdatasync` of the log later its callers are answered; the next batch may be run and appended meanwhile.
//! The transaction is committed some time after, for many batches at once and without waiting for the disk. What a crash
//! takes from the tables, the next start runs again from the log.
//!
//! - A batch that failed in SQLite never reaches the log, and one that failed in the log is undone in SQLite, with all that
//!   were run behind it. None is committed before the log has it on disk.
//! - The tables say in the same transaction how far along the log they are (`redo.applied`), and which pass over the file
//!   counts (`redo.generation`). After a power cut they can be further than the log: what was not synced in it may be on disk
//!   in them. A new generation begins with a commit that is synced, so that everything before it may be written over: when
//!   the log is full, after a failure of the log, at each start.
//! - One process at a time has the log, under a lock. It logs only while it holds SQLite's write lock, so whoever holds that
//!   and finds the log free may run what is left in it. Others write without it, synced by SQLite itself.

mod frame;
mod left;
mod log;
mod scan;
mod steps;

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _};

pub(crate) use self::frame::Generation;
pub(crate) use self::left::{Left, is_in_use};
pub(crate) use self::log::Log;
use self::scan::{End, Scan};
use crate::error::OpenError;
use crate::writer::Request;
use crate::{fetched, file};

/// The right to the log of a journal: no other process has it.
#[derive(Debug)]
pub(crate) struct Redo {
    path: PathBuf,
    _lock: File,
}

/// How many bytes of the log a batch takes.
pub(crate) fn size(batch: &[Request]) -> u64 {
    u64::try_from(frame::AROUND + steps::size(batch)).unwrap_or(u64::MAX)
}

/// How far the tables are along the log.
struct Reached {
    generation: Generation,
    base: u64,
    applied: u64,
}

impl Redo {
    /// Takes the right to the log of the journal at `path`; `None` while another process has it. Who takes it holds SQLite's
    /// write lock: nobody writes between the end of whoever had it and [`Redo::replay`].
    pub(crate) fn take(path: &Path) -> io::Result<Option<Self>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        file::owner_only(&mut options);
        let lock = options.open(file::beside(path, "-log-lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Self { path: file::beside(path, "-log"), _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Where the log is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens or makes the log; `fresh` makes a new file. [`Log::begin`] comes next.
    pub(crate) fn log(&self, fresh: bool) -> io::Result<Log> {
        if fresh
            && let Err(error) = std::fs::remove_file(&self.path)
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(error);
        }
        Log::open(&self.path)
    }

    /// Runs what the tables lack and commits; the number of the last frame. Begins a transaction unless one is open.
    ///
    /// # Errors
    /// [`OpenError::LogDamaged`] when something that had been on disk cannot be read: what stands before it has been run.
    /// [`OpenError::LogMissing`] when the tables are ahead of a log that is not there.
    pub(crate) fn replay(&self, connection: &Connection) -> Result<u64, OpenError> {
        if connection.is_autocommit() {
            connection.execute_batch("BEGIN IMMEDIATE")?;
        }
        let replayed = self.find_and_run(connection);
        // A failure that left no transaction has left nothing to commit.
        if !connection.is_autocommit() {
            connection.execute_batch(if commits(&replayed) { "COMMIT" } else { "ROLLBACK" })?;
        }
        replayed
    }

    fn find_and_run(&self, connection: &Connection) -> Result<u64, OpenError> {
        let Some(reached) = reached(connection)? else { return Ok(0) };
        let failed = |source| OpenError::File { path: self.path.clone(), source };
        let bytes = match std::fs::read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && reached.applied > reached.base => {
                return Err(OpenError::LogMissing { path: self.path.clone() });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(reached.applied),
            read => read.map_err(failed)?,
        };
        if bytes.is_empty() {
            tracing::warn!(file = %self.path.display(), "the journal's log is empty: going on from the tables alone");
            return Ok(reached.applied);
        }
        self.run(connection, &bytes, &reached)
    }

    fn run(&self, connection: &Connection, bytes: &[u8], reached: &Reached) -> Result<u64, OpenError> {
        let Reached { generation, base, applied } = *reached;
        let damaged = |last| OpenError::LogDamaged { path: self.path.clone(), after: last };
        let Some(found) = scan::scan(bytes, &generation, base, applied) else {
            let is_lost =
                applied > base || scan::end(bytes, &generation, base.wrapping_sub(1)) == End::Damaged;
            return if is_lost { Err(damaged(applied)) } else { Ok(applied) };
        };
        if found.held < applied {
            tracing::warn!(
                after = found.held,
                applied,
                "the tables hold what cannot be read in the journal's log, as after a power cut: going on from them"
            );
        }
        run_again(connection, &found)?;
        match found.end {
            End::Damaged => return Err(damaged(found.last)),
            End::Torn => tracing::warn!(
                after = found.last,
                "the journal's log ends in the middle of a write that nobody was answered for: cut off"
            ),
            End::Whole => {}
        }
        Ok(found.last)
    }
}

/// Of a damaged log, what stands before the damage is kept.
const fn commits(replayed: &Result<u64, OpenError>) -> bool {
    matches!(replayed, Ok(_) | Err(OpenError::LogDamaged { .. }))
}

/// In one transaction: a crash in the middle leaves everything to be run again.
fn run_again(connection: &Connection, found: &Scan) -> Result<(), OpenError> {
    if found.steps.is_empty() {
        return Ok(());
    }
    for step in &found.steps {
        let text = found.texts.get(step.text).ok_or(OpenError::LogForeign)?;
        fetched::run(connection, text, &step.values)?;
    }
    connection.execute("UPDATE redo SET applied = ?", [found.last.cast_signed()])?;
    tracing::info!(statements = found.steps.len(), "what the journal's log held has been run again");
    Ok(())
}

/// `None` for a journal that never had a log.
fn reached(connection: &Connection) -> Result<Option<Reached>, OpenError> {
    let known = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'redo'";
    if connection.query_row(known, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(None);
    }
    let read = |row: &rusqlite::Row<'_>| {
        let (base, applied): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok(Reached { generation: row.get(0)?, base: base.cast_unsigned(), applied: applied.cast_unsigned() })
    };
    Ok(connection.query_row("SELECT generation, base, applied FROM redo", [], read).optional()?)
}

#[cfg(test)]
mod tests;

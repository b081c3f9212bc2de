//! What can go wrong, sorted by what follows from it.

use std::path::PathBuf;
use std::sync::Arc;

use lpa_ports::{JournalError, KeysError, Source, StockError};
use lpa_sealing::SealError;
use thiserror::Error;

/// Why a journal could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The file or its directory could not be made ready.
    #[error(
        "cannot prepare the journal file {path}: check that the directory exists and belongs to this user"
    )]
    File {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// SQLite could not open the file, or another process keeps it locked.
    #[error("cannot open the journal as an SQLite file")]
    Sqlite(#[source] rusqlite::Error),
    /// The file is an SQLite database of something else.
    #[error(
        "the file is an SQLite database, but not a journal of Causeway: give the journal a file of its own"
    )]
    NotAJournal,
    /// A later version of Causeway has written it.
    #[error(
        "the journal has schema {found}, this version knows {known}: run the version that wrote it, or a later one"
    )]
    Newer {
        /// Its schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// A key is missing that records are sealed with.
    #[error(
        "the journal needs the key with the fingerprint {journal}, and was not given it (the newest given: {given})"
    )]
    OtherKey {
        /// The fingerprint of the key that is missing.
        journal: String,
        /// The fingerprint of the newest key that was given.
        given: String,
    },
    /// SQLite does not do what durability needs.
    #[error(
        "SQLite answers {setting}={found} where {wanted} is needed: is the file on a network file system?"
    )]
    Setting {
        /// The setting.
        setting: &'static str,
        /// What it is.
        found: String,
        /// What it must be.
        wanted: &'static str,
    },
    /// Something in the log that had been on disk cannot be read any more. What stands before it has been kept.
    #[error(
        "the journal's log {path} is damaged behind its frame {after}: restore it from a copy of the disk; to go on \
         without what it still holds, empty it (truncate -s 0) and look for what is missing from then on"
    )]
    LogDamaged {
        /// Where.
        path: PathBuf,
        /// The number of the last frame that could be read.
        after: u64,
    },
    /// The log is gone, and held operations that were acknowledged.
    #[error(
        "the journal's log {path} is missing: put it back beside the journal; to go on without what it held, make it an \
         empty file (truncate -s 0)"
    )]
    LogMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The log names a statement that it does not bring along.
    #[error(
        "the journal's log names a statement that it does not bring along: restore it from a copy of the disk"
    )]
    LogForeign,
    /// It cannot be written: full disk, read-only file system, permissions.
    #[error(
        "the journal cannot be written: see that there is space and that the directory may be written to"
    )]
    Unwritable(#[source] Source),
    /// The writer's thread could not be started.
    #[error("cannot start the journal's writer: check the limits on threads and memory")]
    Thread(#[source] std::io::Error),
    /// Opening ended half-way, because the process ends or because of a fault of ours.
    #[error("opening the journal was broken off: start again")]
    Gone,
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Why a batch or a read was not done. Cheap to clone: every caller of a batch is told.
#[derive(Clone, Debug, Error)]
#[error("{message}")]
pub(crate) struct Failure {
    message: Arc<str>,
    pub(crate) kind: FailureKind,
}

/// What follows from a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// Of one statement: its neighbours in the batch may succeed without it.
    Statement,
    /// Of one statement, too: it was sealed with another key than the one that seals now. Seal it again.
    KeyChanged,
    /// Of the file for now: full disk, lock, memory. Later attempts may succeed.
    Passing,
    /// Nobody knows what reached the disk: nothing may be written or promised before that is known again. Also of a journal
    /// that is closed.
    Lasting,
    /// The file is damaged: nothing may be written or promised before somebody has looked at it.
    Damaged,
}

impl Failure {
    pub(crate) fn new(message: &str, kind: FailureKind) -> Self {
        Self { message: message.into(), kind }
    }

    pub(crate) fn is_lasting(&self) -> bool {
        matches!(self.kind, FailureKind::Lasting | FailureKind::Damaged)
    }

    /// Whether its neighbours in a batch may succeed without it.
    pub(crate) fn is_of_one_statement(&self) -> bool {
        matches!(self.kind, FailureKind::Statement | FailureKind::KeyChanged)
    }

    pub(crate) fn closed() -> Self {
        Self::new("the journal is closed", FailureKind::Lasting)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Sqlite(error) => Self { kind: FailureKind::Lasting, ..error.into() },
            OpenError::File { .. } => Self::new(&error.to_string(), FailureKind::Lasting),
            error => Self::new(&error.to_string(), FailureKind::Damaged),
        }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        // Without a code it is of one statement: a parameter or a column that does not fit.
        let kind = error.sqlite_error().map_or(FailureKind::Statement, |told| kind_of(told.extended_code));
        Self::new(&error.to_string(), kind)
    }
}

/// Sorts SQLite's result codes (sqlite.org/rescode.html); the low byte is the primary code.
fn kind_of(code: i32) -> FailureKind {
    match code & 0xff {
        // IOERR
        10 => FailureKind::Lasting,
        // CORRUPT, NOTADB
        11 | 26 => FailureKind::Damaged,
        // PERM, BUSY, LOCKED, NOMEM, READONLY (also: moved), INTERRUPT, FULL, CANTOPEN, PROTOCOL
        3 | 5..=9 | 13..=15 => FailureKind::Passing,
        _ => FailureKind::Statement,
    }
}

impl From<Failure> for StockError {
    fn from(failure: Failure) -> Self {
        Self::Unavailable(failure.into())
    }
}

impl From<Failure> for KeysError {
    fn from(failure: Failure) -> Self {
        Self::Unavailable(failure.into())
    }
}

impl From<Failure> for JournalError {
    fn from(failure: Failure) -> Self {
        Self::Unavailable(failure.into())
    }
}

/// What was recorded cannot be read back.
pub(crate) fn unreadable(source: impl Into<lpa_ports::Source>) -> JournalError {
    JournalError::Unreadable(source.into())
}

/// JSON that cannot be read back, told by its place: what serde says of it may quote it.
pub(crate) fn misshapen(error: &serde_json::Error) -> JournalError {
    unreadable(format!("{:?} at line {}, column {}", error.classify(), error.line(), error.column()))
}

/// A record could not be sealed: nothing is written.
pub(crate) fn unsealable(error: SealError) -> JournalError {
    JournalError::Unavailable(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_an_io_error_nothing_is_promised_and_after_a_full_disk_it_is_tried_again() {
        // sqlite.org/rescode.html: IOERR_FSYNC, IOERR_WRITE
        for code in [1034, 778] {
            assert_eq!(kind_of(code), FailureKind::Lasting, "{code}");
        }
        // CORRUPT, NOTADB
        for code in [11, 26] {
            assert_eq!(kind_of(code), FailureKind::Damaged, "{code}");
        }
        // FULL, BUSY, BUSY_SNAPSHOT, NOMEM, READONLY, READONLY_DBMOVED
        for code in [13, 5, 517, 7, 8, 1032] {
            assert_eq!(kind_of(code), FailureKind::Passing, "{code}");
        }
        // CONSTRAINT_TRIGGER, CONSTRAINT_CHECK, TOOBIG
        for code in [1811, 275, 18] {
            assert_eq!(kind_of(code), FailureKind::Statement, "{code}");
        }
    }
}

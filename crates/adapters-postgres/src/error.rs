//! What a failed statement means for the caller.

use lpa_ports::{JournalError, KeysError, RegisterError, Source, StockError, UidsError};
use sqlx::postgres::{PgDatabaseError, PgSeverity};
use thiserror::Error;

/// The database's URL cannot be read. The URL is not shown, because it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a PostgreSQL URL: postgres://USER:PASSWORD@HOST:PORT/DATABASE")]
pub struct ConnectError;

/// Why a statement gave no answer, by what became of it. Holds no value of any row: of PostgreSQL's messages only the
/// SQLSTATE is kept, because texts and details quote values.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// It was never sent: no connection in time.
    #[error("no connection to PostgreSQL: {0}")]
    NotSent(String),
    /// PostgreSQL could not do it now, and undid it.
    #[error("PostgreSQL cannot do it now (SQLSTATE {0})")]
    NotNow(String),
    /// It lost against another transaction, and was undone: try again at once.
    #[error("another transaction was quicker (SQLSTATE {0})")]
    Raced(String),
    /// The connection broke after it was sent: it may have been done.
    #[error("the connection broke: {0}")]
    Lost(String),
    /// No answer came in time: it may have been done, or may still be.
    #[error("no answer in time")]
    Silence,
    /// It was sealed with another key than the one that seals the journal now, and was undone: seal it again.
    #[error("the journal is sealed with another key now")]
    KeyChanged,
    /// PostgreSQL or its answer makes no sense to us; when it was a write, it was undone.
    #[error("unexpected answer: {0}")]
    Unexpected(String),
}

/// A write was refused because the server is read-only.
const STANDBY: &str = "25006";
/// The class of errors of a connection, which PostgreSQL itself would break instead.
const POOLER: &str = "08";
/// The class of PostgreSQL's own faults: nothing that was asked explains them.
const BROKEN: &str = "XX";
/// A statement was prepared before a migration and does not fit any more.
const STALE_PLAN: &str = "0A000";
/// What the journal's schema raises when something was sealed with another key than the one that seals.
const OTHER_KEY: &str = "CWK01";

impl Failure {
    /// What an error of the driver means, for a statement that is atomic by itself.
    ///
    /// | what came back | meaning |
    /// |---|---|
    /// | an `ERROR` of the classes 40, or a unique key taken (23505) | undone, another was quicker |
    /// | an `ERROR` of the classes 53, 55, 57, 58, 25006 (a standby), 0A000 (a stale plan) | undone, not now |
    /// | an `ERROR` of the classes 28, 3D, 3F, 42 (not let in, not migrated, no rights), XX (PostgreSQL is broken) | undone, not now: an operator mends it |
    /// | an `ERROR` of the class 08: a pooler in between lost its connection | may have been done |
    /// | any other `ERROR` | undone, unexpected |
    /// | `FATAL`, `PANIC`, a broken connection | may have been done |
    pub(crate) fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(said) => said
                .try_downcast_ref::<PgDatabaseError>()
                .map_or_else(|| Self::Unexpected("not PostgreSQL".to_owned()), Self::said),
            sqlx::Error::Io(broken) => Self::Lost(broken.kind().to_string()),
            sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => {
                Self::Lost("TLS or driver failure".to_owned())
            }
            sqlx::Error::Protocol(_) => Self::Lost("protocol violation".to_owned()),
            _ => Self::Unexpected("a column or value is not what it should be".to_owned()),
        }
    }

    fn said(error: &PgDatabaseError) -> Self {
        let code = error.code().to_owned();
        if !matches!(error.severity(), PgSeverity::Error) {
            return Self::Lost(format!("SQLSTATE {code}"));
        }
        match (code.get(..2).unwrap_or_default(), code.as_str()) {
            (_, OTHER_KEY) => Self::KeyChanged,
            ("40", _) | (_, "23505") => Self::Raced(code),
            (POOLER, _) => Self::Lost(format!("SQLSTATE {code}")),
            (BROKEN | "28" | "3D" | "3F" | "42" | "53" | "55" | "57" | "58", _)
            | (_, STANDBY | STALE_PLAN) => Self::NotNow(code),
            _ => Self::Unexpected(format!("SQLSTATE {code}")),
        }
    }

    /// What an error while connecting means: whatever it was, nothing had been sent.
    pub(crate) fn connecting(error: &sqlx::Error) -> Self {
        Self::NotSent(match error {
            sqlx::Error::Database(said) => {
                format!("turned away (SQLSTATE {})", said.code().unwrap_or_default())
            }
            sqlx::Error::Io(failed) => failed.kind().to_string(),
            _ => "TLS or protocol failure".to_owned(),
        })
    }

    /// Whether the connection can be used again. One that leads to what has become a standby cannot: the primary is
    /// elsewhere now.
    pub(crate) fn leaves_connection_sound(&self) -> bool {
        match self {
            Self::NotNow(code) => !matches!(code.as_str(), STANDBY | STALE_PLAN) && !code.starts_with(BROKEN),
            Self::Raced(_) | Self::KeyChanged | Self::Unexpected(_) => true,
            Self::NotSent(_) | Self::Lost(_) | Self::Silence => false,
        }
    }

    /// What it means for something that changes nothing.
    pub(crate) fn of_read(self) -> RegisterError {
        match self {
            Self::Unexpected(_) => RegisterError::Unreadable(Box::new(self)),
            _ => RegisterError::Offline(Box::new(self)),
        }
    }

    /// What it means for something that changes the register.
    pub(crate) fn of_write(self) -> RegisterError {
        match self {
            Self::Lost(_) | Self::Silence => RegisterError::OutcomeUnknown(Box::new(self)),
            _ => self.of_read(),
        }
    }
}

impl From<Failure> for UidsError {
    fn from(failure: Failure) -> Self {
        Self::Offline(Box::new(failure))
    }
}

impl From<Failure> for StockError {
    fn from(failure: Failure) -> Self {
        Self::Unavailable(Box::new(failure))
    }
}

impl From<Failure> for KeysError {
    fn from(failure: Failure) -> Self {
        Self::Unavailable(Box::new(failure))
    }
}

impl From<Failure> for JournalError {
    fn from(failure: Failure) -> Self {
        Self::Unavailable(Box::new(failure))
    }
}

/// A row that does not hold what it must.
pub(crate) fn unreadable(error: impl Into<Source>) -> RegisterError {
    RegisterError::Unreadable(error.into())
}

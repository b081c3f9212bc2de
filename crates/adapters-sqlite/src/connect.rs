//! Connections: one that writes, a pool that only reads.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _, raw_sql};

use crate::error::OpenError;

/// How long a statement waits for a lock that another process holds.
const BUSY: Duration = Duration::from_secs(5);
/// Read-only connections.
const READERS: u32 = 2;
/// Pages in the write-ahead log (of 4 KiB) from which on a commit moves them into the file. Larger than SQLite's 1000,
/// so that fewer callers wait for it.
const CHECKPOINT_PAGES: &str = "4000";
/// Answers that the connection's thread may run ahead of us: more than any script gives.
const ROWS_AHEAD: usize = 256;

/// The one connection that writes, once [`make_durable`] has been asked too. Until then it changes nothing in a file that
/// may be something else's.
pub(crate) async fn writer(path: &Path) -> Result<SqliteConnection, OpenError> {
    let options = common(path)
        .synchronous(SqliteSynchronous::Full)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .pragma("trusted_schema", "OFF")
        .row_buffer_size(ROWS_AHEAD)
        .thread_name(|_| "journal-writer".to_owned());
    Ok(SqliteConnection::connect_with(&options).await?)
}

/// Turns the write-ahead log on, and reads every setting back that durability hangs on.
pub(crate) async fn make_durable(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    raw_sql("PRAGMA journal_mode = WAL").execute(&mut *connection).await?;
    for (setting, wanted) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        assert_setting(connection, setting, wanted).await?;
    }
    Ok(())
}

/// The readers. The writer has been connected before: it makes what a read-only connection cannot make.
pub(crate) async fn readers(path: &Path) -> Result<SqlitePool, OpenError> {
    let options = common(path).read_only(true).thread_name(|at| format!("journal-reader-{at}"));
    let pool = SqlitePoolOptions::new().max_connections(READERS).acquire_timeout(BUSY).idle_timeout(None);
    Ok(pool.max_lifetime(None).test_before_acquire(false).connect_with(options).await?)
}

fn common(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        .foreign_keys(true)
        // Nothing of the content goes to a temporary file.
        .pragma("temp_store", "MEMORY")
        // Statements are fixed texts; their logging only costs.
        .disable_statement_logging()
}

/// Reads a setting back: SQLite ignores what it cannot do.
async fn assert_setting(
    connection: &mut SqliteConnection,
    setting: &'static str,
    wanted: &'static str,
) -> Result<(), OpenError> {
    let sql = match setting {
        "journal_mode" => "SELECT journal_mode FROM pragma_journal_mode",
        "synchronous" => "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous",
        _ => "SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys",
    };
    let found: String = sqlx::query_scalar(sql).persistent(false).fetch_one(connection).await?;
    if found == wanted { Ok(()) } else { Err(OpenError::Setting { setting, found, wanted }) }
}

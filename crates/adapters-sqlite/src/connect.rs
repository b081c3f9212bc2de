//! Connections: one that writes, a few that only read.

use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::error::OpenError;
use crate::turn::PAUSE;

/// How long a statement waits for a lock that another process holds.
const BUSY: Duration = Duration::from_secs(5);
/// Read-only connections.
pub(crate) const READERS: usize = 2;
/// A page of a new journal, in bytes: recordings of 2 kB share one, where one of 4 KiB holds a single one and is written for
/// it. A journal that was made with others keeps them.
const PAGE: i64 = 8192;
/// Pages that the writer keeps in memory, in KiB (negative, as SQLite has it): more than one transaction changes, so that none
/// of them is written twice.
const CACHE: i64 = -16_000;
/// Statements that stay prepared on a connection: more than there are.
const PREPARED: usize = 64;

/// The one connection that writes, once [`make_durable`] has been asked too. Until then it changes nothing in a file that
/// may be something else's.
pub(crate) fn writer(path: &Path) -> Result<Connection, OpenError> {
    let connection = common(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Whose turn it is keeps the others waiting: it asks more often than SQLite would.
    connection.busy_handler(Some(asks_again))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // A commit that moves the write-ahead log to the file would not say that this has failed.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    Ok(connection)
}

/// Turns the write-ahead log on, and reads every setting back that durability hangs on.
pub(crate) fn make_durable(connection: &Connection) -> Result<(), OpenError> {
    // Before the first page is written.
    connection.pragma_update(None, "page_size", PAGE)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_mode| Ok(()))?;
    for (setting, wanted) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        assert_setting(connection, setting, wanted)?;
    }
    Ok(())
}

/// Writes all that the write-ahead log holds to the file, and waits for the disk. What cannot be moved because others read
/// it stays: `false`.
pub(crate) fn checkpoint(connection: &Connection) -> Result<bool, OpenError> {
    let is_busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(!is_busy)
}

/// A reader. The writer has been connected before: it makes what a read-only connection cannot make.
pub(crate) fn reader(path: &Path) -> Result<Connection, OpenError> {
    common(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// Whether a lock that another process holds is worth waiting for, after so many attempts.
fn asks_again(attempts: i32) -> bool {
    thread::sleep(PAUSE);
    i64::from(attempts) < i64::try_from(BUSY.as_millis() / PAUSE.as_millis()).unwrap_or(i64::MAX)
}

fn common(path: &Path, mode: OpenFlags) -> Result<Connection, OpenError> {
    // Each connection is used by one thread at a time.
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // Nothing of the content goes to a temporary file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}

/// Reads a setting back: SQLite ignores what it cannot do.
fn assert_setting(
    connection: &Connection,
    setting: &'static str,
    wanted: &'static str,
) -> Result<(), OpenError> {
    let sql = match setting {
        "journal_mode" => "SELECT journal_mode FROM pragma_journal_mode",
        "synchronous" => "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous",
        _ => "SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys",
    };
    let found: String = connection.query_row(sql, [], |row| row.get(0))?;
    if found == wanted { Ok(()) } else { Err(OpenError::Setting { setting, found, wanted }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &Path) -> i64 {
        reader(path).unwrap().query_row("PRAGMA page_size", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_new_journal_has_large_pages_and_one_of_before_keeps_its_own() {
        let directory = tempfile::tempdir().unwrap();
        let [new, before] = ["new", "before"].map(|name| directory.path().join(name));
        std::fs::write(&new, "").unwrap();
        let old = Connection::open(&before).unwrap();
        old.execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; CREATE TABLE it (it)")
            .unwrap();
        drop(old);
        for (path, size) in [(new, 8192), (before, 4096)] {
            let connection = writer(&path).unwrap();
            make_durable(&connection).unwrap();
            connection.execute_batch("CREATE TABLE other (it)").unwrap();
            assert_eq!(page(&path), size);
        }
    }
}

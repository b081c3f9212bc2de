//! The schema: numbered migrations, each in its own transaction, and the key the journal belongs to.

use lpa_sealing::{Fingerprint, KeyRing};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::OpenError;
use crate::fetched;

/// In order; the number of a migration, which the file keeps, is its place, from 1. The numbers in the names of the files only
/// keep them in order, and have gaps: 0009 is the eighth. Never change one that was released: add another.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_key.sql"),
    include_str!("../migrations/0002_operation.sql"),
    include_str!("../migrations/0003_lines.sql"),
    include_str!("../migrations/0004_audit.sql"),
    include_str!("../migrations/0005_failed_attempts.sql"),
    include_str!("../migrations/0006_repairs.sql"),
    include_str!("../migrations/0007_windows_and_copies.sql"),
    include_str!("../migrations/0009_redo.sql"),
    include_str!("../migrations/0010_notice.sql"),
    include_str!("../migrations/0011_keys.sql"),
    include_str!("../migrations/0012_sealed_anew.sql"),
    include_str!("../migrations/0013_pruning.sql"),
    include_str!("../migrations/0014_numbers.sql"),
    include_str!("../migrations/0015_superseding.sql"),
    include_str!("../migrations/0016_backlog.sql"),
    include_str!("../migrations/0017_no_functions.sql"),
    include_str!("../migrations/0018_in_use.sql"),
    include_str!("../migrations/0024_leased_notices.sql"),
    include_str!("../migrations/0030_in_doubt.sql"),
];

/// Marks the file as a journal of Causeway (`PRAGMA application_id`): "CWJ" and a zero.
const APPLICATION: i64 = 0x4357_4a00;

/// Sees that the file is new or a journal of a version that we know, and changes nothing.
pub(crate) fn recognise(connection: &Connection) -> Result<(), OpenError> {
    let application = number(connection, "SELECT application_id FROM pragma_application_id")?;
    let version = version(connection)?;
    let tables = number(connection, "SELECT count(*) FROM sqlite_schema")?;
    let is_new = application == 0 && version == 0 && tables == 0;
    if !is_new && application != APPLICATION {
        return Err(OpenError::NotAJournal);
    }
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if version > known {
        return Err(OpenError::Newer { found: version, known });
    }
    Ok(())
}

/// Brings the schema of a new or older journal up to ours.
pub(crate) fn migrate(connection: &Connection) -> Result<(), OpenError> {
    let version = version(connection)?;
    for (number, migration) in (1..).zip(MIGRATIONS) {
        if number > version {
            run(connection, number, migration)?;
        }
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<i64, OpenError> {
    number(connection, "SELECT user_version FROM pragma_user_version")
}

fn number(connection: &Connection, sql: &'static str) -> Result<i64, OpenError> {
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// Another process may have been first: the version is asked again once the lock is ours.
fn run(connection: &Connection, number: i64, migration: &str) -> Result<(), OpenError> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    if version(&transaction)? < number {
        let marks = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {number}");
        transaction.execute_batch(migration)?;
        transaction.execute_batch(&marks)?;
    }
    Ok(transaction.commit()?)
}

/// Sees that every key is given that the journal needs, and seals with the one that it says; a new journal takes the
/// newest.
pub(crate) fn take_keys(connection: &Connection, keys: &KeyRing) -> Result<(), OpenError> {
    let newest = keys.newest().unwrap_or(keys.sealing());
    if number(connection, "SELECT count(*) FROM sealed_with")? == 0 {
        let take = "INSERT INTO sealed_with (one, fingerprint) VALUES (1, ?) ON CONFLICT DO NOTHING";
        connection.execute(take, [newest.0.as_slice()])?;
    }
    let listed = fetched::run(connection, LISTED_KEYS, &[])?;
    for row in &listed {
        let listed: &[u8] = fetched::get(row, "fingerprint").map_err(|_other| OpenError::NotAJournal)?;
        let listed = Fingerprint::try_from(listed).map_err(|_length| OpenError::NotAJournal)?;
        if !keys.holds(listed) {
            return Err(OpenError::OtherKey { journal: listed.to_string(), given: newest.to_string() });
        }
    }
    let seals = listed.first().and_then(|row| fetched::get::<&[u8]>(row, "fingerprint").ok());
    seals.and_then(|seals| Fingerprint::try_from(seals).ok()).map(|seals| keys.seal_with(seals));
    Ok(())
}

/// Every key that is needed: the one that seals, then the newest. `number` is null for the one that seals.
pub(crate) const LISTED_KEYS: &str = "SELECT NULL AS number, fingerprint FROM sealed_with
     UNION ALL SELECT number, fingerprint FROM (SELECT * FROM earlier_key ORDER BY number DESC)";

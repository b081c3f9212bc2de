//! The schema: numbered migrations, each in its own transaction, and the key the journal belongs to.

use lpa_sealing::Seal;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, raw_sql};

use crate::error::OpenError;

/// In order; the number of a migration is its place, from 1. Never change one that was released: add another.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_key.sql"),
    include_str!("../migrations/0002_operation.sql"),
    include_str!("../migrations/0003_lines.sql"),
    include_str!("../migrations/0004_audit.sql"),
    include_str!("../migrations/0005_failed_attempts.sql"),
];

/// Marks the file as a journal of Causeway (`PRAGMA application_id`): "CWJ" and a zero.
const APPLICATION: i64 = 0x4357_4a00;

/// Sees that the file is new or a journal of a version that we know, and changes nothing.
pub(crate) async fn recognise(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let application = number(connection, "SELECT application_id FROM pragma_application_id").await?;
    let version = version(connection).await?;
    let tables = number(connection, "SELECT count(*) FROM sqlite_schema").await?;
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
pub(crate) async fn migrate(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let version = version(connection).await?;
    for (number, migration) in (1..).zip(MIGRATIONS) {
        if number > version {
            run(connection, number, migration).await?;
        }
    }
    Ok(())
}

async fn version(connection: &mut SqliteConnection) -> Result<i64, OpenError> {
    number(connection, "SELECT user_version FROM pragma_user_version").await
}

async fn number(connection: &mut SqliteConnection, sql: &'static str) -> Result<i64, OpenError> {
    Ok(sqlx::query_scalar(sql).persistent(false).fetch_one(connection).await?)
}

/// Another process may have been first: the version is asked again once the lock is ours.
async fn run(connection: &mut SqliteConnection, number: i64, migration: &str) -> Result<(), OpenError> {
    raw_sql("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    let now = version(connection).await?;
    let script = if now >= number {
        "COMMIT".to_owned()
    } else {
        format!("{migration}; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {number}; COMMIT")
    };
    // A failure closes the connection, which rolls back.
    raw_sql(AssertSqlSafe(script)).execute(connection).await?;
    Ok(())
}

/// Sees that the journal is sealed with this key; a new one takes it.
pub(crate) async fn claim_key(connection: &mut SqliteConnection, seal: &Seal) -> Result<(), OpenError> {
    let given = seal.fingerprint();
    sqlx::query("INSERT INTO sealed_with (one, fingerprint) VALUES (1, ?) ON CONFLICT DO NOTHING")
        .bind(given.as_slice())
        .execute(&mut *connection)
        .await?;
    let journal: Vec<u8> =
        sqlx::query_scalar("SELECT fingerprint FROM sealed_with").fetch_one(connection).await?;
    if journal == given {
        return Ok(());
    }
    Err(OpenError::OtherKey { journal: hex(&journal), given: hex(&given) })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

//! Every statement fits the migrated schema and the rights of the role that runs it.

use lpa_adapters_postgres::{journal_statements, register_statements};
use lpa_tests::cluster::Cluster;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

#[tokio::test]
async fn every_statement_can_be_prepared_and_started_by_the_role_that_runs_it() {
    let database = Cluster::shared().database().await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    for (name, sql) in register_statements().into_iter().chain(journal_statements()) {
        // Preparing checks names and types; starting to execute, which EXPLAIN does, checks the rights as well.
        let fits = explain(&mut connection, sql).await;
        assert!(fits.is_ok(), "{name}: {:?}", fits.err());
    }
}

#[tokio::test]
async fn the_role_cannot_change_what_is_past() {
    let database = Cluster::shared().database().await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    for sql in [
        "update causeway.lpa_version set author = ''",
        "delete from causeway.lpa_version",
        "truncate causeway.lpa_version",
        "update causeway.draft_version set author = ''",
        "delete from causeway.draft_version",
        "update causeway.not_applied set refusal = null",
        "delete from causeway.not_applied",
        "select * from causeway.audit",
        "update causeway.uid_sequence set only_row = true",
        "delete from causeway_journal.operation",
        "update causeway_journal.audit set author = ''",
        "delete from causeway_journal.earlier_key",
        "insert into causeway_journal.earlier_key (fingerprint) values ('')",
        "update causeway_journal.sealed_with set fingerprint = ''",
        "update causeway_journal.window_entry set reason = ''",
        "delete from causeway_journal.window_entry",
    ] {
        let refused = connection.execute(sql).await.unwrap_err();
        assert_eq!(sqlstate(&refused).as_deref(), Some(INSUFFICIENT_PRIVILEGE), "{sql}");
    }
}

#[tokio::test]
async fn not_even_the_owner_changes_what_is_past() {
    let database = Cluster::shared().database().await;
    let mut connection = PgConnection::connect(&database.owner_url).await.unwrap();
    for sql in [
        "update causeway.lpa_version set author = ''",
        "delete from causeway.lpa_version",
        "truncate causeway.lpa_version",
        "update causeway.draft_version set author = ''",
        "truncate causeway.draft_version",
        "delete from causeway.not_applied",
        "update causeway_journal.window_entry set reason = ''",
        "truncate causeway_journal.window_entry",
    ] {
        let refused = connection.execute(sql).await.unwrap_err();
        assert_eq!(sqlstate(&refused).as_deref(), Some(INSUFFICIENT_PRIVILEGE), "{sql}");
    }
    let trail = connection.execute("update causeway.audit set author = ''").await.unwrap_err();
    assert_eq!(sqlstate(&trail).as_deref(), Some(NOT_UPDATABLE));
}

/// A view over more than one table.
const NOT_UPDATABLE: &str = "55000";
const INSUFFICIENT_PRIVILEGE: &str = "42501";

fn sqlstate(error: &sqlx::Error) -> Option<String> {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code).map(Into::into)
}

async fn explain(connection: &mut PgConnection, sql: &str) -> Result<(), sqlx::Error> {
    connection.execute(AssertSqlSafe(format!("prepare checked as {sql}"))).await?;
    let count =
        "select coalesce(cardinality(parameter_types), 0) from pg_prepared_statements where name = 'checked'";
    let parameters: i32 = sqlx::query_scalar(count).fetch_one(&mut *connection).await?;
    let nulls = (0..parameters).map(|_| "null").collect::<Vec<_>>().join(", ");
    let arguments = if nulls.is_empty() { String::new() } else { format!("({nulls})") };
    connection.execute(AssertSqlSafe(format!("explain execute checked{arguments}"))).await?;
    connection.execute("deallocate checked").await?;
    Ok(())
}

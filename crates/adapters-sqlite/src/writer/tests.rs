//! What only the writer's own connection can show: a full disk, an I/O error, query plans.

use tempfile::TempDir;
use tokio::sync::oneshot;

use super::*;
use crate::{connect, file, schema};

async fn writer(directory: &TempDir) -> Writer {
    let path = directory.path().join("journal");
    file::prepare(&path).unwrap();
    let mut connection = connect::writer(&path).await.unwrap();
    connect::make_durable(&mut connection).await.unwrap();
    schema::migrate(&mut connection).await.unwrap();
    Writer::new(connection, Arc::default(), Fault::default())
}

/// Records an operation of `size` bytes.
fn recording(id: u8, size: usize) -> Vec<Value> {
    let uid = || Value::from(format!("M-0000-0000-00{id:02}"));
    let (none, bytes) = (|| Value::Null, |length| Value::Bytes(vec![id; length]));
    vec![
        bytes(16),
        uid(),
        "CREATE".into(),
        1.into(),
        bytes(32),
        none(),
        none(),
        none(),
        "held".into(),
        1.into(),
        none(),
        bytes(size),
        none(),
        uid(),
        9.into(),
        uid(),
        bytes(16),
    ]
}

async fn ask(writer: &mut Writer, requests: Vec<Vec<Value>>) -> Vec<Result<usize, FailureKind>> {
    let (batch, answers): (Vec<_>, Vec<_>) = requests
        .into_iter()
        .map(|values| {
            let (reply, answer) = oneshot::channel();
            (Request { statement: Statement::Record, values, durable: true, reply }, answer)
        })
        .unzip();
    writer.serve(batch).await;
    let mut told = Vec::new();
    for answer in answers {
        told.push(answer.await.unwrap().map(|rows| rows.len()).map_err(|failure| failure.kind));
    }
    told
}

#[tokio::test]
async fn a_full_disk_refuses_everyone_and_passes_when_there_is_space_again() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory).await;
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count")
        .persistent(false)
        .fetch_one(&mut writer.connection)
        .await
        .unwrap();
    let limit = |pages: i64| raw_sql(AssertSqlSafe(format!("PRAGMA max_page_count = {pages}")));
    limit(pages).execute(&mut writer.connection).await.unwrap();
    let full = Err(FailureKind::Passing);
    assert_eq!(ask(&mut writer, vec![recording(1, 9000)]).await, [full]);
    assert_eq!(ask(&mut writer, vec![recording(2, 9000), recording(3, 10)]).await, [full, full]);
    limit(1_000_000).execute(&mut writer.connection).await.unwrap();
    let all = vec![recording(1, 9000), recording(2, 9000), recording(3, 10)];
    assert_eq!(ask(&mut writer, all).await, [Ok(1), Ok(1), Ok(1)]);
}

#[tokio::test]
async fn after_an_io_error_nothing_is_accepted_any_more() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory).await;
    assert_eq!(ask(&mut writer, vec![recording(1, 10)]).await, [Ok(1)]);
    // Pages that are in nobody's cache are read from the log again, which has been cut off.
    let mut other = connect::writer(&directory.path().join("journal")).await.unwrap();
    raw_sql("CREATE TABLE other (it)").execute(&mut other).await.unwrap();
    let log = std::fs::OpenOptions::new().write(true).open(directory.path().join("journal-wal")).unwrap();
    let whole = log.metadata().unwrap().len();
    log.set_len(0).unwrap();
    let lasting = Err(FailureKind::Lasting);
    assert_eq!(ask(&mut writer, vec![recording(2, 10), recording(3, 10)]).await, [lasting, lasting]);
    // Even when the file seems to be well again.
    log.set_len(whole).unwrap();
    assert_eq!(ask(&mut writer, vec![recording(4, 10)]).await, [lasting]);
    assert!(writer.fault.get().is_some());
}

#[tokio::test]
async fn a_statement_that_fails_alone_does_not_hurt_its_neighbours() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory).await;
    let mut wrong = recording(2, 10);
    wrong[8] = "no such state".into();
    let told = ask(&mut writer, vec![recording(1, 10), wrong, recording(3, 10)]).await;
    assert_eq!(told, [Ok(1), Err(FailureKind::Statement), Ok(1)]);
}

#[tokio::test]
async fn what_must_be_durable_is_synced_and_what_need_not_is_not() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory).await;
    for (durable, setting) in [(true, 2_i64), (false, 1), (true, 2)] {
        writer.synchronise(durable).await.unwrap();
        let query = sqlx::query_scalar("SELECT synchronous FROM pragma_synchronous").persistent(false);
        let found: i64 = query.fetch_one(&mut writer.connection).await.unwrap();
        assert_eq!(found, setting);
    }
}

#[tokio::test]
async fn no_statement_reads_the_whole_table() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory).await;
    for statement in Statement::ALL {
        let sql = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", statement.sql()));
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(sql).fetch_all(&mut writer.connection).await.unwrap();
        for (_, _, _, step) in plan {
            let in_turn = step.contains("SCAN operation USING COVERING INDEX operation_turn");
            assert!(in_turn || !step.contains("SCAN"), "{statement:?}: {step}");
        }
    }
}

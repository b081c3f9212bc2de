//! What only the writer's own connection can show: a full disk, an I/O error, query plans.

use tempfile::TempDir;
use tokio::sync::oneshot;

use super::request::Reply;
use super::*;
use crate::{connect, file, schema};

fn writer(directory: &TempDir) -> Writer {
    let path = directory.path().join("journal");
    file::prepare(&path).unwrap();
    let connection = connect::writer(&path).unwrap();
    connect::make_durable(&connection).unwrap();
    schema::migrate(&connection).unwrap();
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

fn ask(writer: &mut Writer, requests: Vec<Vec<Value>>) -> Vec<Result<usize, FailureKind>> {
    let (batch, answers): (Vec<_>, Vec<_>) = requests
        .into_iter()
        .map(|values| {
            let (reply, answer) = oneshot::channel();
            (Request { statement: Statement::Record, values, durable: true, reply }, answer)
        })
        .unzip();
    writer.serve(batch);
    let told = |answer: oneshot::Receiver<Reply>| answer.blocking_recv().unwrap();
    let sort = |reply: Reply| reply.map(|rows| rows.len()).map_err(|failure| failure.kind);
    answers.into_iter().map(told).map(sort).collect()
}

#[test]
fn a_full_disk_refuses_everyone_and_passes_when_there_is_space_again() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    let limit = |writer: &Writer, pages: i64| {
        let set = format!("PRAGMA max_page_count = {pages}");
        writer.connection.query_row(&set, [], |_now| Ok(())).unwrap();
    };
    let pages = number(&writer, "PRAGMA page_count");
    limit(&writer, pages);
    let full = Err(FailureKind::Passing);
    assert_eq!(ask(&mut writer, vec![recording(1, 9000)]), [full]);
    assert_eq!(ask(&mut writer, vec![recording(2, 9000), recording(3, 10)]), [full, full]);
    limit(&writer, 1_000_000);
    let all = vec![recording(1, 9000), recording(2, 9000), recording(3, 10)];
    assert_eq!(ask(&mut writer, all), [Ok(1), Ok(1), Ok(1)]);
}

#[test]
fn after_an_io_error_nothing_is_accepted_any_more() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    assert_eq!(ask(&mut writer, vec![recording(1, 10)]), [Ok(1)]);
    // Pages that are in nobody's cache are read from the log again, which has been cut off.
    let other = connect::writer(&directory.path().join("journal")).unwrap();
    other.execute_batch("CREATE TABLE other (it)").unwrap();
    let log = std::fs::OpenOptions::new().write(true).open(directory.path().join("journal-wal")).unwrap();
    let whole = log.metadata().unwrap().len();
    log.set_len(0).unwrap();
    let lasting = Err(FailureKind::Lasting);
    assert_eq!(ask(&mut writer, vec![recording(2, 10), recording(3, 10)]), [lasting, lasting]);
    // Even when the file seems to be well again.
    log.set_len(whole).unwrap();
    assert_eq!(ask(&mut writer, vec![recording(4, 10)]), [lasting]);
    assert!(writer.fault.get().is_some());
}

#[test]
fn a_statement_that_fails_alone_does_not_hurt_its_neighbours() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    let mut wrong = recording(2, 10);
    wrong[8] = "no such state".into();
    let told = ask(&mut writer, vec![recording(1, 10), wrong, recording(3, 10)]);
    assert_eq!(told, [Ok(1), Err(FailureKind::Statement), Ok(1)]);
}

#[test]
fn what_must_be_durable_is_synced_and_what_need_not_is_not() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    for (durable, setting) in [(true, 2_i64), (false, 1), (true, 2)] {
        writer.synchronise(durable).unwrap();
        assert_eq!(number(&writer, "PRAGMA synchronous"), setting);
    }
}

#[test]
fn callers_of_one_batch_share_one_fsync() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    assert!(
        ask(&mut writer, (0..64).map(|id| recording(id, 10)).collect()).iter().all(|told| *told == Ok(1))
    );
    let stats = writer.counters.read();
    assert_eq!((stats.commits, stats.synced_commits, stats.requests, stats.records), (1, 1, 64, 64));
}

#[test]
fn what_shares_a_commit_with_a_recording_is_synced_with_it() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    let claim = vec![9.into(), Value::Bytes(vec![1; 16]), 9.into(), 9.into()];
    let requests = [(Statement::Record, recording(1, 10), true), (Statement::Claim, claim, false)];
    let batch = requests.map(|(statement, values, durable)| {
        let (reply, _nobody_listens) = oneshot::channel();
        Request { statement, values, durable, reply }
    });
    writer.serve(batch.into());
    let stats = writer.counters.read();
    assert_eq!((stats.commits, stats.synced_commits, stats.requests), (1, 1, 2));
}

#[test]
fn no_statement_reads_the_whole_table() {
    let directory = tempfile::tempdir().unwrap();
    let writer = writer(&directory);
    for statement in Statement::ALL {
        let sql = format!("EXPLAIN QUERY PLAN {}", statement.sql());
        let values = vec![Value::Null; statement.sql().matches('?').count()];
        for row in fetched::run(&writer.connection, &sql, &values).unwrap() {
            let step: &str = fetched::get(&row, "detail").unwrap();
            let in_turn = step.contains("SCAN operation USING COVERING INDEX operation_turn");
            assert!(in_turn || !step.contains("SCAN"), "{statement:?}: {step}");
        }
    }
}

fn number(writer: &Writer, sql: &str) -> i64 {
    writer.connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

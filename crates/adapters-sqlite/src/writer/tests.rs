//! What only the writer's own connection can show: a full disk, an I/O error, query plans.

mod due;
mod sealed;

use std::fs::File;

use tempfile::TempDir;
use tokio::sync::oneshot;

use super::flight::Syncs;
use super::request::Reply;
use super::*;
use crate::error::FailureKind;
use crate::presence::Presence;
use crate::redo::Redo;
use crate::{connect, fetched, file, schema};

/// With the right to the log, or without.
fn writer_as(directory: &TempDir, has_log: bool) -> Writer {
    writer_that(directory, has_log, Box::new(File::sync_data))
}

/// Which syncs its log in a way of its own.
pub(super) fn writer_that(directory: &TempDir, has_log: bool, syncs: Syncs) -> Writer {
    let path = directory.path().join("journal");
    file::prepare(&path).unwrap();
    let connection = connect::writer(&path).unwrap();
    connect::make_durable(&connection).unwrap();
    let redo = Redo::take(&path).unwrap();
    let redo = if has_log {
        redo
    } else {
        // Nobody else gets it as long as this process lives.
        std::mem::forget(redo);
        None
    };
    let reached = redo.as_ref().map_or(0, |redo| redo.replay(&connection).unwrap());
    schema::migrate(&connection).unwrap();
    let (presence, counters) = (Arc::new(Presence::join(&path, &connection).unwrap()), Arc::default());
    let means = Means { redo, presence, counters: Arc::clone(&counters), syncs };
    let mut durability = Durability::new(path, connection, means).unwrap();
    durability.begin(reached).unwrap();
    Writer::new(durability, counters, Arc::default())
}

pub(super) fn writer(directory: &TempDir) -> Writer {
    writer_as(directory, true)
}

/// Records an operation of `size` bytes.
pub(super) fn recording(id: u8, size: usize) -> Vec<Value> {
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
        none(),
    ]
}

pub(super) fn ask(writer: &mut Writer, requests: Vec<Vec<Value>>) -> Vec<Result<usize, FailureKind>> {
    let (batch, answers): (Vec<_>, Vec<_>) = requests
        .into_iter()
        .map(|values| {
            let (reply, answer) = oneshot::channel();
            (Request::new(Statement::Record, values, true, reply), answer)
        })
        .unzip();
    writer.serve(batch);
    let told = |answer: oneshot::Receiver<Reply>| answer.blocking_recv().unwrap();
    let sort = |reply: Reply| reply.map(|rows| rows.len()).map_err(|failure| failure.kind);
    answers.into_iter().map(told).map(sort).collect()
}

#[test]
fn a_full_disk_refuses_everyone_and_passes_when_there_is_space_again() {
    full_and_not(true);
    full_and_not(false);
}

fn full_and_not(has_log: bool) {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer_as(&directory, has_log);
    assert_eq!(ask(&mut writer, vec![recording(9, 10)]), [Ok(1)]);
    let limit = |writer: &Writer, pages: i64| {
        let set = format!("PRAGMA max_page_count = {pages}");
        writer.durability.connection().query_row(&set, [], |_now| Ok(())).unwrap();
    };
    let pages = number(&writer, "PRAGMA page_count");
    limit(&writer, pages);
    let full = Err(FailureKind::Passing);
    assert_eq!(ask(&mut writer, vec![recording(1, 9000)]), [full]);
    assert_eq!(ask(&mut writer, vec![recording(2, 9000), recording(3, 10)]), [full, full]);
    limit(&writer, 1_000_000);
    let all = vec![recording(1, 9000), recording(2, 9000), recording(3, 10)];
    assert_eq!(ask(&mut writer, all), [Ok(1), Ok(1), Ok(1)]);
    writer.publish().unwrap();
    assert_eq!(recorded(&directory), 4);
}

#[test]
fn what_cannot_be_committed_is_not_tried_again_without_a_pause() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    assert_eq!(ask(&mut writer, vec![recording(1, 10)]), [Ok(1)]);
    let (path, elsewhere) = (directory.path().join("journal"), directory.path().join("elsewhere"));
    std::fs::rename(&path, &elsewhere).unwrap();
    let (counters, (requests, waiting)) = (Arc::clone(&writer.counters), queue());
    let began = std::time::Instant::now();
    let running = std::thread::spawn(move || writer.run(&waiting));
    while counters.read().failed_commits == 0 {
        std::thread::yield_now();
    }
    // A while in which nothing may happen.
    std::thread::sleep(AFTER_FAILURE / 4);
    let (failed, took) = (counters.read().failed_commits, began.elapsed());
    std::fs::rename(&elsewhere, &path).unwrap();
    drop(requests);
    running.join().unwrap();
    let pauses = u64::try_from(took.as_millis() / AFTER_FAILURE.as_millis()).unwrap();
    assert!((1..=pauses + 1).contains(&failed), "{failed} in {took:?}");
    assert_eq!(recorded(&directory), 1);
}

/// Cuts off what the write-ahead log holds behind the writer's back: pages that are in nobody's cache cannot be read.
fn lose_the_write_ahead_log(directory: &TempDir) {
    let other = connect::writer(&directory.path().join("journal")).unwrap();
    other.execute_batch("CREATE TABLE other (it)").unwrap();
    let log = std::fs::OpenOptions::new().write(true).open(directory.path().join("journal-wal")).unwrap();
    log.set_len(0).unwrap();
}

/// The thread that moves the write-ahead log has no other work than to sync it, and nobody else may ever try that again.
#[test]
fn when_moving_the_write_ahead_log_fails_nothing_more_is_promised_on_it() {
    let directory = tempfile::tempdir().unwrap();
    let mut first = writer(&directory);
    assert_eq!(ask(&mut first, vec![recording(1, 10)]), [Ok(1)]);
    first.publish().unwrap();
    let log = std::fs::OpenOptions::new().write(true).open(directory.path().join("journal-wal")).unwrap();
    log.set_len(0).unwrap();
    first.durability.move_now();
    let lasting = Err(FailureKind::Lasting);
    assert_eq!(ask(&mut first, vec![recording(2, 10)]), [lasting]);
    assert!(first.publish().is_err());
    drop(first);
    drop(writer(&directory));
    assert_eq!(recorded(&directory), 1);
}

#[test]
fn a_journal_is_opened_anew_only_when_all_of_its_write_ahead_log_is_written_to_it() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    assert_eq!(ask(&mut writer, vec![recording(1, 10)]), [Ok(1)]);
    let reader = connect::reader(&directory.path().join("journal")).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM operation").unwrap();
    writer.publish().unwrap();
    let refused = writer.durability.reopen().unwrap_err();
    assert!(refused.is_lasting(), "tried again from the start: {refused}");
    drop(reader);
    writer.durability.reopen().unwrap();
    assert_eq!(recorded(&directory), 1);
}

#[test]
fn after_an_io_error_nothing_is_accepted_while_nobody_can_tell_what_should_be_there() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer_as(&directory, false);
    assert_eq!(ask(&mut writer, vec![recording(1, 10)]), [Ok(1)]);
    lose_the_write_ahead_log(&directory);
    let lasting = Err(FailureKind::Lasting);
    assert_eq!(ask(&mut writer, vec![recording(2, 10), recording(3, 10)]), [lasting, lasting]);
    writer.durability.rest_is_over();
    assert_eq!(ask(&mut writer, vec![recording(4, 10)]), [lasting]);
}

#[test]
fn what_sqlite_has_lost_is_run_again_from_the_log_at_the_next_start() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    connect::checkpoint(writer.durability.connection()).unwrap();
    assert_eq!(ask(&mut writer, vec![recording(1, 10), recording(2, 10)]), [Ok(1), Ok(1)]);
    writer.publish().unwrap();
    lose_the_write_ahead_log(&directory);
    assert!(ask(&mut writer, vec![recording(3, 10)])[0].is_err());
    drop(writer);
    let mut writer = self::writer(&directory);
    assert_eq!(ask(&mut writer, vec![recording(4, 10)]), [Ok(1)]);
    writer.publish().unwrap();
    assert_eq!(recorded(&directory), 3);
}

#[test]
fn what_is_promised_survives_a_neighbour_that_undoes_everything() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    assert_eq!(ask(&mut writer, vec![recording(1, 10)]), [Ok(1)]);
    let mut wrong = recording(2, 10);
    wrong[8] = "no such state".into();
    assert_eq!(ask(&mut writer, vec![wrong]), [Err(FailureKind::Statement)]);
    writer.publish().unwrap();
    assert_eq!(recorded(&directory), 1);
}

#[test]
fn a_log_that_is_full_begins_anew_and_nothing_is_missing() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    for round in 0..12 {
        let some = (0..20).map(|id| recording(round * 20 + id, 40_000)).collect();
        assert!(ask(&mut writer, some).iter().all(|told| *told == Ok(1)));
    }
    // Larger than any log.
    assert_eq!(ask(&mut writer, vec![recording(255, 70 << 20)]), [Ok(1)]);
    drop(writer);
    drop(self::writer(&directory));
    assert_eq!(recorded(&directory), 241);
}

#[test]
fn who_finds_the_log_free_takes_it_over() {
    let directory = tempfile::tempdir().unwrap();
    let mut first = writer(&directory);
    let mut second = writer(&directory);
    assert_eq!(ask(&mut first, vec![recording(1, 10)]), [Ok(1)]);
    first.publish().unwrap();
    assert_eq!(ask(&mut second, vec![recording(2, 10)]), [Ok(1)]);
    assert!(!second.durability.has_log());
    drop(first);
    assert_eq!(ask(&mut second, vec![recording(3, 10)]), [Ok(1)]);
    assert!(second.durability.has_log());
    second.publish().unwrap();
    assert_eq!(recorded(&directory), 3);
}

/// Which operations were recorded, in their order, as another process sees it.
pub(super) fn order(directory: &TempDir) -> Vec<Vec<u8>> {
    let other = connect::reader(&directory.path().join("journal")).unwrap();
    let mut ids = other.prepare("SELECT id FROM operation ORDER BY seq").unwrap();
    ids.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn nobody_writes_before_what_was_promised_and_is_to_be_run_again() {
    let directory = tempfile::tempdir().unwrap();
    let mut first = writer(&directory);
    let mut second = writer(&directory);
    assert_eq!(ask(&mut first, vec![recording(1, 10)]), [Ok(1)]);
    // As when a commit fails: for a moment the write lock is free.
    first.durability.connection().execute_batch("ROLLBACK").unwrap();
    assert_eq!(ask(&mut second, vec![recording(2, 10)]), [Err(FailureKind::Passing)]);
    assert_eq!(ask(&mut first, vec![recording(3, 10)]), [Ok(1)]);
    first.publish().unwrap();
    assert_eq!(ask(&mut second, vec![recording(2, 10)]), [Ok(1)]);
    assert_eq!(order(&directory), [1, 3, 2].map(|id| vec![id; 16]));
}

#[test]
fn a_log_that_was_deleted_costs_one_batch_and_nothing_that_was_promised() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    assert_eq!(ask(&mut writer, vec![recording(1, 10)]), [Ok(1)]);
    std::fs::remove_file(directory.path().join("journal-log")).unwrap();
    assert_eq!(ask(&mut writer, vec![recording(2, 10)]), [Err(FailureKind::Passing)]);
    assert_eq!(ask(&mut writer, vec![recording(3, 10)]), [Ok(1)]);
    assert!(!writer.durability.has_log());
    writer.durability.rest_is_over();
    assert_eq!(ask(&mut writer, vec![recording(4, 10)]), [Ok(1)]);
    assert!(writer.durability.has_log());
    writer.publish().unwrap();
    assert_eq!(recorded(&directory), 3);
}

/// As another process sees it.
pub(super) fn recorded(directory: &TempDir) -> i64 {
    let other = connect::reader(&directory.path().join("journal")).unwrap();
    other.query_row("SELECT count(*) FROM operation", [], |row| row.get(0)).unwrap()
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
fn without_a_log_sqlite_syncs_what_must_be_durable_and_not_the_rest() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer_as(&directory, false);
    for (durable, setting) in [(true, 2_i64), (false, 1), (true, 2)] {
        let (reply, _nobody_listens) = oneshot::channel();
        let id = u8::try_from(number(&writer, "SELECT count(*) FROM operation")).unwrap();
        writer.serve(vec![Request::new(Statement::Record, recording(id, 10), durable, reply)]);
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
    assert_eq!((stats.batches, stats.synced_batches, stats.requests, stats.records), (1, 1, 64, 64));
}

#[test]
fn what_shares_a_batch_with_a_recording_is_synced_with_it() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    let claim = vec![9.into(), Value::Bytes(vec![1; 16]), 9.into(), 9.into()];
    let requests = [(Statement::Record, recording(1, 10), true), (Statement::Claim, claim, false)];
    let batch = requests.map(|(statement, values, durable)| {
        let (reply, _nobody_listens) = oneshot::channel();
        Request::new(statement, values, durable, reply)
    });
    writer.serve(batch.into());
    writer.publish().unwrap();
    let stats = writer.counters.read();
    assert_eq!((stats.batches, stats.synced_batches, stats.requests), (1, 1, 2));
}

#[test]
fn no_statement_reads_the_whole_table() {
    let directory = tempfile::tempdir().unwrap();
    let writer = writer(&directory);
    for statement in Statement::ALL {
        let sql = format!("EXPLAIN QUERY PLAN {}", statement.sql());
        let parameters = writer.durability.connection().prepare(&sql).unwrap().parameter_count();
        let values = vec![Value::Null; parameters];
        for row in fetched::run(writer.durability.connection(), &sql, &values).unwrap() {
            let step: &str = fetched::get(&row, "detail").unwrap();
            let indexes = [
                "operation USING COVERING INDEX operation_turn",
                "copy USING COVERING INDEX copy_oldest",
                "notice USING COVERING INDEX notice_due",
            ];
            let in_turn = indexes.iter().any(|index| step.contains(&format!("SCAN {index}")));
            // The stock of numbers is a block or two.
            let few = step.contains("SCAN CONSTANT ROW") || step.contains("SCAN uid_stock");
            assert!(in_turn || few || !step.contains("SCAN"), "{statement:?}: {step}");
        }
    }
}

/// With a function, here or in a trigger, SQLite keeps a copy of every page that it changes.
#[test]
fn what_is_done_to_every_operation_calls_no_function() {
    let directory = tempfile::tempdir().unwrap();
    let writer = writer(&directory);
    for statement in [Statement::Record, Statement::Settle, Statement::Postpone] {
        let sql = format!("EXPLAIN {}", statement.sql());
        let parameters = writer.durability.connection().prepare(&sql).unwrap().parameter_count();
        let steps =
            fetched::run(writer.durability.connection(), &sql, &vec![Value::Null; parameters]).unwrap();
        for row in &steps {
            let (step, of): (&str, Option<&str>) =
                (fetched::get(row, "opcode").unwrap(), fetched::get(row, "p4").unwrap());
            assert!(!["Function", "PureFunc"].contains(&step), "{statement:?}: {of:?}");
        }
    }
}

#[test]
fn what_is_held_is_told_without_counting() {
    let directory = tempfile::tempdir().unwrap();
    let writer = writer(&directory);
    let sql = format!("EXPLAIN QUERY PLAN {}", crate::read::BACKLOG);
    for row in fetched::run(writer.durability.connection(), &sql, &[]).unwrap() {
        let step: &str = fetched::get(&row, "detail").unwrap();
        let is_one = step.contains("SCAN backlog") || step.contains("operation_held_since");
        assert!(is_one || !(step.contains("SCAN") || step.contains("SEARCH")), "{step}");
    }
}

fn number(writer: &Writer, sql: &str) -> i64 {
    writer.durability.connection().query_row(sql, [], |row| row.get(0)).unwrap()
}

//! What else can go wrong while something is on its way: moving the write-ahead log, the transaction, the end.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::writer::tests::{ask, order};

pub(super) fn generation(directory: &TempDir) -> Vec<u8> {
    let other = connect::reader(&directory.path().join("journal")).unwrap();
    other.query_row("SELECT generation FROM redo", [], |row| row.get(0)).unwrap()
}

/// One that is recorded and committed, and two on their way when the write-ahead log cannot be moved.
fn in_trouble(directory: &TempDir) -> (Writer, Gate, Answers) {
    let (mut writer, gate) = gated(directory);
    gate.let_pass();
    assert_eq!(told(record(&mut writer, [1])), [Ok(1)]);
    gate.begun();
    writer.publish().unwrap();
    let on_their_way = record(&mut writer, [2, 3]);
    gate.begun();
    writer.durability.moving_fails();
    (writer, gate, on_their_way)
}

#[test]
fn what_is_on_its_way_arrives_although_the_write_ahead_log_could_not_be_moved() {
    let directory = tempfile::tempdir().unwrap();
    let (mut writer, gate, on_their_way) = in_trouble(&directory);
    gate.let_pass();
    assert_eq!(told(record(&mut writer, [4])), [Err(FailureKind::Lasting)]);
    assert_eq!(told(on_their_way), [Ok(1), Ok(1)]);
    writer.durability.rest_is_over();
    gate.let_pass();
    assert_eq!(told(record(&mut writer, [4])), [Ok(1)]);
    writer.publish().unwrap();
    assert_eq!(order(&directory), [1, 2, 3, 4].map(|id| vec![id; 16]));
}

/// The same, and the two will be lost while that is noticed.
fn in_trouble_and_lost(directory: &TempDir) -> (Writer, Answers) {
    let (late, calls) = (fails_late(directory, 1), AtomicUsize::new(0));
    let syncs = move |file: &File| match calls.fetch_add(1, Ordering::Relaxed) {
        1 => late(file),
        _ => Ok(()),
    };
    let mut writer = writer_that(directory, true, Box::new(syncs));
    assert_eq!(told(record(&mut writer, [1])), [Ok(1)]);
    writer.publish().unwrap();
    let lost = record(&mut writer, [2, 3]);
    writer.durability.moving_fails();
    assert_eq!(told(record(&mut writer, [4])), [Err(FailureKind::Lasting)]);
    (writer, lost)
}

#[test]
fn nothing_is_mended_while_something_is_on_its_way() {
    let directory = tempfile::tempdir().unwrap();
    let (mut writer, lost) = in_trouble_and_lost(&directory);
    writer.durability.rest_is_over();
    assert_eq!(told(record(&mut writer, [5])), [Ok(1)]);
    assert_eq!(told(lost), [Err(FailureKind::Passing); 2]);
    writer.publish().unwrap();
    assert_eq!(order(&directory), [1, 5].map(|id| vec![id; 16]));
}

#[test]
fn sqlite_makes_nothing_durable_before_it_is_mended_when_both_logs_have_failed() {
    let directory = tempfile::tempdir().unwrap();
    let (mut writer, gate, lost) = in_trouble(&directory);
    let before = generation(&directory);
    gate.fail();
    assert_eq!(writer.publish().unwrap_err().kind, FailureKind::Lasting);
    assert_eq!(told(lost), [Err(FailureKind::Passing); 2]);
    assert_eq!(generation(&directory), before);
    writer.durability.rest_is_over();
    writer.publish().unwrap();
    assert_ne!(generation(&directory), before);
    assert_eq!(recorded(&directory), 1);
}

#[test]
fn an_end_in_trouble_commits_nothing_that_was_taken_back() {
    let directory = tempfile::tempdir().unwrap();
    let (writer, lost) = in_trouble_and_lost(&directory);
    assert_eq!(told(lost), [Err(FailureKind::Passing); 2]);
    writer.durability.close();
    assert_eq!(recorded(&directory), 1);
    drop(self::writer(&directory));
    assert_eq!(recorded(&directory), 1);
}

#[test]
fn an_end_waits_for_what_is_on_its_way() {
    let directory = tempfile::tempdir().unwrap();
    let (mut writer, gate) = gated(&directory);
    let on_their_way = record(&mut writer, [1, 2]);
    gate.begun();
    gate.let_pass();
    writer.durability.close();
    assert_eq!((told(on_their_way), recorded(&directory)), (vec![Ok(1), Ok(1)], 2));

    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer_that(&directory, true, fails_late(&directory, 0));
    let lost = record(&mut writer, [1, 2]);
    writer.durability.close();
    assert_eq!((told(lost), recorded(&directory)), (vec![Err(FailureKind::Passing); 2], 0));
}

#[test]
fn nobody_writes_before_what_is_on_its_way_until_that_has_arrived_or_is_taken_back() {
    for arrives in [true, false] {
        let directory = tempfile::tempdir().unwrap();
        let (mut first, gate) = gated(&directory);
        let mut second = writer(&directory);
        let on_their_way = record(&mut first, [1, 2]);
        gate.begun();
        // As when a statement fails: for a moment the write lock is free.
        first.durability.connection().execute_batch("ROLLBACK").unwrap();
        assert_eq!(ask(&mut second, vec![recording(3, 10)]), [Err(FailureKind::Passing)]);
        if arrives {
            gate.let_pass();
        } else {
            gate.fail();
        }
        let last = record(&mut first, [4, 4]);
        gate.let_pass();
        first.publish().unwrap();
        assert_eq!(told(last).len(), 2);
        assert_eq!(told(on_their_way).iter().all(Result::is_ok), arrives);
        assert_eq!(ask(&mut second, vec![recording(3, 10)]), [Ok(1)]);
        let ids: Vec<_> = order(&directory).into_iter().map(|id| id[0]).collect();
        assert_eq!(ids.last(), Some(&3));
        assert_eq!(ids.starts_with(&[1, 2]), arrives, "{ids:?}");
    }
}

/// The log's name leads nowhere: it cannot be given the next batch.
fn lose_the_log(writer: &mut Writer, directory: &TempDir) -> Answers {
    std::fs::remove_file(directory.path().join("journal-log")).unwrap();
    record(writer, [5])
}

fn fill_the_disk(writer: &mut Writer, _directory: &TempDir) -> Answers {
    let full = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
    writer.durability.connection().query_row("PRAGMA max_page_count = 1", [], full).unwrap();
    send(writer, vec![(Statement::Record, recording(5, 20_000), true)])
}

#[test]
fn what_is_on_its_way_arrives_although_the_log_or_the_tables_cannot_be_written_and_outlives_a_kill() {
    let ways: [fn(&mut Writer, &TempDir) -> Answers; 2] = [lose_the_log, fill_the_disk];
    for way in ways {
        let directory = tempfile::tempdir().unwrap();
        let (mut writer, gate) = gated(&directory);
        let first = record(&mut writer, [1, 2]);
        gate.begun();
        let second = record(&mut writer, [3, 4]);
        gate.let_pass();
        gate.let_pass();
        let refused = way(&mut writer, &directory);
        assert_eq!(told(first.into_iter().chain(second).collect()), [Ok(1); 4]);
        assert_eq!(told(refused), [Err(FailureKind::Passing)]);
        let copy = histories::tables(&directory);
        // Where it was deleted the tables must have everything.
        drop(std::fs::copy(directory.path().join("journal-log"), copy.path().join("journal-log")));
        drop(self::writer(&copy));
        assert_eq!(order(&copy), [1, 2, 3, 4].map(|id| vec![id; 16]));
    }
}

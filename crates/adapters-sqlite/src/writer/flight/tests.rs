//! Syncs that take as long as the test says, or fail.

mod histories;
mod trouble;

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use tempfile::TempDir;
use tokio::sync::oneshot::{self, error::TryRecvError};

use super::*;
use crate::connect;
use crate::error::FailureKind;
use crate::writer::request::Reply;
use crate::writer::tests::{recorded, recording, writer, writer_that};
use crate::writer::{Request, Statement, Writer};

/// Nothing takes so long.
const SOON: Duration = Duration::from_secs(10);

/// The other end of a writer's syncs: each says that it has begun, and ends as it is told to.
struct Gate {
    begun: Receiver<()>,
    end: Sender<io::Result<()>>,
}

/// Syncs that wait for the [`Gate`], once the log has been begun.
fn gated(directory: &TempDir) -> (Writer, Gate) {
    let ((begins, begun), (end, ends)) = (channel(), channel());
    let (begins, ends) = (Mutex::new(begins), Mutex::new(ends));
    let syncs = move |_file: &File| {
        begins.lock().unwrap().send(()).unwrap_or_default();
        // Nobody there any more: the test is over.
        ends.lock().unwrap().recv().unwrap_or(Ok(()))
    };
    (writer_that(directory, true, Box::new(syncs)), Gate { begun, end })
}

impl Gate {
    fn begun(&self) {
        self.begun.recv_timeout(SOON).unwrap();
    }

    fn let_pass(&self) {
        self.end.send(Ok(())).unwrap();
    }

    fn fail(&self) {
        self.end.send(Err(io::Error::other("planted"))).unwrap();
    }

    fn is_quiet(&self) -> bool {
        self.begun.try_recv().is_err()
    }
}

type Answers = Vec<oneshot::Receiver<Reply>>;

/// Has a batch served; nobody waits for the answers yet.
fn send(writer: &mut Writer, statements: Vec<(Statement, Vec<crate::writer::Value>, bool)>) -> Answers {
    let (batch, answers) = statements
        .into_iter()
        .map(|(statement, values, durable)| {
            let (reply, answer) = oneshot::channel();
            (Request::new(statement, values, durable, reply), answer)
        })
        .unzip();
    writer.serve(batch);
    answers
}

fn record(writer: &mut Writer, ids: impl IntoIterator<Item = u8>) -> Answers {
    let statements = ids.into_iter().map(|id| (Statement::Record, recording(id, 10), true));
    send(writer, statements.collect())
}

/// What a power cut may undo: leases what is due.
fn claim(writer: &mut Writer) -> Answers {
    let values = vec![90.into(), vec![1; 16].into(), 90.into(), 9.into()];
    send(writer, vec![(Statement::Claim, values, false)])
}

fn told(answers: Answers) -> Vec<Result<usize, FailureKind>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let soon = |answer: oneshot::Receiver<Reply>| async {
        tokio::time::timeout(SOON, answer).await.unwrap().unwrap()
    };
    let rows = |reply: Reply| reply.map(|rows| rows.len()).map_err(|failure| failure.kind);
    answers.into_iter().map(|answer| rows(runtime.block_on(soon(answer)))).collect()
}

fn nobody_was_told(answers: &mut [&mut Answers]) -> bool {
    let mut all = answers.iter_mut().flat_map(|answers| answers.iter_mut());
    all.all(|answer| matches!(answer.try_recv(), Err(TryRecvError::Empty)))
}

fn count(writer: &Writer) -> i64 {
    let connection = writer.durability.connection();
    connection.query_row("SELECT count(*) FROM operation", [], |row| row.get(0)).unwrap()
}

#[test]
fn batches_are_run_behind_one_that_is_synced_and_nobody_is_answered_before_the_sync_that_covers_him() {
    let directory = tempfile::tempdir().unwrap();
    let (mut writer, gate) = gated(&directory);
    let mut first = record(&mut writer, [1, 2]);
    gate.begun();
    let mut second = record(&mut writer, [3, 4]);
    // Alone, but not the only one on its way.
    let mut third = record(&mut writer, [5]);
    assert_eq!(count(&writer), 5);
    assert!(nobody_was_told(&mut [&mut first, &mut second, &mut third]));
    gate.let_pass();
    assert_eq!(told(first), [Ok(1), Ok(1)]);
    gate.begun();
    assert!(nobody_was_told(&mut [&mut second, &mut third]));
    gate.let_pass();
    assert_eq!(told([second, third].into_iter().flatten().collect()), [Ok(1), Ok(1), Ok(1)]);
    writer.publish().unwrap();
    assert!(gate.is_quiet(), "the last sync was for both");
    assert_eq!(recorded(&directory), 5);
}

#[test]
fn who_needs_no_sync_is_answered_behind_those_on_whom_his_answer_hangs() {
    let directory = tempfile::tempdir().unwrap();
    let (mut writer, gate) = gated(&directory);
    let before = claim(&mut writer);
    assert_eq!(told(before), [Ok(0)], "nothing is on its way");
    let mut first = record(&mut writer, [1, 2]);
    gate.begun();
    let mut claimed = claim(&mut writer);
    // There already, as far as anybody knows.
    let mut repeated = record(&mut writer, [1]);
    let mut last = record(&mut writer, [3, 4]);
    assert!(nobody_was_told(&mut [&mut first, &mut claimed, &mut repeated, &mut last]));
    let answers = [first, claimed, repeated, last].into_iter().flatten().enumerate();
    let order: FuturesUnordered<_> =
        answers.map(|(place, answer)| async move { (place, answer.await.unwrap().is_ok()) }).collect();
    gate.let_pass();
    gate.let_pass();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let order: Vec<_> = runtime.block_on(order.collect());
    let in_order = [(0, true), (1, true), (2, true), (3, true), (4, true), (5, true)];
    assert_eq!(order, in_order);
}

#[test]
fn a_sync_that_fails_takes_back_all_that_was_behind_it_and_is_never_tried_again() {
    let directory = tempfile::tempdir().unwrap();
    let (mut writer, gate) = gated(&directory);
    gate.let_pass();
    assert_eq!(told(record(&mut writer, [1])), [Ok(1)]);
    gate.begun();
    let first = record(&mut writer, [2, 3]);
    gate.begun();
    let (second, claimed) = (record(&mut writer, [4, 5]), claim(&mut writer));
    gate.fail();
    writer.publish().unwrap();
    let lost = told([first, second, claimed].into_iter().flatten().collect());
    assert_eq!(lost, [Err(FailureKind::Passing); 5]);
    assert!(!writer.durability.has_log());
    assert_eq!((recorded(&directory), writer.counters.read().records), (1, 1));
    // SQLite syncs.
    assert_eq!(told(record(&mut writer, [2, 6])), [Ok(1), Ok(1)]);
    assert!(gate.is_quiet());
    writer.durability.rest_is_over();
    gate.let_pass();
    assert_eq!(told(record(&mut writer, [3, 7])), [Ok(1), Ok(1)]);
    assert!(writer.durability.has_log());
    drop(writer);
    // What the log of before holds, nobody runs again.
    drop(self::writer(&directory));
    assert_eq!(recorded(&directory), 5);
}

#[test]
fn a_lone_sync_that_fails_is_told_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let (mut writer, gate) = gated(&directory);
    gate.fail();
    assert_eq!(told(record(&mut writer, [1])), [Err(FailureKind::Passing)]);
    assert_eq!((count(&writer), recorded(&directory)), (0, 0));
}

#[test]
fn a_batch_that_fails_leaves_those_that_are_on_their_way() {
    let directory = tempfile::tempdir().unwrap();
    let (mut writer, gate) = gated(&directory);
    let first = record(&mut writer, [1, 2]);
    gate.begun();
    let mut wrong = recording(3, 10);
    wrong[8] = "no such state".into();
    gate.let_pass();
    let failed = send(&mut writer, vec![(Statement::Record, wrong, true)]);
    assert_eq!((told(first), told(failed)), (vec![Ok(1), Ok(1)], vec![Err(FailureKind::Statement)]));
    writer.publish().unwrap();
    assert_eq!(recorded(&directory), 2);
}

#[test]
fn nothing_that_is_on_its_way_is_committed_whatever_asks_for_a_commit() {
    let publish = |writer: &mut Writer, _directory: &TempDir| {
        writer.publish().unwrap();
        Answers::new()
    };
    let lose_the_log = |writer: &mut Writer, directory: &TempDir| {
        std::fs::remove_file(directory.path().join("journal-log")).unwrap();
        record(writer, [3])
    };
    let fill_the_log = |writer: &mut Writer, _directory: &TempDir| {
        send(writer, vec![(Statement::Record, recording(3, 70 << 20), true)])
    };
    let ways: [fn(&mut Writer, &TempDir) -> Answers; 3] = [publish, lose_the_log, fill_the_log];
    for way in ways {
        let directory = tempfile::tempdir().unwrap();
        let mut writer = writer_that(&directory, true, fails_late(&directory, 0));
        let lost = record(&mut writer, [1, 2]);
        let asked = way(&mut writer, &directory);
        assert_eq!(told(lost), [Err(FailureKind::Passing); 2]);
        // On a slow machine the failure may have been mended before it was asked.
        let accepted = told(asked).iter().filter(|told| told.is_ok()).count();
        assert_eq!(usize::try_from(recorded(&directory)).unwrap(), accepted);
    }
}

#[test]
fn each_is_told_of_the_failure_that_is_his() {
    let directory = tempfile::tempdir().unwrap();
    let (mut writer, gate) = gated(&directory);
    let first = record(&mut writer, [1, 2]);
    gate.begun();
    let mut wrong = recording(3, 10);
    wrong[8] = "no such state".into();
    gate.fail();
    let failed = send(&mut writer, vec![(Statement::Record, wrong, true)]);
    assert_eq!(told(first), [Err(FailureKind::Passing); 2]);
    assert_eq!(told(failed), [Err(FailureKind::Statement)]);
    assert_eq!(recorded(&directory), 0);
}

/// Syncs that take long enough for a commit that does not wait for them to be seen, and fail.
fn fails_late(directory: &TempDir, committed: i64) -> Syncs {
    let path = directory.path().join("journal");
    Box::new(move |_file: &File| {
        let (other, begun) = (connect::reader(&path).unwrap(), Instant::now());
        let count = "SELECT count(*) FROM operation";
        let seen = || other.query_row(count, [], |row| row.get::<_, i64>(0)).unwrap();
        while begun.elapsed() < Duration::from_millis(300) && seen() == committed {
            thread::yield_now();
        }
        Err(io::Error::other("planted"))
    })
}

/// The files of a journal as a kill leaves them, with so many frames of the log wiped out, as if they had not reached the disk.
fn left(directory: &TempDir, wiped: &[usize]) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in ["journal", "journal-wal"] {
        std::fs::copy(directory.path().join(name), copy.path().join(name)).unwrap();
    }
    let mut log = std::fs::read(directory.path().join("journal-log")).unwrap();
    let generation = log[..16].to_vec();
    let frames: Vec<_> = memchr::memmem::find_iter(&log, &generation).collect();
    for &frame in wiped {
        let end = frames.get(frame + 1).copied().unwrap_or(log.len());
        log[frames[frame]..end].fill(0);
    }
    std::fs::write(copy.path().join("journal-log"), log).unwrap();
    copy
}

#[test]
fn a_kill_between_write_and_sync_leaves_what_was_answered_and_of_the_rest_whole_batches_in_order() {
    let directory = tempfile::tempdir().unwrap();
    let (mut writer, gate) = gated(&directory);
    gate.let_pass();
    assert_eq!(told(record(&mut writer, [1])), [Ok(1)]);
    gate.begun();
    let _first = record(&mut writer, [2, 3]);
    gate.begun();
    let _second = record(&mut writer, [4, 5]);
    // The first frame has the texts of the statements, the second what was answered.
    for (wiped, found) in [(&[][..], 5), (&[3], 3), (&[2, 3], 1), (&[2], 1)] {
        let copy = left(&directory, wiped);
        drop(self::writer(&copy));
        assert_eq!(recorded(&copy), found, "{wiped:?}");
    }
    drop(gate);
}

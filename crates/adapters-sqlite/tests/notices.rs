//! What the port cannot show: notices of operations that cannot be read back.
#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use lpa_adapters_sqlite::SqliteJournal;
use lpa_domain::{
    Act, Change, Choice, Entry, Json, LeasedNotice, Notice, NoticeClaim, NoticeCursor, Operation,
    OperationId, Outcome, Recorded, Refusal, Task, Update, UpdateKind,
};
use lpa_ports::{Journal as _, JournalError, Notices as _};
use lpa_sealing::Seal;
use rusqlite::Connection;
use uuid::Uuid;

fn at(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

const fn id(number: u16) -> OperationId {
    OperationId(Uuid::from_u128(number as u128))
}

async fn open(path: &Path) -> SqliteJournal {
    SqliteJournal::open(path, Seal::new(&[7; 32]).unwrap()).await.unwrap()
}

/// Records an operation on an LPA of its own, and refuses it so late that its caller is to be told.
async fn refused(journal: &SqliteJournal, number: u16) {
    let uid = format!("M-0000-0000-{number:04}").parse().unwrap();
    let change = Change { key: "/x".to_owned(), old: None, new: Some(Json::Null) };
    let update = Update { kind: Choice::Is(UpdateKind::Correction), changes: vec![change] };
    let author = "urn:opg:poas:makeregister:users:8a2c".parse().unwrap();
    let (id, requested_at) = (id(number), at(1));
    let operation =
        Operation { id, uid, idempotency_key: None, author, requested_at, act: Act::Update(update) };
    let task = Task::Forward(operation);
    let entry = Entry { id, uid, requested_at, fingerprint: [7; 32], keyed: None, task };
    let recorded = journal.record(&entry, Some(at(60))).await.unwrap();
    let Recorded::Leased(lease) = recorded else { panic!("leased at once, not {recorded:?}") };
    journal.settle(&lease, &Outcome::Refused { refusal: Refusal::unknown_lpa() }, at(5)).await.unwrap();
}

/// Three that are to be told, of which the one in the middle cannot be read.
async fn with_one_damaged(path: &Path) -> SqliteJournal {
    let journal = open(path).await;
    for number in 1..=3 {
        refused(&journal, number).await;
    }
    journal.close().await;
    let sql = Connection::open(path).unwrap();
    let mut sealed: Vec<u8> =
        sql.query_row("SELECT detail FROM operation WHERE seq = 2", [], |row| row.get(0)).unwrap();
    sealed[20] ^= 1;
    sql.execute("UPDATE operation SET detail = ? WHERE seq = 2", [sealed]).unwrap();
    drop(sql);
    open(path).await
}

fn ids(notices: &[Notice]) -> Vec<OperationId> {
    notices.iter().map(|notice| notice.receipt.id).collect()
}

#[tokio::test]
async fn a_notice_that_cannot_be_read_is_left_to_its_lease_and_the_others_are_told() {
    let home = tempfile::tempdir().unwrap();
    let journal = with_one_damaged(&home.path().join("journal")).await;
    for (now, expected) in [(10, vec![id(1), id(3)]), (11, vec![]), (70, vec![id(1), id(3)])] {
        let claim = NoticeClaim { now: at(now), until: at(now + 60), limit: 9 };
        let due = journal.due(claim).await.unwrap();
        assert_eq!(due.into_iter().map(|leased| leased.notice.receipt.id).collect::<Vec<_>>(), expected);
    }
}

#[tokio::test]
async fn who_reads_on_comes_past_a_notice_that_cannot_be_read() {
    let home = tempfile::tempdir().unwrap();
    let journal = with_one_damaged(&home.path().join("journal")).await;
    let all = journal.after(NoticeCursor::default(), 9).await.unwrap();
    assert_eq!(ids(&all), [id(1), id(3)]);
    let next = journal.after(all[0].cursor, 1).await.unwrap();
    assert_eq!(ids(&next), [id(3)]);
    assert_eq!(journal.after(next[0].cursor, 1).await.unwrap(), []);
}

#[tokio::test]
async fn what_a_process_that_is_gone_was_about_to_tell_can_be_claimed_at_once() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal");
    let journal = open(&path).await;
    refused(&journal, 1).await;
    let claim = || NoticeClaim { now: at(10), until: at(70), limit: 9 };
    let [leased] = <[LeasedNotice; 1]>::try_from(journal.due(claim()).await.unwrap()).unwrap();
    assert_eq!(journal.due(claim()).await.unwrap(), []);
    drop(journal);
    let journal = open(&path).await;
    assert_eq!(journal.due(claim()).await.unwrap().len(), 1);
    let told = journal.told(&leased.lease, at(11)).await;
    assert!(matches!(told, Err(JournalError::LeaseLost)), "{told:?}");
}

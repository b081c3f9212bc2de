//! What the port cannot show: the file, its key, shared commits, the audit trail, the end.
#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use lpa_adapters_sqlite::{OpenError, SqliteJournal};
use lpa_domain::{
    Act, Change, Choice, Claim, Entry, Json, Lease, Operation, OperationId, Outcome, Personal, Postponement,
    Recorded, Refusal, Task, Update, UpdateKind, Version,
};
use lpa_ports::{Journal as _, JournalError};
use lpa_sealing::Seal;
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

const SECRET: &str = "Vone Tiddlywink";

struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("deep/er/journal")
    }

    async fn open(&self) -> SqliteJournal {
        SqliteJournal::open(self.path(), seal(7)).await.unwrap()
    }

    /// The file as an operator sees it.
    fn sql(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }
}

fn seal(byte: u8) -> Seal {
    Seal::new(&[byte; 32]).unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

/// An operation on an LPA of its own, whose content is secret.
fn entry(number: u16) -> Entry {
    let (id, uid) =
        (OperationId(Uuid::from_u128(number.into())), format!("M-0000-0000-{number:04}").parse().unwrap());
    let change = Change { key: "/x".to_owned(), old: None, new: Some(Json::String(SECRET.to_owned())) };
    let update = Update { kind: Choice::Is(UpdateKind::Correction), changes: vec![change] };
    let author = "urn:opg:poas:makeregister:users:8a2c".parse().unwrap();
    let operation =
        Operation { id, uid, idempotency_key: None, author, requested_at: at(1), act: Act::Update(update) };
    Entry { id, uid, requested_at: at(1), fingerprint: [7; 32], keyed: None, task: Task::Forward(operation) }
}

async fn leased(journal: &SqliteJournal, number: u16) -> Lease {
    match journal.record(&entry(number), Some(at(60))).await.unwrap() {
        Recorded::Leased(lease) => lease,
        other => panic!("leased at once, not {other:?}"),
    }
}

const fn applied() -> Outcome {
    Outcome::Applied { version: Version::FIRST, answer: None }
}

fn everything() -> Claim {
    Claim { uid: None, now: at(60), until: at(120), limit: 100 }
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

fn until(until: Timestamp) -> Postponement {
    Postponement {
        at: until,
        until,
        cause: "the register is away".to_owned(),
        counted: false,
        in_doubt: false,
    }
}

#[tokio::test]
async fn only_the_owner_can_read_the_files_and_a_directory_made_for_them() {
    let home = Home::new();
    let journal = home.open().await;
    leased(&journal, 1).await;
    let path = home.path();
    for end in ["", "-wal", "-shm", "-log", "-log-lock", "-lock", "-turn", "-pending"] {
        assert_eq!(mode(Path::new(&format!("{}{end}", path.display()))), 0o600, "{end}");
    }
    for directory in path.ancestors().skip(1).take(2) {
        assert_eq!(mode(directory), 0o700, "{}", directory.display());
    }
}

#[tokio::test]
async fn a_file_that_others_could_read_is_closed_to_them() {
    let home = Home::new();
    home.open().await.close().await;
    std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let _journal = home.open().await;
    assert_eq!(mode(&home.path()), 0o600);
}

#[tokio::test]
async fn another_key_is_refused_at_once_and_harms_nothing() {
    let home = Home::new();
    let journal = home.open().await;
    leased(&journal, 1).await;
    journal.close().await;
    let refused = SqliteJournal::open(home.path(), seal(8)).await.err().unwrap();
    assert!(matches!(refused, OpenError::OtherKey { .. }), "{refused}");
    assert_eq!(home.open().await.claim(everything()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_of_something_else_is_refused_and_left_as_it_was() {
    let home = Home::new();
    std::fs::create_dir_all(home.path().parent().unwrap()).unwrap();
    home.sql().execute_batch("CREATE TABLE accounts (it)").unwrap();
    let before = (std::fs::read(home.path()).unwrap(), mode(&home.path()));
    let refused = SqliteJournal::open(home.path(), seal(7)).await.err().unwrap();
    assert!(matches!(refused, OpenError::NotAJournal), "{refused}");
    assert_eq!((std::fs::read(home.path()).unwrap(), mode(&home.path())), before);
    let other = Home::new();
    std::fs::create_dir_all(other.path().parent().unwrap()).unwrap();
    std::fs::write(other.path(), "no database at all, but a text of some length".repeat(100)).unwrap();
    assert!(matches!(SqliteJournal::open(other.path(), seal(7)).await, Err(OpenError::Sqlite(_))));
}

#[tokio::test]
async fn a_journal_of_a_later_version_is_refused() {
    let home = Home::new();
    home.open().await.close().await;
    home.sql().execute_batch("PRAGMA user_version = 99").unwrap();
    let refused = SqliteJournal::open(home.path(), seal(7)).await.err().unwrap();
    assert!(matches!(refused, OpenError::Newer { found: 99, .. }), "{refused}");
}

#[tokio::test]
async fn nothing_personal_can_be_read_in_the_files() {
    let home = Home::new();
    let journal = home.open().await;
    leased(&journal, 1).await;
    let parked = Outcome::Parked { reason: SECRET.to_owned(), in_doubt: false };
    journal.settle(&leased(&journal, 2).await, &parked, at(2)).await.unwrap();
    let answered =
        Outcome::Applied { version: Version(1), answer: Some(Personal::new(SECRET.as_bytes().to_vec())) };
    journal.settle(&leased(&journal, 3).await, &answered, at(2)).await.unwrap();
    for file in std::fs::read_dir(home.path().parent().unwrap()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()));
    }
}

#[tokio::test]
async fn a_settled_operation_no_longer_holds_its_content() {
    let home = Home::new();
    let journal = home.open().await;
    journal.settle(&leased(&journal, 1).await, &applied(), at(2)).await.unwrap();
    let count = "SELECT count(content) FROM operation";
    let kept: i64 = home.sql().query_row(count, [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn what_a_power_cut_may_undo_is_not_synced_and_the_rest_is() {
    let home = Home::new();
    let journal = home.open().await;
    let leases = [leased(&journal, 1).await, leased(&journal, 2).await, leased(&journal, 3).await];
    let synced = || journal.stats().synced_batches;
    assert_eq!(synced(), 3);
    journal.settle(&leases[0], &applied(), at(2)).await.unwrap();
    journal.postpone(&leases[1], &until(at(3))).await.unwrap();
    let claimed = journal.claim(everything()).await.unwrap();
    assert_eq!((synced(), claimed.len(), journal.stats().batches), (3, 2, 6));
    let refused = Outcome::Refused { refusal: Refusal::unknown_lpa() };
    journal.settle(&claimed[0].lease, &refused, at(61)).await.unwrap();
    journal
        .settle(&claimed[1].lease, &Outcome::Parked { reason: String::new(), in_doubt: false }, at(61))
        .await
        .unwrap();
    assert_eq!(synced(), 5);
}

#[tokio::test(flavor = "current_thread")]
async fn closing_finishes_what_was_asked_and_then_nothing_is_available() {
    let home = Home::new();
    let journal = home.open().await;
    let entries: Vec<_> = (0..10).map(entry).collect();
    let records = join_all(entries.iter().map(|entry| journal.record(entry, Some(at(60)))));
    let (recorded, ()) = tokio::join!(records, journal.close());
    assert!(recorded.iter().all(Result::is_ok));
    assert!(matches!(journal.record(&entry(11), Some(at(60))).await, Err(JournalError::Unavailable(_))));
    assert!(matches!(journal.claim(everything()).await, Err(JournalError::Unavailable(_))));
    assert!(matches!(journal.receipt(entries[0].id).await, Err(JournalError::Unavailable(_))));
    assert!(matches!(journal.backlog().await, Err(JournalError::Unavailable(_))));
    journal.close().await;
    assert_eq!(home.open().await.backlog().await.unwrap().held, 10);
}

#[tokio::test(flavor = "current_thread")]
async fn a_caller_who_goes_away_half_way_leaves_a_whole_record() {
    let home = Home::new();
    let journal = home.open().await;
    let (gone, stays) = (entry(1), entry(2));
    {
        let mut going = journal.record(&gone, Some(at(60)));
        assert!(futures::poll!(&mut going).is_pending());
    }
    assert!(matches!(journal.record(&stays, Some(at(60))).await.unwrap(), Recorded::Leased(_)));
    assert!(matches!(journal.record(&gone, Some(at(60))).await.unwrap(), Recorded::Repeat(_)));
    assert_eq!(journal.claim(everything()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn the_audit_trail_says_who_and_what_and_when_and_is_only_added_to() {
    let home = Home::new();
    let journal = home.open().await;
    journal.settle(&leased(&journal, 1).await, &applied(), at(2)).await.unwrap();
    let outcome = applied();
    let answered = Entry { task: Task::Answered { label: "ISSUE_UID".to_owned(), outcome }, ..entry(2) };
    journal.record(&answered, Some(at(60))).await.unwrap();
    journal.close().await;
    let sql = home.sql();
    let trail = "SELECT operation, event, at / 1000000000, author FROM audit ORDER BY seq";
    let mut trail = sql.prepare(trail).unwrap();
    let rows: Vec<(i64, String, i64, Option<String>)> =
        trail.query_map([], |row| row.try_into()).unwrap().map(Result::unwrap).collect();
    let author = Some("urn:opg:poas:makeregister:users:8a2c".to_owned());
    let row = |operation, event: &str, at, author| (operation, event.to_owned(), at, author);
    let expected = [
        row(1, "recorded", 1, author),
        row(1, "applied", 2, None),
        row(2, "recorded", 1, None),
        row(2, "applied", 1, None),
    ];
    assert_eq!(rows, expected);
    assert!(sql.execute_batch("UPDATE audit SET event = 'x'").is_err());
    assert!(sql.execute_batch("DELETE FROM audit").is_err());
    assert!(sql.execute_batch("UPDATE operation SET state = 'held'").is_err());
}

#[tokio::test]
async fn a_byte_flipped_in_a_sealed_column_concerns_that_operation_only() {
    let home = Home::new();
    let journal = home.open().await;
    for number in 1..=3 {
        leased(&journal, number).await;
    }
    let parked = Outcome::Parked { reason: SECRET.to_owned(), in_doubt: false };
    journal.settle(&leased(&journal, 4).await, &parked, at(2)).await.unwrap();
    journal.close().await;
    let sql = home.sql();
    for (column, seq) in [("content", 2), ("detail", 4)] {
        let read = format!("SELECT {column} FROM operation WHERE seq = {seq}");
        let mut sealed: Vec<u8> = sql.query_row(&read, [], |row| row.get(0)).unwrap();
        sealed[20] ^= 1;
        let write = format!("UPDATE operation SET {column} = ? WHERE seq = {seq}");
        sql.execute(&write, [sealed]).unwrap();
    }
    drop(sql);
    let journal = home.open().await;
    let claimed = journal.claim(everything()).await.unwrap();
    assert_eq!(claimed.iter().map(|one| one.lease.id).collect::<Vec<_>>(), [entry(1).id, entry(3).id]);
    assert!(matches!(journal.receipt(entry(4).id).await, Err(JournalError::Unreadable(_))));
    assert!(journal.receipt(entry(1).id).await.unwrap().is_some());
}

#[tokio::test]
async fn moments_come_back_to_the_nanosecond() {
    let home = Home::new();
    let journal = home.open().await;
    let exact: Timestamp = "2026-02-03T04:05:06.123456789Z".parse().unwrap();
    let entry = Entry { requested_at: exact, ..entry(1) };
    journal.record(&entry, Some(Timestamp::MAX)).await.unwrap();
    assert_eq!(journal.receipt(entry.id).await.unwrap().unwrap().requested_at, exact);
    assert_eq!(journal.backlog().await.unwrap().oldest_held, Some(exact));
}

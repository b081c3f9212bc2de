//! Repairs of the journal file: what the contract suite cannot ask.
#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use lpa_adapters_sqlite::SqliteJournal;
use lpa_domain::operation::repair::UNREADABLE;
use lpa_domain::{
    Act, Author, Choice, Claim, Content, Discard, Entry, Lease, Operation, OperationId, Outcome, Query,
    Reason, Recorded, Release, Task, Update, UpdateKind, Verdict,
};
use lpa_ports::{Journal as _, Repairs as _};
use lpa_sealing::Seal;
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

/// What a person types.
const WORDS: &str = "Mrs Vone rang and was cross";

struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("journal")
    }

    async fn open(&self) -> SqliteJournal {
        SqliteJournal::open(self.path(), Seal::new(&[7; 32]).unwrap()).await.unwrap()
    }

    /// Changes the file under the journal.
    fn change(&self, sql: &str) {
        Connection::open(self.path()).unwrap().execute_batch(sql).unwrap();
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

fn id(number: u16) -> OperationId {
    OperationId(Uuid::from_u128(number.into()))
}

fn case_manager() -> Author {
    "urn:opg:sirius:users:34".parse().unwrap()
}

/// Records an operation on an LPA of its own, leased until second 10.
async fn leased(journal: &SqliteJournal, number: u16) -> Lease {
    let (id, uid) = (id(number), format!("M-0000-0000-{number:04}").parse().unwrap());
    let act = Act::Update(Update { kind: Choice::Is(UpdateKind::DonorWithdrawLpa), changes: Vec::new() });
    let operation =
        Operation { id, uid, idempotency_key: None, author: case_manager(), requested_at: at(1), act };
    let task = Task::Forward(operation);
    let entry = Entry { id, uid, requested_at: at(1), fingerprint: [7; 32], keyed: None, task };
    match journal.record(&entry, Some(at(10))).await.unwrap() {
        Recorded::Leased(lease) => lease,
        other => panic!("leased at once, not {other:?}"),
    }
}

async fn claimed(journal: &SqliteJournal, second: i64) -> Vec<OperationId> {
    let claim = Claim { uid: None, now: at(second), until: at(second + 60), limit: 100 };
    journal.claim(claim).await.unwrap().iter().map(|leased| leased.lease.id).collect()
}

fn everything() -> Query {
    Query { state: None, uid: None, after: None, limit: 100 }
}

#[tokio::test]
async fn one_that_cannot_be_unsealed_is_parked_with_that_reason_and_the_others_go_on() {
    let home = Home::new();
    let journal = home.open().await;
    for number in 1..=4 {
        leased(&journal, number).await;
    }
    // One byte of the tag is another; the content of another operation stands in place of one's own.
    home.change(
        "UPDATE operation SET content = CAST(substr(content, 1, length(content) - 1) || x'00' AS BLOB) WHERE seq = 1;
         UPDATE operation SET content = (SELECT content FROM operation WHERE seq = 4) WHERE seq = 2",
    );
    assert_eq!(claimed(&journal, 10).await, [3, 4].map(id));
    let told = journal.unsettled(everything()).await.unwrap();
    for standing in &told[..2] {
        let Outcome::Parked { reason, .. } = &standing.receipt.outcome else { panic!("{standing:?}") };
        assert_eq!(reason, UNREADABLE);
    }
    let content = journal.reveal(id(1), &case_manager(), at(12)).await.unwrap();
    assert_eq!(content, Some(Content::Damaged));
    // Released it is found damaged again.
    let release = Release { id: id(1), by: case_manager(), reason: None, at: at(13) };
    assert_eq!(journal.release(&release).await.unwrap().unwrap().receipt.outcome, Outcome::Held);
    assert_eq!(claimed(&journal, 14).await, []);
    assert_eq!(journal.backlog().await.unwrap().parked, 2);
}

#[tokio::test]
async fn a_damaged_reason_hides_nothing() {
    let home = Home::new();
    let journal = home.open().await;
    let lease = leased(&journal, 1).await;
    let parked = Outcome::Parked { reason: "it said 400".to_owned(), in_doubt: true };
    journal.settle(&lease, &parked, at(2)).await.unwrap();
    home.change("UPDATE operation SET detail = x'00'");
    let told = journal.dossier(id(1)).await.unwrap().unwrap();
    let unreadable = Outcome::Parked { reason: UNREADABLE.to_owned(), in_doubt: true };
    assert_eq!(told.standing.receipt.outcome, unreadable);
    assert_eq!(journal.unsettled(everything()).await.unwrap(), [told.standing]);
}

#[tokio::test]
async fn what_people_typed_can_be_read_in_no_file() {
    let home = Home::new();
    let journal = home.open().await;
    leased(&journal, 1).await;
    let (by, reason) = (case_manager(), Reason::kept(WORDS));
    let release = Release { id: id(1), by: by.clone(), reason: Some(reason.clone()), at: at(11) };
    journal.release(&release).await.unwrap();
    let discard = Discard { id: id(1), by, reason, acknowledged: true, at: at(12) };
    assert_eq!(journal.discard(&discard).await.unwrap().unwrap().verdict, Verdict::Done);
    for file in std::fs::read_dir(home.0.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"Vone"));
    }
    let trail = journal.dossier(id(1)).await.unwrap().unwrap().trail;
    assert_eq!(trail.last().unwrap().reason.as_ref().unwrap().expose(), WORDS);
}

#[tokio::test]
async fn what_a_process_that_is_gone_was_forwarding_is_in_doubt() {
    let home = Home::new();
    let journal = home.open().await;
    leased(&journal, 1).await;
    drop(journal);
    let journal = home.open().await;
    assert!(journal.unsettled(everything()).await.unwrap()[0].may_have_been_applied);
    let reason = Reason::kept(WORDS);
    let discard = Discard { id: id(1), by: case_manager(), reason, acknowledged: false, at: at(12) };
    assert_eq!(journal.discard(&discard).await.unwrap().unwrap().verdict, Verdict::InDoubt);
}

#[tokio::test]
async fn what_another_process_forwards_is_not_discarded_and_what_it_parked_can_be() {
    let home = Home::new();
    let (server, beside) = (home.open().await, home.open().await);
    let lease = leased(&server, 1).await;
    let reason = Reason::kept(WORDS);
    let discard = Discard { id: id(1), by: case_manager(), reason, acknowledged: false, at: at(2) };
    assert_eq!(beside.discard(&discard).await.unwrap().unwrap().verdict, Verdict::BeingForwarded);
    let parked = Outcome::Parked { reason: "it said 400".to_owned(), in_doubt: false };
    server.settle(&lease, &parked, at(3)).await.unwrap();
    assert_eq!(beside.discard(&discard).await.unwrap().unwrap().verdict, Verdict::Done);
    assert_eq!(server.receipt(id(1)).await.unwrap().unwrap().outcome, Outcome::Discarded);
}

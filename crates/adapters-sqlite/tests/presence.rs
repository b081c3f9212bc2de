//! Who has the journal open, and whether its file is where it was.
#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp};
use lpa_adapters_sqlite::SqliteJournal;
use lpa_domain::{
    Act, Choice, Claim, DraftAct, Entry, Lease, Operation, OperationId, Outcome, Recorded, Task, Update,
    UpdateKind, Version,
};
use lpa_ports::{Journal as _, JournalError};
use lpa_sealing::Seal;
use uuid::Uuid;

fn at(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

async fn open(path: &Path) -> SqliteJournal {
    SqliteJournal::open(path, Seal::new(&[7; 32]).unwrap()).await.unwrap()
}

fn entry(number: u128) -> Entry {
    let (id, uid) = (OperationId(Uuid::from_u128(number)), "M-3779-9919-9529".parse().unwrap());
    let update = Update { kind: Choice::Is(UpdateKind::DonorWithdrawLpa), changes: Vec::new() };
    let author = "urn:opg:sirius:users:34".parse().unwrap();
    let act = Act::Update(update);
    let operation = Operation { id, uid, idempotency_key: None, author, requested_at: at(1), act };
    let task = Task::Forward(operation);
    Entry { id, uid, requested_at: at(1), fingerprint: [7; 32], keyed: None, task }
}

/// Records one operation, leased for a minute.
async fn leased(journal: &SqliteJournal) -> Lease {
    let recorded = journal.record(&entry(1), Some(at(61))).await.unwrap();
    let Recorded::Leased(lease) = recorded else { panic!("{recorded:?}") };
    lease
}

async fn claimed(journal: &SqliteJournal) -> usize {
    let claim = Claim { uid: None, now: at(2), until: at(62), limit: 9 };
    journal.claim(claim).await.unwrap().len()
}

const APPLIED: Outcome = Outcome::Applied { version: Version(1), answer: None };

#[tokio::test]
async fn what_a_process_that_is_gone_had_leased_can_be_claimed_at_once() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal");
    let journal = open(&path).await;
    let lease = leased(&journal).await;
    assert_eq!(claimed(&journal).await, 0);
    drop(journal);
    let journal = open(&path).await;
    assert_eq!(claimed(&journal).await, 1);
    let settled = journal.settle(&lease, &APPLIED, at(3)).await;
    assert!(matches!(settled, Err(JournalError::LeaseLost)), "{settled:?}");
}

#[tokio::test]
async fn while_another_has_the_journal_open_its_leases_stay_in_force() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal");
    let journal = open(&path).await;
    let lease = leased(&journal).await;
    let other = open(&path).await;
    assert_eq!(claimed(&other).await, 0);
    journal.settle(&lease, &APPLIED, at(3)).await.unwrap();
}

#[tokio::test]
async fn a_journal_whose_file_was_replaced_records_nothing_more() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal");
    let journal = open(&path).await;
    leased(&journal).await;
    std::fs::rename(&path, home.path().join("elsewhere")).unwrap();
    std::fs::write(&path, b"").unwrap();
    let recorded = journal.record(&entry(2), Some(at(61))).await;
    assert!(matches!(recorded, Err(JournalError::Unavailable(_))), "{recorded:?}");
    let backlog = journal.backlog().await;
    assert!(matches!(backlog, Err(JournalError::Unavailable(_))), "{backlog:?}");
}

/// The state of a draft that was known in that second, held by whoever has the journal open.
async fn told(journal: &SqliteJournal, second: u32) -> OperationId {
    let (known, at) = (at(second.into()), at(second.into()));
    let held = entry(second.into());
    let Task::Forward(operation) = held.task else { panic!("{held:?}") };
    let act = Act::Draft(DraftAct::Keep { as_at: known, draft: Box::default(), beside: Box::default() });
    let task = Task::Forward(Operation { act, requested_at: at, ..operation });
    let held = Entry { task, requested_at: at, ..held };
    assert_eq!(journal.record(&held, None).await.unwrap(), Recorded::Waiting);
    held.id
}

#[tokio::test]
async fn what_was_held_when_the_journal_was_opened_may_have_been_sent_and_is_not_superseded() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal");
    let journal = open(&path).await;
    let before = told(&journal, 1).await;
    drop(journal);
    // As a power cut leaves it that came after it was claimed, sent and applied: of that nothing was synced.
    let journal = open(&path).await;
    let since = told(&journal, 2).await;
    // Who joins says nothing of what was sent before.
    let other = open(&path).await;
    let latest = told(&other, 3).await;
    let mut outcomes = Vec::new();
    for id in [before, since, latest] {
        outcomes.push(journal.receipt(id).await.unwrap().unwrap().outcome);
    }
    assert_eq!(outcomes, [Outcome::Held, Outcome::Superseded, Outcome::Held]);
}

/// Records one operation after another until it is told to stop, for as many callers as keep a transaction always open.
async fn keep_writing(journal: Arc<SqliteJournal>, caller: u128, stop: Arc<AtomicBool>) {
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        journal.record(&entry((caller << 64) + number), Some(at(61))).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_writes_all_the_time_leaves_another_its_turn() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal");
    let (busy, stop) = (Arc::new(open(&path).await), Arc::new(AtomicBool::new(false)));
    let writing = (1..=4).map(|caller| keep_writing(Arc::clone(&busy), caller, Arc::clone(&stop)));
    let writing: Vec<_> = writing.map(tokio::spawn).collect();
    let other = open(&path).await;
    for number in 0..20 {
        let recorded = other.record(&entry(number), Some(at(61))).await;
        assert!(matches!(recorded, Ok(Recorded::Leased(_) | Recorded::Waiting)), "{number}: {recorded:?}");
    }
    stop.store(true, Ordering::Relaxed);
    for caller in writing {
        caller.await.unwrap();
    }
}

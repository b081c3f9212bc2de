//! Another key for the journal file: what the contract suite cannot ask.
#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use lpa_adapters_sqlite::SqliteJournal;
use lpa_domain::{Act, Choice, Entry, Operation, OperationId, Task, Update, UpdateKind};
use lpa_ports::{Journal as _, Keys as _, KeysError, SealingKey, Upkeep as _};
use lpa_sealing::{KeyRing, KeySource, KeysUnreadable, Seal};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

/// Two keys; the first is the newest.
struct Given;

impl KeySource for Given {
    fn keys(&self) -> Result<Vec<Seal>, KeysUnreadable> {
        Ok([7, 8].map(|byte| Seal::new(&[byte; 32]).unwrap()).into())
    }
}

fn key(byte: u8) -> SealingKey {
    SealingKey(Seal::new(&[byte; 32]).unwrap().fingerprint().0)
}

struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("journal")
    }

    async fn open(&self) -> SqliteJournal {
        SqliteJournal::open(self.path(), KeyRing::of(Given).unwrap()).await.unwrap()
    }

    /// Changes the file under the journal.
    fn change(&self, sql: &str) {
        Connection::open(self.path()).unwrap().execute_batch(sql).unwrap();
    }
}

async fn held(journal: &SqliteJournal, numbers: std::ops::RangeInclusive<u16>) {
    for number in numbers {
        let (id, uid) = (
            OperationId(Uuid::from_u128(number.into())),
            format!("M-0000-0000-{number:04}").parse().unwrap(),
        );
        let act = Act::Update(Update { kind: Choice::Is(UpdateKind::DonorWithdrawLpa), changes: Vec::new() });
        let requested_at = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1);
        let author = "urn:opg:sirius:users:34".parse().unwrap();
        let operation = Operation { id, uid, idempotency_key: None, author, requested_at, act };
        let task = Task::Forward(operation);
        let entry = Entry { id, uid, requested_at, fingerprint: [0; 32], keyed: None, task };
        journal.record(&entry, None).await.unwrap();
    }
}

/// How many records each key still opens, the one that seals first.
async fn records(journal: &SqliteJournal) -> Vec<u64> {
    journal.keys().await.unwrap().iter().map(|used| used.records).collect()
}

async fn reseal_all(journal: &SqliteJournal) -> u64 {
    let mut all = 0;
    loop {
        match journal.reseal(2).await.unwrap() {
            0 => return all,
            more => all += more,
        }
    }
}

#[tokio::test]
async fn that_another_key_seals_and_that_one_is_done_without_is_synced() {
    let home = Home::new();
    let journal = home.open().await;
    let synced = || journal.stats().synced_batches;
    journal.rotate(key(8)).await.unwrap();
    assert_eq!(synced(), 1);
    journal.retire(key(7)).await.unwrap();
    assert_eq!(synced(), 2);
}

#[tokio::test]
async fn a_record_that_cannot_be_opened_is_left_as_it_is_and_the_others_are_sealed_anew() {
    let home = Home::new();
    let journal = home.open().await;
    held(&journal, 1..=5).await;
    journal.close().await;
    // The mark that says which key it was stays: what is damaged is behind it.
    home.change(
        "UPDATE operation SET content = CAST(substr(content, 1, 40) || x'0000' || substr(content, 43) AS BLOB)
         WHERE seq = 2",
    );
    let journal = home.open().await;
    journal.rotate(key(8)).await.unwrap();
    assert_eq!((reseal_all(&journal).await, records(&journal).await), (4, vec![4, 1]));
    let refused = journal.retire(key(7)).await;
    assert!(matches!(refused, Err(KeysError::StillNeeded { records: 1, .. })), "{refused:?}");
}

#[tokio::test]
async fn a_record_that_does_not_say_its_key_keeps_every_key_until_it_is_sealed_anew() {
    let home = Home::new();
    let journal = home.open().await;
    held(&journal, 1..=2).await;
    journal.close().await;
    // As it was before records were marked with their key.
    home.change("UPDATE operation SET content = substr(content, 21) WHERE seq = 1");
    let journal = home.open().await;
    assert_eq!(records(&journal).await, [2]);
    journal.rotate(key(8)).await.unwrap();
    assert_eq!(records(&journal).await, [1, 2]);
    assert_eq!((reseal_all(&journal).await, records(&journal).await), (2, vec![2, 0]));
    journal.retire(key(7)).await.unwrap();
    assert_eq!(records(&journal).await, [2]);
}

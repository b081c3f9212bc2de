//! What the triggers of the schema keep counted is what counting finds.
#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use jiff::{SignedDuration, Timestamp};
use lpa_adapters_sqlite::SqliteJournal;
use lpa_domain::operation::repair::{Discard, Reason, Release};
use lpa_domain::{
    Act, Author, Choice, Claim, Entry, Lease, Operation, OperationId, Outcome, Postponement, Recorded,
    Refusal, Task, Update, UpdateKind, Version,
};
use lpa_ports::{Journal as _, Keys as _, Repairs as _, SealingKey, Upkeep as _};
use lpa_sealing::{KeyRing, KeySource, KeysUnreadable, Seal};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

struct TwoKeys;

impl KeySource for TwoKeys {
    fn keys(&self) -> Result<Vec<Seal>, KeysUnreadable> {
        Ok([[7; 32], [8; 32]].iter().map(|key| Seal::new(key).unwrap()).collect())
    }
}

/// A journal that can seal with two keys.
struct House {
    home: TempDir,
    journal: SqliteJournal,
}

impl House {
    async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let keys = KeyRing::of(TwoKeys).unwrap();
        let journal = SqliteJournal::open(home.path().join("journal"), keys).await.unwrap();
        Self { home, journal }
    }

    async fn record(&self, number: u64) -> Lease {
        match self.journal.record(&entry(number), Some(at(10))).await.unwrap() {
            Recorded::Leased(lease) => lease,
            other => panic!("leased at once, not {other:?}"),
        }
    }

    async fn settle(&self, lease: &Lease, outcome: Outcome) {
        self.journal.settle(lease, &outcome, at(5)).await.unwrap();
    }

    /// Sees that what is kept is what is there: so many held, so many parked.
    async fn agrees(&self, step: &str, held: u64, parked: u64) {
        let kept = self.journal.backlog().await.unwrap();
        let file = Connection::open(self.home.path().join("journal")).unwrap();
        let count = |what: &str, states: &str| {
            let sql = format!("SELECT {what} FROM operation WHERE state IN ({states})");
            file.query_row(&sql, [], |row| row.get::<_, Option<i64>>(0)).unwrap()
        };
        assert_eq!((kept.held, kept.parked), (held, parked), "{step}");
        assert_eq!(count("count(*)", "'held'"), Some(held.cast_signed()), "{step}");
        assert_eq!(count("count(*)", "'parked'"), Some(parked.cast_signed()), "{step}");
        let oldest = kept.oldest_held.map(|at| i64::try_from(at.as_nanosecond()).unwrap());
        assert_eq!(oldest, count("min(requested_at)", "'held'"), "{step}");
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

fn by() -> Author {
    "urn:opg:sirius:users:34".parse().unwrap()
}

fn why() -> Reason {
    "asked by telephone".parse().unwrap()
}

/// An operation on an LPA of its own; the later, the earlier it was asked for.
fn entry(number: u64) -> Entry {
    let id = OperationId(Uuid::from_u64_pair(0, number));
    let uid = format!("M-0000-0000-{number:04}").parse().unwrap();
    let act = Act::Update(Update { kind: Choice::Is(UpdateKind::DonorWithdrawLpa), changes: Vec::new() });
    let requested_at = at(-i64::try_from(number).unwrap());
    let operation = Operation { id, uid, idempotency_key: None, author: by(), requested_at, act };
    let task = Task::Forward(operation);
    Entry { id, uid, requested_at, fingerprint: [7; 32], keyed: None, task }
}

#[tokio::test]
async fn what_is_held_and_parked_is_kept_true_by_every_statement() {
    let house = House::new().await;
    house.agrees("nothing yet", 0, 0).await;
    let mut leases = Vec::new();
    for number in 1..=6 {
        leases.push(house.record(number).await);
    }
    house.agrees("recorded", 6, 0).await;
    house.journal.record(&entry(6), None).await.unwrap();
    let answered = Outcome::Applied { version: Version::FIRST, answer: None };
    let task = Task::Answered { label: "CREATE".to_owned(), outcome: answered.clone() };
    house.journal.record(&Entry { task, ..entry(7) }, None).await.unwrap();
    house.agrees("a repeat, and what was answered at once", 6, 0).await;

    house.settle(&leases[5], answered).await;
    house.settle(&leases[4], Outcome::Refused { refusal: Refusal::unknown_lpa() }).await;
    house.agrees("settled, the oldest too", 4, 0).await;
    let parked = Outcome::Parked { reason: "it does not fit".to_owned(), in_doubt: false };
    house.settle(&leases[3], parked.clone()).await;
    house.settle(&leases[2], parked).await;
    house.agrees("parked", 2, 2).await;
    let cause = "away".to_owned();
    let postponement = Postponement { at: at(5), until: at(6), cause, counted: true, in_doubt: false };
    house.journal.postpone(&leases[1], &postponement).await.unwrap();
    house.journal.claim(Claim { uid: None, now: at(7), until: at(8), limit: 9 }).await.unwrap();
    house.agrees("postponed and claimed", 2, 2).await;

    let release = |lease: &Lease| Release { id: lease.id, by: by(), reason: None, at: at(9) };
    house.journal.release(&release(&leases[3])).await.unwrap().unwrap();
    house.agrees("released", 3, 1).await;
    let id = leases[2].id;
    let discard = Discard { id, by: by(), reason: why(), acknowledged: true, at: at(9) };
    house.journal.discard(&discard).await.unwrap().unwrap();
    house.agrees("discarded", 3, 0).await;

    house.journal.rotate(SealingKey(Seal::new(&[8; 32]).unwrap().fingerprint().0)).await.unwrap();
    assert!(house.journal.reseal(100).await.unwrap() > 0);
    house.agrees("sealed anew", 3, 0).await;
    assert!(house.journal.prune(at(100), 100).await.unwrap() > 0);
    house.agrees("pruned", 3, 0).await;
}

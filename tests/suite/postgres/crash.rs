//! The server is killed: what was answered is there, what was not does no harm, and what was read is not taken back.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use lpa_adapters_postgres::{PostgresJournal, PostgresOptions, PostgresRegister};
use lpa_domain::{
    Claim, LpaUid, NoticeCursor, Operation, OperationId, Outcome, Profile, UpdateKind, Version,
};
use lpa_ports::{Journal as _, Notices as _, Register as _, RegisterError, Retry};
use lpa_sealing::Seal;
use lpa_tests::cluster::{Cluster, Settings};
use lpa_tests::samples::{at, creation, document, entry, lpa_uid, update};
use tokio::sync::Semaphore;
use tokio::time::timeout;

const WRITERS: u32 = 8;
const ANSWERS_BEFORE_THE_KILL: u32 = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_before_a_kill_is_there_and_the_rest_can_be_forwarded_again() {
    let cluster = Cluster::start(&Settings { durable: true, ..Settings::default() });
    let database = cluster.database().await;
    let options = PostgresOptions::default();
    let register = Arc::new(PostgresRegister::connect(&database.url, &options, Profile::Compatible).unwrap());
    for round in 0..3 {
        let answered = Arc::new(Semaphore::new(0));
        let storm: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let first = round * 1_000_000 + writer * 100_000;
                tokio::spawn(write_until_cut(Arc::clone(&register), Arc::clone(&answered), first))
            })
            .collect();
        let enough = timeout(Duration::from_mins(1), answered.acquire_many(ANSWERS_BEFORE_THE_KILL));
        drop(enough.await.unwrap().unwrap());
        cluster.kill();
        let storms = join_all(storm).await;
        cluster.resume();
        for storm in storms {
            let Storm { answered, cut } = storm.unwrap();
            for (operation, version) in answered {
                assert_eq!(times_applied(&register, operation.uid, operation.id).await, [version]);
            }
            let again = register.apply(&cut).await.unwrap().into_lpa().unwrap();
            assert_eq!(times_applied(&register, cut.uid, cut.id).await, [again.version]);
        }
    }
}

/// What one writer was told.
struct Storm {
    answered: Vec<(Operation, Version)>,
    /// The operation whose answer was lost.
    cut: Operation,
}

async fn write_until_cut(register: Arc<PostgresRegister>, count: Arc<Semaphore>, first: u32) -> Storm {
    let mut answered = Vec::new();
    for n in first.. {
        // Every other operation updates the LPA that was created before it.
        let uid = lpa_uid(u64::from(n / 2) + 1);
        let operation = match n % 2 {
            0 => creation(n, uid, document()),
            _ => update(n, uid, UpdateKind::DonorWithdrawLpa),
        };
        match register.apply(&operation).await {
            Ok(applied) => answered.push((operation, applied.into_lpa().unwrap().version)),
            Err(error) => {
                assert_may_be_forwarded_again(&error);
                return Storm { answered, cut: operation };
            }
        }
        count.add_permits(1);
    }
    unreachable!("the server is killed")
}

fn assert_may_be_forwarded_again(error: &RegisterError) {
    assert!(matches!(error.retry(), Retry::Later | Retry::LaterSameId), "{error:?}");
}

/// The versions that an operation has made: exactly one.
async fn times_applied(register: &PostgresRegister, uid: LpaUid, id: OperationId) -> Vec<Version> {
    let history = register.history(uid).await.unwrap().unwrap();
    history.iter().filter(|entry| entry.id == id).map(|entry| entry.version).collect()
}

#[tokio::test]
async fn a_notice_that_was_read_is_there_after_a_kill_under_its_number() {
    // Nothing is flushed but what a commit waits for.
    let quiet = vec![("autovacuum", "off"), ("wal_writer_delay", "10s"), ("checkpoint_timeout", "1d")];
    let cluster = Cluster::start(&Settings { durable: true, more: quiet, ..Settings::default() });
    let database = cluster.database().await;
    let journal =
        PostgresJournal::connect(&database.url, &PostgresOptions::default(), Seal::new(&[1; 32]).unwrap());
    let journal = journal.unwrap();
    journal.record(&entry(1, lpa_uid(1)), None).await.unwrap();
    let claim = Claim { uid: None, now: at(2), until: at(60), limit: 1 };
    let leased = journal.claim(claim).await.unwrap().pop().unwrap();
    let applied = Outcome::Applied { version: Version(1), answer: None };
    journal.settle(&leased.lease, &applied, at(3)).await.unwrap();
    let read = journal.after(NoticeCursor::default(), 9).await.unwrap();
    assert_eq!(read.len(), 1);
    cluster.kill();
    cluster.resume();
    assert_eq!(journal.after(NoticeCursor::default(), 9).await.unwrap(), read);
}

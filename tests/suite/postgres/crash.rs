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
/// So many operations go to the register in one call.
const TOGETHER: u32 = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_before_a_kill_is_there_and_the_rest_can_be_forwarded_again() {
    storms(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_together_before_a_kill_is_there_and_the_rest_can_be_forwarded_again() {
    storms(TOGETHER).await;
}

/// Kills the server three times under writers who write so many operations in a call.
async fn storms(together: u32) {
    let cluster = Cluster::start(&Settings { durable: true, ..Settings::default() });
    let database = cluster.database().await;
    let options = PostgresOptions::default();
    let register = Arc::new(PostgresRegister::connect(&database.url, &options, Profile::Compatible).unwrap());
    for round in 0..3 {
        let answered = Arc::new(Semaphore::new(0));
        let storm: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let calls = Calls { first: round * 1_000_000 + writer * 100_000, together };
                tokio::spawn(write_until_cut(Arc::clone(&register), Arc::clone(&answered), calls))
            })
            .collect();
        let enough = timeout(Duration::from_mins(1), answered.acquire_many(ANSWERS_BEFORE_THE_KILL));
        drop(enough.await.unwrap().unwrap());
        cluster.kill();
        let storms = join_all(storm).await;
        cluster.resume();
        for storm in storms {
            assert_kept(&register, storm.unwrap()).await;
        }
    }
}

/// What one writer was told.
struct Storm {
    answered: Vec<(Operation, Version)>,
    /// The operations of the call that was cut off, and what was said of them.
    cut: Vec<(Operation, RegisterError)>,
}

async fn assert_kept(register: &PostgresRegister, Storm { answered, cut }: Storm) {
    for (operation, version) in answered {
        assert_eq!(times_applied(register, operation.uid, operation.id).await, [version]);
    }
    for (operation, error) in cut {
        assert!(matches!(error.retry(), Retry::Later | Retry::LaterSameId), "{error:?}");
        let before = times_applied(register, operation.uid, operation.id).await;
        assert!(
            error.retry() == Retry::LaterSameId || before.is_empty(),
            "it surely did not happen: {error:?}"
        );
        let again = register.apply(&operation).await.unwrap().into_lpa().unwrap();
        assert_eq!(times_applied(register, operation.uid, operation.id).await, [again.version]);
    }
}

/// What one writer writes: from which number on, and so many operations a call.
#[derive(Clone, Copy)]
struct Calls {
    first: u32,
    together: u32,
}

impl Calls {
    /// Every other call updates the LPAs that were created by the one before it.
    fn call(self, n: u32) -> Vec<Operation> {
        let Self { first, together } = self;
        let operation = |place| {
            let (number, uid) =
                (first + n * together + place, lpa_uid(u64::from(first + n / 2 * together + place) + 1));
            match n % 2 {
                0 => creation(number, uid, document()),
                _ => update(number, uid, UpdateKind::DonorWithdrawLpa),
            }
        };
        (0..together).map(operation).collect()
    }
}

async fn write_until_cut(register: Arc<PostgresRegister>, count: Arc<Semaphore>, calls: Calls) -> Storm {
    let mut storm = Storm { answered: Vec::new(), cut: Vec::new() };
    for n in 0.. {
        let operations = calls.call(n);
        let answers = match &operations[..] {
            [alone] => vec![register.apply(alone).await],
            together => register.apply_together(together).await,
        };
        for (operation, answer) in operations.into_iter().zip(answers) {
            match answer {
                Ok(applied) => storm.answered.push((operation, applied.into_lpa().unwrap().version)),
                Err(error) => storm.cut.push((operation, error)),
            }
        }
        if !storm.cut.is_empty() {
            return storm;
        }
        count.add_permits(calls.together as usize);
    }
    unreachable!("the server is killed")
}

/// The versions that an operation has made.
async fn times_applied(register: &PostgresRegister, uid: LpaUid, id: OperationId) -> Vec<Version> {
    let history = register.history(uid).await.unwrap().unwrap_or_default();
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

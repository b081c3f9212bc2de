//! What may have been applied is never told to be surely not, and no crash takes back that it may have been.

use std::sync::Arc;
use std::time::Duration;

use lpa_adapters_postgres::{PostgresJournal, PostgresOptions, PostgresRegister};
use lpa_domain::{Claim, Discard, Operation, OperationId, Profile, Reason, Verdict};
use lpa_ports::{Journal as _, Register as _, RegisterError, Repairs as _};
use lpa_sealing::Seal;
use lpa_tests::cluster::{Cluster, Database, Settings};
use lpa_tests::samples::{at, creation, document, entry, lpa_uid, operation_id};
use sqlx::{Connection as _, Executor as _, PgConnection};
use tokio::time::timeout;

fn register(database: &Database) -> Arc<PostgresRegister> {
    let options = PostgresOptions::default();
    Arc::new(PostgresRegister::connect(&database.url, &options, Profile::Compatible).unwrap())
}

fn creations() -> Vec<Operation> {
    (1..=20).map(|n| creation(n, lpa_uid(n.into()), document())).collect()
}

/// On the disk, and still waiting for a standby that never comes.
async fn until_committed_and_not_answered(database: &Database) {
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let sql = "select exists (select from pg_stat_activity
               where datname = current_database() and wait_event = 'SyncRep')";
    let waits = async { while !sqlx::query_scalar::<_, bool>(sql).fetch_one(&mut owner).await.unwrap() {} };
    timeout(Duration::from_mins(1), waits).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_those_written_together_none_is_surely_not_applied_when_the_server_is_killed_before_it_answers() {
    let more = vec![("synchronous_standby_names", "nobody"), ("synchronous_commit", "local")];
    let cluster = Cluster::start(&Settings { durable: true, more, ..Settings::default() });
    let database = cluster.database().await;
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    owner.execute("alter role causeway_rw set synchronous_commit = on").await.unwrap();
    drop(owner);
    let register = register(&database);
    let together = {
        let register = Arc::clone(&register);
        tokio::spawn(async move { register.apply_together(&creations()).await })
    };
    until_committed_and_not_answered(&database).await;
    cluster.kill();
    for answer in together.await.unwrap() {
        assert!(matches!(answer, Err(RegisterError::OutcomeUnknown(_))), "{answer:?}");
    }
    cluster.resume();
    for operation in creations() {
        let history = register.history(operation.uid).await.unwrap().unwrap();
        assert_eq!(history.iter().map(|entry| entry.id).collect::<Vec<_>>(), [operation.id]);
    }
}

#[tokio::test]
async fn what_was_claimed_before_a_kill_is_in_doubt_after_it() {
    // Nothing is flushed but what a commit waits for.
    let quiet = vec![("autovacuum", "off"), ("wal_writer_delay", "10s"), ("checkpoint_timeout", "1d")];
    let cluster = Cluster::start(&Settings { durable: true, more: quiet, ..Settings::default() });
    let database = cluster.database().await;
    let seal = Seal::new(&[1; 32]).unwrap();
    let journal = PostgresJournal::connect(&database.url, &PostgresOptions::default(), seal).unwrap();
    journal.record(&entry(1, lpa_uid(1)), None).await.unwrap();
    let claim = Claim { uid: None, now: at(2), until: at(60), limit: 1 };
    assert_eq!(journal.claim(claim).await.unwrap().len(), 1);
    cluster.kill();
    cluster.resume();
    assert_eq!(discarded(&journal, operation_id(1), 59).await, Verdict::BeingForwarded);
    assert_eq!(discarded(&journal, operation_id(1), 61).await, Verdict::InDoubt);
}

/// What comes of discarding an operation without a word of what it may have done.
async fn discarded(journal: &PostgresJournal, id: OperationId, second: i64) -> Verdict {
    let by = "urn:opg:sirius:users:34".parse().unwrap();
    let reason = Reason::kept("sent twice");
    let discard = Discard { id, by, reason, acknowledged: false, at: at(second) };
    journal.discard(&discard).await.unwrap().unwrap().verdict
}

//! What may have been applied is never told to be surely not.

use std::sync::Arc;
use std::time::Duration;

use lpa_adapters_postgres::{PostgresOptions, PostgresRegister};
use lpa_domain::{Operation, Profile};
use lpa_ports::{Register as _, RegisterError};
use lpa_tests::cluster::{Cluster, Database, Settings};
use lpa_tests::samples::{creation, document, lpa_uid};
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

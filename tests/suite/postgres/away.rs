//! What the register says when the database is away, frozen, locked, read-only or not ready.

use std::time::Duration;

use lpa_adapters_postgres::{PostgresOptions, PostgresRegister, PostgresUids};
use lpa_domain::{Operation, Profile};
use lpa_ports::{Register as _, RegisterError, Uids as _, UidsError};
use lpa_tests::cluster::{Cluster, Database, Settings};
use lpa_tests::samples::{creation, document, lpa_uid};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tokio::time::timeout;

/// As the service would be, but on a machine that has much else to do.
fn patient() -> PostgresOptions {
    let long = Duration::from_mins(1);
    PostgresOptions { acquire_timeout: long, answer_timeout: long, ..PostgresOptions::default() }
}

/// For calls that are to find nobody there.
fn impatient() -> PostgresOptions {
    let short = Duration::from_millis(500);
    PostgresOptions { acquire_timeout: short, answer_timeout: short, ..PostgresOptions::default() }
}

fn register(url: &str) -> PostgresRegister {
    with(url, &patient())
}

fn with(url: &str, options: &PostgresOptions) -> PostgresRegister {
    PostgresRegister::connect(url, options, Profile::Compatible).unwrap()
}

fn create(n: u32) -> Operation {
    creation(n, lpa_uid(n.into()), document())
}

async fn owner(database: &Database) -> PgConnection {
    PgConnection::connect(&database.owner_url).await.unwrap()
}

#[tokio::test]
async fn a_stopped_database_is_away_and_a_restarted_one_answers_at_once() {
    let cluster = Cluster::start(&Settings { tcp: true, ..Settings::default() });
    let database = cluster.database().await;
    let register = register(&database.url);
    register.apply(&create(1)).await.unwrap();
    cluster.stop();
    // The first call may find its idle connection broken only when it has written to it.
    let lost = register.apply(&create(2)).await;
    assert!(matches!(lost, Err(RegisterError::OutcomeUnknown(_) | RegisterError::Offline(_))), "{lost:?}");
    let call = register.apply(&create(2)).await;
    assert!(matches!(call, Err(RegisterError::Offline(_))), "{call:?}");
    assert!(matches!(register.lpa(lpa_uid(1)).await, Err(RegisterError::Offline(_))));
    let uids = PostgresUids::connect(&database.url, &patient()).unwrap();
    assert!(matches!(uids.reserve(1).await, Err(UidsError::Offline(_))));
    cluster.resume();
    register.apply(&create(2)).await.unwrap();
    assert!(register.lpa(lpa_uid(1)).await.unwrap().is_some());
    cluster.stop();
    cluster.resume();
    // Its idle connections are all dead: nobody is told.
    assert!(register.lpa(lpa_uid(1)).await.unwrap().is_some());
    cluster.stop();
    cluster.resume();
    register.apply(&create(3)).await.unwrap();
}

#[tokio::test]
async fn of_a_write_to_a_frozen_database_the_outcome_is_unknown_and_the_same_again_is_harmless() {
    let cluster = Cluster::start(&Settings::default());
    let database = cluster.database().await;
    let register = register(&database.url);
    register.apply(&create(1)).await.unwrap();
    let hasty = with(&database.url, &impatient());
    // It has a connection before the server freezes.
    while hasty.lpa(lpa_uid(1)).await.is_err() {}
    cluster.freeze();
    let write = hasty.apply(&create(2)).await;
    assert!(matches!(write, Err(RegisterError::OutcomeUnknown(_))), "{write:?}");
    let read = hasty.lpa(lpa_uid(1)).await;
    assert!(matches!(read, Err(RegisterError::Offline(_))), "{read:?}");
    cluster.thaw();
    register.apply(&create(2)).await.unwrap();
    assert_eq!(register.history(lpa_uid(2)).await.unwrap().unwrap().len(), 1);
}

#[tokio::test]
async fn a_write_that_waits_too_long_for_a_lock_or_takes_too_long_is_undone() {
    let database = Cluster::shared().database().await;
    let [quick, slow] = [Duration::from_millis(100), Duration::from_secs(10)];
    let mut other = owner(&database).await;
    let mut lock = other.begin().await.unwrap();
    lock.execute("lock table causeway.lpa_version").await.unwrap();
    for (lock_timeout, statement_timeout) in [(quick, slow), (slow, quick)] {
        let options = PostgresOptions { lock_timeout, statement_timeout, ..patient() };
        let write = with(&database.url, &options).apply(&create(2)).await;
        assert!(matches!(write, Err(RegisterError::Offline(_))), "{write:?}");
    }
    lock.rollback().await.unwrap();
    assert_eq!(register(&database.url).lpa(lpa_uid(2)).await.unwrap(), None);
}

#[tokio::test]
async fn a_write_whose_session_is_ended_by_an_operator_is_tried_once_more() {
    let database = Cluster::shared().database().await;
    let register =
        with(&database.url, &PostgresOptions { lock_timeout: Duration::from_mins(1), ..patient() });
    register.apply(&create(1)).await.unwrap();
    let mut other = owner(&database).await;
    let mut lock = other.begin().await.unwrap();
    lock.execute("lock table causeway.lpa_version").await.unwrap();
    let write = tokio::spawn(async move { register.apply(&create(2)).await });
    let ended = "select count(pg_terminate_backend(pid)) from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock'";
    let mut third = owner(&database).await;
    let end =
        async { while sqlx::query_scalar::<_, i64>(ended).fetch_one(&mut third).await.unwrap() == 0 {} };
    timeout(Duration::from_mins(1), end).await.unwrap();
    lock.rollback().await.unwrap();
    write.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_server_that_has_become_a_standby_is_left_for_the_primary() {
    let cluster = Cluster::shared();
    let database = cluster.database().await;
    let set = async |sql: &str| {
        let sql = format!("alter database {} {sql}", database.name);
        let mut above = PgConnection::connect(&cluster.url("postgres", "postgres")).await.unwrap();
        above.execute(AssertSqlSafe(sql)).await.unwrap();
    };
    set("set default_transaction_read_only = on").await;
    let register = register(&database.url);
    let write = register.apply(&create(1)).await;
    assert!(matches!(write, Err(RegisterError::Offline(_))), "{write:?}");
    // New sessions may write, and the old one never could.
    set("reset default_transaction_read_only").await;
    register.apply(&create(1)).await.unwrap();
}

/// From here on, every write fails with this SQLSTATE.
async fn fail_with(database: &Database, code: &str) {
    let sql = format!(
        "create or replace function causeway.fail() returns trigger language plpgsql as $$
         begin raise exception 'no' using errcode = '{code}'; end $$;
         create or replace trigger fails before insert on causeway.lpa_version execute function causeway.fail();"
    );
    owner(database).await.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
}

#[tokio::test]
async fn a_database_that_is_broken_or_lost_by_a_pooler_is_no_fault_of_the_operation() {
    let database = Cluster::shared().database().await;
    let register = register(&database.url);
    for code in ["XX000", "XX001", "53100", "58030"] {
        fail_with(&database, code).await;
        let write = register.apply(&create(1)).await;
        assert!(matches!(write, Err(RegisterError::Offline(_))), "{code}: {write:?}");
    }
    for code in ["08006", "08P01"] {
        fail_with(&database, code).await;
        let write = register.apply(&create(1)).await;
        assert!(matches!(write, Err(RegisterError::OutcomeUnknown(_))), "{code}: {write:?}");
    }
    owner(&database).await.execute("drop trigger fails on causeway.lpa_version").await.unwrap();
    register.apply(&create(1)).await.unwrap();
}

#[tokio::test]
async fn a_database_that_is_not_migrated_or_not_there_is_away() {
    for name in ["postgres", "nowhere"] {
        let write = register(&Cluster::shared().url("causeway_rw", name)).apply(&create(1)).await;
        assert!(matches!(write, Err(RegisterError::Offline(_))), "{name}: {write:?}");
    }
}

#[tokio::test]
async fn what_an_error_says_names_no_value() {
    let database = Cluster::shared().database().await;
    let elsewhere = register(&database.url.replace("causeway_rw", "nobody_at_all"));
    let error = elsewhere.apply(&create(1)).await.unwrap_err();
    let told = format!("{error:?}");
    assert!(told.contains("28000"), "{told}");
    assert!(!told.contains("nobody_at_all"), "{told}");
}

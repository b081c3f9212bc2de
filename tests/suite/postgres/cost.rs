//! What a write costs the server, in statements and in flushes of its log.

use std::time::Duration;

use lpa_adapters_postgres::{PostgresJournal, PostgresOptions, PostgresRegister};
use lpa_domain::{Profile, UpdateKind};
use lpa_ports::{Journal as _, Register as _, Repairs as _, Upkeep as _};
use lpa_sealing::Seal;
use lpa_tests::cluster::{Cluster, Database, Settings};
use lpa_tests::samples::{
    at, creation, deletion, document, draft, draft_state, entry, lpa_uid, operation_id, update,
};
use sqlx::{Connection as _, PgConnection};
use tokio::time::timeout;

const ROUNDS: u32 = 50;

fn register(database: &Database) -> PostgresRegister {
    PostgresRegister::connect(&database.url, &PostgresOptions::default(), Profile::Compatible).unwrap()
}

#[tokio::test]
async fn a_creation_is_one_statement_and_an_update_is_two() {
    // The register may be far away: a round trip is what a write costs most.
    let more = vec![("log_statement", "all"), ("log_line_prefix", "%a> ")];
    let cluster = Cluster::start(&Settings { more, ..Settings::default() });
    let database = cluster.database().await;
    let register = register(&database);
    for n in 0..ROUNDS {
        register.apply(&creation(n + 1, lpa_uid(u64::from(n) + 1), document())).await.unwrap();
    }
    assert_eq!(statements(&cluster), ROUNDS);
    for n in 0..ROUNDS {
        let uid = lpa_uid(u64::from(n) + 1);
        register.apply(&update(1_000 + n, uid, UpdateKind::DonorWithdrawLpa)).await.unwrap();
    }
    assert_eq!(statements(&cluster), ROUNDS + 2 * ROUNDS);
}

#[tokio::test]
async fn a_state_of_a_draft_is_two_statements_a_deletion_one_and_a_refusal_one_more_than_its_judgement() {
    let more = vec![("log_statement", "all"), ("log_line_prefix", "%a> ")];
    let cluster = Cluster::start(&Settings { more, ..Settings::default() });
    let database = cluster.database().await;
    let register = register(&database);
    let mut told = 0;
    let mut since = || {
        let all = statements(&cluster);
        all - std::mem::replace(&mut told, all)
    };
    let state = draft_state(1, lpa_uid(1), at(1), draft("{}"));
    register.apply(&state).await.unwrap();
    assert_eq!(since(), 2);
    register.draft(lpa_uid(1)).await.unwrap();
    assert_eq!(since(), 1);
    register.apply(&deletion(2, lpa_uid(1))).await.unwrap();
    assert_eq!(since(), 1);
    // Read, judged, remembered; and read again.
    let unknown = update(3, lpa_uid(2), UpdateKind::DonorWithdrawLpa);
    for statements in [2, 1] {
        register.apply(&unknown).await.unwrap_err();
        assert_eq!(since(), statements);
    }
    // Tried, read, judged, remembered; and tried and read again.
    let retired = creation(4, lpa_uid(1), document());
    for statements in [3, 2] {
        register.apply(&retired).await.unwrap_err();
        assert_eq!(since(), statements);
    }
}

#[tokio::test]
async fn a_dossier_is_one_statement_and_so_is_the_list_of_keys() {
    // What is read in one statement is of one moment.
    let more = vec![("log_statement", "all"), ("log_line_prefix", "%a> ")];
    let cluster = Cluster::start(&Settings { more, ..Settings::default() });
    let database = cluster.database().await;
    let seal = Seal::new(&[1; 32]).unwrap();
    let journal = PostgresJournal::connect(&database.url, &PostgresOptions::default(), seal).unwrap();
    journal.record(&entry(1, lpa_uid(1)), None).await.unwrap();
    let before = statements(&cluster);
    journal.dossier(operation_id(1)).await.unwrap().unwrap();
    assert_eq!(statements(&cluster) - before, 1);
    // There is one key, so nothing else is looked at.
    journal.reseal(1).await.unwrap();
    assert_eq!(statements(&cluster) - before, 2);
}

/// How many statements of the service the server has logged, but for the one with which a connection begins.
fn statements(cluster: &Cluster) -> u32 {
    let log = cluster.log();
    let logged = |line: &str| {
        let begins = line.starts_with("causeway> LOG:  statement: select set_config('synchronous_commit'");
        (line.starts_with("causeway> LOG:  execute") || line.starts_with("causeway> LOG:  statement"))
            && !begins
    };
    u32::try_from(log.lines().filter(|line| logged(line)).count()).unwrap()
}

#[tokio::test]
async fn one_client_causes_at_most_one_flush_a_commit() {
    let quiet = vec![("autovacuum", "off"), ("wal_writer_delay", "10s"), ("checkpoint_timeout", "1d")];
    let cluster = Cluster::start(&Settings { durable: true, more: quiet, ..Settings::default() });
    let database = cluster.database().await;
    let register = register(&database);
    register.apply(&creation(1, lpa_uid(1), document())).await.unwrap();
    let before = flushes(&database).await;
    for n in 1..=ROUNDS {
        register.apply(&creation(n + 1, lpa_uid(u64::from(n) + 1), document())).await.unwrap();
    }
    // A server process tells of its work when it ends.
    drop(register);
    let ended = async { while sessions(&database).await > 0 {} };
    timeout(Duration::from_mins(1), ended).await.unwrap();
    let caused = flushes(&database).await - before;
    assert!((1..=i64::from(ROUNDS) + 2).contains(&caused), "{caused} flushes for {ROUNDS} commits");
}

async fn flushes(database: &Database) -> i64 {
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    sqlx::query_scalar("select wal_sync from pg_stat_wal").fetch_one(&mut owner).await.unwrap()
}

async fn sessions(database: &Database) -> i64 {
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let sql = "select count(*) from pg_stat_activity where application_name = 'causeway'";
    sqlx::query_scalar(sql).fetch_one(&mut owner).await.unwrap()
}

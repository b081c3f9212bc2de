//! A caller that goes away half-way leaves no transaction open behind it (sqlx #4385, #4393).

use std::time::Duration;

use lpa_adapters_postgres::{PostgresOptions, PostgresRegister};
use lpa_domain::{Operation, Profile};
use lpa_ports::Register as _;
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::samples::{creation, document, lpa_uid};
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection as _, PgConnection};
use tokio::task::yield_now;
use tokio::time::timeout;

/// How long a caller waits before it goes away.
const PATIENCE: Duration = Duration::from_millis(100);

#[tokio::test]
async fn a_call_cut_off_while_the_server_is_frozen_disturbs_nothing_that_follows() {
    let cluster = Cluster::shared();
    let database = cluster.database().await;
    let one = PostgresOptions { connections: 1, ..PostgresOptions::default() };
    let register = PostgresRegister::connect(&database.url, &one, Profile::Compatible).unwrap();
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    for round in 0..5 {
        register.apply(&create(3 * round)).await.unwrap();
        let backend = backend(&mut owner, &database).await;
        cluster.signal_backend("STOP", backend);
        let cut = timeout(PATIENCE, register.apply(&create(3 * round + 1))).await;
        cluster.signal_backend("CONT", backend);
        assert!(cut.is_err(), "the server was not frozen");
        register.apply(&create(3 * round + 2)).await.unwrap();
        assert_eq!(left_open(&mut owner, &database).await, 0, "round {round}");
        // Another session sees what was answered, so it is committed; what was cut off is there too, whole.
        assert_eq!(stored(&mut owner).await, i64::from(3 * round + 3), "round {round}");
    }
}

/// The control: what the register would suffer from if it used sqlx's pool and transactions. When this fails, sqlx has
/// been mended, and `connections.rs` may be thought over.
#[tokio::test]
async fn sqlx_itself_leaves_a_transaction_open_when_begin_is_cut_off() {
    let cluster = Cluster::shared();
    let database = cluster.database().await;
    // Without the test the cut falls into `BEGIN`, and not into the round trip before it.
    let pool = PgPoolOptions::new().max_connections(1).test_before_acquire(false);
    let pool = pool.connect(&database.url).await.unwrap();
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let backend: i32 = sqlx::query_scalar("select pg_backend_pid()").fetch_one(&pool).await.unwrap();
    while pool.num_idle() == 0 {
        yield_now().await;
    }
    cluster.signal_backend("STOP", backend);
    #[expect(clippy::disallowed_methods, reason = "this shows why")]
    let cut = timeout(PATIENCE, pool.begin()).await;
    cluster.signal_backend("CONT", backend);
    assert!(cut.is_err(), "the server was not frozen");
    sqlx::query("select 1").fetch_one(&pool).await.unwrap();
    assert_eq!(left_open(&mut owner, &database).await, 1);
}

fn create(n: u32) -> Operation {
    creation(n + 1, lpa_uid(u64::from(n) + 1), document())
}

/// The server process that serves the register's one connection.
async fn backend(owner: &mut PgConnection, database: &Database) -> i32 {
    let sql = "select pid from pg_stat_activity where datname = $1 and application_name = 'causeway'";
    sqlx::query_scalar(sql).bind(&database.name).fetch_one(owner).await.unwrap()
}

async fn left_open(owner: &mut PgConnection, database: &Database) -> i64 {
    let sql =
        "select count(*) from pg_stat_activity where datname = $1 and state like 'idle in transaction%'";
    sqlx::query_scalar(sql).bind(&database.name).fetch_one(owner).await.unwrap()
}

async fn stored(owner: &mut PgConnection) -> i64 {
    sqlx::query_scalar("select count(*) from causeway.lpa_version").fetch_one(owner).await.unwrap()
}

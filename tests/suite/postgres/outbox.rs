//! A reader of the outbox misses nothing, however late it commits.

use std::time::Duration;

use lpa_adapters_postgres::{Cursor, OutboxEntry, PostgresOptions, PostgresOutbox, PostgresRegister};
use lpa_domain::{Profile, UpdateKind, Version};
use lpa_ports::Register as _;
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::samples::{at, author, creation, deletion, document, draft, draft_state, lpa_uid, update};
use sqlx::{Connection as _, PgConnection, PgTransaction};
use tokio::time::timeout;

fn outbox(database: &Database) -> PostgresOutbox {
    PostgresOutbox::connect(&database.url, &PostgresOptions::default()).unwrap()
}

#[tokio::test]
async fn every_applied_operation_is_told_of_once_in_the_order_of_its_versions() {
    let database = Cluster::shared().database().await;
    let register =
        PostgresRegister::connect(&database.url, &PostgresOptions::default(), Profile::Compatible).unwrap();
    let uid = lpa_uid(1);
    register.apply(&creation(1, uid, document())).await.unwrap();
    let withdrawal = update(2, uid, UpdateKind::DonorWithdrawLpa);
    for _ in 0..2 {
        register.apply(&withdrawal).await.unwrap();
    }
    register.apply(&update(3, uid, UpdateKind::DonorWithdrawLpa)).await.unwrap_err();
    let outbox = outbox(&database);
    let told = settled(&outbox, 2).await;
    let versions: Vec<_> = told.iter().map(|entry| (entry.uid, entry.version, entry.kind.as_str())).collect();
    assert_eq!(versions, [(uid, Version(1), "CREATE"), (uid, Version(2), "DONOR_WITHDRAW_LPA")]);
    assert_eq!(outbox.read_after(&told[0].cursor, 10).await.unwrap(), told[1..]);
    assert_eq!(outbox.read_after(&told[1].cursor, 10).await.unwrap(), []);
}

#[tokio::test]
async fn states_and_deletions_of_drafts_are_told_of_and_audited_and_what_makes_nothing_is_not() {
    let database = Cluster::shared().database().await;
    let register =
        PostgresRegister::connect(&database.url, &PostgresOptions::default(), Profile::Compatible).unwrap();
    let state = |n: u32, as_at| draft_state(n, lpa_uid(1), at(as_at), draft("{}"));
    for operation in [state(1, 1), state(3, 3), state(2, 2), deletion(4, lpa_uid(1))] {
        register.apply(&operation).await.unwrap();
    }
    register.apply(&state(5, 5)).await.unwrap_err();
    let told = settled(&outbox(&database), 3).await;
    let told: Vec<_> = told.iter().map(|entry| (entry.version.0, entry.kind.as_str())).collect();
    assert_eq!(told, [(1, "DRAFT"), (2, "DRAFT"), (1, "DELETE_DRAFT")]);
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let trail = "select version, kind, author from causeway.audit order by recorded_at";
    let audited: Vec<(i64, String, String)> = sqlx::query_as(trail).fetch_all(&mut owner).await.unwrap();
    let by = author().as_str().to_owned();
    let expected = [(1, "DRAFT"), (2, "DRAFT"), (1, "DELETE_DRAFT")];
    assert_eq!(audited, expected.map(|(version, kind)| (version, kind.to_owned(), by.clone())));
}

#[tokio::test]
async fn what_began_earlier_and_commits_later_is_lost_to_a_naive_reader_and_not_to_ours() {
    let database = Cluster::shared().database().await;
    let [mut early, mut late] = [connect(&database).await, connect(&database).await];
    let mut began_first = begin(&mut early).await;
    tell(&mut began_first, 1).await;
    let mut began_second = begin(&mut late).await;
    tell(&mut began_second, 2).await;
    began_second.commit().await.unwrap();

    let outbox = outbox(&database);
    let first_look = outbox.read_after(&Cursor::default(), 10).await.unwrap();
    let naive_last = naive(&database, "0").await.pop().unwrap();
    began_first.commit().await.unwrap();

    let naive_found = naive(&database, &naive_last.0).await;
    assert_eq!(
        (naive_last.1, naive_found),
        (lpa_uid(2).to_string(), vec![]),
        "the naive reader has lost one"
    );
    let cursor = first_look.last().map(|entry| entry.cursor.clone()).unwrap_or_default();
    let mut found: Vec<_> = first_look.iter().map(|entry| entry.uid).collect();
    found.extend(settled_after(&outbox, &cursor, 2 - found.len()).await.iter().map(|entry| entry.uid));
    assert_eq!(found, [lpa_uid(1), lpa_uid(2)]);
}

/// Asks until there are so many: other tests' transactions on the same server hold the horizon back for a moment.
async fn settled(outbox: &PostgresOutbox, count: usize) -> Vec<OutboxEntry> {
    settled_after(outbox, &Cursor::default(), count).await
}

async fn settled_after(outbox: &PostgresOutbox, cursor: &Cursor, count: usize) -> Vec<OutboxEntry> {
    let ask = async {
        loop {
            let entries = outbox.read_after(cursor, 10).await.unwrap();
            if entries.len() >= count {
                break entries;
            }
        }
    };
    timeout(Duration::from_mins(1), ask).await.unwrap()
}

/// What a reader finds that only remembers the last transaction it has seen.
async fn naive(database: &Database, last: &str) -> Vec<(String, String)> {
    let sql = "select xid::text, uid from causeway.outbox where xid > $1::text::xid8 order by outbox.xid";
    sqlx::query_as(sql).bind(last).fetch_all(&mut connect(database).await).await.unwrap()
}

async fn connect(database: &Database) -> PgConnection {
    PgConnection::connect(&database.url).await.unwrap()
}

async fn begin(connection: &mut PgConnection) -> PgTransaction<'_> {
    connection.begin().await.unwrap()
}

async fn tell(transaction: &mut PgTransaction<'_>, n: u64) {
    sqlx::query("insert into causeway.outbox (uid, version, kind) values ($1, 1, 'CREATE')")
        .bind(lpa_uid(n).to_string())
        .execute(&mut **transaction)
        .await
        .unwrap();
}

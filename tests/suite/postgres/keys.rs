//! Another key for the shared journal: what the contract suite cannot ask.

use std::sync::Arc;
use std::time::Duration;

use lpa_adapters_postgres::{PostgresJournal, PostgresOptions};
use lpa_ports::{Copies as _, Journal as _, Keys as _, KeysError, SealingKey, Upkeep as _};
use lpa_sealing::Seal;
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::contract::copies::copy;
use lpa_tests::contract::keys::ring;
use lpa_tests::samples::{creation, document, holding, lpa_uid, operation_id};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tokio::task::JoinHandle;
use tokio::time::timeout;

fn journal(database: &Database) -> PostgresJournal {
    PostgresJournal::connect(&database.url, &PostgresOptions::default(), ring()).unwrap()
}

fn key(byte: u8) -> SealingKey {
    SealingKey(Seal::new(&[byte; 32]).unwrap().fingerprint().0)
}

/// Holds operations, and then changes the content of one of them under the journal.
async fn held(journal: &PostgresJournal, all: u32, changed: u32, database: &Database, content: &str) {
    for n in 1..=all {
        journal.record(&holding(creation(n, lpa_uid(n.into()), document())), None).await.unwrap();
    }
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let id = operation_id(changed.into()).0;
    let sql = format!("update causeway_journal.operation set content = {content} where id = '{id}'");
    owner.execute(AssertSqlSafe(sql)).await.unwrap();
}

/// How many records each key still opens, the one that seals first.
async fn records(journal: &PostgresJournal) -> Vec<u64> {
    journal.keys().await.unwrap().iter().map(|used| used.records).collect()
}

async fn reseal_all(journal: &PostgresJournal) -> u64 {
    let mut all = 0;
    loop {
        match journal.reseal(2).await.unwrap() {
            0 => return all,
            more => all += more,
        }
    }
}

#[tokio::test]
async fn a_copy_is_never_kept_under_an_earlier_key() {
    let database = Cluster::shared().database().await;
    let (journal, operator) = (journal(&database), journal(&database));
    let kept = [copy(1, 1, 10)];
    journal.keep(&kept, 10).await.unwrap();
    operator.rotate(key(8)).await.unwrap();
    // It was told of no rotation.
    journal.keep(&kept, 10).await.unwrap();
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let sql = "select key_of(content) = (select fingerprint from sealed_with) from copy";
    owner.execute("set search_path to causeway_journal").await.unwrap();
    let with_todays: Vec<bool> = sqlx::query_scalar(sql).fetch_all(&mut owner).await.unwrap();
    assert_eq!(with_todays, [true]);
}

#[tokio::test]
async fn a_record_that_cannot_be_opened_is_left_as_it_is_and_the_others_are_sealed_anew() {
    let database = Cluster::shared().database().await;
    let journal = journal(&database);
    // The mark that says which key it was stays: what is damaged is behind it.
    held(&journal, 5, 2, &database, "set_byte(content, 40, get_byte(content, 40) # 1)").await;
    journal.rotate(key(8)).await.unwrap();
    assert_eq!((reseal_all(&journal).await, records(&journal).await), (4, vec![4, 1]));
    let refused = journal.retire(key(7)).await;
    assert!(matches!(refused, Err(KeysError::StillNeeded { records: 1, .. })), "{refused:?}");
}

#[tokio::test]
async fn a_record_that_does_not_say_its_key_keeps_every_key_until_it_is_sealed_anew() {
    let database = Cluster::shared().database().await;
    let journal = journal(&database);
    // As it was before records were marked with their key.
    held(&journal, 2, 1, &database, "substring(content from 21)").await;
    assert_eq!(records(&journal).await, [2]);
    journal.rotate(key(8)).await.unwrap();
    assert_eq!(records(&journal).await, [1, 2]);
    assert_eq!((reseal_all(&journal).await, records(&journal).await), (2, vec![2, 0]));
    journal.retire(key(7)).await.unwrap();
    assert_eq!(records(&journal).await, [2]);
}

/// A journal of two records that are all sealed with the second key, and what retires the first one, having counted what it
/// opens and waiting to go on.
struct Counted {
    journal: Arc<PostgresJournal>,
    retiring: JoinHandle<Result<(), KeysError>>,
    waits: PgConnection,
}

/// Counts as before, and then waits for us.
const WAITS: &str = "
alter function causeway_journal.sealed_by(bytea) rename to counted;
create function causeway_journal.sealed_by(of_key bytea) returns bigint language plpgsql as $$
declare
    records bigint := causeway_journal.counted(of_key);
begin
    perform pg_advisory_xact_lock_shared(42);
    return records;
end
$$;
select pg_advisory_lock(42)";

async fn counted() -> Counted {
    let database = Cluster::shared().database().await;
    let long = Duration::from_mins(1);
    let options =
        PostgresOptions { statement_timeout: long, answer_timeout: long, ..PostgresOptions::default() };
    let journal = Arc::new(PostgresJournal::connect(&database.url, &options, ring()).unwrap());
    for n in 1..=2 {
        journal.record(&holding(creation(n, lpa_uid(n.into()), document())), None).await.unwrap();
    }
    journal.rotate(key(8)).await.unwrap();
    assert_eq!(reseal_all(&journal).await, 2);
    let mut waits = PgConnection::connect(&database.owner_url).await.unwrap();
    waits.execute(sqlx::raw_sql(WAITS)).await.unwrap();
    let retiring = {
        let journal = Arc::clone(&journal);
        tokio::spawn(async move { journal.retire(key(7)).await })
    };
    let sql = "select exists (select from pg_stat_activity
               where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory')";
    let has_counted =
        async { while !sqlx::query_scalar::<_, bool>(sql).fetch_one(&mut waits).await.unwrap() {} };
    timeout(long, has_counted).await.unwrap();
    Counted { journal, retiring, waits }
}

impl Counted {
    /// What came of it.
    async fn goes_on(mut self) -> Result<(), KeysError> {
        self.waits.execute("select pg_advisory_unlock(42)").await.unwrap();
        self.retiring.await.unwrap()
    }
}

#[tokio::test]
async fn sealed_writes_go_on_while_the_records_of_a_key_are_counted() {
    let counted = counted().await;
    counted.journal.record(&holding(creation(3, lpa_uid(3), document())), None).await.unwrap();
    let journal = Arc::clone(&counted.journal);
    counted.goes_on().await.unwrap();
    assert_eq!(records(&journal).await, [3]);
}

#[tokio::test]
async fn a_key_that_seals_again_since_its_records_were_counted_is_not_done_without() {
    let counted = counted().await;
    counted.journal.rotate(key(7)).await.unwrap();
    let refused = counted.goes_on().await;
    assert!(matches!(refused, Err(KeysError::Seals(_))), "{refused:?}");
}

#[tokio::test]
async fn a_key_that_sealed_again_for_a_while_since_its_records_were_counted_is_counted_again() {
    let counted = counted().await;
    counted.journal.rotate(key(7)).await.unwrap();
    counted.journal.record(&holding(creation(3, lpa_uid(3), document())), None).await.unwrap();
    counted.journal.rotate(key(8)).await.unwrap();
    let refused = counted.goes_on().await;
    assert!(matches!(refused, Err(KeysError::StillNeeded { records: 1, .. })), "{refused:?}");
}

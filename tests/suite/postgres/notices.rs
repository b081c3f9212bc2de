//! Notices of operations that cannot be read back: what the contract suite cannot ask.

use lpa_adapters_postgres::{PostgresJournal, PostgresOptions};
use lpa_domain::{LeasedNotice, NoticeClaim, NoticeCursor, OperationId, Outcome, Recorded, Refusal};
use lpa_ports::{Journal as _, Notices as _};
use lpa_sealing::Seal;
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::samples::{at, entry, lpa_uid};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

/// Three that are to be told, of which the one in the middle cannot be read.
async fn with_one_damaged(database: &Database) -> (PostgresJournal, Vec<OperationId>) {
    let options = PostgresOptions { connections: 4, ..PostgresOptions::default() };
    let journal = PostgresJournal::connect(&database.url, &options, Seal::new(&[7; 32]).unwrap()).unwrap();
    let mut ids = Vec::new();
    for n in 1..=3 {
        let recorded = journal.record(&entry(n, lpa_uid(n.into())), Some(at(100_000))).await.unwrap();
        let Recorded::Leased(lease) = recorded else { panic!("leased at once, not {recorded:?}") };
        let refused = Outcome::Refused { refusal: Refusal::unknown_lpa() };
        journal.settle(&lease, &refused, at(50)).await.unwrap();
        ids.push(lease.id);
    }
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let sql = format!(
        "update causeway_journal.operation set detail = set_byte(detail, 40, get_byte(detail, 40) # 1) where id = '{}'",
        ids.remove(1).0
    );
    owner.execute(AssertSqlSafe(sql)).await.unwrap();
    (journal, ids)
}

#[tokio::test]
async fn a_notice_that_cannot_be_read_is_left_to_its_lease_and_the_others_are_told() {
    let database = Cluster::shared().database().await;
    let (journal, readable) = with_one_damaged(&database).await;
    for (now, expected) in [(60, &readable[..]), (61, &[]), (200, &readable)] {
        let due = journal.due(NoticeClaim { now: at(now), until: at(now + 60), limit: 9 }).await.unwrap();
        let due: Vec<_> = due.into_iter().map(|LeasedNotice { notice, .. }| notice.receipt.id).collect();
        assert_eq!(due, expected);
    }
}

#[tokio::test]
async fn who_reads_on_comes_past_a_notice_that_cannot_be_read() {
    let database = Cluster::shared().database().await;
    let (journal, readable) = with_one_damaged(&database).await;
    let (mut cursor, mut read) = (NoticeCursor::default(), Vec::new());
    lpa_tests::until("all can be read", std::time::Duration::from_secs(30), async || {
        let next = journal.after(cursor, 1).await.unwrap();
        read.extend(next.iter().map(|notice| notice.receipt.id));
        cursor = next.last().map_or(cursor, |notice| notice.cursor);
        (read == readable).then_some(())
    })
    .await;
    assert_eq!(journal.after(cursor, 1).await.unwrap(), []);
}

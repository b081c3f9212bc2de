//! What the shared journal keeps of what was last known: sealed, and in its place.

use lpa_adapters_postgres::{PostgresJournal, PostgresOptions};
use lpa_domain::last_known::Trace;
use lpa_domain::{LastKnown, Status, Version};
use lpa_ports::Copies as _;
use lpa_sealing::Seal;
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::samples::{at, lpa_uid};
use sqlx::{Connection as _, PgConnection};

fn journal(database: &Database) -> PostgresJournal {
    let seal = Seal::new(&[1; 32]).unwrap();
    PostgresJournal::connect(&database.url, &PostgresOptions::default(), seal).unwrap()
}

fn copy(n: u64) -> LastKnown {
    let trace = Trace::Copy { status: Status::StatutoryWaitingPeriod, registration_date: None };
    LastKnown { uid: lpa_uid(n), version: Version(1), at: at(1), trace }
}

#[tokio::test]
async fn how_an_lpa_stood_is_sealed_and_cannot_be_moved_to_another() {
    let database = Cluster::shared().database().await;
    let journal = journal(&database);
    journal.keep(&[copy(1), copy(2)], 10).await.unwrap();
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let all = "select string_agg(c::text || encode(content, 'escape'), ' ') from causeway_journal.copy c";
    let kept: String = sqlx::query_scalar(all).fetch_one(&mut owner).await.unwrap();
    assert!(kept.contains(&lpa_uid(1).to_string()) && !kept.contains("waiting"));
    let moved = "update causeway_journal.copy set content = (
        select content from causeway_journal.copy where uid = $1)";
    sqlx::query(moved).bind(lpa_uid(1).to_string()).execute(&mut owner).await.unwrap();
    assert_eq!(journal.last_known(&[lpa_uid(1), lpa_uid(2)]).await.unwrap(), [copy(1)]);
}

//! What the shared journal keeps: sealed content, its audit trail, one key.

use lpa_adapters_postgres::{PostgresJournal, PostgresOptions};
use lpa_domain::{Outcome, Personal, Recorded, Version};
use lpa_ports::{Journal as _, JournalError};
use lpa_sealing::Seal;
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::samples::{at, creation, document, holding, keyed, lpa_uid};
use sqlx::{Connection as _, PgConnection};

fn journal(database: &Database, key: u8) -> PostgresJournal {
    let seal = Seal::new(&[key; 32]).unwrap();
    PostgresJournal::connect(&database.url, &PostgresOptions::default(), seal).unwrap()
}

#[tokio::test]
async fn nothing_personal_can_be_read_in_its_tables() {
    let database = Cluster::shared().database().await;
    let journal = journal(&database, 1);
    let name = document().donor.last_name.expose().clone();
    let entry = keyed(holding(creation(1, lpa_uid(1), document())), "make", "k-1");
    let Recorded::Leased(lease) = journal.record(&entry, Some(at(60))).await.unwrap() else {
        panic!("leased")
    };
    assert!(!everything(&database).await.contains(&name));
    let answer = Some(Personal::new(name.clone().into_bytes()));
    journal.settle(&lease, &Outcome::Applied { version: Version(1), answer }, at(2)).await.unwrap();
    let kept = everything(&database).await;
    assert!(kept.contains("applied") && !kept.contains(&name));
}

/// Every row as text, sealed columns decoded as text where they can be.
async fn everything(database: &Database) -> String {
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let sql = "select string_agg(o::text || encode(coalesce(content, ''), 'escape')
               || encode(coalesce(detail, ''), 'escape'), ' ') from causeway_journal.operation o";
    sqlx::query_scalar(sql).fetch_one(&mut owner).await.unwrap()
}

#[tokio::test]
async fn a_journal_of_another_key_is_not_touched() {
    let database = Cluster::shared().database().await;
    let entry = holding(creation(1, lpa_uid(1), document()));
    journal(&database, 1).record(&entry, Some(at(60))).await.unwrap();
    let other = journal(&database, 2);
    assert!(matches!(other.backlog().await, Err(JournalError::Unreadable(_))));
    let second = holding(creation(2, lpa_uid(2), document()));
    assert!(matches!(other.record(&second, Some(at(60))).await, Err(JournalError::Unreadable(_))));
    assert_eq!(journal(&database, 1).backlog().await.unwrap().held, 1);
}

#[tokio::test]
async fn everything_that_becomes_of_an_operation_is_in_the_audit_trail() {
    let database = Cluster::shared().database().await;
    let journal = journal(&database, 1);
    let operation = creation(1, lpa_uid(1), document());
    let author = operation.author.to_string();
    let entry = holding(operation);
    let Recorded::Leased(lease) = journal.record(&entry, Some(at(60))).await.unwrap() else {
        panic!("leased")
    };
    journal.record(&entry, Some(at(60))).await.unwrap();
    journal.settle(&lease, &Outcome::Superseded, at(2)).await.unwrap();
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let sql = "select event, author from causeway_journal.audit order by at";
    let trail: Vec<(String, Option<String>)> = sqlx::query_as(sql).fetch_all(&mut owner).await.unwrap();
    assert_eq!(trail, [("recorded".to_owned(), Some(author)), ("superseded".to_owned(), None)]);
}

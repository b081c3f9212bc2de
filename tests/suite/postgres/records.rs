//! What the database holds of the people in the records: nothing that can be read, and nothing once it is retracted.

use lpa_adapters_postgres::{PostgresOptions, PostgresRecords};
use lpa_domain::choice::Words as _;
use lpa_domain::lpa::reference::Reference;
use lpa_domain::records::{Answer, MatterKind, Question, Subject};
use lpa_domain::rules;
use lpa_ports::{Records as _, RecordsError};
use lpa_sealing::DigestKey;
use lpa_tests::cluster::{Cluster, Database, Settings};
use lpa_tests::samples::{asked_of, drafting, invitation, invited, lpa_uid, matter, retraction};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

fn records(database: &Database, key: u8) -> PostgresRecords {
    let key = Some(DigestKey::new(&[key; 32]));
    PostgresRecords::connect(&database.url, &PostgresOptions::default(), key).unwrap()
}

/// Every row of the records, as text.
async fn everything(database: &Database) -> String {
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let mut all = String::new();
    for table in ["record_fact", "record_kind", "record_note", "record_person"] {
        let sql = AssertSqlSafe(format!("select row_to_json(t)::text from causeway.{table} as t"));
        let rows: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut owner).await.unwrap();
        all += &rows.concat();
    }
    all
}

#[tokio::test]
async fn nobody_can_be_read_from_the_records_and_of_what_is_retracted_nothing_is_left() {
    let database = Cluster::shared().database().await;
    let records = records(&database, 7);
    records.note(&invitation(1, 1)).await.unwrap();
    let kept = everything(&database).await;
    assert!(kept.contains("7000-0000-0001") && kept.contains("2026-04-30"), "{kept}");
    for personal in ["uenby", "UENBY", "quenbyhale", "1941", "ttoline", "ZZ1"] {
        assert!(!kept.contains(personal), "{personal}: {kept}");
    }
    records.note(&retraction(1, 2)).await.unwrap();
    let left = everything(&database).await;
    assert!(!left.contains("7000-0000-0001") && !left.contains("2026-04-30"), "{left}");
    assert!(left.contains("urn:opg:sirius:users:34"), "who told what when is kept");
}

#[tokio::test]
async fn of_whom_a_matter_is_about_only_marks_are_kept_and_only_as_long_as_it_holds() {
    let database = Cluster::shared().database().await;
    let records = records(&database, 7);
    let person = Subject { email: "ottoline@example.test".into(), phone: "07700 900771".into(), ..invited() };
    records.note(&matter(1, 1, MatterKind::DonorRemoval, &person)).await.unwrap();
    let kept = everything(&database).await;
    assert!(kept.contains("\"role\":\"donor\"") && kept.contains("donor-removal"), "{kept}");
    for personal in ["uenby", "UENBY", "1941", "ttoline", "zz1", "ZZ1", "example", "900771"] {
        assert!(!kept.contains(personal), "{personal}: {kept}");
    }
    records.note(&retraction(1, 2)).await.unwrap();
    let left = everything(&database).await;
    assert!(!left.contains("marks"), "{left}");
}

/// Facts digested with another key cannot be compared: that they are not found says nothing.
#[tokio::test]
async fn with_another_key_nothing_is_denied() {
    let database = Cluster::shared().database().await;
    let (before, after) = (records(&database, 7), records(&database, 8));
    before.note(&invitation(1, 1)).await.unwrap();
    let nobodys = asked_of(9, invited());
    assert_eq!(
        before.answers(&[asked_of(1, invited()), nobodys.clone()]).await.unwrap(),
        [Answer::Yes, Answer::No]
    );
    assert_eq!(
        after.answers(&[asked_of(1, invited()), nobodys.clone()]).await.unwrap(),
        [Answer::CannotSay, Answer::CannotSay]
    );
    after.note(&invitation(1, 2)).await.unwrap();
    assert_eq!(
        after.answers(&[asked_of(1, invited()), nobodys]).await.unwrap(),
        [Answer::Yes, Answer::CannotSay]
    );
}

/// The register may be far away: a round trip is what an answer costs most.
#[tokio::test]
async fn a_batch_of_forty_questions_is_one_statement() {
    let more = vec![("log_statement", "all"), ("log_line_prefix", "%a> ")];
    let cluster = Cluster::start(&Settings { more, ..Settings::default() });
    let database = cluster.database().await;
    let records = records(&database, 7);
    let statements =
        || cluster.log().lines().filter(|line| line.contains("causeway> LOG:  execute ")).count();
    records.note(&invitation(1, 1)).await.unwrap();
    assert_eq!(statements(), 1);
    let belongs =
        |n| Question::ReferenceBelongs { reference: Reference::Modernised(lpa_uid(n)), donor: invited() };
    let batch: Vec<Question> =
        (1..=20).map(|n| asked_of(n, invited())).chain((1..=20).map(belongs)).collect();
    let answers = records.answers(&batch).await.unwrap();
    assert_eq!((answers.len(), answers.iter().filter(|answer| **answer == Answer::Yes).count()), (40, 1));
    assert_eq!(statements(), 2);
    records.note(&matter(2, 1, MatterKind::Death, &invited())).await.unwrap();
    let asked = |ask| Question::Drafting(drafting(ask, &invited()));
    let batch: Vec<Question> = rules::Question::ALL.iter().copied().map(asked).chain(batch).collect();
    let answers = records.answers(&batch).await.unwrap();
    assert_eq!(answers.iter().filter(|answer| **answer == Answer::Yes).count(), 2);
    assert_eq!(statements(), 4);
}

#[tokio::test]
async fn the_service_reads_no_trail_and_forgets_nothing_of_it() {
    let database = Cluster::shared().database().await;
    records(&database, 7).note(&invitation(1, 1)).await.unwrap();
    let mut service = PgConnection::connect(&database.url).await.unwrap();
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    for sql in [
        "select * from causeway.record_note",
        "update causeway.record_note set author = ''",
        "delete from causeway.record_note",
        "delete from causeway.record_fact",
        "delete from causeway.record_kind",
        "update causeway.record_person set role = ''",
        "delete from causeway.record_person",
    ] {
        assert!(service.execute(sql).await.is_err(), "{sql}");
    }
    assert!(owner.execute("update causeway.record_note set author = ''").await.is_err());
}

#[tokio::test]
async fn a_database_that_was_not_migrated_is_away_for_the_records() {
    let database = Cluster::shared().database().await;
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    owner.execute("drop table causeway.record_fact").await.unwrap();
    let asked = records(&database, 7).answers(&[asked_of(1, invited())]).await;
    assert!(matches!(asked, Err(RecordsError::Offline(_))));
}

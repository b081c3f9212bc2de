//! Repairs of the shared journal: what the contract suite cannot ask.

use lpa_adapters_postgres::{PostgresJournal, PostgresOptions};
use lpa_domain::operation::repair::UNREADABLE;
use lpa_domain::{
    Author, Claim, Content, Discard, Outcome, Postponement, Query, Reason, Recorded, Release, Verdict,
};
use lpa_ports::{Journal as _, Repairs as _};
use lpa_sealing::Seal;
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::samples::{at, creation, document, entry, holding, lpa_uid, operation_id};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

/// What a person types.
const WORDS: &str = "Mrs Vone rang and was cross";

fn journal(database: &Database) -> PostgresJournal {
    let seal = Seal::new(&[1; 32]).unwrap();
    PostgresJournal::connect(&database.url, &PostgresOptions::default(), seal).unwrap()
}

fn case_manager() -> Author {
    "urn:opg:sirius:users:34".parse().unwrap()
}

fn everything() -> Query {
    Query { state: None, uid: None, after: None, limit: 100 }
}

fn due(second: i64) -> Claim {
    Claim { uid: None, now: at(second), until: at(second + 60), limit: 100 }
}

/// Changes one byte in the middle of a sealed column of the first operation.
async fn flip_a_byte(database: &Database, column: &str) {
    let middle = format!("length({column}) / 2");
    let flipped = format!("set_byte({column}, {middle}, get_byte({column}, {middle}) # 1)");
    let sql = format!(
        "update causeway_journal.operation set {column} = {flipped} where id = '{}'",
        operation_id(1)
    );
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let done = owner.execute(AssertSqlSafe(sql)).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
}

#[tokio::test]
async fn one_that_cannot_be_unsealed_is_parked_with_that_reason_and_the_others_go_on() {
    let database = Cluster::shared().database().await;
    let journal = journal(&database);
    for n in 1..=3 {
        journal.record(&entry(n, lpa_uid(n.into())), Some(at(10))).await.unwrap();
    }
    journal.record(&entry(4, lpa_uid(1)), Some(at(10))).await.unwrap();
    flip_a_byte(&database, "content").await;
    let claimed: Vec<_> =
        journal.claim(due(10)).await.unwrap().iter().map(|leased| leased.lease.id).collect();
    assert_eq!(claimed, [2, 3].map(operation_id));
    let told = journal.unsettled(everything()).await.unwrap().remove(0);
    let Outcome::Parked { reason, .. } = &told.receipt.outcome else { panic!("parked, not {told:?}") };
    assert_eq!((reason.as_str(), told.behind), (UNREADABLE, 1));
    let content = journal.reveal(operation_id(1), &case_manager(), at(12)).await.unwrap();
    assert_eq!(content, Some(Content::Damaged));
    // Released it is found damaged again; discarded it lets the next go on.
    let release = Release { id: operation_id(1), by: case_manager(), reason: None, at: at(13) };
    assert_eq!(journal.release(&release).await.unwrap().unwrap().receipt.outcome, Outcome::Held);
    assert_eq!(journal.claim(due(14)).await.unwrap(), []);
    assert_eq!(journal.backlog().await.unwrap().parked, 1);
    let reason = Reason::kept(WORDS);
    let discard = Discard { id: operation_id(1), by: case_manager(), reason, acknowledged: true, at: at(15) };
    assert_eq!(journal.discard(&discard).await.unwrap().unwrap().verdict, Verdict::Done);
    assert_eq!(journal.claim(due(16)).await.unwrap()[0].lease.id, operation_id(4));
}

#[tokio::test]
async fn a_damaged_reason_hides_nothing() {
    let database = Cluster::shared().database().await;
    let journal = journal(&database);
    let Recorded::Leased(lease) = journal.record(&entry(1, lpa_uid(1)), Some(at(60))).await.unwrap() else {
        panic!("leased")
    };
    let parked = Outcome::Parked { reason: "it said 400".to_owned(), in_doubt: true };
    journal.settle(&lease, &parked, at(2)).await.unwrap();
    flip_a_byte(&database, "detail").await;
    let told = journal.dossier(operation_id(1)).await.unwrap().unwrap();
    let unreadable = Outcome::Parked { reason: UNREADABLE.to_owned(), in_doubt: true };
    assert_eq!(told.standing.receipt.outcome, unreadable);
    assert_eq!(journal.unsettled(everything()).await.unwrap(), [told.standing]);
}

#[tokio::test]
async fn what_people_typed_can_be_read_in_no_table() {
    let database = Cluster::shared().database().await;
    let journal = journal(&database);
    let operation = holding(creation(1, lpa_uid(1), document()));
    let Recorded::Leased(lease) = journal.record(&operation, Some(at(60))).await.unwrap() else {
        panic!("leased")
    };
    let away = "the register is away".to_owned();
    let away = Postponement { at: at(2), until: at(3), cause: away, counted: true, in_doubt: false };
    journal.postpone(&lease, &away).await.unwrap();
    let (id, by, reason) = (operation_id(1), case_manager(), Reason::kept(WORDS));
    let release = Release { id, by: by.clone(), reason: Some(reason.clone()), at: at(4) };
    journal.release(&release).await.unwrap();
    let discard = Discard { id, by, reason, acknowledged: false, at: at(5) };
    assert_eq!(journal.discard(&discard).await.unwrap().unwrap().verdict, Verdict::Done);
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let sql = "select string_agg(a::text || encode(coalesce(reason, ''), 'escape'), ' ') from causeway_journal.audit a";
    let kept: String = sqlx::query_scalar(sql).fetch_one(&mut owner).await.unwrap();
    assert!(kept.contains("released") && kept.contains("discarded") && !kept.contains("Vone"), "{kept}");
    let trail = journal.dossier(id).await.unwrap().unwrap().trail;
    assert_eq!(trail.last().unwrap().reason.as_ref().unwrap().expose(), WORDS);
}

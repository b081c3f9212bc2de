//! What must not be decided twice at once: another instance is in the middle of its decision, and ours waits for it.

use std::sync::Arc;
use std::time::Duration;

use lpa_adapters_postgres::{PostgresOptions, PostgresRegister};
use lpa_domain::{LpaUid, Operation, Profile, Refusal, UpdateKind, Version};
use lpa_ports::{Applied, Drafted, Register as _, RegisterError};
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::samples::{at, creation, document, draft, draft_state, lpa_uid, update};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tokio::time::timeout;

type Answer = Result<Applied, RegisterError>;

#[tokio::test]
async fn what_another_instance_refuses_meanwhile_is_not_applied() {
    let (database, register) = house().await;
    register.apply(&creation(1, lpa_uid(1), document())).await.unwrap();
    let withdrawal = update(2, lpa_uid(1), UpdateKind::DonorWithdrawLpa);
    let refuses = format!(
        r#"insert into causeway.not_applied (operation_id, refusal) values ('{}', '{{"code":"unknown-lpa"}}')"#,
        withdrawal.id
    );
    let answer = meanwhile(&database, &register, &withdrawal, refuses).await;
    assert!(matches!(answer, Err(RegisterError::Refused(refusal)) if refusal == Refusal::unknown_lpa()));
    assert_eq!(register.history(lpa_uid(1)).await.unwrap().unwrap().len(), 1);
}

#[tokio::test]
async fn what_another_instance_applies_meanwhile_is_not_refused() {
    let (database, register) = house().await;
    register.apply(&creation(1, lpa_uid(9), document())).await.unwrap();
    let early = update(2, lpa_uid(1), UpdateKind::DonorWithdrawLpa);
    let applies = version_of_the_ninth(lpa_uid(1), &early);
    let answer = meanwhile(&database, &register, &early, applies).await;
    assert!(matches!(answer, Ok(Applied::Lpa(lpa)) if lpa.version == Version(1)));
    register.apply(&early).await.unwrap();
}

#[tokio::test]
async fn no_state_of_a_draft_is_kept_after_a_tombstone_or_an_lpa_that_comes_meanwhile() {
    let (database, register) = house().await;
    register.apply(&creation(1, lpa_uid(9), document())).await.unwrap();
    for (n, kind, expected) in
        [(1_u32, "DELETE_DRAFT", Refusal::deleted()), (2, "CREATE", Refusal::executed())]
    {
        let uid = lpa_uid(n.into());
        let state = draft_state(n + 10, uid, at(1), draft("{}"));
        let other = update(n + 20, uid, UpdateKind::DonorWithdrawLpa);
        let ends = version_of_the_ninth(uid, &other).replace("kind,", &format!("'{kind}',"));
        let answer = meanwhile(&database, &register, &state, ends).await;
        assert!(matches!(answer, Err(RegisterError::Refused(refusal)) if refusal == expected), "{kind}");
        let found = register.draft(uid).await.unwrap();
        assert_eq!(found, (kind == "DELETE_DRAFT").then_some(Drafted::Tombstone));
    }
}

/// A version like the first one of the ninth LPA, made by an operation.
fn version_of_the_ninth(uid: LpaUid, by: &Operation) -> String {
    format!(
        "insert into causeway.lpa_version
             select '{uid}', version, '{}', kind, author, applied, object, kept, changes
             from causeway.lpa_version where uid = '{}'",
        by.id,
        lpa_uid(9)
    )
}

async fn house() -> (Database, Arc<PostgresRegister>) {
    let database = Cluster::shared().database().await;
    let options = PostgresOptions { lock_timeout: Duration::from_mins(1), ..PostgresOptions::default() };
    let register = PostgresRegister::connect(&database.url, &options, Profile::Compatible).unwrap();
    (database, Arc::new(register))
}

/// What an operation is answered that has judged and waits while another transaction decides and commits.
async fn meanwhile(
    database: &Database,
    register: &Arc<PostgresRegister>,
    operation: &Operation,
    decides: String,
) -> Answer {
    let mut other = PgConnection::connect(&database.owner_url).await.unwrap();
    let mut deciding = other.begin().await.unwrap();
    let lock = format!("select pg_advisory_xact_lock(hashtextextended('{}', 0))", operation.uid);
    deciding.execute(AssertSqlSafe(lock)).await.unwrap();
    deciding.execute(AssertSqlSafe(decides)).await.unwrap();
    let ours = {
        let (register, operation) = (Arc::clone(register), operation.clone());
        tokio::spawn(async move { register.apply(&operation).await })
    };
    timeout(Duration::from_mins(1), ours_waits(database)).await.unwrap();
    deciding.commit().await.unwrap();
    ours.await.unwrap()
}

async fn ours_waits(database: &Database) {
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let sql = "select exists (select from pg_stat_activity
               where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory')";
    while !sqlx::query_scalar::<_, bool>(sql).fetch_one(&mut owner).await.unwrap() {}
}

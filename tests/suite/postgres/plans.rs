//! What is asked again and again looks at what it takes, and passes over nothing else, however much there is.

use lpa_adapters_postgres::journal_statements;
use lpa_tests::cluster::Cluster;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

/// At most so many are taken at a time.
const TAKEN: u64 = 64;
/// What reading them may look at in all: the same few several times, and those that were taken just before.
const LOOKED_AT: u64 = 20 * TAKEN;

/// Half of what there is was settled and told of long ago, and the other half is due.
const FULL: &str = "
set session_replication_role = replica;
insert into causeway_journal.operation (id, uid, label, requested_at, fingerprint, state, changed_at, free_at)
select gen_random_uuid(), 'M-' || n, 'CREATE', n, '', case when n <= 20000 then 'applied' else 'held' end, n,
       case when n > 20000 then 0 end
from generate_series(1, 40000) as n;
insert into causeway_journal.notice (operation, free_at, told_at)
select id, case when seq > 20000 then 0 end, case when seq <= 20000 then 1 end
from causeway_journal.operation order by seq;
reset session_replication_role;
vacuum analyze causeway_journal.operation;
vacuum analyze causeway_journal.notice";

async fn full() -> PgConnection {
    let database = Cluster::shared().database().await;
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    for sql in FULL.split(';') {
        owner.execute(sql).await.unwrap();
    }
    owner
}

/// How many rows a statement of the journal looks at, time after time: a server may think its plan over after the fifth.
async fn looked_at(owner: &mut PgConnection, name: &str, arguments: &str) -> [u64; 8] {
    let (_, sql) = journal_statements().into_iter().find(|(its, _)| *its == name).unwrap();
    owner.execute(AssertSqlSafe(format!("prepare asked as {sql}"))).await.unwrap();
    let mut looked_at = [0; 8];
    for rows in &mut looked_at {
        let explain = format!("explain (analyze, costs off, timing off) execute asked({arguments})");
        let plan: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(explain)).fetch_all(&mut *owner).await.unwrap();
        *rows = plan.iter().map(|line| scanned(line)).sum();
        assert!(*rows > 0, "nothing was looked at: {plan:#?}");
    }
    looked_at
}

/// The rows that a line of a plan says were read from a table or passed over.
fn scanned(line: &str) -> u64 {
    let number = |after: &str| {
        let (_, rest) = line.split_once(after)?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<u64>().ok()
    };
    let read = || Some(number("rows=")? * number("loops=")?);
    let is_scan = line.contains(" Scan ") && !line.contains("CTE Scan");
    let passed_over =
        number("Rows Removed by Filter: ").or_else(|| number("Rows Removed by Index Recheck: "));
    passed_over.or_else(|| is_scan.then(read).flatten()).unwrap_or(0)
}

#[tokio::test]
async fn a_claim_passes_over_nothing_that_was_settled() {
    let rows = looked_at(&mut full().await, "claim", "1, 2, 64").await;
    assert!(rows.iter().all(|rows| *rows <= LOOKED_AT), "{rows:?}");
}

#[tokio::test]
async fn a_claim_of_one_lpa_passes_over_no_other() {
    let rows = looked_at(&mut full().await, "claim of an lpa", "1, 2, 64, 'M-30000'").await;
    assert!(rows.iter().all(|rows| *rows <= LOOKED_AT), "{rows:?}");
}

#[tokio::test]
async fn what_is_to_be_told_passes_over_nothing_that_was_told() {
    let rows = looked_at(&mut full().await, "notices: due", "1, 2, 64").await;
    assert!(rows.iter().all(|rows| *rows <= LOOKED_AT), "{rows:?}");
}

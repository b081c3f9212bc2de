//! How many creations a second the register takes: `create_rate URL TASKS SECONDS`, on a migrated database.
//!
//! Prints the rate, this process's CPU time per creation, and the WAL flushes and transactions per creation.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use lpa_adapters_postgres::{PostgresOptions, PostgresRegister};
use lpa_domain::document::example;
use lpa_domain::{Act, Operation, OperationId, Profile, lpa::sequence};
use lpa_ports::Register;
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

type Failed = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, tasks, seconds] = &arguments[..] else { return Err("create_rate URL TASKS SECONDS".into()) };
    let (tasks, seconds): (usize, u64) = (tasks.parse()?, seconds.parse()?);
    let options = PostgresOptions { connections: tasks, ..PostgresOptions::default() };
    let register = Arc::new(PostgresRegister::connect(url, &options, Profile::Compatible)?);
    let next = Arc::new(AtomicU64::new(first_free(url).await?));
    let (before, cpu_before, begun) = (counts(url).await?, cpu()?, Instant::now());
    let until = begun + Duration::from_secs(seconds);
    let workers: Vec<_> =
        (0..tasks).map(|_| tokio::spawn(create(Arc::clone(&register), Arc::clone(&next), until))).collect();
    let mut made = 0_u32;
    for worker in workers {
        made += worker.await??;
    }
    let (elapsed, used) = (begun.elapsed().as_secs_f64(), cpu()? - cpu_before);
    // A server process tells of its work when its session ends.
    drop(register);
    let after = counts(url).await?;
    let each = f64::from(made);
    println!(
        "{tasks} tasks: {:.0}/s, {:.0} us CPU each here, {:.2} flushes and {:.2} transactions each",
        each / elapsed,
        used / each * 1e6,
        (after.0 - before.0) / each,
        (after.1 - before.1) / each,
    );
    Ok(())
}

async fn create(
    register: Arc<PostgresRegister>,
    next: Arc<AtomicU64>,
    until: Instant,
) -> Result<u32, Failed> {
    let document = example::lpa_document(2);
    let mut made = 0;
    while Instant::now() < until {
        let n = next.fetch_add(1, Ordering::Relaxed);
        let operation = Operation {
            id: OperationId(Uuid::from_u128(
                u128::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835),
            )),
            uid: sequence::uid_of(n).ok_or("no more uids")?,
            idempotency_key: None,
            author: "urn:opg:poas:makeregister:users:8a2c".parse()?,
            requested_at: "2026-03-02T09:00:00Z".parse()?,
            act: Act::Create(Box::new(document.clone())),
        };
        register.apply(&operation).await?;
        made += 1;
    }
    Ok(made)
}

async fn first_free(url: &str) -> Result<u64, Failed> {
    let mut connection = PgConnection::connect(url).await?;
    let count: i64 =
        sqlx::query_scalar("select count(*) from causeway.lpa_version").fetch_one(&mut connection).await?;
    Ok(u64::try_from(count)? + 1)
}

/// WAL flushes and committed transactions of the server so far.
async fn counts(url: &str) -> Result<(f64, f64), Failed> {
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let mut connection = PgConnection::connect(url).await?;
    let sql =
        "select wal_sync::float8, (select sum(xact_commit)::float8 from pg_stat_database) from pg_stat_wal";
    Ok(sqlx::query_as(sql).fetch_one(&mut connection).await?)
}

/// User and system seconds of this process, from the kernel's clock ticks (100 a second).
fn cpu() -> Result<f64, Failed> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(") ").ok_or("stat")?;
    let ticks: Vec<f64> = fields.split(' ').skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
}

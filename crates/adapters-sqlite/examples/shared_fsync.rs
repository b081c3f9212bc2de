//! How many durable records a second, beside raw writes and `fdatasync` of the same size on the same disk in the same run:
//! written over in a file that is there already, and appended to one that grows.
//!
//! `cargo run --release -p lpa-adapters-sqlite --example shared_fsync -- [DIRECTORY] [ROUNDS] [record|cycle] [CALLERS…]`
//!
//! `record` only records, each on its own LPA; `cycle` settles what it has recorded as applied too. The probes are made
//! before and after each run; at the end come the medians of the ratios, with the least and the greatest.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use lpa_adapters_sqlite::SqliteJournal;
use lpa_domain::{
    Act, Change, Choice, Entry, Json, LpaUid, Operation, OperationId, Outcome, Recorded, Task, Update,
    UpdateKind, Version,
};
use lpa_ports::Journal as _;
use lpa_sealing::Seal;
use uuid::Uuid;

/// What one operation holds, in bytes: about an LPA.
const CONTENT: usize = 2048;
/// Not counted: the log grows to its size, and the tables get their first pages.
const WARMING: Duration = Duration::from_millis(500);
const MEASURED: Duration = Duration::from_millis(1500);
const PROBED: Duration = Duration::from_millis(300);
/// The file that is written over, in records.
const PROBE_RECORDS: u32 = 4096;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments.next().unwrap_or_else(|| ".".to_owned());
    let rounds: usize = arguments.next().map_or(Ok(3), |text| text.parse())?;
    let is_cycle = arguments.next().is_some_and(|text| text == "cycle");
    let callers: Vec<usize> = arguments.map(|text| text.parse()).collect::<Result<_, _>>()?;
    let callers = if callers.is_empty() { vec![1, 8, 32] } else { callers };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut ratios: Vec<(usize, [f64; 2])> = Vec::new();
    for round in 1..=rounds {
        for &callers in &callers {
            let scratch = tempfile::tempdir_in(&directory)?;
            let before = probe(scratch.path())?;
            let run = runtime.block_on(measure(scratch.path(), callers, is_cycle))?;
            let after = probe(scratch.path())?;
            let [over, appended] = [0, 1].map(|which: usize| f64::midpoint(before[which], after[which]));
            ratios.push((callers, [run.rate / over, run.rate / appended]));
            println!(
                "round {round} callers {callers:>2}: {:>7.0} records/s, fdatasync/s {over:>6.0} over, {appended:>6.0} \
                 appended, ratios {:.2} and {:.2}; {:.1} records a synced batch, p50 {:.2} ms, p99 {:.2} ms",
                run.rate,
                run.rate / over,
                run.rate / appended,
                run.sharing,
                run.p50,
                run.p99,
            );
        }
    }
    for &callers in &callers {
        let [over, appended] = [0, 1].map(|which: usize| {
            let of = ratios.iter().filter(|(by, _)| *by == callers).map(|(_, ratios)| ratios[which]);
            spread(of.collect())
        });
        println!("callers {callers:>2}: {over} x fdatasync/s written over, {appended} x appended");
    }
    Ok(())
}

/// The median, and the least and greatest.
fn spread(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    let at = |at: usize| values.get(at).copied().unwrap_or_default();
    format!("{:.2} ({:.2} to {:.2})", at(values.len() / 2), at(0), at(values.len().saturating_sub(1)))
}

/// Writes and fdatasyncs a second, one after the other: over what is there, and at the end of a file that grows.
fn probe(directory: &Path) -> Result<[f64; 2], Failure> {
    let mut over = File::create(directory.join("over"))?;
    (0..PROBE_RECORDS).try_for_each(|_| over.write_all(&[0; CONTENT]))?;
    over.sync_all()?;
    let over = synced(over, PROBE_RECORDS)?;
    Ok([over, synced(File::create(directory.join("appended"))?, u32::MAX)?])
}

/// From the start again after so many records.
fn synced(mut file: File, around: u32) -> Result<f64, Failure> {
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < PROBED {
        if count.is_multiple_of(around) {
            file.seek(SeekFrom::Start(0))?;
        }
        file.write_all(&[7; CONTENT])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

struct Run {
    rate: f64,
    sharing: f64,
    p50: f64,
    p99: f64,
}

async fn measure(directory: &Path, callers: usize, is_cycle: bool) -> Result<Run, Failure> {
    let journal = Arc::new(SqliteJournal::open(directory.join("journal"), Seal::new(&[7; 32])?).await?);
    let start = Instant::now();
    let tasks: Vec<_> = (0..callers)
        .map(|caller| tokio::spawn(one_caller(Arc::clone(&journal), caller, start, is_cycle)))
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await??);
    }
    let stats = journal.stats();
    journal.close().await;
    latencies.sort_by(f64::total_cmp);
    let at = |part: usize| latencies.get(latencies.len() * part / 100).copied().unwrap_or_default();
    let sharing =
        f64::from(u32::try_from(stats.records)?) / f64::from(u32::try_from(stats.synced_batches.max(1))?);
    let rate = f64::from(u32::try_from(latencies.len())?) / MEASURED.as_secs_f64();
    Ok(Run { rate, sharing, p50: at(50), p99: at(99) })
}

/// The times it took to record, in milliseconds, of those answered after the warming.
async fn one_caller(
    journal: Arc<SqliteJournal>,
    caller: usize,
    start: Instant,
    is_cycle: bool,
) -> Result<Vec<f64>, Failure> {
    let mut latencies = Vec::new();
    let at = Timestamp::UNIX_EPOCH;
    let until = at + SignedDuration::from_secs(60);
    for number in 0_usize.. {
        if start.elapsed() > WARMING + MEASURED {
            break;
        }
        let entry = entry(caller, number, at)?;
        let begun = Instant::now();
        let recorded = journal.record(&entry, Some(until)).await?;
        if start.elapsed() > WARMING {
            latencies.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        if let (true, Recorded::Leased(lease)) = (is_cycle, recorded) {
            let outcome = Outcome::Applied { version: Version::FIRST, answer: None };
            journal.settle(&lease, &outcome, at).await?;
        }
    }
    Ok(latencies)
}

fn entry(caller: usize, number: usize, at: Timestamp) -> Result<Entry, Failure> {
    // Spread like random ids: the index is not filled in order.
    let mixed = u64::try_from(caller * 1_000_000 + number)?.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let id = OperationId(Uuid::from_u64_pair(mixed, mixed));
    let uid: LpaUid = format!("M-{caller:04}-{:04}-{:04}", number / 10_000, number % 10_000).parse()?;
    let change =
        Change { key: "/x".to_owned(), old: Some(Json::Null), new: Some(Json::String("x".repeat(CONTENT))) };
    let update = Update { kind: Choice::Is(UpdateKind::Correction), changes: vec![change] };
    let author = "urn:opg:poas:makeregister:users:8a2c".parse()?;
    let operation =
        Operation { id, uid, idempotency_key: None, author, requested_at: at, act: Act::Update(update) };
    Ok(Entry { id, uid, requested_at: at, fingerprint: [7; 32], keyed: None, task: Task::Forward(operation) })
}

//! A journal that holds much: filled and left as a kill leaves it, then started.
//!
//! `cargo run --release -p lpa-adapters-sqlite --example held -- fill DIRECTORY COUNT`, then `… -- start DIRECTORY`
//!
//! Each operation is on an LPA of its own, 2 KiB large, and postponed once, as while the register is away.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use lpa_adapters_sqlite::SqliteJournal;
use lpa_domain::{
    Act, Change, Choice, Claim, Entry, Json, Operation, OperationId, Postponement, Recorded, Task, Update,
    UpdateKind,
};
use lpa_ports::Journal as _;
use lpa_sealing::Seal;
use uuid::Uuid;

type Failure = Box<dyn std::error::Error + Send + Sync>;

const CONTENT: usize = 2048;
const CALLERS: usize = 64;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["fill", directory, count] => fill(Path::new(directory), count.parse()?).await,
        ["start", directory] => start(Path::new(directory)).await,
        _ => Err("fill DIRECTORY COUNT, or start DIRECTORY".into()),
    }
}

async fn fill(directory: &Path, count: usize) -> Result<(), Failure> {
    let journal = Arc::new(open(directory).await?);
    let begun = Instant::now();
    let callers = (0..CALLERS).map(|caller| {
        let journal = Arc::clone(&journal);
        tokio::spawn(async move {
            for number in (caller..count).step_by(CALLERS) {
                hold(&journal, &entry(number)?).await?;
            }
            Ok::<_, Failure>(())
        })
    });
    for caller in callers.collect::<Vec<_>>() {
        caller.await??;
    }
    println!("{count} held in {:.1} s; {}", begun.elapsed().as_secs_f64(), memory()?);
    // Nothing is closed: what is in the log only stays there.
    std::process::exit(0)
}

async fn start(directory: &Path) -> Result<(), Failure> {
    let begun = Instant::now();
    let journal = open(directory).await?;
    let opened = begun.elapsed();
    journal.record(&entry(usize::from(u16::MAX) << 16)?, None).await?;
    let recorded = begun.elapsed();
    let backlog = journal.backlog().await?;
    let counted = begun.elapsed();
    let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(2);
    let claim = Claim { uid: None, now, until: now + SignedDuration::from_secs(60), limit: 100 };
    let claimed = journal.claim(claim).await?.len();
    println!(
        "open after {opened:.0?}, first record after {recorded:.0?}, {} held counted after {counted:.0?}, {claimed} claimed \
         after {:.0?}; {}",
        backlog.held,
        begun.elapsed(),
        memory()?,
    );
    Ok(())
}

async fn open(directory: &Path) -> Result<SqliteJournal, Failure> {
    Ok(SqliteJournal::open(directory.join("journal"), Seal::new(&[7; 32])?).await?)
}

async fn hold(journal: &SqliteJournal, entry: &Entry) -> Result<(), Failure> {
    let recorded = journal.record(entry, Some(Timestamp::UNIX_EPOCH + SignedDuration::from_secs(60))).await?;
    let Recorded::Leased(lease) = recorded else { return Ok(()) };
    let until = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
    let (at, cause) = (Timestamp::UNIX_EPOCH, "the register is away".to_owned());
    Ok(journal.postpone(&lease, &Postponement { at, until, cause, counted: false, in_doubt: false }).await?)
}

fn entry(number: usize) -> Result<Entry, Failure> {
    let mixed = u64::try_from(number)?.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let id = OperationId(Uuid::from_u64_pair(mixed, mixed));
    let uid = format!("M-{:04}-{:04}-{:04}", number / 100_000_000, number / 10_000 % 10_000, number % 10_000)
        .parse()?;
    let change =
        Change { key: "/x".to_owned(), old: Some(Json::Null), new: Some(Json::String("x".repeat(CONTENT))) };
    let update = Update { kind: Choice::Is(UpdateKind::Correction), changes: vec![change] };
    let (author, at) = ("urn:opg:poas:makeregister:users:8a2c".parse()?, Timestamp::UNIX_EPOCH);
    let act = Act::Update(update);
    let operation = Operation { id, uid, idempotency_key: None, author, requested_at: at, act };
    Ok(Entry { id, uid, requested_at: at, fingerprint: [7; 32], keyed: None, task: Task::Forward(operation) })
}

/// What the process takes, now and at most.
fn memory() -> Result<String, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = |name| status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    Ok(format!("{}, {}", line("VmRSS"), line("VmHWM")).replace('\t', " "))
}

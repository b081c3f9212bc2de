//! The register goes away and comes back: what callers feel, and how fast the work is finished.
//!
//! `cargo xtask bench outage [--held 10000,100000] [--of-one-lpa 1,3] [--parts draining,killing]`
//!
//! All against a PostgreSQL cluster and a journal on disk. Ratios are of one run; the ceiling for draining is what the
//! cluster itself takes when a hundred operations go into one statement, over one connection, in the same run.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

mod costs;
mod draining;
mod holding;
mod killing;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::{Parser, ValueEnum};
use lpa_bench::load::Run;
use lpa_bench::requests::Numbers;
use lpa_bench::server::Server;
use lpa_tests::cluster::{Cluster, Database, Settings};
use tempfile::TempDir;

#[derive(Debug, Parser)]
struct Args {
    /// The release binary to measure.
    #[arg(long, default_value = "target/release/causeway")]
    server: PathBuf,
    /// Seconds of each run of accepting.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// How many pairs of runs of accepting.
    #[arg(long, default_value_t = 5)]
    pairs: usize,
    /// How many operations are held before draining is timed: one measurement each.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000])]
    held: Vec<u64>,
    /// How many operations of each LPA are held: each of these, one after the other.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 3])]
    of_one_lpa: Vec<u64>,
    /// Callers at once while work is held.
    #[arg(long, default_value_t = CLIENTS)]
    callers: usize,
    /// Seconds that a live caller is measured beside a drain at most; what is left then is drained alone. With none there is
    /// no live caller.
    #[arg(long, default_value_t = 60)]
    beside_seconds: u64,
    /// Only these parts.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Part::Accepting, Part::Answering, Part::Draining, Part::Killing])]
    parts: Vec<Part>,
    /// `forward.drain_per_second` of the server; so high that it bounds nothing unless told otherwise.
    #[arg(long, default_value_t = 1_000_000)]
    drain_per_second: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    Accepting,
    Answering,
    Draining,
    Killing,
}

/// How long a caller waits for the register before it is answered `held`.
const BUDGET_MS: &str = "250";
const CLIENTS: usize = 32;

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let cluster = Cluster::start(&Settings { durable: true, tcp: true, in_memory: false, more: Vec::new() });
    for part in &args.parts {
        match part {
            Part::Accepting => accepting(&args, &cluster)?,
            Part::Answering => answering(&args, &cluster)?,
            Part::Draining => costs::measure(&args, &cluster)?,
            Part::Killing => {
                for &held in &args.held {
                    killing::measure(&args, &cluster, held)?;
                }
            }
        }
    }
    Ok(())
}

/// A database, a journal, and the server between them.
struct Stage {
    database: Database,
    journal: TempDir,
    server: Server,
}

impl Stage {
    fn new(args: &Args, cluster: &Cluster) -> anyhow::Result<Self> {
        let database = runtime()?.block_on(cluster.database());
        let journal = tempfile::tempdir()?;
        let server = start(args, &database, journal.path())?;
        Ok(Self { database, journal, server })
    }
}

fn start(args: &Args, database: &Database, journal: &Path) -> anyhow::Result<Server> {
    let rate = args.drain_per_second.to_string();
    Server::causeway(
        &args.server,
        &database.url,
        journal,
        &[("CAUSEWAY__FORWARD__BUDGET_MS", BUDGET_MS), ("CAUSEWAY__FORWARD__DRAIN_PER_SECOND", &rate)],
    )
}

/// Accepting while the register is away, beside accepting while it is there, in alternation.
fn accepting(args: &Args, cluster: &Cluster) -> anyhow::Result<()> {
    println!("== accepting: {CLIENTS} clients, PUT /lpas ==");
    let stage = Stage::new(args, cluster)?;
    let mut numbers = Numbers::from(1)?;
    let lasting = Duration::from_secs(args.seconds);
    let mut ratios = Vec::new();
    for _ in 0..args.pairs {
        let there = stage.server.run(CLIENTS, lasting, 201, numbers.creations())?;
        numbers.next += there.run.answered + 1_000;
        cluster.stop();
        let away = stage.server.run(CLIENTS, lasting, 202, numbers.creations())?;
        numbers.next += away.run.answered + 1_000;
        cluster.resume();
        until_empty(&stage.server)?;
        println!(
            "  there {:>6.0}/s p99 {:.1} ms unexpected {}   away {:>6.0}/s p99 {:.1} ms unexpected {}   load {}",
            there.run.rate(),
            there.run.percentile(99),
            there.run.unexpected,
            away.run.rate(),
            away.run.percentile(99),
            away.run.unexpected,
            load()
        );
        ratios.push(away.run.rate() / there.run.rate());
    }
    ratios.sort_by(f64::total_cmp);
    if let [least, .., greatest] = ratios.as_slice() {
        let median = ratios[ratios.len() / 2];
        println!("  away / there: median {median:.2} (least {least:.2}, greatest {greatest:.2}); aim >= 1.0");
    }
    Ok(())
}

/// One caller, one request after the other, while the register hangs: how many answers wait for it, and how long the rest
/// take, beside those of before. What takes long without waiting out the budget waited for a disk or a processor.
fn answering(args: &Args, cluster: &Cluster) -> anyhow::Result<()> {
    println!("== answering: one caller, the register frozen; budget {BUDGET_MS} ms ==");
    let stage = Stage::new(args, cluster)?;
    let mut numbers = Numbers::from(1)?;
    let budget = BUDGET_MS.parse::<u32>()? * 1_000;
    for outage in 1..=args.pairs {
        let there = stage.server.run(1, Duration::from_secs(1), 201, numbers.creations())?.run;
        numbers.next += there.answered + 1_000;
        cluster.freeze();
        let mut frozen = stage.server.run(1, Duration::from_secs(2), 202, numbers.creations())?.run;
        numbers.next += frozen.answered + 1_000;
        cluster.thaw();
        let thawed = Instant::now();
        let (normal, failed) = normal_again(&stage.server, &mut numbers, thawed)?;
        let greatest = frozen.percentile(100);
        let waited = frozen.latencies.iter().filter(|micros| **micros >= budget).count();
        frozen.latencies.truncate(frozen.latencies.len() - waited);
        println!(
            "  outage {outage}: {} answered, {waited} waited out the budget (greatest {greatest:.0} ms); the rest p99 {:.1} ms, greatest {:.1} ms, \
             {} over 5 ms; while it was there p99 {:.1} ms, greatest {:.1} ms, {} of {} over 5 ms; \
             normal after {:.0} ms; not 201 or 202: {}",
            frozen.answered,
            frozen.percentile(99),
            frozen.percentile(100),
            over_5_ms(&frozen),
            there.percentile(99),
            there.percentile(100),
            over_5_ms(&there),
            there.answered,
            normal.as_secs_f64() * 1_000.0,
            frozen.unexpected + failed,
        );
        until_empty(&stage.server)?;
    }
    println!("  aims: at most 1 waits, the rest <= 5 ms, normal after <= 1000 ms, none failed");
    Ok(())
}

fn over_5_ms(run: &Run) -> usize {
    run.latencies.iter().filter(|micros| **micros > 5_000).count()
}

/// When the first write is applied at once again, and how many were neither applied nor held till then.
fn normal_again(server: &Server, numbers: &mut Numbers, since: Instant) -> anyhow::Result<(Duration, u64)> {
    let mut failed = 0;
    loop {
        let one = numbers.next;
        let request = numbers.creations();
        let only = move |n| if n == 0 { request(0) } else { None };
        let run = server.run(1, Duration::from_secs(5), 201, only)?.run;
        numbers.next = one + 1;
        if run.unexpected == 0 {
            return Ok((since.elapsed(), failed));
        }
        let held = Duration::from_secs(10) > since.elapsed();
        anyhow::ensure!(held, "not normal again after ten seconds");
        failed += u64::from(run.answered == 0);
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn until_empty(server: &Server) -> anyhow::Result<()> {
    while how_many(server)? > 0 {
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn how_many(server: &Server) -> anyhow::Result<u64> {
    let url = format!("http://127.0.0.1:{}/health-check/dependencies", server.port);
    let told: serde_json::Value = runtime()?.block_on(async { reqwest::get(url).await?.json().await })?;
    told["held"].as_u64().context("no count of what is held")
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

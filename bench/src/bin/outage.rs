//! The register goes away and comes back: what callers feel, and how fast the work is finished.
//!
//! `cargo xtask bench outage [--held 10000,100000]`
//!
//! All against a PostgreSQL cluster and a journal on disk. Ratios are of one run; the ceiling for draining is what the
//! cluster itself takes when a hundred operations go into one statement, over one connection, in the same run.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::Parser;
use lpa_bench::ceiling;
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
}

/// How long a caller waits for the register before it is answered `held`.
const BUDGET_MS: &str = "250";
const CLIENTS: usize = 32;

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let cluster = Cluster::start(&Settings { durable: true, tcp: true, in_memory: false, more: Vec::new() });
    accepting(&args, &cluster)?;
    answering(&args, &cluster)?;
    for &held in &args.held {
        draining(&args, &cluster, held)?;
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
        let server = start(&args.server, &database, journal.path())?;
        Ok(Self { database, journal, server })
    }
}

fn start(binary: &Path, database: &Database, journal: &Path) -> anyhow::Result<Server> {
    Server::causeway(
        binary,
        &database.url,
        journal,
        &[("CAUSEWAY__FORWARD__BUDGET_MS", BUDGET_MS), ("CAUSEWAY__FORWARD__DRAIN_PER_SECOND", "1000000")],
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

/// One caller, one request after the other, while the register hangs: how many answers are slow, and how slow the rest.
fn answering(args: &Args, cluster: &Cluster) -> anyhow::Result<()> {
    println!("== answering: one caller, the register frozen; budget {BUDGET_MS} ms ==");
    let stage = Stage::new(args, cluster)?;
    let mut numbers = Numbers::from(1)?;
    for outage in 1..=args.pairs {
        let there = stage.server.run(1, Duration::from_secs(1), 201, numbers.creations())?;
        numbers.next += there.run.answered + 1_000;
        cluster.freeze();
        let frozen = stage.server.run(1, Duration::from_secs(2), 202, numbers.creations())?;
        numbers.next += frozen.run.answered + 1_000;
        cluster.thaw();
        let thawed = Instant::now();
        let (normal, failed) = normal_again(&stage.server, &mut numbers, thawed)?;
        let slow = frozen.run.latencies.iter().filter(|micros| **micros > 50_000).count();
        let rest = &frozen.run.latencies[..frozen.run.latencies.len() - slow];
        println!(
            "  outage {outage}: {} answered, {slow} slow (greatest {:.0} ms), the rest p99 {:.1} ms greatest {:.1} ms, \
             normal after {:.0} ms, not 201 or 202: {}",
            frozen.run.answered,
            frozen.run.percentile(100),
            millis(rest.get(rest.len().saturating_sub(1) * 99 / 100)),
            millis(rest.last()),
            normal.as_secs_f64() * 1_000.0,
            frozen.run.unexpected + failed,
        );
        until_empty(&stage.server)?;
    }
    println!("  aims: at most 1 slow answer, the rest <= 5 ms, normal after <= 1000 ms, none failed");
    Ok(())
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

/// Work is held, the server killed and started again, and the register comes back.
fn draining(args: &Args, cluster: &Cluster, held: u64) -> anyhow::Result<()> {
    println!("== draining {held} held operations, each of an LPA of its own ==");
    let stage = Stage::new(args, cluster)?;
    let ceiling = runtime()?.block_on(ceiling::operations_a_second(&stage.database.owner_url))?;
    let mut numbers = Numbers::from(1)?;
    cluster.stop();
    let all = numbers.creations();
    let so_many = move |n| if n < held { all(n) } else { None };
    let filled = stage.server.run(CLIENTS, Duration::from_hours(1), 202, so_many)?;
    numbers.next += held + 1_000;
    println!(
        "  held {} in {:.1} s, RSS {:.0} MB",
        filled.run.answered,
        filled.run.seconds,
        stage.server.megabytes()?
    );
    let Stage { database, journal, server } = stage;
    server.kill();
    let began = Instant::now();
    let server = start(&args.server, &database, journal.path())?;
    println!(
        "  started on it after a kill in {:.0} ms, RSS {:.0} MB",
        began.elapsed().as_secs_f64() * 1_000.0,
        server.megabytes()?
    );
    cluster.resume();
    let answers = Instant::now();
    let first = until_less(&server, held)?;
    let (live, empty) = live_until_empty(&server, &mut numbers)?;
    let seconds = answers.elapsed().as_secs_f64();
    let calm = server.run(1, Duration::from_secs(2), 201, numbers.creations())?;
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = held as f64 / empty.saturating_sub(first).as_secs_f64().max(f64::EPSILON);
    println!(
        "  first settled {:.0} ms after the register, empty after {seconds:.1} s: {rate:.0}/s, {:.0} us each; ceiling {ceiling:.0}/s, ratio {:.2} (aim 0.8); \
         live p99 {live:.1} ms beside {:.1} ms when calm (aim <= 2 times); RSS {:.0} MB; load {}",
        first.as_secs_f64() * 1_000.0,
        1e6 / rate,
        rate / ceiling,
        calm.run.percentile(99),
        server.megabytes()?,
        load()
    );
    Ok(())
}

/// How long until something of what was held is settled.
fn until_less(server: &Server, held: u64) -> anyhow::Result<Duration> {
    let began = Instant::now();
    while how_many(server)? >= held {
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(began.elapsed())
}

/// One live caller until nothing is held: its p99 in milliseconds, and how long it took.
fn live_until_empty(server: &Server, numbers: &mut Numbers) -> anyhow::Result<(f64, Duration)> {
    let began = Instant::now();
    let mut latencies = Vec::new();
    while how_many(server)? > 0 {
        let run = server.run(1, Duration::from_millis(200), 201, numbers.creations())?.run;
        numbers.next += run.answered + 10;
        latencies.extend(run.latencies);
    }
    latencies.sort_unstable();
    let p99 = latencies.get(latencies.len().saturating_sub(1) * 99 / 100);
    Ok((millis(p99), began.elapsed()))
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

fn millis(micros: Option<&u32>) -> f64 {
    micros.map_or(0.0, |micros| f64::from(*micros) / 1_000.0)
}

fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

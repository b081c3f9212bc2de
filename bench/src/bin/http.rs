//! Whole writes over loopback on PostgreSQL, beside a thin floor on the same cluster, in alternation.
//!
//! `cargo xtask bench http [--floor PATH]`
//!
//! The floor is a program `floor DSN PORT CONNECTIONS` that answers `PUT /lpas/{uid}` with one statement: no token, no rules, no
//! journal, no audit. Reported are the median, least and greatest of the per-pair ratios, and each side's own CPU time
//! a request, which a busy machine disturbs least.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use lpa_bench::requests::Numbers;
use lpa_bench::server::{Measured, Server};
use lpa_tests::cluster::{Cluster, Settings};
use sqlx::{Connection as _, PgConnection, Row as _};

#[derive(Debug, Parser)]
struct Args {
    /// The release binary to measure.
    #[arg(long, default_value = "target/release/causeway")]
    server: PathBuf,
    /// The thin floor to measure beside; without it only our own figures are printed.
    #[arg(long)]
    floor: Option<PathBuf>,
    /// Seconds of each run.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// How many pairs.
    #[arg(long, default_value_t = 5)]
    pairs: usize,
    /// How many clients at once.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 8, 32])]
    clients: Vec<usize>,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    for in_memory in [true, false] {
        let place = if in_memory { "cluster and journal in memory" } else { "cluster and journal on disk" };
        println!("== {place} ==");
        let cluster = Cluster::start(&Settings { durable: true, tcp: true, in_memory, more: Vec::new() });
        measure(&args, &cluster, in_memory)?;
    }
    Ok(())
}

fn measure(args: &Args, cluster: &Cluster, in_memory: bool) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let database = runtime.block_on(cluster.database());
    let home = if in_memory { PathBuf::from("/dev/shm") } else { std::env::temp_dir() };
    let journal = tempfile::tempdir_in(home)?;
    let ours = Server::causeway(&args.server, &database.url, journal.path(), &[])?;
    let floor = args.floor.as_deref().map(|path| Server::floor(path, &database.owner_url)).transpose()?;
    let mut numbers = Numbers::from(1)?;
    statements(&runtime, &database.owner_url, &ours, &mut numbers)?;
    for &clients in &args.clients {
        let mut creates = Vec::new();
        let mut updates = Vec::new();
        for _ in 0..args.pairs {
            let lasting = Duration::from_secs(args.seconds);
            let below = floor
                .as_ref()
                .map(|floor| floor.run(clients, lasting, 201, numbers.creations()))
                .transpose()?;
            numbers.next += below.as_ref().map_or(0, |below| below.run.answered) + 1_000;
            let first = numbers.next;
            let above = ours.run(clients, lasting, 201, numbers.creations())?;
            let count = above.run.answered;
            numbers.next += count + 1_000;
            updates.push((ours.run(clients, lasting, 201, numbers.signatures(first, count))?, below.clone()));
            creates.push((above, below));
        }
        report(&format!("PUT /lpas, {clients} clients"), &creates);
        report(&format!("POST updates (against the floor's PUT), {clients} clients"), &updates);
    }
    Ok(())
}

/// How many statements' worth of commits and flushes one write costs at one client.
fn statements(
    runtime: &tokio::runtime::Runtime,
    url: &str,
    ours: &Server,
    numbers: &mut Numbers,
) -> anyhow::Result<()> {
    let before = runtime.block_on(counts(url))?;
    let done = ours.run(1, Duration::from_secs(2), 201, numbers.creations())?;
    // An idle session reports its counts after ten seconds.
    std::thread::sleep(Duration::from_secs(11));
    let after = runtime.block_on(counts(url))?;
    numbers.next += done.run.answered + 1_000;
    #[expect(clippy::cast_precision_loss, reason = "a ratio")]
    let each = |at: usize| (after[at] - before[at]) as f64 / done.run.answered as f64;
    println!("one client: {:.3} commits and {:.3} WAL flushes a create", each(0), each(1));
    Ok(())
}

async fn counts(url: &str) -> anyhow::Result<[i64; 2]> {
    let mut connection = PgConnection::connect(url).await?;
    let row = sqlx::query(
        "select (select xact_commit from pg_stat_database where datname = current_database()),
                (select wal_sync from pg_stat_wal)",
    );
    let row = row.fetch_one(&mut connection).await?;
    Ok([row.try_get(0)?, row.try_get(1)?])
}

fn report(what: &str, pairs: &[(Measured, Option<Measured>)]) {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("{what}  (load {})", load.split(' ').next().unwrap_or_default());
    for (above, below) in pairs {
        println!(
            "  causeway {}{}",
            line(above),
            below.as_ref().map(|below| format!("   floor {}", line(below))).unwrap_or_default()
        );
    }
    let mut ratios: Vec<f64> = pairs
        .iter()
        .filter_map(|(above, below)| Some(above.run.rate() / below.as_ref()?.run.rate()))
        .collect();
    ratios.sort_by(f64::total_cmp);
    if let [least, .., greatest] = ratios.as_slice() {
        println!("  ratio median {:.2} (least {least:.2}, greatest {greatest:.2})", ratios[ratios.len() / 2]);
    }
}

fn line(measured: &Measured) -> String {
    let Measured { run, cpu_micros } = measured;
    format!(
        "{:>6.0}/s p50 {:.2} ms p99 {:.2} ms cpu {cpu_micros:.0} us, unexpected {}",
        run.rate(),
        run.percentile(50),
        run.percentile(99),
        run.unexpected
    )
}

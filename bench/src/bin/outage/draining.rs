//! Draining what was held: alone, as fast as it goes, and beside a live caller, who must hardly notice.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use lpa_bench::ceiling;
use lpa_bench::load::Run;
use lpa_bench::requests::Numbers;
use lpa_bench::server::Server;
use lpa_tests::cluster::Cluster;

use super::{Args, CLIENTS, Stage, how_many, load, runtime, start};

/// How long the server is left alone between two questions: the longer the longer an answer takes, for counting costs it
/// the more the more is held.
const SHORTEST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_millis(200);

/// How long a live caller is measured while nothing drains.
const CALM: Duration = Duration::from_secs(2);

/// Work is held, the server killed and started again, and the register comes back: first nobody calls meanwhile, then
/// somebody does.
pub(super) fn measure(args: &Args, cluster: &Cluster, held: u64) -> anyhow::Result<()> {
    println!("== draining {held} held operations, each of an LPA of its own ==");
    let mut stage = Stage::new(args, cluster)?;
    let before = runtime()?.block_on(ceiling::operations_a_second(&stage.database.owner_url))?;
    let mut numbers = Numbers::from(1)?;
    hold(cluster, &stage.server, &mut numbers, held)?;
    stage = restarted(args, stage)?;
    cluster.resume();
    let rate = alone(cluster, &stage.server, held)?;
    let after = runtime()?.block_on(ceiling::operations_a_second(&stage.database.owner_url))?;
    let ceiling = f64::midpoint(before, after);
    println!(
        "  alone: {rate:.0}/s, {:.0} us each; ceiling {before:.0}/s before, {after:.0}/s after: ratio {:.2} (aim 0.8); load {}",
        1e6 / rate,
        rate / ceiling,
        load()
    );
    let first = stage.server.run(1, CALM, 201, numbers.creations())?.run;
    numbers.next += first.answered + 1_000;
    hold(cluster, &stage.server, &mut numbers, held)?;
    cluster.resume();
    let (live, rate) = beside_a_caller(&stage.server, &mut numbers, held)?;
    let last = stage.server.run(1, CALM, 201, numbers.creations())?.run;
    let calm = f64::midpoint(first.percentile(99), last.percentile(99));
    println!(
        "  beside a live caller: {rate:.0}/s; its p50 {:.1}, p99 {:.1}, greatest {:.1} ms of {} answers, {} not 201, {:.0}/s; \
         calm p50 {:.1}, p99 {:.1} before and {:.1} after, {:.0}/s: p99 {:.1} times (aim <= 2); RSS {:.0} MB; load {}",
        live.percentile(50),
        live.percentile(99),
        live.percentile(100),
        live.answered,
        live.unexpected,
        live.rate(),
        last.percentile(50),
        first.percentile(99),
        last.percentile(99),
        last.rate(),
        live.percentile(99) / calm,
        stage.server.megabytes()?,
        load()
    );
    Ok(())
}

/// The register goes, and so many operations are held.
fn hold(cluster: &Cluster, server: &Server, numbers: &mut Numbers, held: u64) -> anyhow::Result<()> {
    cluster.stop();
    let all = numbers.creations();
    let so_many = move |n| if n < held { all(n) } else { None };
    let filled = server.run(CLIENTS, Duration::from_hours(1), 202, so_many)?.run;
    numbers.next += held + 1_000;
    println!("  held {} in {:.1} s, RSS {:.0} MB", filled.answered, filled.seconds, server.megabytes()?);
    Ok(())
}

/// The server is killed, and another starts on its journal.
fn restarted(args: &Args, stage: Stage) -> anyhow::Result<Stage> {
    let Stage { database, journal, server } = stage;
    server.kill();
    let began = Instant::now();
    let server = start(args, &database, journal.path())?;
    let millis = began.elapsed().as_secs_f64() * 1_000.0;
    println!("  started on it after a kill in {millis:.0} ms, RSS {:.0} MB", server.megabytes()?);
    Ok(Stage { database, journal, server })
}

/// Nobody calls meanwhile: how many a second, from the first that is settled; and what the processors did.
fn alone(cluster: &Cluster, server: &Server, held: u64) -> anyhow::Result<f64> {
    let (threads, register, answers) = (server.cpu_by_thread()?, cluster.cpu_seconds(), Instant::now());
    let first = until(server, |left| left < held)?;
    println!("  first settled {:.0} ms after the register", answers.elapsed().as_secs_f64() * 1_000.0);
    let (since, begun) = first;
    let (ended, _) = until(server, |left| left == 0)?;
    let rate = rate(begun, ended.duration_since(since));
    let each = |seconds: f64| seconds * 1e6 / count(held);
    let threads: BTreeMap<_, _> = server
        .cpu_by_thread()?
        .into_iter()
        .map(|(name, now)| (each(now - threads.get(&name).unwrap_or(&0.0)), name))
        .filter(|(micros, _)| *micros >= 1.0)
        .map(|(micros, name)| (name, format!("{micros:.0}")))
        .collect();
    println!(
        "  CPU us each: the database {:.0}, threads of the server {threads:?}",
        each(cluster.cpu_seconds() - register)
    );
    Ok(rate)
}

/// One live caller until nothing is held: what it was answered, and how many a second were settled meanwhile.
fn beside_a_caller(server: &Server, numbers: &mut Numbers, held: u64) -> anyhow::Result<(Run, f64)> {
    let (since, begun) = until(server, |left| left < held)?;
    let empty = AtomicBool::new(false);
    let (run, ended) = std::thread::scope(|scope| {
        let (creations, empty) = (numbers.creations(), &empty);
        let until_empty = move |n| if empty.load(Ordering::Relaxed) { None } else { creations(n) };
        let caller = scope.spawn(move || server.run(1, Duration::from_hours(1), 201, until_empty));
        let ended = until(server, |left| left == 0);
        empty.store(true, Ordering::Relaxed);
        (caller.join(), ended)
    });
    let run = run.map_err(|_panicked| anyhow::anyhow!("the caller panicked"))??.run;
    numbers.next += run.answered + 1_000;
    Ok((run, rate(begun, ended?.0.duration_since(since))))
}

/// When so many are left as `enough` says, and how many that is.
fn until(server: &Server, enough: impl Fn(u64) -> bool) -> anyhow::Result<(Instant, u64)> {
    loop {
        let asked = Instant::now();
        let left = how_many(server)?;
        if enough(left) {
            return Ok((asked, left));
        }
        std::thread::sleep((asked.elapsed() * 10).clamp(SHORTEST, LONGEST));
    }
}

fn rate(settled: u64, time: Duration) -> f64 {
    count(settled) / time.as_secs_f64().max(f64::EPSILON)
}

#[expect(clippy::cast_precision_loss, reason = "a rate")]
const fn count(operations: u64) -> f64 {
    operations as f64
}

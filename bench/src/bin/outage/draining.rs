//! Draining what was held: alone, as fast as it goes, and beside a live caller, who must hardly notice.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use lpa_bench::ceiling;
use lpa_bench::load::Run;
use lpa_tests::cluster::Cluster;

use super::holding::{Held, RARELY};
use super::{Args, load, runtime};

/// How long a live caller is measured while nothing drains.
const CALM: Duration = Duration::from_secs(2);

/// Work is held, the server killed and started again, and the register comes back: first nobody calls meanwhile, then
/// somebody does. What an operation cost with nobody beside, in microseconds.
pub(super) fn measure(args: &Args, cluster: &Cluster, held: u64, of_one_lpa: u64) -> anyhow::Result<f64> {
    println!("== draining {held} held operations, {of_one_lpa} of each LPA ==");
    let mut work = Held::new(args, cluster)?;
    let owner = work.stage.database.owner_url.clone();
    let before = runtime()?.block_on(ceiling::operations_a_second(&owner))?;
    work.hold(held, of_one_lpa)?;
    work.restart()?;
    cluster.resume();
    let rate = alone(cluster, &work, held)?;
    let after = runtime()?.block_on(ceiling::operations_a_second(&owner))?;
    println!(
        "  alone: {rate:.0}/s, {:.0} us each; ceiling {before:.0}/s before, {after:.0}/s after: ratio {:.2} (aim 0.8); \
         RSS {:.0} MB, at most {:.0}; load {}",
        1e6 / rate,
        rate / f64::midpoint(before, after),
        work.stage.server.megabytes()?,
        work.stage.server.most_megabytes()?,
        load()
    );
    if args.beside_seconds > 0 {
        beside(args, cluster, &mut work, (held, of_one_lpa))?;
    }
    work.reckon()?;
    Ok(1e6 / rate)
}

/// The same beside a live caller, and that caller beside nothing, before and after.
fn beside(args: &Args, cluster: &Cluster, work: &mut Held<'_>, held: (u64, u64)) -> anyhow::Result<()> {
    let first = work.calm(CALM)?;
    work.hold(held.0, held.1)?;
    cluster.resume();
    let (live, rate) = beside_a_caller(work, held.0, Duration::from_secs(args.beside_seconds))?;
    work.until(|left| left == 0)?;
    let last = work.calm(CALM)?;
    let calm = f64::midpoint(first.percentile(99), last.percentile(99));
    println!(
        "  beside a live caller: {rate:.0}/s; its p50 {:.1}, p99 {:.1}, greatest {:.1} ms of {} answers, {} not 201, {:.0}/s; \
         calm p50 {:.1} and {:.1}, p99 {:.1} before and {:.1} after, {:.0}/s: p99 {:.1} times (aim <= 2); RSS {:.0} MB; load {}",
        live.percentile(50),
        live.percentile(99),
        live.percentile(100),
        live.answered,
        live.unexpected,
        live.rate(),
        first.percentile(50),
        last.percentile(50),
        first.percentile(99),
        last.percentile(99),
        last.rate(),
        live.percentile(99) / calm,
        work.stage.server.megabytes()?,
        load()
    );
    Ok(())
}

/// Nobody calls meanwhile: how many a second, from the first that is settled; and what the processors did.
fn alone(cluster: &Cluster, work: &Held<'_>, held: u64) -> anyhow::Result<f64> {
    let server = &work.stage.server;
    let (threads, register, answers) = (server.cpu_by_thread()?, cluster.cpu_seconds(), Instant::now());
    let (since, begun) = work.until(|left| left < held)?;
    println!("  first settled {:.0} ms after the register", answers.elapsed().as_secs_f64() * 1_000.0);
    let (ended, _) = work.until(|left| left == 0)?;
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

/// One live caller until nothing is held, or for so long: what it was answered, and how many a second were settled meanwhile.
fn beside_a_caller(work: &mut Held<'_>, held: u64, longest: Duration) -> anyhow::Result<(Run, f64)> {
    let (since, begun) = work.until(|left| left < held)?;
    let over = AtomicBool::new(false);
    let (run, ended) = std::thread::scope(|scope| {
        let (creations, over, server) = (work.numbers.creations(), &over, &work.stage.server);
        let until_over = move |n| if over.load(Ordering::Relaxed) { None } else { creations(n) };
        let caller = scope.spawn(move || server.run(1, Duration::from_hours(1), 201, until_over));
        let ended = work.until_asked(RARELY, |left| left == 0 || since.elapsed() >= longest);
        over.store(true, Ordering::Relaxed);
        (caller.join(), ended)
    });
    let run = run.map_err(|_panicked| anyhow::anyhow!("the caller panicked"))??.run;
    work.note(&run, run.answered);
    let (ended, left) = ended?;
    Ok((run, rate(begun.saturating_sub(left), ended.duration_since(since))))
}

fn rate(settled: u64, time: Duration) -> f64 {
    count(settled) / time.as_secs_f64().max(f64::EPSILON)
}

#[expect(clippy::cast_precision_loss, reason = "a rate")]
const fn count(operations: u64) -> f64 {
    operations as f64
}

//! `cargo xtask simulate`: any number of seeds, on every core; a seed that fails is shown with its trace.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

use std::ops::Range;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::Parser;
use lpa_simulation::{How, Plant, Report, run};

/// Runs seeded histories and checks every invariant.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask simulate")]
struct Arguments {
    /// How many seeds.
    #[arg(long, default_value_t = 10_000)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// One seed, with its trace.
    #[arg(long, conflicts_with_all = ["seeds", "from"])]
    seed: Option<u64>,
    /// Plants a fault, named as in docs/simulation.md.
    #[arg(long)]
    plant: Option<String>,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let plant = arguments.plant.as_deref().map(|name| Plant::named(name).context("there is no such fault"));
    let plant = plant.transpose()?;
    let holds = match arguments.seed {
        Some(seed) => show(seed, plant)?,
        None => run_all(arguments.from..arguments.from.saturating_add(arguments.seeds), plant)?,
    };
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One seed, event by event, twice: the second time must be the first.
fn show(seed: u64, plant: Option<Plant>) -> anyhow::Result<bool> {
    let how = How { plant, traced: true };
    let report = run(seed, how)?;
    let again = run(seed, how)?;
    report.trace.iter().for_each(|line| println!("{line}"));
    report.violations.iter().for_each(|violation| println!("BROKEN {violation}"));
    anyhow::ensure!(report.digest == again.digest, "seed {seed} did not make the same history twice");
    println!(
        "seed {seed}: {} simulated, {} operations, digest {:016x}, the same twice; {} broken",
        seconds(report.simulated),
        report.operations,
        report.digest,
        report.violations.len()
    );
    Ok(report.violations.is_empty())
}

fn run_all(seeds: Range<u64>, plant: Option<Plant>) -> anyhow::Result<bool> {
    let begun = Instant::now();
    let threads = u64::try_from(std::thread::available_parallelism()?.get())?;
    let share = |first: u64| seeds.clone().skip(usize::try_from(first).unwrap_or_default());
    let reports: Vec<std::io::Result<Sum>> = std::thread::scope(|scope| {
        let step = usize::try_from(threads).unwrap_or(1);
        let start = |first| scope.spawn(move || sum(share(first).step_by(step), plant));
        let running: Vec<_> = (0..threads).map(start).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Ok(Sum::default()))).collect()
    });
    let mut all = Sum::default();
    for report in reports {
        all.add(report?);
    }
    all.print(begun.elapsed());
    let Some(first) = all.failed.iter().map(|report| report.seed).min() else { return Ok(true) };
    let planted = plant.map(|plant| format!(" --plant {}", plant.name())).unwrap_or_default();
    println!("\nthe trace of seed {first}:");
    show(first, plant)?;
    println!("to see it again: cargo xtask simulate --seed {first}{planted}");
    Ok(false)
}

/// What came of many seeds.
#[derive(Default)]
struct Sum {
    seeds: u64,
    operations: usize,
    simulated: Duration,
    failed: Vec<Report>,
}

fn sum(seeds: impl Iterator<Item = u64>, plant: Option<Plant>) -> std::io::Result<Sum> {
    let mut sum = Sum::default();
    for seed in seeds {
        let report = run(seed, How { plant, traced: false })?;
        sum.seeds += 1;
        sum.operations += report.operations;
        sum.simulated += report.simulated;
        if !report.violations.is_empty() {
            sum.failed.push(report);
        }
    }
    Ok(sum)
}

impl Sum {
    fn add(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.operations += other.operations;
        self.simulated += other.simulated;
        self.failed.extend(other.failed);
    }

    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    fn print(&self, took: Duration) {
        for report in &self.failed {
            for violation in &report.violations {
                println!("seed {}: BROKEN {violation}", report.seed);
            }
        }
        println!(
            "{} seeds with {} operations in {}: {:.1} seeds/s; {} simulated, {:.0} times real time; {} failed",
            self.seeds,
            self.operations,
            seconds(took),
            self.seeds as f64 / took.as_secs_f64(),
            seconds(self.simulated),
            self.simulated.as_secs_f64() / took.as_secs_f64(),
            self.failed.len()
        );
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

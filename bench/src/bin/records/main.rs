//! A whole draft's questions to the records, among as many people as there may be.
//!
//! `cargo xtask bench records [--people 100000,1000000] [--asks 2000]`
//!
//! All against a PostgreSQL cluster of its own with its usual settings. The people are drawn: names by Zipf's law, dates of birth and postcodes
//! evenly. The ceiling is pgbench with the same statement and the same arguments, on the same cluster, in the same run.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

mod people;
mod raw;
mod store;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::Parser;
use lpa_adapters_postgres::{PostgresOptions, PostgresRecords};
use lpa_domain::choice::Words as _;
use lpa_domain::document::LpaType;
use lpa_domain::records::{Answer, Drafting, Question, Subject};
use lpa_domain::rules;
use lpa_ports::Records as _;
use lpa_sealing::DigestKey;
use lpa_tests::cluster::{Cluster, Settings};

use people::{Dice, person};

#[derive(Debug, Parser)]
struct Args {
    /// How many people are kept: one measurement each.
    #[arg(long, value_delimiter = ',', default_values_t = [100_000])]
    people: Vec<u64>,
    /// How many drafts are asked about.
    #[arg(long, default_value_t = 2_000)]
    asks: u64,
    /// Seconds that pgbench runs.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

/// The key of the bench.
const KEY: [u8; 32] = [7; 32];

/// How many stand in a draft, the donor first.
const IN_A_DRAFT: u64 = 8;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let cluster = Cluster::start(&Settings { durable: true, ..Settings::default() });
    for people in &args.people {
        let database = cluster.database().await;
        let kept = store::fill(&database, *people).await.context("the people cannot be kept")?;
        println!("{people} people: {kept}");
        let drafts: Vec<Vec<Question>> = (0..args.asks).map(|n| draft(n, *people)).collect();
        let records =
            PostgresRecords::connect(&database.url, &PostgresOptions::default(), Some(DigestKey::new(&KEY)))?;
        let adapter = asked(&records, &drafts).await?;
        println!("  adapter, {} questions a draft: {adapter}", drafts.first().map_or(0, Vec::len));
        let raw = raw::run(&database, &drafts, args.seconds).context("pgbench")?;
        println!(
            "  pgbench, the same statement: {raw:.0}/s; the adapter {:.2} of it",
            adapter.a_second() / raw
        );
    }
    Ok(())
}

/// The questions about a draft of which half the people are kept: all that rules ask of anybody.
fn draft(n: u64, people: u64) -> Vec<Question> {
    let mut dice = Dice::new(n + 1_000_000_007);
    let drawn = |dice: &mut Dice| {
        let known = dice.below(people);
        if dice.below(2) == 0 { person(known) } else { person(people + known) }
    };
    let all: Vec<Subject> = (0..IN_A_DRAFT).map(|_each| drawn(&mut dice)).collect();
    let asks = rules::Question::ALL.iter();
    let asked = asks.enumerate().map(|(at, ask)| {
        let (donor, of) = (all[0].clone(), all[at % all.len()].clone());
        let uid = lpa_tests::samples::lpa_uid(n + 1);
        let on = jiff::civil::date(2026, 3, 2);
        Question::Drafting(Drafting {
            ask: *ask,
            of,
            donor,
            uid: Some(uid),
            lpa_type: Some(LpaType::PersonalWelfare),
            on,
        })
    });
    asked.collect()
}

/// How long drafts took, the quickest first.
struct Took(Vec<Duration>, u64);

impl Took {
    fn a_second(&self) -> f64 {
        let all: Duration = self.0.iter().sum();
        f64::from(u32::try_from(self.0.len()).unwrap_or(u32::MAX)) / all.as_secs_f64()
    }
}

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = |percent: usize| self.0.get(self.0.len() * percent / 100).copied().unwrap_or_default();
        let (p50, p99) = (at(50).as_secs_f64() * 1e3, at(99).as_secs_f64() * 1e3);
        write!(
            f,
            "{:.0}/s, p50 {p50:.2} ms, p99 {p99:.2} ms; {} answers yes or probable",
            self.a_second(),
            self.1
        )
    }
}

async fn asked(records: &PostgresRecords, drafts: &[Vec<Question>]) -> anyhow::Result<Took> {
    // The first ones warm the caches of both; pgbench comes after, on the same ones.
    for draft in drafts.iter().take(200) {
        records.answers(draft).await?;
    }
    let (mut took, mut found) = (Vec::with_capacity(drafts.len()), 0);
    for draft in drafts {
        let began = Instant::now();
        let answers = records.answers(draft).await?;
        took.push(began.elapsed());
        found += answers.iter().filter(|answer| matches!(answer, Answer::Yes | Answer::Probable)).count();
    }
    took.sort_unstable();
    Ok(Took(took, found as u64))
}

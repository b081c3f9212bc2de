//! Whether the time of an answer tells what a caller must not learn: a donor who is investigated beside one who is not, by Welch's t.
//!
//! `cargo xtask bench untold [--calls 100000]`
//!
//! Two drafts of one shape are asked about in a drawn order over one connection. In the first half one donor is investigated, in the second half the other, so that what the two drafts
//! differ in falls on both sides. Then the same with nobody investigated, as a control. Every answer is compared: but for the number of the draft all are the same.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use clap::Parser;
use lpa_bench::requests::token;
use lpa_bench::server::Server;
use lpa_tests::cluster::{Cluster, Settings};
use lpa_tests::samples::lpa_uid;
use reqwest::{Client, Method};
use serde_json::{Value, json};

const DRAFT: &str = include_str!("../../../crates/domain/safeguarding-cases/base/pa.json");
/// 32 bytes in base64, of this bench alone.
const KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

#[derive(Debug, Parser)]
struct Args {
    /// The release binary to measure.
    #[arg(long, default_value = "target/release/causeway")]
    server: PathBuf,
    /// How many calls of each comparison.
    #[arg(long, default_value_t = 100_000)]
    calls: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let cluster = Cluster::start(&Settings { tcp: true, in_memory: true, ..Settings::default() });
    let database = cluster.database().await;
    let journal = tempfile::tempdir()?;
    let more = [("CAUSEWAY__RECORDS__KEY", KEY)];
    let server = Server::causeway(&args.server, &database.url, journal.path(), &more)?;
    let asker = Asker::new(server.port)?;
    for donor in DONORS {
        asker.keep(donor).await?;
    }
    asker.investigate(2, None, 1).await?;
    asker.ask(DONORS[0], args.calls / 20).await?;

    asker.investigate(1, Some(DONORS[0]), 1).await?;
    let first = asker.compare(DONORS[0], DONORS[1], args.calls / 2).await?;
    asker.investigate(1, Some(DONORS[1]), 2).await?;
    let second = asker.compare(DONORS[1], DONORS[0], args.calls / 2).await?;
    println!("investigated beside clean");
    first.and(second).report();

    asker.investigate(1, None, 3).await?;
    println!("clean beside clean");
    asker.compare(DONORS[0], DONORS[1], args.calls).await?.report();
    Ok(())
}

/// A donor of one of the two drafts.
#[derive(Clone, Copy)]
struct Donor {
    draft: u64,
    last_name: &'static str,
    born: &'static str,
}

const DONORS: [Donor; 2] = [
    Donor { draft: 1, last_name: "Quenby", born: "1950-04-12" },
    Donor { draft: 2, last_name: "Thrale", born: "1950-05-13" },
];

/// Somebody else, of whom an investigation is told, so that "no" is an answer.
const STRANGER: Donor = Donor { draft: 3, last_name: "Orrock", born: "1931-01-02" };

struct Asker {
    client: Client,
    base: String,
    make: String,
    sirius: String,
}

impl Asker {
    fn new(port: u16) -> anyhow::Result<Self> {
        Ok(Self {
            client: Client::builder().no_proxy().build()?,
            base: format!("http://127.0.0.1:{port}"),
            make: token("opg.poas.makeregister")?,
            sirius: token("opg.poas.sirius")?,
        })
    }

    async fn keep(&self, donor: Donor) -> anyhow::Result<()> {
        let mut body = question(donor)?;
        body["asAt"] = "2026-03-02T08:00:00Z".into();
        let path = format!("/v1/drafts/{}", lpa_uid(donor.draft));
        self.send(Method::PUT, &path, &self.make, &body.to_string()).await.map(drop)
    }

    /// The `version` of a fact: that this donor is investigated; of nobody, the first version is told of a stranger, and a later one takes it back.
    async fn investigate(&self, fact: u32, donor: Option<Donor>, version: u32) -> anyhow::Result<()> {
        let path = format!("/v1/record-facts/01900000-0000-4000-8000-{fact:012}");
        let Some(donor) = donor.or_else(|| (version == 1).then_some(STRANGER)) else {
            let path = format!("{path}?version={version}");
            return self.send(Method::DELETE, &path, &self.sirius, "").await.map(drop);
        };
        let body = json!({
            "version": version, "kind": "donor-investigation", "since": "2025-03-02",
            "of": { "lastName": donor.last_name, "forenames": "Ottoline", "dateOfBirth": donor.born, "postcode": "ZZ1 1ZZ" },
        });
        self.send(Method::PUT, &path, &self.sirius, &body.to_string()).await.map(drop)
    }

    async fn ask(&self, of: Donor, calls: usize) -> anyhow::Result<()> {
        let body = asked(of)?;
        for _ in 0..calls {
            self.send(Method::POST, "/v1/assessments", &self.make, &body).await?;
        }
        Ok(())
    }

    /// Asks about both in a drawn order, so many times in all.
    async fn compare(&self, one: Donor, other: Donor, calls: usize) -> anyhow::Result<Samples> {
        let bodies = [asked(one)?, asked(other)?];
        let clean = self.send(Method::POST, "/v1/assessments", &self.make, &bodies[1]).await?;
        let mut samples = Samples::default();
        let mut dice: u64 = 0x9E37_79B9_7F4A_7C15;
        for _ in 0..calls {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            let which = usize::from(dice >> 63 == 1);
            let began = Instant::now();
            let answer = self.send(Method::POST, "/v1/assessments", &self.make, &bodies[which]).await?;
            samples.0[which].push(began.elapsed().as_secs_f64() * 1e6);
            anyhow::ensure!(answer == clean, "an answer is otherwise: {answer}");
        }
        Ok(samples)
    }

    async fn send(&self, method: Method, path: &str, token: &str, body: &str) -> anyhow::Result<String> {
        let request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .header("X-Jwt-Authorization", format!("Bearer {token}"))
            .header("Content-Type", "application/json")
            .body(body.to_owned());
        let answer = request.send().await.with_context(|| path.to_owned())?;
        let status = answer.status();
        let text = answer.text().await?;
        anyhow::ensure!(status.is_success(), "{path}: {status} {text}");
        Ok(text)
    }
}

fn question(donor: Donor) -> anyhow::Result<Value> {
    let base: Value = serde_json::from_str(DRAFT)?;
    let mut question = json!({ "draft": base["draft"], "circumstances": base["beside"] });
    let told = &mut question["draft"]["donor"];
    told["lastName"] = donor.last_name.into();
    told["firstNames"] = "Ottoline".into();
    told["dateOfBirth"] = donor.born.into();
    told["address"]["postcode"] = "ZZ1 1ZZ".into();
    Ok(question)
}

fn asked(donor: Donor) -> anyhow::Result<String> {
    let mut question = question(donor)?;
    question["uid"] = lpa_uid(donor.draft).to_string().into();
    Ok(question.to_string())
}

/// Times in microseconds: of the one, and of the other.
#[derive(Default)]
struct Samples([Vec<f64>; 2]);

impl Samples {
    fn and(mut self, other: Self) -> Self {
        for (all, more) in self.0.iter_mut().zip(other.0) {
            all.extend(more);
        }
        self
    }

    /// Over all calls, and without the slowest in a hundred of both, which the machine makes.
    fn report(&self) {
        let mut all: Vec<f64> = self.0.iter().flatten().copied().collect();
        all.sort_by(f64::total_cmp);
        let limit = all[all.len() - 1 - all.len() / 100];
        for (what, most) in [("all calls", f64::INFINITY), ("but the slowest 1 in 100", limit)] {
            let [one, other] =
                [0, 1].map(|which| Moments::of(self.0[which].iter().filter(|time| **time <= most)));
            let error = (one.variance / one.count + other.variance / other.count).sqrt();
            println!(
                "  {what:26} {:.0} and {:.0} calls, means {:.2} and {:.2} µs, t = {:+.2} (4.5 would be {:.2} µs)",
                one.count,
                other.count,
                one.mean,
                other.mean,
                (one.mean - other.mean) / error,
                4.5 * error,
            );
        }
    }
}

struct Moments {
    count: f64,
    mean: f64,
    variance: f64,
}

impl Moments {
    fn of<'a>(times: impl Iterator<Item = &'a f64>) -> Self {
        let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for time in times {
            count += 1.0;
            let from = time - mean;
            mean += from / count;
            squares += from * (time - mean);
        }
        Self { count, mean, variance: squares / (count - 1.0) }
    }
}

//! What it costs to ask all rules about a draft, with what they allocate.
//!
//! `cargo bench -p lpa-bench --bench rules`
#![expect(clippy::unwrap_used, reason = "a bench says what went wrong by failing")]

use divan::{AllocProfiler, Bencher, black_box};
use jiff::civil::{Date, date};
use lpa_domain::Json;
use lpa_domain::choice::Words as _;
use lpa_domain::rules::topic::Arity;
use lpa_domain::rules::{Answers, Audience, Question, Recorded, Topic};
use lpa_domain::safeguarding::Asking;
use serde_json::{Value, json};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

const BASE: &str = include_str!("../../crates/domain/safeguarding-cases/base/pa.json");

fn main() {
    divan::main();
}

const DRAFTS: [&str; 3] = ["nothing", "donor", "complete"];

/// The draft on which the cases build, whole; its donor alone; nothing.
fn question(of: &str) -> Json {
    let base: Value = serde_json::from_str(BASE).unwrap();
    let question = match of {
        "complete" => json!({ "draft": base["draft"], "circumstances": base["beside"] }),
        "donor" => json!({ "draft": { "donor": base["draft"]["donor"] } }),
        _ => json!({}),
    };
    Json::parse(question.to_string().as_bytes()).unwrap()
}

fn today() -> Date {
    date(2026, 6, 1)
}

/// No to every question about everybody on the complete draft.
fn answers() -> Answers {
    let mut answers = Answers::none();
    for topic in Topic::ALL.iter().filter(|topic| topic.arity() != Arity::Many || **topic == Topic::Attorney)
    {
        for question in Question::ALL {
            answers = answers.with(*question, *topic, 0, Recorded::No);
        }
    }
    answers
}

/// From what was read to every finding with its explanation.
#[divan::bench(args = DRAFTS)]
fn assess(bencher: Bencher, of: &str) {
    let (asking, answers) = (Asking::read(&question(of)).unwrap(), answers());
    bencher.bench(|| black_box(&asking).assessment(today(), black_box(&answers)));
}

/// What a caller may see of it, as JSON.
#[divan::bench(args = DRAFTS)]
fn assess_and_write_the_answer(bencher: Bencher, of: &str) {
    let (asking, answers) = (Asking::read(&question(of)).unwrap(), answers());
    bencher.bench(|| black_box(&asking).answer(today(), black_box(&answers), Audience::Caller).to_string());
}

/// From bytes to bytes, as a service asks.
#[divan::bench(args = DRAFTS)]
fn read_a_draft_assess_it_and_write_the_answer(bencher: Bencher, of: &str) {
    let bytes = serde_json::to_vec(&question(of)).unwrap();
    let answers = answers();
    bencher.bench(|| {
        let asking = Asking::read(&Json::parse(black_box(&bytes)).unwrap()).unwrap();
        asking.answer(today(), &answers, Audience::Caller).to_string()
    });
}

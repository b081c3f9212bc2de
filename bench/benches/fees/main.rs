//! The same questions about fees asked of the engine in the domain and of a general rules engine, in one run. First every question
//! of some 157,000 combinations is asked of both: no figure is printed unless both answer all of them alike.
//!
//! `cargo xtask bench fees`
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod engine;

use std::hint::black_box;

use anyhow::Context as _;
use lpa_bench::clock::{self, Work};
use lpa_bench::fee_questions;
use lpa_domain::Json;
use lpa_domain::fees::{Application, Asking};
use regorus::Value as Rego;
use serde_json::Value;

use self::engine::{Answers, Compiled, Interpreted};

/// Every so manieth question is timed: a prime, so that no part of the combinations is left out.
const EVERY: usize = 499;

fn main() -> anyhow::Result<()> {
    let (mut compiled, mut interpreted) = (Compiled::new()?, Interpreted::new()?);
    let asked = agree(&mut [&mut compiled, &mut interpreted])?;
    println!(
        "{asked} questions asked of both engines: outcome, fee, what to decide and bounds are the same in all\n"
    );
    for (name, texts) in sets() {
        println!("{name}");
        in_memory(&texts, &mut compiled, &mut interpreted)?;
        from_text_to_text(&texts, &mut compiled, &mut interpreted);
    }
    Ok(())
}

/// What is timed: the questions that have a name, and all sorts.
fn sets() -> Vec<(String, Vec<String>)> {
    let named = fee_questions::NAMED.map(|(name, text)| (name.to_owned(), vec![text.to_owned()]));
    let modelled =
        fee_questions::every().filter(|question| question["madeOn"].as_str() >= Some("2011-10-01"));
    let mixed: Vec<String> = modelled.step_by(EVERY).map(|question| question.to_string()).collect();
    let mixed = (format!("all sorts, {} questions since October 2011", mixed.len()), mixed);
    named.into_iter().chain([mixed]).collect()
}

/// Asks every question of all, and fails at the first that is answered otherwise; how many there were.
fn agree(others: &mut [&mut dyn Answers]) -> anyhow::Result<usize> {
    let named = fee_questions::NAMED.iter().map(|(_, text)| (*text).to_owned());
    let mut asked = 0;
    for text in named.chain(fee_questions::every().map(|question| question.to_string())) {
        let ours = settled(&read(&text)?.quote().written());
        for other in others.iter_mut() {
            let theirs = serde_json::to_value(other.answer(Rego::from_json_str(&text)?)?)?;
            anyhow::ensure!(ours == theirs, "{text}\n  ours {ours}\n  theirs {theirs}");
        }
        asked += 1;
    }
    Ok(asked)
}

fn read(text: &str) -> anyhow::Result<Application> {
    let json = Json::parse(text.as_bytes()).with_context(|| text.to_owned())?;
    Ok(Asking::read(&json).map_err(|problems| anyhow::anyhow!("{text}: {problems:?}"))?.application)
}

/// What both can say of our answer.
fn settled(answer: &Value) -> Value {
    let members = ["outcome", "feePence", "why", "bounds"];
    let said = members.into_iter().filter_map(|name| Some((name.to_owned(), answer.get(name)?.clone())));
    Value::Object(said.collect())
}

/// From facts in memory to the answer: ours has its trace and its prompts.
fn in_memory(texts: &[String], compiled: &mut Compiled, interpreted: &mut Interpreted) -> anyhow::Result<()> {
    let applications: Vec<Application> = texts.iter().map(|text| read(text)).collect::<Result<_, _>>()?;
    let inputs: Vec<Rego> = texts.iter().map(|text| Rego::from_json_str(text)).collect::<Result<_, _>>()?;
    let rates = clock::rates(&mut [
        Box::new(|at| drop(black_box(black_box(nth(&applications, at)).quote()))),
        asking(&inputs, compiled),
        asking(&inputs, interpreted),
    ]);
    print("facts in memory to the answer", &rates);
    Ok(())
}

fn asking<'a>(inputs: &'a [Rego], other: &'a mut dyn Answers) -> Work<'a> {
    Box::new(|at| drop(black_box(other.answer(black_box(nth(inputs, at)).clone()))))
}

/// From the bytes of a question to those of the answer, as a service is asked.
fn from_text_to_text(texts: &[String], compiled: &mut Compiled, interpreted: &mut Interpreted) {
    let rates = clock::rates(&mut [
        Box::new(|at| drop(black_box(written(black_box(nth::<String>(texts, at)))))),
        reading(texts, compiled),
        reading(texts, interpreted),
    ]);
    print("bytes of the question to bytes of the answer", &rates);
}

fn written(text: &str) -> Option<String> {
    Some(Asking::read(&Json::parse(text.as_bytes()).ok()?).ok()?.answer().to_string())
}

fn reading<'a>(texts: &'a [String], other: &'a mut dyn Answers) -> Work<'a> {
    let answer =
        move |other: &mut dyn Answers, text: &str| other.answer(Rego::from_json_str(text)?)?.to_json_str();
    Box::new(move |at| drop(black_box(answer(other, black_box(nth::<String>(texts, at))))))
}

fn nth<T>(all: &[T], at: u32) -> &T {
    &all[at as usize % all.len()]
}

fn print(what: &str, rates: &[f64]) {
    println!("  {what}");
    for (name, rate) in ["ours", "regorus, compiled", "regorus, interpreted"].iter().zip(rates) {
        println!("    {name:20} {rate:12.0}/s {:9.3} µs   ours × {:7.1}", 1e6 / rate, rates[0] / rate);
    }
}

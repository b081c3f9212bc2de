//! What it costs to ask all rules about a draft, with what they allocate; and twelve checks beside an engine for expressions.
//!
//! `cargo xtask bench rules`
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod drafts;
#[cfg(feature = "rules-engine")]
mod twelve;

use std::alloc::System;
use std::hint::black_box;

use lpa_bench::clock::{self, Work};
use lpa_domain::Json;
use lpa_domain::rules::{Assessment, Audience, assess, assess_again};
use lpa_domain::safeguarding::{Asking, catalogue};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use self::drafts::{Sheet, TODAY, answers, question};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> anyhow::Result<()> {
    whole("nothing is told yet", "{}")?;
    whole("the donor alone", &question::donor()?)?;
    whole("a complete draft", &question::complete()?)?;
    again()?;
    #[cfg(feature = "rules-engine")]
    twelve::beside()?;
    Ok(())
}

/// From facts, from what was read, and from bytes.
fn whole(name: &str, question: &str) -> anyhow::Result<()> {
    let answers = answers();
    let sheet = Sheet::read(question)?;
    let asking = drafts::asking(question)?;
    let facts = sheet.facts(&answers)?;
    let findings = assess(&facts, catalogue()).findings.len();
    println!("{name}: {findings} findings");
    let bytes = question.as_bytes();
    report(
        &["read facts to findings", "question to findings", "question to the answer", "bytes to bytes"],
        &mut [
            Box::new(|_| drop(black_box(assess(black_box(&facts), catalogue())))),
            Box::new(|_| drop(black_box(black_box(&asking).assessment(TODAY, &answers)))),
            Box::new(|_| {
                drop(black_box(black_box(&asking).answer(TODAY, &answers, Audience::Caller).to_string()));
            }),
            Box::new(|_| {
                let asking = Json::parse(black_box(bytes)).ok().and_then(|json| Asking::read(&json).ok());
                drop(black_box(
                    asking.map(|asking| asking.answer(TODAY, &answers, Audience::Caller).to_string()),
                ));
            }),
        ],
    );
    Ok(())
}

/// After one field of a complete draft.
fn again() -> anyhow::Result<()> {
    println!("a complete draft again, after one field");
    let answers = answers();
    let complete = question::complete()?;
    let before = Sheet::read(&complete)?;
    let facts = before.facts(&answers)?;
    let assessed: Assessment = assess(&facts, catalogue());
    for (what, old, new) in question::FIELDS {
        anyhow::ensure!(complete.contains(old), "the draft has no {old}");
        let now = Sheet::read(&complete.replacen(old, new, 1))?;
        let changed = now.facts(&answers)?;
        let anew = assess(&changed, catalogue());
        anyhow::ensure!(
            assess_again(&changed, catalogue(), (&facts, &assessed)) == anew,
            "{what} is otherwise"
        );
        report(
            &[&format!("{what}: read, and asked again"), &format!("{what}: read, and all asked anew")],
            &mut [
                Box::new(|_| {
                    let now = now.facts(&answers).ok();
                    drop(black_box(now.map(|now| assess_again(&now, catalogue(), (&facts, &assessed)))));
                }),
                Box::new(|_| drop(black_box(now.facts(&answers).ok().map(|now| assess(&now, catalogue()))))),
            ],
        );
    }
    Ok(())
}

fn report(names: &[&str], works: &mut [Work<'_>]) {
    let rates = clock::rates(works);
    for ((name, rate), work) in names.iter().zip(rates).zip(works) {
        let region = Region::new(ALLOCATOR);
        work(0);
        let asked = region.change();
        let (times, bytes) = (asked.allocations + asked.reallocations, asked.bytes_allocated);
        println!("  {name:44} {:9.2} µs   {times:5} allocations, {bytes:7} bytes", 1e6 / rate);
    }
}

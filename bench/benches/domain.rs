//! What the pure part costs: reading, validating and deciding, per document and per update type; quoting a fee.
//!
//! `cargo bench -p lpa-bench --bench domain`
#![expect(clippy::unwrap_used, reason = "a bench says what went wrong by failing")]

use divan::{Bencher, black_box};
use jiff::Timestamp;
use lpa_bench::fee_questions::NAMED;
use lpa_bench::samples::{created, creation, updates};
use lpa_domain::document::{decode::decode, defaults, example, validate::validate};
use lpa_domain::fees::Asking;
use lpa_domain::lpa::{damm, sequence::uid_of};
use lpa_domain::{Json, Lpa, Profile, decide_lpa};

fn main() {
    divan::main();
}

/// The variants of the example document that are measured: plain, with a trust corporation, on paper.
const VARIANTS: [u64; 4] = [1, 2, 5, 8];

#[divan::bench(args = VARIANTS)]
fn parse(bencher: Bencher, variant: u64) {
    let bytes = example::bytes(variant);
    bencher.bench(|| decode(&Json::parse(black_box(&bytes)).unwrap()).unwrap());
}

#[divan::bench(args = VARIANTS)]
fn validate_and_decide_a_creation(bencher: Bencher, variant: u64) {
    let operation = creation(variant);
    let lpa_domain::Act::Create(document) = &operation.act else { unreachable!() };
    bencher.bench(|| {
        black_box(validate(black_box(document)));
        decide_lpa(None, black_box(&operation), operation.requested_at, Profile::Compatible).unwrap()
    });
}

#[divan::bench(args = VARIANTS)]
fn parse_fill_in_validate_and_decide(bencher: Bencher, variant: u64) {
    let (bytes, mut operation) = (example::bytes(variant), creation(variant));
    bencher.bench_local(|| {
        let mut document = decode(&Json::parse(black_box(&bytes)).unwrap()).unwrap().document;
        defaults::apply(&mut document);
        operation.act = lpa_domain::Act::Create(Box::new(document));
        decide_lpa(None, &operation, Timestamp::UNIX_EPOCH, Profile::Compatible).unwrap()
    });
}

#[divan::bench(args = updates().map(|(name, ..)| name))]
fn decide_an_update(bencher: Bencher, name: &str) {
    let (_, lpa, operation) = updates().find(|(each, ..)| *each == name).unwrap();
    bencher.bench(|| {
        decide_lpa(Some(black_box(&lpa)), black_box(&operation), operation.requested_at, Profile::Compatible)
    });
}

#[divan::bench]
fn write_the_lpa_object(bencher: Bencher) {
    let lpa = created(1);
    bencher.bench(|| serde_json::to_vec(black_box(&lpa)).unwrap());
}

#[divan::bench]
fn read_the_lpa_object(bencher: Bencher) {
    let lpa = created(1);
    let object = serde_json::to_vec(&lpa).unwrap();
    bencher.bench(|| Lpa::restore(black_box(&object), lpa.version, lpa.kept.clone()).unwrap());
}

#[divan::bench]
fn damm_of_twelve_digits(bencher: Bencher) {
    bencher.bench(|| damm::is_valid(black_box([3, 7, 7, 9, 9, 9, 1, 9, 9, 5, 2, 9])));
}

#[divan::bench]
fn uid_of_a_number(bencher: Bencher) {
    bencher.bench(|| uid_of(black_box(1_000_000)));
}

/// Quotes, from facts in memory to the answer with its trace: nothing claimed, an exemption, a quarter, and one that
/// awaits evidence.
#[divan::bench(args = NAMED.map(|(name, _)| name))]
fn quote_a_fee(bencher: Bencher, name: &str) {
    let (_, question) = NAMED.into_iter().find(|(each, _)| *each == name).unwrap();
    let asking = Asking::read(&Json::parse(question.as_bytes()).unwrap()).unwrap();
    bencher.counter(divan::counter::ItemsCount::new(1_u32)).bench(|| black_box(&asking.application).quote());
}

/// The same with reading the question and writing the answer, as a service asks.
#[divan::bench(args = NAMED.map(|(name, _)| name))]
fn read_a_question_and_write_its_answer(bencher: Bencher, name: &str) {
    let (_, question) = NAMED.into_iter().find(|(each, _)| *each == name).unwrap();
    bencher.counter(divan::counter::ItemsCount::new(1_u32)).bench(|| {
        let asking = Asking::read(&Json::parse(black_box(question.as_bytes())).unwrap()).unwrap();
        asking.answer().to_string()
    });
}

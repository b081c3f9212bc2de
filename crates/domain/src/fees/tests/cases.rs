//! Every case of `fee-cases/`: facts, what is expected, where that comes from. A case is added there, without Rust.

use std::path::Path;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::fees::parameters::IN_FORCE;
use crate::fees::refund::{Refund, RefundFor, refund};
use crate::fees::scheme::{Claimable, Power};
use crate::fees::state::{ClaimCase, Move, State};
use crate::fees::{
    Asking, Claim, Decision, Fact, Grant, Pence, Reason, Relief, Ruling, UniversalCreditClaim,
};
use crate::json::Json;

fn all() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fee-cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files
        .iter()
        .flat_map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            serde_json::from_str::<Vec<Value>>(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .collect()
}

#[test]
fn every_case_comes_out() {
    let (cases, mut wrong) = (all(), Vec::new());
    for case in &cases {
        let answer = answer(case);
        if !holds(&answer, &case["expects"]) {
            wrong.push(format!(
                "{}: {}\n  expected {}\n  found {answer}",
                case["id"], case["says"], case["expects"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn every_case_has_its_own_id_words_and_source() {
    let cases = all();
    let mut ids: Vec<&str> = cases.iter().map(|case| case["id"].as_str().unwrap()).collect();
    for case in &cases {
        assert!(["says", "source"].iter().all(|member| case[member].is_string()), "{case}");
        assert!(case["expects"].as_object().is_some_and(|expects| !expects.is_empty()), "{case}");
    }
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
}

/// The numbers of section 9 of the rule book.
#[test]
fn every_number_of_the_rule_book_has_a_case() {
    let numbers = [
        1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13, 15, 17, 18, 20, 21, 22, 23, 24, 26, 27, 29, 30, 31, 33, 35, 36,
        37, 38, 39, 41, 42, 43, 44, 46, 48, 49, 51, 52, 53, 54, 55, 57, 58, 59, 61, 62, 63, 65, 66, 69, 70,
        72, 73, 75, 76, 77, 79, 80, 81, 83, 85, 86, 88, 90, 91, 92, 93, 95, 96, 97, 99, 100, 101, 102, 103,
        105, 106, 108, 109, 110,
    ];
    let cases = all();
    for number in numbers {
        let is = |case: &&Value| {
            let id = case["id"].as_str().unwrap_or_default();
            id.split('.').next() == Some(format!("T{number:02}").as_str())
        };
        assert!(cases.iter().any(|case| is(&case)), "T{number:02}");
    }
}

/// The last cell of each row of docs/fee-inconsistencies.md names them beside the test that runs them all.
#[test]
fn every_case_that_the_inconsistencies_cite_exists() {
    let (cases, docs) = (all(), include_str!("../../../../../docs/fee-inconsistencies.md"));
    let rows = docs.lines().filter(|line| line.starts_with("| X-"));
    let lists = rows.flat_map(|row| row.split("`every_case_comes_out` (").skip(1));
    let cited: Vec<&str> =
        lists.filter_map(|list| list.split(')').next()).flat_map(|ids| ids.split(", ")).collect();
    assert!(cited.len() > 30, "{cited:?}");
    for id in cited {
        let is = |case: &Value| {
            let name = case["id"].as_str().unwrap_or_default();
            name == id || name.split('.').next() == Some(id)
        };
        assert!(cases.iter().any(is), "no case is called {id}");
    }
}

/// Whether the answer holds what is expected: members and items beyond it are free, but an empty list is empty.
fn holds(answer: &Value, expected: &Value) -> bool {
    match (answer, expected) {
        (Value::Object(answer), Value::Object(expected)) => {
            expected.iter().all(|(key, value)| answer.get(key).is_some_and(|found| holds(found, value)))
        }
        (Value::Array(answer), Value::Array(expected)) if expected.is_empty() => answer.is_empty(),
        (Value::Array(answer), Value::Array(expected)) => {
            expected.iter().all(|value| answer.iter().any(|found| holds(found, value)))
        }
        _ => answer == expected,
    }
}

fn answer(case: &Value) -> Value {
    let asks = &case["asks"];
    match case["about"].as_str().unwrap_or("quote") {
        "quote" => quote(asks),
        "together" => together(asks),
        "claim" => claim(asks),
        "refund" => money_back(asks),
        "scheme" => scheme(asks),
        "amount" => json!({ "pence": asks["pounds"].as_str().and_then(|text| text.parse::<Pence>().ok()) }),
        other => panic!("{}: nothing is known about `{other}`", case["id"]),
    }
}

/// What a case does not say.
fn filled_in(asks: &Value) -> Value {
    let mut filled = json!({ "for": "lpa", "lpaType": "property-and-affairs", "madeOn": "2026-02-01" });
    for (key, value) in asks.as_object().into_iter().flatten() {
        filled[key] = value.clone();
    }
    for decision in filled.get_mut("decisions").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(decision) = decision.as_object_mut() else { continue };
        let whole = json!({
            "version": 1, "by": "urn:opg:sirius:users:34", "on": "2026-02-10", "reason": "evidence-accepted", "period": "P6",
        });
        for (key, value) in whole.as_object().unwrap() {
            decision.entry(key).or_insert_with(|| value.clone());
        }
    }
    filled
}

pub(super) fn read(asks: &Value) -> Result<Asking, Vec<crate::Problem>> {
    let bytes = serde_json::to_vec(&filled_in(asks)).unwrap();
    Asking::read(&Json::parse(&bytes).unwrap())
}

fn quote(asks: &Value) -> Value {
    match read(asks) {
        Ok(asking) => asking.answer(),
        Err(problems) => json!({ "problems": problems }),
    }
}

/// One instrument, one fee: two applications are two quotes.
fn together(asks: &Value) -> Value {
    let fees: Vec<u64> = asks["each"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| quote(each)["feePence"].as_u64().unwrap())
        .collect();
    json!({ "feesPence": fees, "sumPence": fees.iter().sum::<u64>() })
}

fn claim(asks: &Value) -> Value {
    let asked = Claim::UniversalCredit(UniversalCreditClaim { letter: Fact::Yes });
    let (mut case, mut refused) = (ClaimCase::made(asked).0, Value::Null);
    for (index, each) in asks["moves"].as_array().unwrap().iter().enumerate() {
        match case.after(&arrived(each, u32::try_from(index).unwrap() + 1)) {
            Ok((next, _)) => case = next,
            Err(why) => refused = why.to_string().into(),
        }
    }
    let state = match case.state() {
        State::Asked(_) => "asked",
        State::EvidenceAwaited(_) => "evidence-awaited",
        State::InReview(_) => "in-review",
        State::Decided(_) => "decided",
        State::Appealed(_) => "appealed",
    };
    json!({ "state": state, "refused": refused })
}

fn day(value: &Value) -> Date {
    value.as_str().unwrap().parse().unwrap()
}

fn arrived(each: &Value, version: u32) -> Move {
    match each["move"].as_str().unwrap() {
        "evidence-asked" => Move::EvidenceAsked,
        "evidence-received" => Move::EvidenceReceived("evidence-1".to_owned()),
        "reviewed" => Move::Reviewed,
        "appealed" => Move::Appealed(day(&each["on"])),
        "decided" => {
            let granted = Ruling::Granted(Grant::UniversalCredit(crate::fees::Fraction::HALF));
            Move::Decided(Decision {
                answers: Relief::UniversalCredit,
                version,
                ruling: if each["ruling"] == "granted" { granted } else { Ruling::Refused },
                by: "urn:opg:sirius:users:34".parse().unwrap(),
                on: day(&each["on"]),
                reason: Reason::Discretion,
                evidence: Vec::new(),
                period: "P6".parse().unwrap(),
            })
        }
        other => panic!("no such move: {other}"),
    }
}

fn money_back(asks: &Value) -> Value {
    let reason = match asks["for"].as_str().unwrap() {
        "not-posted" => RefundFor::NotPosted { paid_on: day(&asks["paidOn"]), on: day(&asks["on"]) },
        "deleted-or-revoked" => RefundFor::DeletedOrRevoked,
        "not-registered" => RefundFor::NotRegistered,
        "late-claim" => RefundFor::LateClaim,
        other => panic!("no such reason: {other}"),
    };
    match refund(&IN_FORCE, reason) {
        Refund::OfWhatIsOver => json!({ "refund": "of-what-is-over" }),
        Refund::InFull { limits_differ } => json!({ "refund": "in-full", "limitsDiffer": limits_differ }),
        Refund::No { may_be_invited } => json!({ "refund": "none", "mayBeInvited": may_be_invited }),
        Refund::NotBefore(day) => json!({ "refund": "not-before", "on": day.to_string() }),
        Refund::SourcesDiffer => json!({ "refund": "sources-differ" }),
        Refund::NoRouteFound => json!({ "refund": "no-route-found" }),
    }
}

fn scheme(asks: &Value) -> Value {
    let power = Power {
        received_on: day(&asks["receivedOn"]),
        paid: Pence::new(asks["paidPence"].as_u64().unwrap()),
        accepted_before: asks["acceptedBefore"] == true,
    };
    let on = asks.get("on").map_or(jiff::civil::date(2018, 2, 1), day);
    match power.refund(&IN_FORCE, on) {
        Claimable::Refund { amount, interest } => json!({ "refundPence": amount, "interestPence": interest }),
        Claimable::NotEligible => json!({ "refund": "not-eligible" }),
        Claimable::NoFeesPaid => json!({ "refund": "no-fees-paid" }),
        Claimable::Duplicate => json!({ "refund": "duplicate" }),
    }
}

//! What is wrong in a question is said, all of it at once.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::cases::read;
use crate::fees::Asking;
use crate::fees::paper::{Lpa120, YesNo};
use crate::json::Json;

/// Where the problems of `asks` stand.
fn wrong(asks: &Value) -> Vec<String> {
    read(asks).unwrap_err().iter().map(|problem| problem.source.to_string()).collect()
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let asks = json!({
        "madeOn": "2026-02-30",
        "lpaType": "both",
        "claims": [
            { "relief": "exemption", "benefits": [ { "benefit": "pip", "inPayment": "maybe" } ], "damages": [ { "amountPence": -1 } ] },
            { "relief": "income-remission", "income": [ { "from": "lottery", "yearlyPence": 1.5 } ] },
            { "relief": "none" }
        ],
        "payments": [ { "reference": "card-1", "amountPence": -4600 } ]
    });
    assert_eq!(
        wrong(&asks),
        [
            "/madeOn",
            "/lpaType",
            "/claims/0/benefits/0/benefit",
            "/claims/0/benefits/0/inPayment",
            "/claims/0/damages/0/amountPence",
            "/claims/1/income/0/from",
            "/claims/1/income/0/yearlyPence",
            "/claims/2/relief",
            "/payments/0/amountPence",
        ]
    );
}

#[test]
fn what_is_left_over_from_another_claim_is_not_passed_over() {
    let asks =
        json!({ "claims": [ { "relief": "universal-credit", "letter": "yes", "bankStatements": "yes" } ] });
    assert_eq!(wrong(&asks), ["/claims/0"]);
    assert_eq!(wrong(&json!({ "previousFee": 4600 })), [""]);
    assert_eq!(wrong(&json!({ "feePence": 1 })), [""]);
    assert_eq!(wrong(&json!({ "for": "epa", "repeat": {} })), ["", ""]);
}

#[test]
fn two_claims_for_one_relief_and_two_decisions_of_one_version_are_refused() {
    let twice = json!({ "claims": [ { "relief": "hardship" }, { "relief": "hardship", "reasons": "yes" } ] });
    assert_eq!(wrong(&twice), ["/claims"]);
    let decisions = json!({ "decisions": [
        { "answers": "hardship", "ruling": "refused" }, { "answers": "hardship", "ruling": "granted" } ] });
    assert_eq!(wrong(&decisions), ["/decisions"]);
}

#[test]
fn a_decision_on_the_prices_of_another_period_is_refused() {
    let asks =
        json!({ "madeOn": "2024-02-01", "decisions": [ { "answers": "hardship", "ruling": "refused" } ] });
    assert_eq!(wrong(&asks), ["/decisions"]);
}

#[test]
fn one_reference_for_two_payments_and_more_back_than_was_paid_are_refused() {
    let one = json!({ "payments": [ { "reference": "a", "amountPence": 1 }, { "reference": "a", "amountPence": 2 } ] });
    assert_eq!(wrong(&one), ["/payments"]);
    let back = json!({ "refunds": [ { "reference": "a", "amountPence": 1 } ] });
    assert_eq!(wrong(&back), ["/payments"]);
}

#[test]
fn what_is_wrong_with_a_change_is_said_where_it_stands() {
    let asks = json!({ "whatIf": [ { "madeOn": "never" }, 1, { "whatIf": [] } ] });
    assert_eq!(wrong(&asks), ["/whatIf/0/madeOn", "/whatIf/1", "/whatIf/2"]);
    let eleven = json!({ "whatIf": vec![json!({}); 11] });
    assert_eq!(wrong(&eleven), ["/whatIf"]);
}

#[test]
fn a_benefit_that_is_in_payment_and_has_ended_is_refused() {
    let benefits = json!([ { "benefit": "income-support", "inPayment": "yes", "until": "2026-01-31" } ]);
    let asks = json!({ "claims": [ { "relief": "exemption", "benefits": benefits } ] });
    assert_eq!(wrong(&asks), ["/claims/0/benefits/0/until"]);
}

#[test]
fn no_problem_repeats_what_was_sent() {
    let secret = "Jane Doe, 1 High Street";
    let asks = json!({ "madeOn": secret, "lpaType": secret, secret: secret, "repeat": { "reference": secret },
        "claims": [ { "relief": secret } ], "decisions": [ { "by": secret, "period": secret } ] });
    let problems = read(&asks).unwrap_err();
    assert!(!serde_json::to_string(&problems).unwrap().contains("Jane"));
}

#[test]
fn both_boxes_of_a_question_ticked_is_a_contradiction_and_all_of_them_are_named() {
    let both = YesNo { yes: true, no: true };
    let form = Lpa120 { receives_benefits: both, over_12000: both, ..Lpa120::default() };
    let problems = form.claims().unwrap_err();
    let places: Vec<&str> = problems.iter().map(|problem| problem.source.as_ref()).collect();
    assert_eq!(places, ["/DonorReceivesBenefits", "/DonorOver12000"]);
}

proptest! {
    #[test]
    fn no_bytes_bring_the_reader_down(text in ".{0,200}") {
        if let Ok(json) = Json::parse(text.as_bytes()) {
            prop_assert!(Asking::read(&json).is_err());
        }
    }

    /// A question of which one value was replaced by another kind of value.
    #[test]
    fn no_value_out_of_place_brings_the_reader_down(at in 0_usize..40, instead in 0_usize..6) {
        let values = [json!(null), json!(true), json!(-1), json!(1e300), json!("x"), json!([[[]]])];
        let mut asks = json!({
            "repeat": { "reference": "7000-0000-0138", "terms": "half-fee", "invited": "yes" },
            "claims": [ { "relief": "exemption", "benefits": [ { "benefit": "income-support", "inPayment": "yes", "letter": "yes" } ], "damages": [ { "amountPence": 1, "ignoredFor": ["income-support"] } ] },
                { "relief": "income-remission", "income": [ { "from": "employment", "yearlyPence": 1, "evidence": { "kind": "wage-slips", "months": 3 } } ], "statement": { "signedBy": "donor" } } ],
            "decisions": [ { "answers": "hardship", "ruling": "granted", "reducedToPence": 100, "evidence": ["a"] } ],
            "signals": { "earlier": { "letterOn": "2026-01-01" }, "mentions": ["benefit"] },
            "payments": [ { "reference": "a", "amountPence": 1 } ]
        });
        replace(&mut asks, &mut { at }, &values[instead]);
        if let Ok(asking) = read(&asks) {
            prop_assert!(asking.answer().is_object());
        }
    }
}

/// Replaces the value that is reached after `left` others.
fn replace(value: &mut Value, left: &mut usize, by: &Value) {
    if *left == 0 {
        *value = by.clone();
    }
    *left = left.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, left, by)),
        Value::Object(members) => members.values_mut().for_each(|member| replace(member, left, by)),
        _ => {}
    }
}

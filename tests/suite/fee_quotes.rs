//! `POST /v1/fee-quotes`: what a power costs to register, whatever is away (`docs/API.md`, `docs/fees.md`).

use axum::http::Request;
use lpa_tests::world::World;
use serde_json::{Value, json};

const PATH: &str = "/v1/fee-quotes";

fn question() -> Value {
    json!({
        "for": "lpa", "lpaType": "property-and-affairs", "madeOn": "2026-02-01",
        "repeat": { "reference": "7000-0000-0138", "terms": "half-fee", "invited": "yes" },
        "claims": [ { "relief": "income-remission", "income": "none", "statement": { "signedBy": "donor" } } ],
        "payments": [ { "reference": "card-1", "amountPence": 4600 } ],
        "whatIf": [ { "madeOn": "2025-11-16" }, { "claims": null } ]
    })
}

/// The amounts are those of the rule book, section 3: a quarter, a quarter at the old prices, and half.
#[tokio::test]
async fn a_quote_is_answered_while_everything_is_away() {
    let world = World::new();
    world.register.go_away();
    let answer = world.post(PATH, question().to_string()).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let quote = answer.json();
    assert_eq!((&quote["outcome"], &quote["feePence"]), (&json!("determined"), &json!(2300)));
    assert_eq!(quote["balance"], json!({ "state": "refund-due", "amountPence": 2300 }));
    assert_eq!(
        (&quote["whatIf"][0]["feePence"], &quote["whatIf"][1]["feePence"]),
        (&json!(2050), &json!(4600))
    );
    assert!(
        quote["trace"]
            .as_array()
            .unwrap()
            .iter()
            .all(|step| step["rule"].is_string() && step["source"].is_string())
    );
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_question_is_told_at_once() {
    let world = World::new();
    let body = json!({ "for": "lpa", "lpaType": "both", "madeOn": "2026-02-30", "payments": [ { "reference": "a", "amountPence": -1 } ] });
    let answer = world.post(PATH, body.to_string()).await;
    assert_eq!((answer.status, &answer.json()["code"]), (400, &json!("invalid-request")));
    let problems = answer.problems();
    let places: Vec<&str> = problems.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["/madeOn", "/lpaType", "/payments/0/amountPence"]);
    assert_eq!(world.post(PATH, "[]").await.status, 400);
}

#[tokio::test]
async fn nobody_without_a_token_is_told_a_fee() {
    let world = World::new();
    let anonymous = Request::builder().method("POST").uri(PATH);
    let answer = world.send(anonymous, question().to_string()).await;
    assert_eq!((answer.status, &answer.json()["code"]), (401, &json!("unauthorised")));
}

/// What the asker says of an invitation is taken, and only the records can confirm it.
#[tokio::test]
async fn a_quote_says_what_the_records_have_yet_to_confirm() {
    let world = World::new();
    let asked = async |question: &Value| world.post(PATH, question.to_string()).await.json();
    for invited in ["yes", "no", "cannot-say", "not-asked"] {
        let mut question = question();
        question["repeat"]["invited"] = json!(invited);
        assert_eq!(asked(&question).await["toAsk"], json!(["repeat-invitation"]), "{invited}");
    }
    let mut first = question();
    first.as_object_mut().unwrap().remove("repeat");
    assert_eq!(asked(&first).await["toAsk"], json!([]));
}

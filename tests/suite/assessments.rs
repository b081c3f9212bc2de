//! `POST /v1/assessments`: what the rules say of a draft, whatever is away (`docs/assessments.md`).

mod untold;

use axum::http::Request;
use lpa_tests::world::World;
use serde_json::{Value, json};

const PATH: &str = "/v1/assessments";

fn section<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let sections = answer["sections"].as_array().unwrap();
    sections.iter().find(|section| section["section"] == name).unwrap()
}

fn rules(answer: &Value) -> Vec<&str> {
    answer["findings"].as_array().unwrap().iter().filter_map(|finding| finding["rule"].as_str()).collect()
}

/// A donor born so is not 18 before the end of this century.
fn question() -> Value {
    json!({
        "draft": { "donor": { "firstNames": "Ada", "lastName": "Bell", "dateOfBirth": "2099-07-28" }, "moat": true },
        "fee": { "for": "lpa", "lpaType": "property-and-affairs", "madeOn": "2026-02-01", "madeBasis": "lodged" }
    })
}

#[tokio::test]
async fn a_draft_is_assessed_while_everything_is_away() {
    let world = World::new();
    world.register.go_away();
    let answer = world.post(PATH, question().to_string()).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let answer = answer.json();
    assert_eq!(section(&answer, "donor")["state"], "cannot-stand");
    assert!(rules(&answer).contains(&"A03"), "{answer}");
    assert_eq!(answer["fee"]["feePence"], 9200);
    assert_eq!(answer["ignored"], json!(["/draft/moat"]));
    let waits = section(&answer, "attorneys")["waitsFor"].as_array().unwrap();
    assert!(waits.contains(&json!("/attorneys")), "{waits:?}");
}

#[tokio::test]
async fn nothing_that_was_told_comes_back_but_its_place() {
    let world = World::new();
    let answer = world.post(PATH, question().to_string()).await.json().to_string();
    for told in ["Ada", "Bell", "2099-07-28"] {
        assert!(!answer.contains(told), "{told}");
    }
}

/// Both share an email address, which OPG would look at and nobody else is told of (A19).
#[tokio::test]
async fn a_suspicion_leaves_no_trace() {
    let world = World::new();
    let ask = async |email: &str| {
        let body = json!({ "draft": {
            "donor": { "email": "ada@example.test" },
            "attorneys": [ { "firstNames": "Cy", "lastName": "Dorn", "email": email } ],
        }, "circumstances": { "donor": { "mobile": "07700 900003" } } });
        let answer = world.post(PATH, body.to_string()).await;
        (answer.status, answer.json())
    };
    assert_eq!(ask("ada@example.test").await, ask("cyx@example.test").await);
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_draft_is_told_at_once() {
    let world = World::new();
    let body = json!({ "draft": { "channel": 7 }, "circumstances": { "donor": { "canSign": "yes" } }, "ruleSet": "rules-1066" });
    let answer = world.post(PATH, body.to_string()).await;
    assert_eq!((answer.status, &answer.json()["code"]), (400, &json!("invalid-request")));
    let problems = answer.problems();
    let places: Vec<&str> = problems.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["/draft/channel", "/ruleSet"]);
    let body = json!({ "circumstances": { "donor": { "canSign": "yes" } } });
    let problems = world.post(PATH, body.to_string()).await.problems();
    assert_eq!(problems[0].0, "/circumstances/donor/canSign");
}

#[tokio::test]
async fn nobody_without_a_token_is_told_how_a_draft_stands() {
    let world = World::new();
    let anonymous = Request::builder().method("POST").uri(PATH);
    let answer = world.send(anonymous, question().to_string()).await;
    assert_eq!((answer.status, &answer.json()["code"]), (401, &json!("unauthorised")));
}

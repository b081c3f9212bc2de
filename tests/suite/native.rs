//! The native surface under `/v1`; expected values are those of `docs/API.md`.

mod every_route;
mod on_its_way;

use axum::body::Body;
use axum::http::{Request, request};
use causeway::use_cases::limits::Limits;
use jiff::SignedDuration;
use lpa_domain::{Operation, UpdateKind};
use lpa_ports::Clock as _;
use lpa_tests::samples::{self, creation, document, lpa_uid, operation_id, update};
use lpa_tests::world::{Answer, Choices, SECRET, Token, World};
use serde_json::{Value, json};

const OPERATIONS: &str = "/v1/operations";

/// The beginning of a request as another Causeway makes it.
fn request(world: &World, method: &str, path: &str) -> request::Builder {
    let now = world.clock.now();
    let token = Token::at(now)
        .with("iss", "causeway")
        .with("aud", "causeway")
        .with("sub", "urn:opg:causeway:edge")
        .with("scope", "edge")
        .with("exp", (now + SignedDuration::from_mins(5)).as_second())
        .signed();
    Request::builder().method(method).uri(path).header("Authorization", format!("Bearer {token}"))
}

async fn get(world: &World, path: &str) -> Answer {
    world.send(request(world, "GET", path), Body::empty()).await
}

async fn post(world: &World, path: &str, body: &Value) -> Answer {
    world.send(request(world, "POST", path), body.to_string()).await
}

fn envelope(operation: &Operation) -> Value {
    json!({ "operation": operation })
}

async fn send(world: &World, operation: &Operation) -> Answer {
    post(world, OPERATIONS, &envelope(operation)).await
}

fn told(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let json = answer.json();
    assert_eq!(json["status"], answer.status);
    let code = json["code"].as_str().unwrap().to_owned();
    assert_eq!(json["type"], format!("urn:opg:causeway:problem:{code}"));
    (answer.status, code)
}

/// A world in which no caller waits for long.
fn impatient() -> World {
    World::with(Choices { budget: std::time::Duration::from_millis(50), ..Choices::default() })
}

#[tokio::test]
async fn an_applied_operation_is_answered_with_the_lpa_it_made_however_late_it_is_sent_again() {
    let world = World::new();
    let first = send(&world, &creation(1, lpa_uid(1), document())).await;
    assert_eq!(
        (first.status, first.header("location")),
        (201, &*format!("{OPERATIONS}/{}", operation_id(1)))
    );
    let made = first.json();
    assert_eq!((&made["receipt"]["state"], &made["version"]), (&json!("applied"), &json!(1)));
    assert_eq!(made["lpa"]["uid"], json!(lpa_uid(1)));
    let withdrawal = send(&world, &update(2, lpa_uid(1), UpdateKind::DonorWithdrawLpa)).await;
    assert_eq!((withdrawal.status, &withdrawal.json()["version"]), (201, &json!(2)));
    let again = send(&world, &creation(1, lpa_uid(1), document())).await;
    assert_eq!((again.status, &again.json()["lpa"]), (201, &made["lpa"]));
    assert_eq!(get(&world, &format!("/v1/lpas/{}", lpa_uid(1))).await.json()["version"], 2);
}

#[tokio::test]
async fn a_refusal_is_a_problem_that_carries_its_receipt() {
    let world = World::new();
    let refused = send(&world, &update(1, lpa_uid(1), UpdateKind::DonorWithdrawLpa)).await;
    assert_eq!(told(&refused), (422, "unknown-lpa".to_owned()));
    let receipt = get(&world, refused.header("location")).await;
    assert_eq!(receipt.json(), refused.json()["receipt"]);
    assert_eq!(receipt.json()["refusal"]["code"], "unknown-lpa");
}

#[tokio::test]
async fn the_same_id_with_other_content_is_refused_and_changes_nothing() {
    let world = World::new();
    send(&world, &creation(1, lpa_uid(1), document())).await;
    let other = send(&world, &update(1, lpa_uid(1), UpdateKind::DonorWithdrawLpa)).await;
    assert_eq!(told(&other), (422, "id-reused".to_owned()));
    assert!(other.json().get("receipt").is_none());
    assert_eq!(get(&world, &format!("/v1/lpas/{}", lpa_uid(1))).await.json()["version"], 1);
}

#[tokio::test]
async fn what_cannot_be_done_now_is_held_and_its_receipt_says_so() {
    let world = impatient();
    world.register.go_away();
    let held = send(&world, &creation(1, lpa_uid(1), document())).await;
    assert_eq!((held.status, &held.json()["receipt"]["state"]), (202, &json!("held")));
    assert!(held.json().get("lpa").is_none());
    let asked_by_a_client_of_today = world.get(held.header("location")).await;
    assert_eq!(asked_by_a_client_of_today.json(), held.json()["receipt"]);
    let read = get(&world, &format!("/v1/lpas/{}", lpa_uid(1))).await;
    assert_eq!((told(&read), read.header("retry-after")), ((503, "register-away".to_owned()), "1"));
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_promised() {
    let world = World::new();
    world.journal.go_away();
    let answer = send(&world, &creation(1, lpa_uid(1), document())).await;
    assert_eq!((told(&answer), answer.header("retry-after")), ((503, "not-recorded".to_owned()), "5"));
    let receipt = get(&world, &format!("{OPERATIONS}/{}", operation_id(1))).await;
    assert_eq!(told(&receipt), (503, "journal-away".to_owned()));
}

#[tokio::test]
async fn every_problem_of_an_envelope_is_told_at_once_by_its_place() {
    let world = World::new();
    let sent = json!({
        "operation": { "id": "x", "uid": "M-1", "author": 3, "requestedAt": "yesterday", "kind": "delete",
            "content": {}, "idempotencyKey": "", "extra/1": 1 },
        "attachments": [{ "data": "*" }, { "name": "a" }, 4],
        "more": null,
    });
    let answer = post(&world, OPERATIONS, &sent).await;
    assert_eq!(told(&answer), (400, "invalid-request".to_owned()));
    let mut places: Vec<_> = answer.problems().into_iter().map(|(source, _)| source).collect();
    places.sort();
    assert_eq!(
        places,
        [
            "/attachments/0/data",
            "/attachments/1/data",
            "/attachments/1/name",
            "/attachments/2",
            "/more",
            "/operation/author",
            "/operation/extra~11",
            "/operation/id",
            "/operation/idempotencyKey",
            "/operation/kind",
            "/operation/requestedAt",
            "/operation/uid",
        ]
    );
    assert_eq!(post(&world, OPERATIONS, &json!({})).await.problems()[0].0, "/operation");
    let malformed = world.send(request(&world, "POST", OPERATIONS), "{").await;
    assert_eq!(told(&malformed), (400, "invalid-request".to_owned()));
}

#[tokio::test]
async fn a_member_that_would_be_lost_is_refused_wherever_it_stands() {
    let world = World::new();
    let mut sent = envelope(&creation(1, lpa_uid(1), document()));
    sent["operation"]["content"]["donor"]["shoeSize"] = json!(43);
    sent["operation"]["content"]["colour"] = json!("blue");
    let places = post(&world, OPERATIONS, &sent).await.problems();
    let unknown = |source: &str| (source.to_owned(), "unknown member".to_owned());
    assert_eq!(places, [unknown("/operation/content/colour"), unknown("/operation/content/donor/shoeSize")]);
    sent = envelope(&creation(1, lpa_uid(1), document()));
    sent["operation"]["content"]["donor"] = json!("Spust");
    let answer = post(&world, OPERATIONS, &sent).await;
    assert_eq!(answer.problems()[0].0, "/operation/content/donor");
    assert!(!answer.text().contains("Spust"));
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_a_problem() {
    let world = World::new();
    let body = " ".repeat(24 * 1024 * 1024 + 1);
    let answer = world.send(request(&world, "POST", OPERATIONS), body).await;
    assert_eq!(told(&answer), (413, "too-large".to_owned()));
}

#[tokio::test]
async fn scans_that_did_not_come_are_asked_for() {
    let world = World::new();
    let mut sent = envelope(&creation(1, lpa_uid(1), document()));
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let image = json!({ "path": "x/scans/rc_0_a.png", "hash": hash });
    sent["operation"]["content"]["channel"] = json!("paper");
    sent["operation"]["content"]["restrictionsAndConditionsImages"] = json!([image]);
    assert_eq!(post(&world, OPERATIONS, &sent).await.problems()[0].0, "/attachments");
    sent["attachments"] = json!([{ "data": "YWJj" }]);
    assert_eq!(post(&world, OPERATIONS, &sent).await.status, 201);
}

#[tokio::test]
async fn a_key_in_the_header_says_what_the_envelope_says() {
    let world = World::new();
    let mut operation = creation(1, lpa_uid(1), document());
    operation.idempotency_key = Some(samples::key("mine"));
    let keyed = |key: &str| request(&world, "POST", OPERATIONS).header("Idempotency-Key", key);
    let body = envelope(&operation).to_string();
    assert_eq!(world.send(keyed("yours"), body.clone()).await.problems()[0].0, "Idempotency-Key");
    assert_eq!(world.send(keyed("mine"), body).await.status, 201);
}

#[tokio::test]
async fn nobody_else_comes_in() {
    let world = World::new();
    let body = envelope(&creation(1, lpa_uid(1), document())).to_string();
    let lpa = format!("/v1/lpas/{}", lpa_uid(1));
    let bearer = Token::at(world.clock.now()).with("scope", "edge").signed();
    for (method, path) in
        [("POST", OPERATIONS), ("GET", &*lpa), ("POST", "/v1/lpa-lists"), ("POST", "/v1/uid-blocks")]
    {
        let anonymous = world.send(Request::builder().method(method).uri(path), body.clone()).await;
        assert_eq!(
            (told(&anonymous), anonymous.header("www-authenticate")),
            ((401, "unauthorised".to_owned()), "Bearer")
        );
        let client_of_today = world.send(world.request(method, path), body.clone()).await;
        assert_eq!(client_of_today.said(), anonymous.said());
        let stranger =
            Request::builder().method(method).uri(path).header("Authorization", format!("Bearer {bearer}"));
        assert_eq!(world.send(stranger, body.clone()).await.said(), anonymous.said());
    }
    let receipt = format!("{OPERATIONS}/{}", operation_id(1));
    assert_eq!(world.send(Request::builder().uri(&receipt), "").await.status, 401);
    assert_eq!(told(&world.get(&receipt).await), (404, "unknown-operation".to_owned()));
    assert!(SECRET.len() >= 32);
}

#[tokio::test]
async fn reads_and_blocks_are_strict_about_what_they_are_asked() {
    let world = World::new();
    assert_eq!(told(&get(&world, "/v1/lpas/x").await), (400, "invalid-request".to_owned()));
    assert_eq!(
        told(&get(&world, &format!("/v1/lpas/{}/history", lpa_uid(1))).await),
        (404, "unknown-lpa".to_owned())
    );
    let list = post(&world, "/v1/lpa-lists", &json!({ "uids": [lpa_uid(1), "x", 3], "more": 1 })).await;
    let places: Vec<_> = list.problems().into_iter().map(|(source, _)| source).collect();
    assert_eq!(places, ["/more", "/uids/1", "/uids/2"]);
    assert_eq!(
        post(&world, "/v1/lpa-lists", &json!({ "uids": [lpa_uid(1)] })).await.json(),
        json!({ "lpas": [] })
    );
    for count in [json!(0), json!(-1), json!("1"), json!(4_294_967_296_u64), Value::Null] {
        let answer = post(&world, "/v1/uid-blocks", &json!({ "count": count })).await;
        assert_eq!(answer.problems()[0].0, "/count", "{count}");
    }
    let block = post(&world, "/v1/uid-blocks", &json!({ "count": 5 })).await;
    assert_eq!(block.said(), (201, r#"{"first":1,"count":5}"#));
}

#[tokio::test]
async fn nobody_is_given_more_numbers_at_once_than_is_set() {
    let limits = Limits { most_numbers: 5, ..Limits::default() };
    let world = World::with(Choices { limits, ..Choices::default() });
    let answer = post(&world, "/v1/uid-blocks", &json!({ "count": 6 })).await;
    assert_eq!(answer.problems(), [("/count".to_owned(), "must be at most 5".to_owned())]);
    let block = post(&world, "/v1/uid-blocks", &json!({ "count": 5 })).await;
    assert_eq!(block.said(), (201, r#"{"first":1,"count":5}"#), "the refused one took none");
}

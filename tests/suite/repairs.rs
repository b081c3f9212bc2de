//! What could not be settled is seen and repaired by people (J42, its second half); expected values are those of
//! `docs/API.md`.

mod acting;
mod asking;

use axum::body::Body;
use axum::http::{Request, request};
use jiff::SignedDuration;
use lpa_domain::{Operation, UpdateKind};
use lpa_ports::Clock as _;
use lpa_tests::samples::{creation, document, lpa_uid, operation_id, update};
use lpa_tests::world::{Answer, Token, World};
use serde_json::{Value, json};

const OPERATIONS: &str = "/v1/operations";
const EVERYTHING: &str = "operations:read operations:content operations:repair";
const CASE_MANAGER: &str = "urn:opg:sirius:users:34";

/// The beginning of a request with a token of Causeway's own.
fn with_scope(world: &World, scope: &str, subject: &str, method: &str, path: &str) -> request::Builder {
    let now = world.clock.now();
    let token = Token::at(now)
        .with("iss", "causeway")
        .with("aud", "causeway")
        .with("sub", subject)
        .with("scope", scope)
        .with("exp", (now + SignedDuration::from_mins(5)).as_second())
        .signed();
    Request::builder().method(method).uri(path).header("Authorization", format!("Bearer {token}"))
}

async fn asks(world: &World, scope: &str, method: &str, path: &str, body: &Value) -> Answer {
    let request = with_scope(world, scope, CASE_MANAGER, method, path);
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    world.send(request, body).await
}

async fn gets(world: &World, path: &str) -> Value {
    let answer = asks(world, EVERYTHING, "GET", path, &Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn does(world: &World, n: u128, what: &str, body: &Value) -> Answer {
    asks(world, EVERYTHING, "POST", &format!("{OPERATIONS}/{}/{what}", operation_id(n)), body).await
}

/// Sends an operation as an edge does.
async fn sends(world: &World, operation: &Operation) -> Answer {
    let request = with_scope(world, "edge", "urn:opg:causeway:edge", "POST", OPERATIONS);
    world.send(request, json!({ "operation": operation }).to_string()).await
}

fn told(answer: &Answer) -> (u16, String) {
    (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
}

/// An LPA whose second operation no register understands: it is parked.
async fn poisoned(world: &World) {
    assert_eq!(sends(world, &creation(1, lpa_uid(1), document())).await.status, 201);
    world.register.garble(Some(operation_id(2)));
    let parked = sends(world, &withdrawal(2)).await;
    assert_eq!((parked.status, &parked.json()["receipt"]["state"]), (202, &json!("parked")));
}

fn withdrawal(n: u32) -> Operation {
    update(n, lpa_uid(1), UpdateKind::DonorWithdrawLpa)
}

/// Where the receipt of the `n`-th operation is.
fn receipt(n: u128) -> String {
    format!("{OPERATIONS}/{}", operation_id(n))
}

//! Drafts under `/v1/drafts`; expected values are those of `docs/drafts.md`.

mod approving;
mod edge;
mod reading;
mod telling;

use axum::http::{Request, request};
use jiff::SignedDuration;
use lpa_ports::Clock as _;
use lpa_tests::samples::lpa_uid;
use lpa_tests::world::{Answer, Choices, Token, World};
use serde_json::{Value, json};

/// A world in which no caller waits for long.
fn impatient() -> World {
    World::with(Choices { budget: std::time::Duration::from_millis(50), ..Choices::default() })
}

/// Where the `n`-th draft is.
fn address(n: u64) -> String {
    format!("/v1/drafts/{}", lpa_uid(n))
}

/// A draft whose donor lives in this town.
fn living_in(town: &str) -> Value {
    json!({ "lpaType": "personal-welfare", "donor": { "firstNames": "Ottoline", "address": { "town": town } } })
}

/// Tells that the donor of the `n`-th draft lives in this town, and has since some second after nine.
async fn tell(world: &World, n: u64, second: u32, town: &str) -> Answer {
    let body = json!({ "asAt": format!("2026-03-02T08:{second:02}:00Z"), "draft": living_in(town) });
    world.put(&address(n), body.to_string()).await
}

async fn delete(world: &World, n: u64) -> Answer {
    world.send(world.request("DELETE", &address(n)), "").await
}

/// Where the donor of the `n`-th draft lives.
async fn town(world: &World, n: u64) -> String {
    let answer = world.get(&address(n)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["draft"]["donor"]["address"]["town"].as_str().unwrap().to_owned()
}

/// The state that a receipt tells, wherever it was answered.
fn state(answer: &Answer) -> (u16, String) {
    (answer.status, answer.json()["state"].as_str().unwrap().to_owned())
}

/// Status and code of a problem.
fn told(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text());
    (answer.status, answer.json()["code"].as_str().unwrap().to_owned())
}

fn problem(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// The beginning of a request under a token of our own with this scope: `edge`, or an operator's.
fn bearing(world: &World, scope: &str, method: &str, path: &str) -> request::Builder {
    let now = world.clock.now();
    let ours = Token::at(now).with("iss", "causeway").with("aud", "causeway").with("scope", scope);
    let token = ours.with("exp", (now + SignedDuration::from_mins(5)).as_second()).signed();
    Request::builder().method(method).uri(path).header("Authorization", format!("Bearer {token}"))
}

/// The beginning of a request under a token of one of today's issuers.
fn issued_by(world: &World, issuer: &str, method: &str, path: &str) -> request::Builder {
    let token = Token::at(world.clock.now()).with("iss", issuer).signed();
    Request::builder().method(method).uri(path).header("X-Jwt-Authorization", format!("Bearer {token}"))
}

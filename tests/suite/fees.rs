//! Fees under `/v1/fees`; expected values are those of `docs/fee-operations.md`.

mod edge;
mod events;
mod reading;
mod repeats;
mod telling;

use axum::http::{Request, request};
use jiff::SignedDuration;
use lpa_ports::Clock as _;
use lpa_tests::samples::lpa_uid;
use lpa_tests::world::{Answer, Choices, Token, World};
use serde_json::{Value, json};

const SIRIUS: &str = "opg.poas.sirius";
const MAKE_REGISTER: &str = "opg.poas.makeregister";

/// A world in which no caller waits for long.
fn impatient() -> World {
    World::with(Choices { budget: std::time::Duration::from_millis(50), ..Choices::default() })
}

/// Where the fee of the first application is.
fn fee() -> String {
    format!("/v1/fees/{}", lpa_uid(1))
}

fn application() -> Value {
    json!({ "lpaType": "property-and-affairs", "madeOn": "2026-02-01", "madeBasis": "lodged" })
}

fn claim() -> Value {
    json!({ "claim": { "relief": "exemption" }, "evidenceDelivery": "post" })
}

fn decision(version: u32, ruling: &str) -> Value {
    json!({
        "answers": "exemption", "version": version, "ruling": ruling, "by": "urn:opg:sirius:users:34",
        "on": "2026-03-02", "reason": "evidence-accepted", "period": "P6",
    })
}

fn payment(reference: &str, pence: u64) -> Value {
    json!({ "reference": reference, "amountPence": pence })
}

/// Tells something of the fee, as one of today's services.
async fn tell_as(world: &World, issuer: &str, about: &str, told: &Value) -> Answer {
    world.send(issued_by(world, issuer, "POST", &format!("{}/{about}", fee())), told.to_string()).await
}

/// Tells something of the fee, as who may tell everything.
async fn tell(world: &World, about: &str, told: &Value) -> Answer {
    tell_as(world, SIRIUS, about, told).await
}

/// The state that a receipt tells.
fn state(answer: &Answer) -> (u16, String) {
    (answer.status, answer.json()["state"].as_str().unwrap_or_default().to_owned())
}

/// Status and code of a problem.
fn problem(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text());
    (answer.status, answer.json()["code"].as_str().unwrap().to_owned())
}

fn is(status: u16, word: &str) -> (u16, String) {
    (status, word.to_owned())
}

/// The beginning of a request under a token of our own with this scope: `edge`, or an operator's.
fn bearing(world: &World, scope: &str, path: &str) -> request::Builder {
    let now = world.clock.now();
    let ours = Token::at(now).with("iss", "causeway").with("aud", "causeway").with("scope", scope);
    let token = ours.with("exp", (now + SignedDuration::from_mins(5)).as_second()).signed();
    Request::builder().method("GET").uri(path).header("Authorization", format!("Bearer {token}"))
}

/// The beginning of a request under a token of one of today's issuers.
fn issued_by(world: &World, issuer: &str, method: &str, path: &str) -> request::Builder {
    let token = Token::at(world.clock.now()).with("iss", issuer).signed();
    Request::builder().method(method).uri(path).header("X-Jwt-Authorization", format!("Bearer {token}"))
}

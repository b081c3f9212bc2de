//! OPG's records under `/v1`; expected values are those of `docs/records.md`.

mod asking;
mod telling;

use axum::body::Body;
use axum::http::{Request, request};
use jiff::SignedDuration;
use lpa_ports::Clock as _;
use lpa_tests::samples::invitation;
use lpa_tests::world::{Answer, Token, World};
use serde_json::Value;

const SIRIUS: &str = "opg.poas.sirius";
const MAKE_REGISTER: &str = "opg.poas.makeregister";

/// Where the `n`-th fact is told.
fn fact(n: u32) -> String {
    format!("/v1/record-facts/{}", invitation(n, 1).id)
}

/// The `n`-th fact as case management tells it.
fn told(n: u32, version: u64) -> Value {
    let mut told = invitation(n, version).says.written();
    told["version"] = version.into();
    told
}

/// A request under a token of one of today's issuers.
async fn send(world: &World, issuer: &str, method: &str, path: &str, body: impl Into<Body>) -> Answer {
    let token = Token::at(world.clock.now()).with("iss", issuer).signed();
    let request = Request::builder().method(method).uri(path);
    world.send(request.header("X-Jwt-Authorization", format!("Bearer {token}")), body).await
}

/// Tells the `n`-th fact as case management.
async fn tell(world: &World, n: u32, version: u64) -> Answer {
    send(world, SIRIUS, "PUT", &fact(n), told(n, version).to_string()).await
}

/// The beginning of a request under a token of our own.
fn bearing(world: &World, scope: &str, path: &str) -> request::Builder {
    let now = world.clock.now();
    let ours = Token::at(now).with("iss", "causeway").with("aud", "causeway").with("scope", scope);
    let token = ours.with("exp", (now + SignedDuration::from_mins(5)).as_second()).signed();
    Request::builder().method("POST").uri(path).header("Authorization", format!("Bearer {token}"))
}

/// Status and code of a problem.
fn problem(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text());
    (answer.status, answer.json()["code"].as_str().unwrap().to_owned())
}

fn is(status: u16, word: &str) -> (u16, String) {
    (status, word.to_owned())
}

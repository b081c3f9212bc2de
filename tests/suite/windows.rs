//! Announced maintenance windows (integration study, section 6.2; journey J40).

mod announcing;
mod command_line;
mod restarting;
mod taking_effect;

use axum::http::request;
use jiff::{SignedDuration, Timestamp};
use lpa_ports::Clock as _;
use lpa_tests::samples;
use lpa_tests::world::{Answer, Token, World};
use serde_json::{Value, json};

const WINDOWS: &str = "/v1/maintenance-windows";
const OPERATOR: &str = "urn:opg:sirius:users:34";

/// So many minutes after the world began.
fn minute(n: i64) -> Timestamp {
    samples::at(60 * n)
}

/// The beginning of a request as an operator makes it.
fn operator(world: &World, method: &str, path: &str, scope: &str) -> request::Builder {
    let now = world.clock.now();
    let token = Token::at(now)
        .with("iss", "causeway")
        .with("aud", "causeway")
        .with("sub", OPERATOR)
        .with("scope", scope)
        .with("exp", (now + SignedDuration::from_mins(5)).as_second())
        .signed();
    let request = axum::http::Request::builder().method(method).uri(path);
    request.header("Authorization", format!("Bearer {token}"))
}

pub(super) async fn ask(world: &World, method: &str, path: &str, body: &Value) -> Answer {
    world.send(operator(world, method, path, "windows:write"), body.to_string()).await
}

/// Announces a window from one minute to another.
pub(super) async fn announce(world: &World, start: i64, end: i64) -> Answer {
    let window = json!({ "start": minute(start), "end": minute(end), "reason": "the yearly upgrade" });
    ask(world, "POST", WINDOWS, &window).await
}

/// Where an announced window can be asked for and changed.
pub(super) fn address(announced: &Answer) -> String {
    assert!([200, 201].contains(&announced.status), "{}", announced.text());
    announced.header("location").to_owned()
}

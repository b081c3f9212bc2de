//! Whatever is sent to whichever address, a refusal is told as a problem.

use axum::http::request::Builder;
use jiff::SignedDuration;
use lpa_ports::Clock as _;
use lpa_tests::samples::lpa_uid;
use lpa_tests::world::{Token, World};

/// The source of the surface, which has every address.
const SOURCE: &str = include_str!("../../../crates/app/src/http/native.rs");
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const SCOPES: &str =
    "operations:read operations:content operations:repair windows:write drafts:read fees:read";

/// Every address of the surface, with what its parameters are replaced by.
fn addresses(parameter: &str) -> Vec<String> {
    let quoted = SOURCE.split('"').filter(|text| text.starts_with("/v1/"));
    let filled = |path: &str| {
        let segments = path.split('/').map(|part| if part.starts_with('{') { parameter } else { part });
        segments.collect::<Vec<_>>().join("/")
    };
    quoted.map(filled).collect()
}

/// Another Causeway and an operator, each with the token of one of today's services beside its own.
fn callers(world: &World, method: &str, path: &str) -> [Builder; 2] {
    [("urn:opg:causeway:edge", "edge"), ("urn:opg:sirius:users:34", SCOPES)].map(|(subject, scope)| {
        let now = world.clock.now();
        let token = Token::at(now)
            .with("iss", "causeway")
            .with("aud", "causeway")
            .with("sub", subject)
            .with("scope", scope)
            .with("exp", (now + SignedDuration::from_mins(5)).as_second())
            .signed();
        world.request(method, path).header("Authorization", format!("Bearer {token}"))
    })
}

/// How many refusals of this status each request meets, none of them told in another form.
async fn refusals(world: &World, method: &str, path: &str, body: &'static str) -> usize {
    let mut refused = 0;
    for caller in callers(world, method, path) {
        let answer = world.send(caller, body).await;
        // A method that an address does not have is turned away before the surface is reached.
        if answer.status == 405 {
            continue;
        }
        let told = answer.header("content-type");
        let expected = if answer.status < 400 { "application/json" } else { "application/problem+json" };
        assert_eq!(told, expected, "{method} {path}: {} {}", answer.status, answer.text());
        refused += usize::from(answer.status == 400);
    }
    refused
}

#[tokio::test]
async fn what_cannot_be_read_is_told_as_a_problem_at_every_address() {
    let world = World::new();
    let uid = lpa_uid(1).to_string();
    let mut refused = [0; 3];
    for method in METHODS {
        for path in addresses("%FF") {
            refused[0] += refusals(&world, method, &path, "{}").await;
        }
        for parameter in [uid.as_str(), "6f0f3b4e-5d1c-4a59-9d6e-0a1f5c7e2b11"] {
            for path in addresses(parameter) {
                refused[1] += refusals(&world, method, &path, "{").await;
                let query = format!("{path}?limit=%FF&limit=1&after=%FF&after=&content=x");
                refused[2] += refusals(&world, method, &query, "{}").await;
            }
        }
    }
    // Those that take no body, or no query, have nothing to refuse in it.
    assert!(addresses("x").len() >= 20 && refused.iter().all(|count| *count > 10), "{refused:?}");
}

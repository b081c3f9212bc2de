//! Is it alive, can it accept, what is away (contract section 1, row 7; section 8.1; design section 7).

use std::time::Duration;

use axum::http::Request;
use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_tests::samples::lpa_uid;
use lpa_tests::until;
use lpa_tests::world::{Answer, Choices, World};
use serde_json::json;

const SOON: Duration = Duration::from_secs(10);
const OK: &str = r#"{"status":"ok", "statusCode":200}"#;

async fn ask(world: &World, path: &str) -> Answer {
    world.send(Request::get(path), "").await
}

#[tokio::test]
async fn alive_is_told_to_anybody_in_todays_bytes() {
    let world = World::new();
    world.journal.go_away();
    world.register.go_away();
    for path in ["/health-check", "/health"] {
        assert_eq!(ask(&world, path).await.said(), (200, OK), "{path}");
    }
}

#[tokio::test]
async fn ready_means_that_a_write_can_be_accepted() {
    let world = World::new();
    world.register.go_away();
    assert_eq!(ask(&world, "/health-check/service").await.status, 200);
    world.journal.go_away();
    let answer = ask(&world, "/health-check/service").await;
    assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some("journal-away")));
    assert_eq!(ask(&world, "/health-check/dependencies").await.status, 503);
}

#[tokio::test]
async fn what_is_away_is_told_as_the_calls_found_it() {
    let world = World::new();
    let nothing_held = |state: &str, since: &str| {
        json!({
            "register": { "state": state, "since": since, "cause": null },
            "uidIssuer": { "state": "available", "since": "2026-03-02T09:00:00Z", "cause": null },
            "held": 0, "oldestHeldAgeSeconds": 0, "parked": 0, "journal": "ok", "drainedPerSecond": 0.0,
            "secondsToEmpty": 0, "nextWindow": null,
        })
    };
    let told = ask(&world, "/health-check/dependencies").await;
    assert_eq!(told.json(), nothing_held("available", "2026-03-02T09:00:00Z"));
    world.register.go_away();
    world.clock.pass(SignedDuration::from_secs(60));
    world.put("/lpas/M-3779-9919-9529", example::bytes(0)).await;
    world.clock.pass(SignedDuration::from_secs(30));
    let mut expected = nothing_held("degraded", "2026-03-02T09:01:00Z");
    expected["register"]["cause"] = "refused".into();
    expected["secondsToEmpty"] = json!(null);
    expected["held"] = 1.into();
    expected["oldestHeldAgeSeconds"] = 30.into();
    let told = ask(&world, "/health-check/dependencies").await;
    assert_eq!((told.status, told.json()), (200, expected));
}

#[tokio::test]
async fn it_recovers_until_what_was_held_is_finished() {
    // One a second: the first shows that the register is back, the second is drained, the third waits for its turn.
    let world = World::with(Choices { drain_per_second: 1, ..Choices::default() });
    world.register.go_away();
    for n in 1..=3 {
        world.put(&format!("/lpas/{}", lpa_uid(n)), example::bytes(0)).await;
    }
    world.register.come_back();
    world.pass(SignedDuration::from_millis(250));
    let told = until("two are finished", SOON, async || {
        let told = ask(&world, "/health-check/dependencies").await.json();
        (told["held"] == 1).then_some(told)
    });
    let told = told.await;
    assert_eq!(
        (&told["register"]["state"], &told["register"]["cause"]),
        (&json!("recovering"), &json!(null))
    );
    assert_eq!((&told["drainedPerSecond"], &told["secondsToEmpty"]), (&json!(1.0), &json!(1)));
    world.catch_up().await;
    let told = ask(&world, "/health-check/dependencies").await.json();
    assert_eq!((&told["register"]["state"], &told["held"]), (&json!("available"), &json!(0)));
    assert_eq!(told["secondsToEmpty"], json!(0));
}

#[tokio::test]
async fn to_tell_how_it_is_the_register_is_not_asked() {
    // Telling how it is takes no time of the register's.
    let world = World::new();
    world.register.hold();
    assert_eq!(ask(&world, "/health-check/dependencies").await.json()["register"]["state"], "available");
}

#[tokio::test]
async fn an_issuer_that_is_away_is_told_apart_from_the_register() {
    let world = World::new();
    world.uids.go_away();
    let case = r#"{"type":"personal-welfare","source":"APPLICANT","donor":{"name":"Jo","dob":"1960-01-01","postcode":"SW1A 1AA"}}"#;
    let answer = world.send(Request::post("/cases"), case).await;
    assert_eq!(answer.status, 503, "{}", answer.text());
    let told = ask(&world, "/health-check/dependencies").await.json();
    assert_eq!(
        (&told["uidIssuer"]["state"], &told["register"]["state"]),
        (&json!("degraded"), &json!("available"))
    );
}

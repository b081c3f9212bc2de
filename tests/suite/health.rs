//! Is it alive, can it accept, what is away (contract section 1, row 7; section 8.1; design section 7).

use axum::http::Request;
use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_tests::world::{Answer, World};
use serde_json::json;

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
        let register = json!({ "state": state, "since": since });
        json!({ "register": register, "held": 0, "oldestHeldAgeSeconds": 0, "parked": 0, "nextWindow": null })
    };
    let told = ask(&world, "/health-check/dependencies").await;
    assert_eq!(told.json(), nothing_held("available", "2026-03-02T09:00:00Z"));
    world.register.go_away();
    world.clock.pass(SignedDuration::from_secs(60));
    world.put("/lpas/M-3779-9919-9529", example::bytes(0)).await;
    world.clock.pass(SignedDuration::from_secs(30));
    let mut expected = nothing_held("degraded", "2026-03-02T09:01:00Z");
    expected["held"] = 1.into();
    expected["oldestHeldAgeSeconds"] = 30.into();
    let told = ask(&world, "/health-check/dependencies").await;
    assert_eq!((told.status, told.json()), (200, expected));
}

#[tokio::test]
async fn it_recovers_until_what_was_held_is_finished() {
    let world = World::new();
    world.register.go_away();
    world.put("/lpas/M-3779-9919-9529", example::bytes(0)).await;
    world.register.come_back();
    world.clock.pass(SignedDuration::from_millis(100));
    let told = ask(&world, "/health-check/dependencies").await.json();
    assert_eq!((&told["register"]["state"], &told["held"]), (&json!("recovering"), &json!(1)));
    world.catch_up().await;
    let told = ask(&world, "/health-check/dependencies").await.json();
    assert_eq!((&told["register"]["state"], &told["held"]), (&json!("available"), &json!(0)));
}

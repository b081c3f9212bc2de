//! What a window does while it is in force, at its end, and when it is ended early (journey J40).

use std::time::Duration;

use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_tests::samples::lpa_uid;
use lpa_tests::until;
use lpa_tests::world::{Answer, Choices, World};
use serde_json::{Value, json};

use super::{address, announce, ask, minute, operator};
use crate::log_lines::Lines;

const PATIENCE: Duration = Duration::from_secs(20);
const WITHDRAW: &str = r#"{"type":"DONOR_WITHDRAW_LPA"}"#;
const CASE: &str = r#"{"source":"APPLICANT","type":"property-and-affairs",
    "donor":{"name":"Feliciano Spust","dob":"1950-01-02","postcode":"SW1A1AA"}}"#;
const REGISTER: &str = r#"{"type":"REGISTER"}"#;

/// A world in which no caller waits for long, and in which one LPA has been created.
async fn world() -> World {
    let world = World::with(Choices { budget: Duration::from_millis(50), ..Choices::default() });
    assert_eq!(create(&world, 1).await.status, 201);
    world
}

async fn create(world: &World, n: u64) -> Answer {
    world.put(&format!("/lpas/{}", lpa_uid(n)), example::bytes(n)).await
}

async fn update(world: &World, n: u64, body: &'static str) -> Answer {
    world.post(&format!("/lpas/{}/updates", lpa_uid(n)), body).await
}

async fn dependencies(world: &World) -> Value {
    world.get("/health-check/dependencies").await.json()
}

/// Waits until the register is said to be in this state.
async fn until_state(world: &World, state: &str) -> Value {
    until("the state is told", PATIENCE, async || {
        let told = dependencies(world).await;
        (told["register"]["state"] == state).then_some(told)
    })
    .await
}

/// Waits until nothing is held and all is well.
async fn until_drained(world: &World) {
    until("nothing is held", PATIENCE, async || {
        world.pass(SignedDuration::from_millis(500));
        let told = dependencies(world).await;
        (told["held"] == 0 && told["register"]["state"] == "available").then_some(())
    })
    .await;
}

/// Lets the worker and the watch look several times. Tokio's time is paused: it goes on only when they have done all there is
/// to do.
async fn let_them_look(world: &World) {
    for _ in 0..5 {
        world.causeway.wake();
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

fn is_away(answer: &Answer, seconds: &str) {
    assert_eq!((answer.status, &answer.json()["code"]), (503, &json!("register-away")), "{}", answer.text());
    assert_eq!(answer.header("retry-after"), seconds);
}

/// Everything that must be refused says the end of the window.
async fn refused_until(world: &World, seconds: &str) {
    is_away(&update(world, 1, REGISTER).await, seconds);
    for path in ["", "/updates", "/static"] {
        is_away(&world.get(&format!("/lpas/{}{path}", lpa_uid(1))).await, seconds);
    }
    is_away(&world.post("/lpas", json!({ "uids": [lpa_uid(1)] }).to_string()).await, seconds);
    is_away(&world.get(&format!("/v1/lpas/{}/status", lpa_uid(9))).await, seconds);
    let native = operator(world, "GET", &format!("/v1/lpas/{}", lpa_uid(1)), "edge");
    is_away(&world.send(native, "").await, seconds);
    let block = world.send(operator(world, "POST", "/v1/uid-blocks", "edge"), r#"{"count":5}"#).await;
    let case = world.post("/cases", CASE).await;
    for answer in [block, case] {
        assert_eq!((answer.status, answer.header("retry-after")), (503, seconds), "{}", answer.text());
    }
}

#[tokio::test(start_paused = true)]
async fn a_planned_window_holds_refuses_until_its_end_and_drains_without_an_alarm() {
    let lines = Lines::begin();
    let world = world().await;
    let address = address(&announce(&world, 60, 120).await);
    world.pass(SignedDuration::from_mins(60));
    let told = until_state(&world, "maintenance").await;
    assert_eq!(told["nextWindow"]["end"], json!(minute(120)));
    world.register.go_away();
    let held = [create(&world, 2).await, update(&world, 1, WITHDRAW).await];
    assert!(held.iter().all(|answer| (answer.status, &answer.json()["state"]) == (202, &json!("held"))));
    refused_until(&world, "3600").await;
    assert_eq!(world.get(&format!("/v1/lpas/{}/status", lpa_uid(1))).await.json()["answer"], "last-known");
    assert_eq!(world.get("/health-check/service").await.status, 200);
    world.pass(SignedDuration::from_millis(30 * 60_000 + 500));
    refused_until(&world, "1800").await;
    // The register is back before its time: nobody tries.
    world.register.come_back();
    let_them_look(&world).await;
    assert_eq!(dependencies(&world).await["held"], 2);
    world.pass(SignedDuration::from_mins(30));
    until_drained(&world).await;
    for answer in held {
        assert_eq!(world.get(answer.header("location")).await.json()["state"], "applied");
    }
    let report = world.send(operator(&world, "GET", &address, ""), "").await.json();
    assert_eq!(
        report["operations"],
        json!({ "held": 0, "applied": 2, "refused": 0, "parked": 0, "givenUp": 0 })
    );
    until("the report is logged", PATIENCE, async || {
        world.causeway.wake();
        lines.text().contains("maintenance window over").then_some(())
    })
    .await;
    no_alarm(&lines);
}

/// Nothing above *info* was logged, and the report was.
fn no_alarm(lines: &Lines) {
    let text = lines.text();
    let all = || text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let alarms: Vec<_> = all().filter(|line| line["level"] != "INFO").collect();
    assert_eq!(alarms, Vec::<Value>::new());
    let over =
        all().find(|line| line["msg"].as_str().is_some_and(|msg| msg.starts_with("maintenance window over")));
    assert_eq!(over.unwrap()["window"]["id"].as_str().map(str::len), Some(36));
}

#[tokio::test(start_paused = true)]
async fn a_window_that_is_ended_early_lets_forwarding_go_on_at_once() {
    let world = world().await;
    let address = address(&announce(&world, 0, 600).await);
    until_state(&world, "maintenance").await;
    let held = create(&world, 2).await;
    assert_eq!(held.status, 202);
    world.clock.pass(SignedDuration::from_mins(10));
    assert_eq!(ask(&world, "PATCH", &address, &json!({ "end": "now" })).await.status, 200);
    until_drained(&world).await;
    assert_eq!(world.get(held.header("location")).await.json()["state"], "applied");
    assert_eq!(create(&world, 3).await.status, 201);
}

#[tokio::test(start_paused = true)]
async fn a_window_that_is_extended_is_in_force_until_its_new_end() {
    let world = world().await;
    let address = address(&announce(&world, 0, 60).await);
    until_state(&world, "maintenance").await;
    assert_eq!(ask(&world, "PATCH", &address, &json!({ "end": minute(90) })).await.status, 200);
    refused_until(&world, "5400").await;
    assert_eq!(create(&world, 2).await.status, 202);
    world.pass(SignedDuration::from_mins(60));
    let_them_look(&world).await;
    refused_until(&world, "1800").await;
    assert_eq!(dependencies(&world).await["held"], 1);
    world.pass(SignedDuration::from_mins(30));
    until_drained(&world).await;
}

#[tokio::test(start_paused = true)]
async fn a_window_that_was_cancelled_does_nothing() {
    let world = world().await;
    let address = address(&announce(&world, 60, 120).await);
    assert_eq!(ask(&world, "DELETE", &address, &Value::Null).await.status, 200);
    world.pass(SignedDuration::from_mins(60));
    let_them_look(&world).await;
    assert_eq!(dependencies(&world).await["register"]["state"], "available");
    assert_eq!(create(&world, 2).await.status, 201);
}

#[tokio::test(start_paused = true)]
async fn while_the_journal_cannot_be_read_a_window_that_is_known_stays_in_force_and_ends() {
    let world = world().await;
    announce(&world, 0, 60).await;
    until_state(&world, "maintenance").await;
    world.journal.go_away();
    let_them_look(&world).await;
    is_away(&world.get(&format!("/lpas/{}", lpa_uid(1))).await, "3600");
    world.pass(SignedDuration::from_mins(60));
    let found = until("the register is asked again", PATIENCE, async || {
        world.pass(SignedDuration::from_millis(500));
        (world.get(&format!("/lpas/{}", lpa_uid(1))).await.status == 200).then_some(())
    });
    found.await;
}

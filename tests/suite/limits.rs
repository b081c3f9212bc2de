//! How much may be held, and for how long receipts are kept.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use causeway::use_cases::limits::Limits;
use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_tests::samples::lpa_uid;
use lpa_tests::until;
use lpa_tests::world::{Answer, Choices, World};

const PATIENCE: Duration = Duration::from_secs(20);
const MAX: u64 = 5;

fn world(limits: Limits) -> World {
    World::with(Choices { limits, budget: Duration::from_millis(50), ..Choices::default() })
}

async fn create(world: &World, n: u64) -> Answer {
    world.put(&format!("/lpas/{}", lpa_uid(n)), example::bytes(0)).await
}

async fn ready(world: &World) -> u16 {
    world.send(Request::get("/health-check/service"), Body::empty()).await.status
}

async fn until_journal_is(world: &World, level: &str) {
    let told = async || {
        let told = world.send(Request::get("/health-check/dependencies"), Body::empty()).await.json();
        (told["journal"] == level).then_some(())
    };
    until(&format!("the journal is {level}"), PATIENCE, told).await;
}

#[tokio::test]
async fn at_the_limit_new_writes_are_refused_before_anything_is_recorded_and_taken_again_when_it_drains() {
    let world = world(Limits { max_held: MAX, ..Limits::default() });
    world.register.go_away();
    for n in 1..=MAX {
        assert_eq!(create(&world, n).await.status, 202, "{n}");
    }
    for n in [6, 7] {
        let refused = create(&world, n).await;
        assert_eq!((refused.status, refused.json()["code"].as_str()), (503, Some("journal-full")));
        assert_eq!(refused.header("retry-after"), "5");
    }
    assert_eq!(world.causeway.ports().journal.backlog().await.unwrap().held, MAX);
    assert_eq!(ready(&world).await, 503);
    until_journal_is(&world, "full").await;
    world.register.come_back();
    world.catch_up().await;
    let taken = async || (create(&world, 6).await.status == 201).then_some(());
    until("writes are taken again", PATIENCE, taken).await;
    until_journal_is(&world, "ok").await;
    assert_eq!(ready(&world).await, 200);
    for n in 1..=6 {
        assert_eq!(world.get(&format!("/lpas/{}", lpa_uid(n))).await.status, 200);
    }
    assert_eq!(world.get(&format!("/lpas/{}", lpa_uid(7))).await.status, 404, "nothing was recorded");
}

#[tokio::test]
async fn many_at_once_do_not_go_beyond_the_limit() {
    let world = world(Limits { max_held: MAX, ..Limits::default() });
    world.register.go_away();
    let told = futures::future::join_all((1..=40).map(|n| create(&world, n))).await;
    let held = told.iter().filter(|answer| answer.status == 202).count();
    assert_eq!((held, told.iter().filter(|answer| answer.status == 503).count()), (5, 35));
}

#[tokio::test]
async fn what_is_settled_at_once_fills_nothing() {
    let world = world(Limits { max_held: MAX, ..Limits::default() });
    for n in 1..=4 * MAX {
        assert_eq!(create(&world, n).await.status, 201, "{n}");
    }
}

#[tokio::test]
async fn operators_are_warned_before_and_when_something_waits_for_long() {
    let world = world(Limits { max_held: MAX, max_age: SignedDuration::from_hours(24), ..Limits::default() });
    world.register.go_away();
    create(&world, 1).await;
    until_journal_is(&world, "ok").await;
    world.clock.pass(SignedDuration::from_hours(20));
    until_journal_is(&world, "warning").await;
    assert_eq!(create(&world, 2).await.status, 202, "age refuses nothing");
    assert_eq!(ready(&world).await, 200);
}

#[tokio::test]
async fn bytes_are_limited_too() {
    let world = world(Limits { max_bytes: 10_000, ..Limits::default() });
    world.register.go_away();
    let mut n = 0;
    let full = async || {
        n += 1;
        (create(&world, n).await.json()["code"] == "journal-full").then_some(())
    };
    until("the journal is full", PATIENCE, full).await;
    world.register.come_back();
    world.catch_up().await;
    let taken = async || (create(&world, 1_000).await.status == 201).then_some(());
    until("writes are taken again", PATIENCE, taken).await;
}

#[tokio::test]
async fn receipts_are_pruned_after_90_days_and_not_before() {
    let upkeep = Duration::from_millis(20);
    let world = World::with(Choices { upkeep, ..Choices::default() });
    let receipt = |answer: &Answer| format!("/v1/operations/{}", answer.header("causeway-operation"));
    let first = receipt(&create(&world, 1).await);
    world.clock.pass(SignedDuration::from_hours(2 * 24));
    let second = receipt(&create(&world, 2).await);
    world.clock.pass(SignedDuration::from_hours(89 * 24));
    let gone = async || (world.get(&first).await.status == 404).then_some(());
    until("the older receipt is gone", PATIENCE, gone).await;
    assert_eq!(world.get(&second).await.status, 200, "89 days old");
    assert_eq!(world.get(&format!("/lpas/{}", lpa_uid(1))).await.status, 200);
}

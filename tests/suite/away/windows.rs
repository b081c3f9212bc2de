//! During an announced window the register is not called at all.

use jiff::SignedDuration;
use lpa_tests::samples::lpa_uid;
use lpa_tests::world::Choices;
use serde_json::json;

use crate::windows::{announce, ask};

use super::{a_second, address, backlog, create, sick_world, told, until_told, update};

#[tokio::test(start_paused = true)]
async fn during_a_window_work_is_held_and_who_is_refused_is_told_its_end() {
    let (world, register) = sick_world(Choices::default());
    assert_eq!(create(&world, 1).await.status, 201);
    let before = register.calls();
    announce(&world, 0, 60).await;
    assert_eq!(create(&world, 2).await.status, 202);
    let told = told(&world).await;
    assert_eq!((told["state"].as_str(), told["cause"].as_str()), (Some("maintenance"), Some("window")));
    let read = world.get(&address(lpa_uid(1))).await;
    assert_eq!((read.status, read.header("retry-after")), (503, "3600"));
    let refused = update(&world, 1, r#"{"type":"STATUTORY_WAITING_PERIOD"}"#).await;
    assert_eq!((refused.status, refused.header("retry-after")), (503, "3600"));
    for _ in 0..10 {
        world.pass(SignedDuration::from_secs(350));
        a_second(&world).await;
    }
    assert_eq!(register.calls(), before, "not called at all");
    world.pass(SignedDuration::from_secs(30));
    world.pass(SignedDuration::from_mins(1));
    until_told(&world, "available").await;
    world.catch_up().await;
    assert_eq!(world.get(&address(lpa_uid(2))).await.status, 200);
}

#[tokio::test]
async fn a_window_that_ends_early_ends_for_everyone() {
    let (world, _) = sick_world(Choices::default());
    let announced = crate::windows::address(&announce(&world, 0, 60).await);
    assert_eq!(create(&world, 1).await.status, 202);
    ask(&world, "PATCH", &announced, &json!({ "end": "now" })).await;
    until_told(&world, "available").await;
    world.catch_up().await;
    assert_eq!(backlog(&world).await.held, 0);
    assert_eq!(create(&world, 2).await.status, 201);
}

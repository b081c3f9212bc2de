//! While the register is away (design sections 3.2, 3.4 and 7).

use std::time::Duration;

use causeway::settings::HeldAnswer;
use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_tests::until;
use lpa_tests::world::{Choices, World};
use serde_json::json;

use super::{ADDRESS, UID, UPDATES, WITHDRAW, world_with_an_lpa};

#[tokio::test]
async fn a_write_is_held_and_names_its_receipt_and_is_finished_later() {
    let world = World::new();
    world.register.go_away();
    let answer = world.put(ADDRESS, example::bytes(0)).await;
    let receipt = answer.header("location").to_owned();
    let id = answer.json()["operationId"].clone();
    assert_eq!(answer.status, 202);
    assert_eq!(answer.json(), json!({ "operationId": id, "state": "held", "receipt": receipt }));
    assert_eq!(receipt, format!("/v1/operations/{}", id.as_str().unwrap()));
    world.register.come_back();
    world.catch_up().await;
    assert_eq!(world.get(ADDRESS).await.json()["uid"], UID);
}

#[tokio::test]
async fn a_client_that_knows_only_201_may_be_told_201_and_the_state() {
    let world = World::with(Choices { held_answer: HeldAnswer::Created, ..Choices::default() });
    world.register.go_away();
    let answer = world.put(ADDRESS, example::bytes(0)).await;
    assert_eq!(answer.said(), (201, "{}"));
    assert_eq!(answer.header("causeway-state"), "held");
    assert!(answer.header("location").starts_with("/v1/operations/"));
}

#[tokio::test]
async fn nobody_is_told_201_for_a_registration_that_may_have_happened() {
    let world = World::with(Choices { held_answer: HeldAnswer::Created, ..Choices::default() });
    assert_eq!(world.put(ADDRESS, example::bytes(0)).await.status, 201);
    world.register.lose_next_reply();
    assert_eq!(world.post(UPDATES, r#"{"type":"STATUTORY_WAITING_PERIOD"}"#).await.status, 202);
}

#[tokio::test]
async fn a_read_never_turns_ignorance_into_absence() {
    let world = world_with_an_lpa().await;
    world.register.go_away();
    for path in [ADDRESS.to_owned(), UPDATES.to_owned(), format!("{ADDRESS}/static")] {
        let answer = world.get(&path).await;
        assert_eq!((answer.status, &answer.json()["code"]), (503, &json!("register-away")), "{path}");
        assert_eq!(answer.header("retry-after"), "1");
    }
    let list = world.post("/lpas", json!({ "uids": [UID] }).to_string()).await;
    assert_eq!((list.status, &list.json()["code"]), (503, &json!("register-away")));
}

#[tokio::test]
async fn an_lpa_whose_creation_is_held_is_not_absent() {
    // One a second: the first shows that the register is back, the second is drained, the third waits for its turn.
    let world = World::with(Choices { drain_per_second: 1, ..Choices::default() });
    world.register.go_away();
    for other in ["/lpas/M-3983-7994-6950", "/lpas/M-4187-6069-4388"] {
        world.put(other, example::bytes(0)).await;
    }
    let held = world.put(ADDRESS, example::bytes(0)).await;
    world.register.come_back();
    world.pass(SignedDuration::from_millis(250));
    let journal = &world.causeway.ports().journal;
    let left = async || (journal.backlog().await.unwrap().held == 1).then_some(());
    until("one waits", Duration::from_secs(10), left).await;
    let answer = world.get(ADDRESS).await;
    assert_eq!((answer.status, &answer.json()["code"]), (503, &json!("held")));
    assert_eq!(answer.json()["receipt"], held.header("location"));
    assert_eq!(answer.header("retry-after"), "5");
}

#[tokio::test]
async fn a_later_write_waits_behind_the_held_one() {
    let world = World::with(Choices { budget: Duration::from_millis(100), ..Choices::default() });
    world.register.go_away();
    world.put(ADDRESS, example::bytes(0)).await;
    assert_eq!(world.post(UPDATES, WITHDRAW).await.status, 202);
    world.register.come_back();
    world.catch_up().await;
    assert_eq!(world.get(ADDRESS).await.json()["status"], "withdrawn");
}

#[tokio::test]
async fn a_register_that_hangs_is_as_one_that_is_away() {
    let budget = Duration::from_millis(50);
    let world = World::with(Choices { budget, ..Choices::default() });
    world.register.hold();
    assert_eq!(world.put(ADDRESS, example::bytes(0)).await.status, 202);
    let answer = world.get(ADDRESS).await;
    assert_eq!((answer.status, &answer.json()["code"]), (503, &json!("register-away")));
    world.register.release();
    world.catch_up().await;
    assert_eq!(world.get(UPDATES).await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_does_nothing_twice() {
    // contract section 9, W9 and W10b
    let world = world_with_an_lpa().await;
    world.register.lose_next_reply();
    assert_eq!(world.post(UPDATES, WITHDRAW).await.status, 202);
    world.catch_up().await;
    assert_eq!(world.get(ADDRESS).await.json()["status"], "withdrawn");
    assert_eq!(world.get(UPDATES).await.json().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn without_a_journal_nothing_is_promised() {
    let world = world_with_an_lpa().await;
    world.journal.go_away();
    let answer = world.post(UPDATES, WITHDRAW).await;
    assert_eq!((answer.status, &answer.json()["code"]), (503, &json!("not-recorded")));
    assert_eq!(answer.header("retry-after"), "5");
    world.journal.come_back();
    assert_eq!(world.get(ADDRESS).await.json()["status"], "in-progress");
}

//! Registering and changing a status fail closed: done while the register is there, or not at all.

use std::time::Duration;

use jiff::SignedDuration;
use lpa_tests::samples::lpa_uid;
use lpa_tests::served::Served;
use lpa_tests::sick::Way;
use lpa_tests::until;
use lpa_tests::world::{Answer, Choices, World};
use serde_json::json;

use super::{SOON, WITHDRAW, address, backlog, create, impatient, sick_world, told, update};

/// A decision.
pub(super) const CLOSE: &str = r#"{"type":"OPG_STATUS_CHANGE","changes":[{"key":"/status","old":"in-progress","new":"cannot-register"}]}"#;
const DECISIONS: [&str; 4] =
    [CLOSE, r#"{"type":"STATUTORY_WAITING_PERIOD"}"#, r#"{"type":"PERFECT"}"#, r#"{"type":"REGISTER"}"#];

fn turned_away(answer: &Answer) {
    assert_eq!((answer.status, &answer.json()["code"]), (503, &json!("register-away")), "{}", answer.text());
    assert_eq!(answer.header("retry-after"), "1");
    assert!(answer.headers.get("location").is_none() && answer.headers.get("causeway-operation").is_none());
}

/// An update under a key.
async fn under_a_key(world: &World, body: &str) -> Answer {
    let request = world.request("POST", &format!("{}/updates", address(lpa_uid(1))));
    world.send(request.header("Idempotency-Key", "one"), body.to_owned()).await
}

#[tokio::test]
async fn when_the_register_is_known_to_be_away_nothing_is_recorded() {
    let world = World::new();
    assert_eq!(create(&world, 1).await.status, 201);
    world.clock.pass(SignedDuration::from_secs(60));
    world.register.go_away();
    assert_eq!(update(&world, 1, WITHDRAW).await.status, 202);
    assert_eq!(told(&world).await["state"], "degraded");
    for decision in DECISIONS {
        turned_away(&update(&world, 1, decision).await);
        turned_away(&under_a_key(&world, decision).await);
    }
    assert_eq!(backlog(&world).await.held, 1);
}

#[tokio::test]
async fn when_it_goes_away_at_that_moment_the_operation_is_settled_and_not_done_later() {
    for decision in DECISIONS {
        let world = World::new();
        assert_eq!(create(&world, 1).await.status, 201);
        world.clock.pass(SignedDuration::from_secs(60));
        world.register.go_away();
        turned_away(&update(&world, 1, decision).await);
        assert_eq!(backlog(&world).await.held, 0);
        world.register.come_back();
        world.until_called_again().await;
        assert_eq!(world.get(&address(lpa_uid(1))).await.json()["status"], "in-progress");
    }
}

#[tokio::test]
async fn the_caller_can_send_it_again_under_the_same_key() {
    let world = World::new();
    assert_eq!(create(&world, 1).await.status, 201);
    world.clock.pass(SignedDuration::from_secs(60));
    world.register.go_away();
    turned_away(&under_a_key(&world, CLOSE).await);
    turned_away(&under_a_key(&world, CLOSE).await);
    world.register.come_back();
    world.until_called_again().await;
    let done = under_a_key(&world, CLOSE).await;
    assert_eq!((done.status, &done.json()["status"]), (201, &json!("cannot-register")));
    world.register.go_away();
    assert_eq!(under_a_key(&world, CLOSE).await.said(), (201, done.text()), "done is done");
}

#[tokio::test]
async fn a_repeat_of_what_was_done_is_answered_while_the_register_is_away() {
    let world = World::new();
    assert_eq!(create(&world, 1).await.status, 201);
    let done = under_a_key(&world, CLOSE).await;
    world.clock.pass(SignedDuration::from_secs(60));
    world.register.go_away();
    assert_eq!(update(&world, 1, WITHDRAW).await.status, 202);
    assert_eq!(under_a_key(&world, CLOSE).await.said(), (201, done.text()));
    let other = under_a_key(&world, DECISIONS[2]).await;
    assert_eq!(other.status, 422, "{}", other.text());
}

#[tokio::test]
async fn what_may_have_been_done_stays_held_and_is_found_out() {
    let world = World::new();
    assert_eq!(create(&world, 1).await.status, 201);
    world.register.lose_next_reply();
    let held = under_a_key(&world, CLOSE).await;
    assert_eq!(held.status, 202);
    world.catch_up().await;
    let done = under_a_key(&world, CLOSE).await;
    assert_eq!((done.status, &done.json()["status"]), (201, &json!("cannot-register")));
    assert_eq!(world.get(held.header("location")).await.json()["state"], "applied");
}

#[tokio::test]
async fn one_that_hangs_is_held_since_it_may_yet_be_done() {
    let (world, register) = sick_world(impatient());
    assert_eq!(create(&world, 1).await.status, 201);
    register.behave(|_| Way::Hang);
    assert_eq!(update(&world, 1, CLOSE).await.status, 202);
    turned_away(&update(&world, 1, CLOSE).await);
}

#[tokio::test(start_paused = true)]
async fn one_that_waited_in_line_fails_closed_at_its_first_attempt() {
    let (world, register) = sick_world(Choices::default());
    assert_eq!(create(&world, 1).await.status, 201);
    world.clock.pass(SignedDuration::from_secs(60));
    let recorded = async |held: u64| {
        until("it is recorded", SOON, async || (backlog(&world).await.held == held).then_some(())).await;
    };
    // Long enough for what comes behind it, and no longer than a caller waits.
    register.behave(|_| Way::After(Duration::from_secs(1)));
    let first = update(
        &world,
        1,
        r#"{"type":"CORRECTION","changes":[{"key":"/donor/email","old":"","new":"a@b.c"}]}"#,
    );
    let second = async {
        recorded(1).await;
        register.behave(|_| Way::TurnAway);
        update(&world, 1, CLOSE).await
    };
    let calls = register.calls();
    let waiting = async {
        recorded(2).await;
        assert_eq!(register.calls(), calls + 1, "the second waits while the first is answered");
    };
    let (first, answer, ()) = tokio::join!(first, second, waiting);
    assert_ne!(first.status, 503, "{}", first.text());
    turned_away(&answer);
    assert_eq!((backlog(&world).await.held, register.calls()), (0, calls + 2));
}

#[tokio::test]
async fn an_edge_passes_it_on_whether_or_not_it_was_recorded_behind() {
    let upstream = Served::new().await;
    let edge = upstream.edge();
    assert_eq!(create(&edge, 1).await.status, 201);
    upstream.world.clock.pass(SignedDuration::from_secs(60));
    upstream.world.register.go_away();
    // Recorded behind, where the first attempt shows that the register is away.
    let answer = update(&edge, 1, CLOSE).await;
    turned_away(&answer);
    // Known to be away behind; the edge finds out by asking.
    upstream.world.clock.pass(SignedDuration::from_millis(100));
    turned_away(&update(&edge, 1, CLOSE).await);
    assert_eq!((backlog(&edge).await.held, backlog(&upstream.world).await.held), (0, 0));
    upstream.world.register.come_back();
    upstream.world.until_called_again().await;
    edge.until_called_again().await;
    assert_eq!(update(&edge, 1, CLOSE).await.status, 201);
}

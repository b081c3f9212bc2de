//! States of a draft on the one write path: the last one wins, whether the register is there or not.

use std::sync::Arc;
use std::time::Duration;

use causeway::use_cases::submit::Submitted;
use lpa_domain::{Operation, OperationId, Outcome, Version};
use lpa_tests::samples::{lpa_uid, operation_id, state};
use lpa_tests::world::{Choices, World};
use tokio::task::JoinHandle;

use super::{SOON, until_held};

/// The `n`-th state of one draft.
fn told(n: u32) -> Operation {
    state(n, lpa_uid(1), n.into())
}

/// A caller who tells the `n`-th state, and waits for the answer.
fn tells(world: &World, n: u32) -> JoinHandle<Submitted> {
    let causeway = Arc::clone(&world.causeway);
    tokio::spawn(async move { causeway.accept_operation(told(n), Vec::new()).await.unwrap() })
}

async fn answer(caller: JoinHandle<Submitted>) -> Outcome {
    tokio::time::timeout(SOON, caller).await.unwrap().unwrap().receipt.outcome
}

const fn kept(version: u64) -> Outcome {
    Outcome::Applied { version: Version(version), answer: None }
}

async fn outcome(world: &World, n: u128) -> Outcome {
    world.causeway.receipt(operation_id(n)).await.unwrap().unwrap().outcome
}

/// How many states of the draft the register has kept, and whose is the latest.
async fn in_the_register(world: &World) -> (Version, OperationId) {
    let drafted = world.causeway.ports().register.draft(lpa_uid(1)).await.unwrap();
    match drafted {
        Some(lpa_ports::Drafted::Draft(kept)) => (kept.version, kept.order.id()),
        other => panic!("a draft, not {other:?}"),
    }
}

#[tokio::test]
async fn who_waits_for_a_state_that_is_superseded_is_told_at_once_and_the_one_in_flight_goes_first() {
    // Nobody's patience runs out in this test.
    let world = World::with(Choices { budget: Duration::from_mins(10), ..Choices::default() });
    world.register.hold();
    let first = tells(&world, 1);
    until_held(&world, 1).await;
    let second = tells(&world, 2);
    until_held(&world, 2).await;
    let third = tells(&world, 3);
    assert_eq!(answer(second).await, Outcome::Superseded);
    assert_eq!((outcome(&world, 1).await, outcome(&world, 3).await), (Outcome::Held, Outcome::Held));
    world.register.release();
    assert_eq!((answer(first).await, answer(third).await), (kept(1), kept(2)));
    assert_eq!(in_the_register(&world).await, (Version(2), operation_id(3)));
}

#[tokio::test]
async fn of_the_states_told_while_the_register_is_away_the_last_one_reaches_it() {
    let world = World::with(Choices { budget: Duration::from_millis(50), ..Choices::default() });
    world.register.go_away();
    for n in 1..=5 {
        assert_eq!(answer(tells(&world, n)).await, Outcome::Held);
        assert_eq!(world.causeway.ports().journal.backlog().await.unwrap().held, 1, "{n}");
    }
    world.register.come_back();
    world.catch_up().await;
    assert_eq!(in_the_register(&world).await, (Version(1), operation_id(5)));
    for n in 1..=4 {
        assert_eq!(outcome(&world, n).await, Outcome::Superseded, "{n}");
        // Sent again, it is recognised.
        assert_eq!(answer(tells(&world, n.try_into().unwrap())).await, Outcome::Superseded, "{n}");
    }
    assert_eq!(outcome(&world, 5).await, kept(1));
}

//! What was held goes to the register many in a call, and each is settled by its own answer.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use jiff::SignedDuration;
use lpa_domain::{LpaUid, OperationId};
use lpa_ports::Register as _;
use lpa_tests::samples::lpa_uid;
use lpa_tests::sick::{SickRegister, Way};
use lpa_tests::until;
use lpa_tests::world::{Answer, Choices, World};

use super::{SOON, WITHDRAW, backlog, create, sick_world, update};

/// Lets time pass until so many are held.
async fn until_held(world: &World, held: u64) {
    let so = async || {
        world.pass(SignedDuration::from_secs(1));
        (backlog(world).await.held == held).then_some(())
    };
    until("the rest is settled", SOON, so).await;
}

/// Lets time pass, in which others are done, until one is set aside and nothing is held.
async fn until_set_aside_beside_others(world: &World) {
    let mut others = 1_000..;
    let so = async || {
        world.pass(SignedDuration::from_secs(1));
        create(world, others.next()?).await;
        let left = backlog(world).await;
        ((left.held, left.parked) == (0, 1)).then_some(())
    };
    until("one is set aside", SOON, so).await;
}

/// How an operation ended, by its receipt.
async fn state(world: &World, answer: &Answer) -> String {
    let receipt = world.get(answer.header("location")).await.json();
    receipt["state"].as_str().unwrap_or_default().to_owned()
}

/// With how many others an operation on the LPA went to the register, call by call.
fn company(calls: &[Vec<LpaUid>], uid: LpaUid) -> Vec<usize> {
    calls.iter().filter(|call| call.contains(&uid)).map(|call| call.len() - 1).collect()
}

async fn held_creations(world: &World, numbers: std::ops::RangeInclusive<u64>) -> Vec<Answer> {
    let mut held = Vec::new();
    for n in numbers {
        held.push(create(world, n).await);
        assert_eq!(held.last().map(|answer| answer.status), Some(202));
    }
    held
}

async fn times_applied(register: &SickRegister, n: u64) -> usize {
    register.history(lpa_uid(n)).await.unwrap().unwrap().len()
}

#[tokio::test]
async fn one_that_fails_and_one_that_is_refused_are_told_from_those_they_went_with() {
    // So slowly that there is always something that it could go with.
    let (world, register) = sick_world(Choices { drain_per_second: 100, ..Choices::default() });
    assert_eq!((create(&world, 1).await.status, update(&world, 1, WITHDRAW).await.status), (201, 201));
    world.pass(SignedDuration::from_secs(60));
    register.behave(|_| Way::TurnAway);
    let mut good = held_creations(&world, 2..=11).await;
    let refused = update(&world, 1, WITHDRAW).await;
    let poison = held_creations(&world, 12..=12).await.remove(0);
    good.extend(held_creations(&world, 13..=300).await);
    let sick = lpa_uid(12);
    register.behave(move |asked| if asked.operation_on == Some(sick) { Way::Fail } else { Way::Well });
    register.calls_with_operations();
    until_set_aside_beside_others(&world).await;
    for answer in &good {
        assert_eq!(state(&world, answer).await, "applied");
    }
    assert_eq!(state(&world, &refused).await, "refused");
    assert_eq!((state(&world, &poison).await.as_str(), backlog(&world).await.parked), ("parked", 1));
    let calls = register.calls_with_operations();
    let of_refused = company(&calls, lpa_uid(1));
    assert!(of_refused.len() == 1 && of_refused[0] >= 3, "{of_refused:?}");
    // It is counted against an operation that went with others too; from then on it goes alone.
    let of_poison = company(&calls, sick);
    assert!(of_poison[0] >= 3 && of_poison[1..].iter().all(|others| *others == 0), "{of_poison:?}");
    // Others are answered beside each of its attempts, the first one included; the eighth time it is set aside.
    assert_eq!(of_poison.len(), 8);
    for answer in good.iter().chain([&refused]) {
        assert_eq!(counted(&world, answer).await, 0, "{}", answer.header("location"));
    }
}

/// How many failures are counted against an operation.
async fn counted(world: &World, answer: &Answer) -> u32 {
    let id = OperationId(answer.header("causeway-operation").parse().unwrap());
    world.causeway.ports().repairs.dossier(id).await.unwrap().unwrap().standing.failures
}

#[tokio::test]
async fn the_line_of_an_lpa_is_kept_over_the_calls() {
    let (world, register) = sick_world(Choices::default());
    register.behave(|_| Way::TurnAway);
    let mut held = held_creations(&world, 1..=20).await;
    for act in [WITHDRAW, WITHDRAW] {
        for n in 1..=20 {
            held.push(update(&world, n, act).await);
        }
    }
    register.behave(|_| Way::Well);
    register.calls_with_operations();
    until_held(&world, 0).await;
    for (place, answer) in held.iter().enumerate() {
        // Created, withdrawn, and refused to be withdrawn again: in another order it would be otherwise.
        let expected = if place < 40 { "applied" } else { "refused" };
        assert_eq!(state(&world, answer).await, expected, "{place}");
    }
    let calls = register.calls_with_operations();
    let lines = |call: &Vec<LpaUid>| call.iter().collect::<HashSet<_>>().len() == call.len();
    assert!(calls.iter().all(lines), "no LPA twice in a call: {calls:?}");
    assert!(calls.len() < 25, "what waits behind goes together, too: {} calls", calls.len());
}

#[tokio::test]
async fn when_the_answer_to_all_is_lost_each_is_asked_for_again_and_applied_once() {
    let (world, register) = sick_world(Choices::default());
    register.behave(|_| Way::TurnAway);
    let held = held_creations(&world, 1..=14).await;
    let lost = Arc::new(Mutex::new(HashSet::new()));
    let spared: HashSet<_> = (1..=6).map(lpa_uid).collect();
    register.behave(move |asked| match asked.operation_on {
        Some(uid) if !spared.contains(&uid) && lost.lock().unwrap().insert(uid) => Way::LoseAnswer,
        _ => Way::Well,
    });
    register.calls_with_operations();
    until_held(&world, 0).await;
    for answer in &held {
        assert_eq!(state(&world, answer).await, "applied");
    }
    let calls = register.calls_with_operations();
    for n in 7..=14 {
        assert_eq!(times_applied(&register, n).await, 1);
        let with = company(&calls, lpa_uid(n));
        assert!(with.len() == 2 && with[1] == 0, "first with others, then alone: {with:?}");
    }
}

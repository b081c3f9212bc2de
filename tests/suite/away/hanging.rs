//! Operations that hang at a register that answers all others: whoever went with them is done soon all the same.

use lpa_domain::{LpaUid, OperationId};
use lpa_tests::samples::lpa_uid;
use lpa_tests::sick::Way;
use lpa_tests::world::{Answer, World};
use serde_json::json;

use super::{a_second, backlog, create, impatient, sick_world};

const ALL: u64 = 90;
const HANGING: [u64; 2] = [12, 40];
/// A lease lasts 30 seconds; when half of it is over, an attempt that hangs is given up.
const GIVEN_UP: u64 = 15;
/// Having failed so often while others succeed, an operation is set aside; the last time is not counted any more.
const PARK_AFTER: u32 = 8;

async fn is_applied(world: &World, held: &Answer) -> bool {
    world.get(held.header("location")).await.json()["state"] == json!("applied")
}

/// Which of the operations are not applied yet.
async fn waiting(world: &World, held: &[Answer]) -> Vec<u64> {
    let mut waiting = Vec::new();
    for (n, answer) in (1..).zip(held) {
        if !is_applied(world, answer).await {
            waiting.push(n);
        }
    }
    waiting
}

/// How many failures are counted against an operation.
async fn counted(world: &World, held: &Answer) -> u32 {
    let id = OperationId(held.header("causeway-operation").parse().unwrap());
    world.causeway.ports().repairs.dossier(id).await.unwrap().unwrap().standing.failures
}

/// The operations that went to the register in a call with one that hangs.
fn fellows(calls: &[Vec<LpaUid>]) -> Vec<u64> {
    let hanging = HANGING.map(lpa_uid);
    let hung = calls.iter().filter(|call| call.iter().any(|uid| hanging.contains(uid)));
    let all: Vec<LpaUid> = hung.flatten().copied().collect();
    (1..=ALL).filter(|n| all.contains(&lpa_uid(*n))).collect()
}

#[tokio::test(start_paused = true)]
async fn who_went_with_one_that_hangs_is_done_when_that_is_given_up_and_the_others_at_once() {
    let (world, register) = sick_world(impatient());
    register.behave(|_| Way::TurnAway);
    let mut held = Vec::new();
    for n in 1..=ALL {
        held.push(create(&world, n).await);
    }
    let hanging = HANGING.map(lpa_uid);
    let hangs = move |uid| if hanging.contains(&uid) { Way::Hang } else { Way::Well };
    register.behave(move |asked| asked.operation_on.map_or(Way::Well, hangs));
    register.calls_with_operations();
    for _ in 0..GIVEN_UP - 5 {
        a_second(&world).await;
    }
    let fellows = fellows(&register.calls_with_operations());
    assert!(fellows.len() >= 6, "each hangs in a call with others: {fellows:?}");
    assert_eq!(waiting(&world, &held).await, fellows, "both calls hang, and the drain goes on");
    // Each goes alone now, and none behind one that hangs.
    for _ in 0..10 {
        a_second(&world).await;
    }
    assert_eq!(waiting(&world, &held).await, HANGING);
    until_set_aside(&world).await;
    for (n, held) in (1..).zip(&held) {
        let expected = if HANGING.contains(&n) { PARK_AFTER - 1 } else { 0 };
        assert_eq!(counted(&world, held).await, expected, "{n}");
    }
    let calls = register.calls_with_operations();
    let with_others =
        calls.iter().filter(|call| call.len() > 1 && hanging.iter().any(|uid| call.contains(uid)));
    assert_eq!(with_others.count(), 0, "from then on alone");
}

/// While others are done, the two are parked, and nothing is held, before each could be tried twice as often as is enough.
async fn until_set_aside(world: &World) {
    for n in 0..u64::from(PARK_AFTER) * 2 * GIVEN_UP {
        a_second(world).await;
        create(world, 1_000 + n).await;
    }
    a_second(world).await;
    let left = backlog(world).await;
    assert_eq!((left.held, left.parked), (0, 2));
}

//! Releasing and discarding.

use std::time::Duration;

use lpa_tests::samples::{creation, document, lpa_uid, operation_id};
use lpa_tests::until;
use lpa_tests::world::{Choices, World};
use serde_json::{Value, json};

use super::{OPERATIONS, does, gets, poisoned, receipt, sends, told, withdrawal};

const PATIENCE: Duration = Duration::from_secs(10);

fn impatient() -> World {
    World::with(Choices { budget: Duration::from_millis(50), ..Choices::default() })
}

async fn state(world: &World, n: u128) -> String {
    world.get(&receipt(n)).await.json()["state"].as_str().unwrap().to_owned()
}

async fn until_state(world: &World, n: u128, wanted: &str) {
    until(wanted, PATIENCE, async || (state(world, n).await == wanted).then_some(())).await;
}

fn reason() -> Value {
    json!({ "reason": "Mrs Vone sent it twice" })
}

fn knowing() -> Value {
    json!({ "reason": "Mrs Vone sent it twice", "acknowledge": true })
}

#[tokio::test]
async fn a_poison_operation_holds_up_its_lpa_visibly_and_no_other_until_a_person_discards_it() {
    // integration.md J42
    let world = impatient();
    poisoned(&world).await;
    assert_eq!(sends(&world, &withdrawal(3)).await.status, 202);
    assert_eq!(sends(&world, &creation(4, lpa_uid(2), document())).await.status, 201);
    let listed = gets(&world, OPERATIONS).await;
    let told_of = |at: usize| {
        let one = &listed["operations"][at];
        (one["receipt"]["state"].clone(), one["ahead"].clone(), one["behind"].clone())
    };
    assert_eq!(told_of(0), (json!("parked"), json!(0), json!(1)));
    assert_eq!(told_of(1), (json!("held"), json!(1), json!(0)));
    assert_eq!(listed["operations"].as_array().unwrap().len(), 2);
    // What the register meant is not known: who discards must have looked.
    let warned = does(&world, 2, "discard", &reason()).await;
    assert_eq!(told(&warned), (409, "may-have-been-applied".to_owned()));
    let done = does(&world, 2, "discard", &knowing()).await;
    assert_eq!((done.status, &done.json()["mayHaveBeenApplied"]), (200, &json!(true)));
    until_state(&world, 3, "applied").await;
    assert_eq!(state(&world, 2).await, "discarded");
    assert_eq!(gets(&world, OPERATIONS).await, json!({ "operations": [] }));
    // The address that the caller was given still answers, and sent again it is not done.
    assert_eq!(told(&sends(&world, &withdrawal(2)).await), (409, "discarded".to_owned()));
}

#[tokio::test]
async fn a_released_operation_is_tried_at_once_and_then_those_behind_it() {
    let world = impatient();
    poisoned(&world).await;
    assert_eq!(sends(&world, &withdrawal(3)).await.status, 202);
    // As long as nothing is mended it is parked again.
    assert_eq!(does(&world, 2, "release", &Value::Null).await.status, 200);
    until_state(&world, 2, "parked").await;
    world.register.garble(None);
    let released = does(&world, 2, "release", &json!({ "reason": "the register was mended" })).await;
    assert_eq!((released.status, &released.json()["verdict"]), (200, &json!("done")));
    until_state(&world, 2, "applied").await;
    until_state(&world, 3, "refused").await;
    let dossier = gets(&world, &format!("{}/dossier", receipt(2))).await;
    let events: Vec<_> = dossier["trail"].as_array().unwrap().iter().map(|entry| &entry["event"]).collect();
    assert_eq!(events, ["recorded", "parked", "released", "parked", "released", "applied"]);
    assert_eq!(dossier["trail"][4]["reason"], "the register was mended");
}

#[tokio::test]
async fn what_is_being_forwarded_is_not_discarded() {
    let world = impatient();
    world.register.hold();
    assert_eq!(sends(&world, &creation(1, lpa_uid(1), document())).await.status, 202);
    assert_eq!(told(&does(&world, 1, "discard", &knowing()).await), (409, "being-forwarded".to_owned()));
    world.register.release();
    until_state(&world, 1, "applied").await;
    for what in ["discard", "release"] {
        assert_eq!(told(&does(&world, 1, what, &reason()).await), (409, "already-settled".to_owned()));
    }
}

#[tokio::test]
async fn a_discard_whose_answer_was_lost_can_be_sent_again() {
    let world = impatient();
    poisoned(&world).await;
    world.journal.lose_next_reply();
    assert_eq!(told(&does(&world, 2, "discard", &knowing()).await), (503, "journal-away".to_owned()));
    let again = does(&world, 2, "discard", &reason()).await;
    assert_eq!((again.status, &again.json()["receipt"]["state"]), (200, &json!("discarded")));
    let trail = gets(&world, &format!("{}/dossier", receipt(2))).await["trail"].clone();
    assert_eq!(trail.as_array().unwrap().iter().filter(|entry| entry["event"] == "discarded").count(), 1);
    assert_eq!(told(&does(&world, 2, "release", &Value::Null).await), (409, "already-settled".to_owned()));
}

#[tokio::test]
async fn who_waits_for_an_operation_that_is_discarded_is_told_at_once() {
    // Untold, the caller would be answered `held` after this.
    let world = World::with(Choices { budget: Duration::from_secs(30), ..Choices::default() });
    poisoned(&world).await;
    let second = withdrawal(3);
    let waiting = sends(&world, &second);
    let discarding = async {
        until("it is recorded", PATIENCE, async || {
            (world.get(&receipt(3)).await.status == 200).then_some(())
        })
        .await;
        does(&world, 3, "discard", &reason()).await
    };
    let (waited, discarded) = tokio::join!(waiting, discarding);
    assert_eq!((discarded.status, &discarded.json()["mayHaveBeenApplied"]), (200, &json!(false)));
    assert_eq!(told(&waited), (409, "discarded".to_owned()));
    assert_eq!(state(&world, 2).await, "parked");
}

#[tokio::test]
async fn a_lost_answer_leaves_doubt() {
    let world = impatient();
    world.register.lose_next_reply();
    world.register.hold();
    let created = sends(&world, &creation(1, lpa_uid(1), document())).await;
    assert_eq!(created.status, 202);
    world.register.release();
    let doubted = async || {
        let listed = gets(&world, OPERATIONS).await;
        (listed["operations"][0]["lastCause"] == "the register's answer was lost").then_some(listed)
    };
    let listed = until("its answer is lost", PATIENCE, doubted).await;
    assert_eq!(listed["operations"][0]["mayHaveBeenApplied"], json!(true));
    let warned = does(&world, 1, "discard", &reason()).await;
    assert_eq!(told(&warned), (409, "may-have-been-applied".to_owned()));
    assert_eq!(warned.json()["receipt"]["id"], json!(operation_id(1)));
}

//! The one write path (design section 3.2): record, forward, settle, answer from the receipt.

mod drafts;
mod events;
mod gone_callers;
mod two_instances;

use std::time::Duration;

use lpa_domain::LpaUid;
use lpa_tests::samples::{EMAIL, OTHER_NAMES};
use lpa_tests::until;
use lpa_tests::world::{Choices, World};
use serde_json::json;

use crate::process::{correction, creation};

const UID: &str = "M-3779-9919-9529";
const ADDRESS: &str = "/lpas/M-3779-9919-9529";
const UPDATES: &str = "/lpas/M-3779-9919-9529/updates";
const SOON: Duration = Duration::from_secs(10);

fn uid() -> LpaUid {
    UID.parse().unwrap()
}

/// Waits until so many operations are held.
async fn until_held(world: &World, held: u64) {
    let journal = &world.causeway.ports().journal;
    let enough = async || (journal.backlog().await.unwrap().held == held).then_some(());
    until("it is held", SOON, enough).await;
}

/// What the history names, oldest first.
async fn history(world: &World) -> Vec<String> {
    let told = world.get(UPDATES).await.json();
    let entries = told.as_array().unwrap().iter().rev();
    entries.map(|entry| entry["type"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_is_not_recorded_is_not_forwarded() {
    let world = World::new();
    world.journal.hold();
    let writing = world.put(ADDRESS, creation());
    let looking = async {
        // The write is on its way into the journal, and goes no further.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(world.causeway.ports().register.lpa(uid()).await.unwrap(), None);
        world.journal.release();
    };
    assert_eq!(tokio::join!(writing, looking).0.said(), (201, "{}"));
}

#[tokio::test]
async fn an_operation_is_recorded_before_it_is_forwarded_and_its_receipt_says_held() {
    let world = World::with(Choices { budget: Duration::from_millis(50), ..Choices::default() });
    world.register.hold();
    let answer = world.put(ADDRESS, creation()).await;
    assert_eq!(answer.status, 202);
    let receipt = answer.header("location").to_owned();
    assert_eq!(world.get(&receipt).await.json()["state"], "held");
    world.register.release();
    world.catch_up().await;
    assert_eq!(world.get(&receipt).await.json()["state"], "applied");
    assert_eq!(history(&world).await, ["CREATE"]);
}

#[tokio::test]
async fn an_operation_whose_answer_was_lost_is_applied_once() {
    // contract section 9, W10b
    let world = World::new();
    for (method, path, body) in
        [("PUT", ADDRESS, creation()), ("POST", UPDATES, correction("/donor/email", EMAIL, "b@x.org").into())]
    {
        world.register.lose_next_reply();
        let answer = world.send(world.request(method, path), body).await;
        assert_eq!(answer.status, 202, "{method}");
        world.catch_up().await;
        let receipt = world.get(answer.header("location")).await.json();
        assert_eq!(receipt["state"], "applied", "{method}");
    }
    assert_eq!(history(&world).await, ["CREATE", "CORRECTION"]);
}

#[tokio::test]
async fn two_edits_of_different_fields_at_once_are_both_kept() {
    // contract section 9, W2
    let world = World::new();
    world.put(ADDRESS, creation()).await;
    let (one, other) = tokio::join!(
        world.post(UPDATES, correction("/donor/email", EMAIL, "b@example.com")),
        world.post(UPDATES, correction("/donor/otherNamesKnownBy", OTHER_NAMES, "Otto")),
    );
    assert_eq!((one.status, other.status), (201, 201), "{} {}", one.text(), other.text());
    let donor = &world.get(ADDRESS).await.json()["donor"];
    assert_eq!((&donor["email"], &donor["otherNamesKnownBy"]), (&json!("b@example.com"), &json!("Otto")));
    assert_eq!(history(&world).await.len(), 3);
}

#[tokio::test]
async fn each_answer_is_the_lpa_as_that_operation_made_it_however_many_wait_in_line() {
    let world = World::new();
    world.put(ADDRESS, creation()).await;
    world.register.hold();
    let emails: Vec<_> =
        std::iter::once(EMAIL.to_owned()).chain((1..9).map(|n| format!("{n}@x.org"))).collect();
    let changes = emails.windows(2).map(|pair| correction("/donor/email", &pair[0], &pair[1]));
    let writing = changes.map(|change| world.post(UPDATES, change));
    let releasing = async {
        until_held(&world, 8).await;
        world.register.release();
    };
    let (answers, ()) = tokio::join!(futures::future::join_all(writing), releasing);
    for (answer, email) in answers.iter().zip(&emails[1..]) {
        assert_eq!((answer.status, &answer.json()["donor"]["email"]), (201, &json!(email)));
    }
    // contract section 9, W3: all in one second, and none lost
    assert_eq!(history(&world).await.len(), 9);
}

//! What is told of an LPA while the register cannot be asked: dated, never for a deletion, never beyond its age
//! (design section 3.4; integration study, sections 3.3 and 8.5; journeys J33 to J36).

use std::sync::Arc;
use std::time::Duration;

use axum::http::{Request, request};
use jiff::SignedDuration;
use lpa_domain::LastKnown;
use lpa_domain::document::example;
use lpa_ports::{Clock as _, Register};
use lpa_tests::samples::{at, lpa_uid};
use lpa_tests::sick::SickRegister;
use lpa_tests::until;
use lpa_tests::world::{Answer, Choices, World};
use serde_json::{Value, json};

/// A world in which no caller waits for long.
fn world() -> World {
    World::with(Choices { budget: Duration::from_millis(50), ..Choices::default() })
}

async fn create(world: &World, n: u64) {
    let created = world.put(&format!("/lpas/{}", lpa_uid(n)), example::bytes(n)).await;
    assert_eq!(created.status, 201);
}

async fn status(world: &World, n: u64) -> Answer {
    world.get(&format!("/v1/lpas/{}/status", lpa_uid(n))).await
}

async fn statuses(world: &World, uids: Value) -> Vec<Value> {
    let answer = world.post("/v1/statuses", json!({ "uids": uids }).to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["statuses"].as_array().unwrap().clone()
}

fn told(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text());
    (answer.status, answer.json()["code"].as_str().unwrap().to_owned())
}

/// Waits until what was seen of an LPA is kept, beyond the life of the process in a durable journal.
async fn until_kept(world: &World, n: u64) -> LastKnown {
    let copies = &world.causeway.ports().copies;
    until("it is kept", Duration::from_secs(10), async || {
        copies.last_known(&[lpa_uid(n)]).await.unwrap().pop()
    })
    .await
}

#[tokio::test]
async fn while_the_register_is_there_it_is_asked() {
    let world = world();
    create(&world, 1).await;
    world.clock.pass(SignedDuration::from_secs(30));
    let fresh = status(&world, 1).await;
    assert_eq!((fresh.status, fresh.header("age"), fresh.header("cache-control")), (200, "0", "no-store"));
    let expected = json!({ "uid": lpa_uid(1), "answer": "current", "version": 1, "status": "in-progress", "asAt": at(30) });
    assert_eq!(fresh.json(), expected);
    assert_eq!(told(&status(&world, 2).await), (404, "unknown-lpa".to_owned()));
}

#[tokio::test]
async fn while_it_is_away_what_was_last_known_is_told_with_its_age() {
    let world = world();
    create(&world, 1).await;
    status(&world, 1).await;
    world.register.go_away();
    world.clock.pass(SignedDuration::from_secs(90));
    let dated = status(&world, 1).await;
    assert_eq!((dated.status, dated.header("age")), (200, "90"));
    let expected = json!({ "uid": lpa_uid(1), "answer": "last-known", "version": 1, "status": "in-progress", "asAt": at(0) });
    assert_eq!(dated.json(), expected);
    let never_seen = status(&world, 2).await;
    assert_eq!(told(&never_seen), (503, "register-away".to_owned()));
    assert!(never_seen.header("retry-after").parse::<u32>().unwrap() > 0);
}

#[tokio::test]
async fn beyond_the_agreed_age_nothing_is_told() {
    let world = world();
    create(&world, 1).await;
    world.register.go_away();
    world.clock.pass(SignedDuration::from_hours(24));
    assert_eq!(status(&world, 1).await.status, 200);
    world.clock.pass(SignedDuration::from_millis(1));
    let aged = status(&world, 1).await;
    assert_eq!(told(&aged), (503, "register-away".to_owned()));
    assert!(aged.headers.get("retry-after").is_some() && aged.headers.get("age").is_none());
}

#[tokio::test]
async fn a_write_that_was_applied_is_known_at_its_version() {
    let world = world();
    create(&world, 1).await;
    let withdrawn =
        world.post(&format!("/lpas/{}/updates", lpa_uid(1)), r#"{"type":"DONOR_WITHDRAW_LPA"}"#).await;
    assert_eq!(withdrawn.status, 201);
    world.register.go_away();
    let dated = status(&world, 1).await.json();
    assert_eq!((&dated["version"], &dated["status"]), (&json!(2), &json!("withdrawn")));
}

#[tokio::test]
async fn a_200_never_beats_a_410() {
    // The fault of today's gateway: integration study, section 3.3; journey J35.
    let world = world();
    create(&world, 1).await;
    let copy = until_kept(&world, 1).await;
    let copies = &world.causeway.ports().copies;
    copies.keep(&[copy.buried(world.clock.now())], 100).await.unwrap();
    for outage in [false, true] {
        if outage {
            world.register.go_away();
        }
        // The register shows it again and again, and a late copy of it arrives: the tombstone stays.
        world.get(&format!("/lpas/{}", lpa_uid(1))).await;
        copies.keep(std::slice::from_ref(&copy), 100).await.unwrap();
        assert_eq!(told(&status(&world, 1).await), (410, "gone".to_owned()), "{outage}");
        let list = statuses(&world, json!([lpa_uid(1)])).await;
        assert_eq!(list, [json!({ "uid": lpa_uid(1), "answer": "gone" })]);
    }
}

#[tokio::test]
async fn what_the_register_had_and_has_no_more_is_gone_and_stays_so() {
    let world = world();
    // Seen by another instance that shares the copies; this register never had it.
    let seen = LastKnown { at: at(-60), ..copy_of(&world, 1).await };
    let elsewhere = World::with(Choices { budget: Duration::from_millis(50), ..Choices::default() });
    elsewhere.causeway.ports().copies.keep(&[seen], 100).await.unwrap();
    assert_eq!(told(&status(&elsewhere, 1).await), (410, "gone".to_owned()));
    elsewhere.register.go_away();
    assert_eq!(told(&status(&elsewhere, 1).await), (410, "gone".to_owned()));
    assert!(until_kept_as_tombstone(&elsewhere, 1).await.is_tombstone());
}

async fn copy_of(world: &World, n: u64) -> LastKnown {
    create(world, n).await;
    until_kept(world, n).await
}

async fn until_kept_as_tombstone(world: &World, n: u64) -> LastKnown {
    let copies = &world.causeway.ports().copies;
    until("it is buried", Duration::from_secs(10), async || {
        copies.last_known(&[lpa_uid(n)]).await.unwrap().pop().filter(LastKnown::is_tombstone)
    })
    .await
}

#[tokio::test]
async fn one_bad_id_never_hides_the_others() {
    // Journey J36.
    let world = world();
    create(&world, 1).await;
    let list = statuses(&world, json!([lpa_uid(1), "M-1", 7, lpa_uid(2), lpa_uid(1)])).await;
    let answers: Vec<_> = list.iter().map(|one| one["answer"].as_str().unwrap()).collect();
    assert_eq!(answers, ["current", "invalid-uid", "invalid-uid", "unknown-lpa", "current"]);
    assert_eq!(list[1], json!({ "answer": "invalid-uid" }));
    world.register.go_away();
    world.clock.pass(SignedDuration::from_secs(5));
    let list = statuses(&world, json!([lpa_uid(2), "x", lpa_uid(1)])).await;
    let dated = json!({ "uid": lpa_uid(1), "answer": "last-known", "version": 1, "status": "in-progress",
        "asAt": at(0), "ageSeconds": 5 });
    let away = json!({ "uid": lpa_uid(2), "answer": "register-away" });
    assert_eq!(list, [away, json!({ "answer": "invalid-uid" }), dated]);
}

#[tokio::test]
async fn however_many_are_unknown_the_register_is_asked_twice() {
    let register = SickRegister::new();
    let world = World::in_front_of(Arc::clone(&register) as Arc<dyn Register>, Choices::default());
    create(&world, 1).await;
    let before = register.calls();
    let hundred: Vec<_> = (1..=99).chain([1]).map(lpa_uid).collect();
    let list = statuses(&world, json!(hundred)).await;
    let answers: Vec<_> = list.iter().map(|one| one["answer"].as_str().unwrap()).collect();
    assert_eq!((answers[0], answers[99]), ("current", "current"));
    assert!(answers[1..99].iter().all(|answer| *answer == "unknown-lpa"), "{answers:?}");
    assert_eq!(register.calls(), before + 2);
    let list = statuses(&world, json!([lpa_uid(2), lpa_uid(2)])).await;
    assert_eq!((&list[0]["answer"], &list[1]["answer"]), (&json!("unknown-lpa"), &json!("unknown-lpa")));
}

#[tokio::test]
async fn an_lpa_on_its_way_is_not_said_to_be_absent() {
    let world = world();
    world.register.go_away();
    let held = world.put(&format!("/lpas/{}", lpa_uid(1)), example::bytes(0)).await;
    assert_eq!(held.status, 202);
    assert_eq!(told(&status(&world, 1).await), (503, "register-away".to_owned()));
}

#[tokio::test]
async fn what_cannot_be_kept_slows_and_fails_nothing() {
    let world = world();
    world.copies.hold();
    create(&world, 1).await;
    assert_eq!(world.get(&format!("/lpas/{}", lpa_uid(1))).await.status, 200);
    world.copies.go_away();
    world.copies.release();
    let fresh = status(&world, 1).await;
    assert_eq!((fresh.status, fresh.header("age")), (200, "0"));
    world.register.go_away();
    // Seen here; but what cannot be asked may hold something newer, or a tombstone.
    assert_eq!(told(&status(&world, 1).await), (503, "register-away".to_owned()));
    world.copies.come_back();
    assert_eq!(status(&world, 1).await.json()["answer"], "last-known");
    assert_eq!(until_kept(&world, 1).await.version.0, 1);
}

#[tokio::test]
async fn only_those_who_may_read_receipts_may_ask() {
    let world = world();
    let anonymous = |method: &str, path: &str| Request::builder().method(method).uri(path);
    let path = format!("/v1/lpas/{}/status", lpa_uid(1));
    let asked: [request::Builder; 2] = [anonymous("GET", &path), anonymous("POST", "/v1/statuses")];
    for request in asked {
        assert_eq!(told(&world.send(request, r#"{"uids":[]}"#).await), (401, "unauthorised".to_owned()));
    }
    assert_eq!(statuses(&world, json!([])).await, Vec::<Value>::new());
    let many: Vec<_> = (0..101).map(lpa_uid).collect();
    let too_many = world.post("/v1/statuses", json!({ "uids": many }).to_string()).await;
    assert_eq!(too_many.problems()[0].0, "/uids");
    assert_eq!(world.post("/v1/statuses", "{}").await.problems()[0].0, "/uids");
}

//! A draft is told, told again and deleted.

use axum::http::Request;
use jiff::SignedDuration;
use lpa_domain::RefusalCode;
use lpa_tests::samples::{creation, document, lpa_uid};
use lpa_tests::world::World;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::{address, bearing, delete, impatient, issued_by, living_in, problem, state, tell, told, town};

#[tokio::test]
async fn a_state_is_answered_with_its_receipt() {
    let world = World::new();
    let first = tell(&world, 1, 10, "Uwchmynydd").await;
    assert_eq!(state(&first), problem(200, "applied"));
    let receipt = first.json();
    assert_eq!(
        (&receipt["type"], &receipt["version"], &receipt["uid"]),
        (&json!("DRAFT"), &json!(1), &json!(lpa_uid(1)))
    );
    assert_eq!(world.get(first.header("location")).await.json(), receipt);
    assert_eq!(tell(&world, 1, 11, "Exampleton").await.json()["version"], 2);
    assert_eq!(town(&world, 1).await, "Exampleton");
}

#[tokio::test]
async fn a_state_that_arrives_late_is_superseded_and_nothing_is_wrong() {
    let world = World::new();
    tell(&world, 1, 11, "Exampleton").await;
    assert_eq!(state(&tell(&world, 1, 10, "Uwchmynydd").await), problem(200, "superseded"));
    assert_eq!(town(&world, 1).await, "Exampleton");
}

#[tokio::test]
async fn what_is_said_of_the_future_was_known_now_and_what_names_no_moment_too() {
    let world = World::new();
    let boasts = json!({ "asAt": "2999-01-01T00:00:00Z", "draft": living_in("Uwchmynydd") });
    assert_eq!(state(&world.put(&address(1), boasts.to_string()).await), problem(200, "applied"));
    assert_eq!(world.get(&address(1)).await.json()["asAt"], "2026-03-02T09:00:00Z");
    world.clock.pass(SignedDuration::from_secs(1));
    let plain = json!({ "draft": living_in("Exampleton") });
    assert_eq!(state(&world.put(&address(1), plain.to_string()).await), problem(200, "applied"));
    let kept = world.get(&address(1)).await.json();
    assert_eq!((&kept["asAt"], &kept["version"]), (&json!("2026-03-02T09:00:01Z"), &json!(2)));
}

#[tokio::test]
async fn after_its_deletion_everything_under_its_number_is_gone() {
    let world = World::new();
    tell(&world, 1, 10, "Uwchmynydd").await;
    let deleted = delete(&world, 1).await;
    assert_eq!(state(&deleted), problem(200, "applied"));
    assert_eq!((&deleted.json()["type"], &deleted.json()["version"]), (&json!("DELETE_DRAFT"), &json!(0)));
    for answer in [tell(&world, 1, 50, "Exampleton").await, delete(&world, 1).await] {
        assert_eq!(told(&answer), problem(410, "deleted"));
        assert_eq!(answer.json()["receipt"]["refusal"]["code"], RefusalCode::Deleted.word());
    }
    assert_eq!(told(&world.get(&address(1)).await), problem(410, "deleted"));
    let lpa = format!("/lpas/{}", lpa_uid(1));
    let created = world.put(&lpa, serde_json::to_vec(&document()).unwrap()).await;
    assert_eq!((created.status, &created.json()["code"]), (410, &json!("GONE")));
    // There is no LPA, and there never was.
    assert_eq!(world.get(&lpa).await.status, 404);
    assert_eq!(tell(&world, 2, 10, "Exampleton").await.status, 200, "another number is another draft");
}

#[tokio::test]
async fn a_draft_that_was_never_told_can_be_deleted_too() {
    let world = World::new();
    assert_eq!(state(&delete(&world, 1).await), problem(200, "applied"));
    assert_eq!(told(&tell(&world, 1, 10, "Uwchmynydd").await), problem(410, "deleted"));
}

#[tokio::test]
async fn the_draft_of_an_executed_lpa_is_closed_and_can_still_be_read() {
    let world = World::new();
    tell(&world, 1, 10, "Uwchmynydd").await;
    world.causeway.accept_operation(creation(1, lpa_uid(1), document()), Vec::new()).await.unwrap();
    for answer in [tell(&world, 1, 50, "Exampleton").await, delete(&world, 1).await] {
        assert_eq!(told(&answer), problem(409, "executed"));
    }
    assert_eq!(town(&world, 1).await, "Uwchmynydd");
}

#[tokio::test]
async fn under_a_key_a_request_is_recognised_and_another_is_refused() {
    let world = World::new();
    let request = || world.request("PUT", &address(1)).header("Idempotency-Key", "mine");
    let body = |town: &str| json!({ "draft": living_in(town) });
    let first = world.send(request(), body("Uwchmynydd").to_string()).await;
    world.clock.pass(SignedDuration::from_secs(1));
    let again = world.send(request(), format!("{:#}", body("Uwchmynydd"))).await;
    assert_eq!(again.said(), first.said(), "spaces say nothing");
    assert_eq!(world.get(&address(1)).await.json()["version"], 1);
    let other = world.send(request(), body("Exampleton").to_string()).await;
    assert_eq!(told(&other), problem(422, "key-reused"));
    let deletes = world.request("DELETE", &address(1)).header("Idempotency-Key", "mine");
    assert_eq!(told(&world.send(deletes, "").await), problem(422, "key-reused"));
    let two = request().header("Idempotency-Key", "yours");
    let two = world.send(two, body("Uwchmynydd").to_string()).await;
    assert_eq!(two.problems()[0].0, "Idempotency-Key");
}

#[tokio::test]
async fn while_the_register_is_away_a_state_is_held() {
    let world = impatient();
    world.register.go_away();
    let (first, last) = (tell(&world, 1, 10, "Uwchmynydd").await, tell(&world, 1, 11, "Exampleton").await);
    for held in [&first, &last] {
        assert_eq!(state(held), problem(202, "held"));
        assert!(held.header("location").starts_with("/v1/operations/"));
    }
    world.register.come_back();
    world.catch_up().await;
    assert_eq!(town(&world, 1).await, "Exampleton");
    let earlier = world.get(first.header("location")).await.json()["state"].clone();
    // Whether the earlier one got as far as the register depends on when the later one was told.
    assert!(["applied", "superseded"].contains(&earlier.as_str().unwrap()), "{earlier}");
    assert_eq!(world.get(last.header("location")).await.json()["state"], "applied");
}

#[tokio::test]
async fn a_deletion_while_the_register_is_away_wins_over_what_was_told_before_and_after_it() {
    let world = impatient();
    tell(&world, 1, 10, "Uwchmynydd").await;
    world.register.go_away();
    let before = tell(&world, 1, 11, "Exampleton").await;
    let deletion = delete(&world, 1).await;
    let after = tell(&world, 1, 12, "Otherton").await;
    assert_eq!(state(&deletion), problem(202, "held"));
    world.register.come_back();
    world.catch_up().await;
    assert_eq!(told(&world.get(&address(1)).await), problem(410, "deleted"));
    let states = [&before, &deletion, &after].map(|answer| answer.header("location").to_owned());
    let receipt = async |address: &str| world.get(address).await.json();
    assert_eq!(receipt(&states[1]).await["state"], "applied");
    let refused = receipt(&states[2]).await;
    assert_eq!((&refused["state"], &refused["refusal"]["code"]), (&json!("refused"), &json!("deleted")));
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_promised() {
    let world = World::new();
    world.journal.go_away();
    let answer = tell(&world, 1, 10, "Uwchmynydd").await;
    assert_eq!((told(&answer), answer.header("retry-after")), (problem(503, "not-recorded"), "5"));
}

#[tokio::test]
async fn every_problem_of_a_draft_is_told_at_once_by_its_place_and_nothing_is_kept() {
    let world = World::new();
    let sent = json!({
        "asAt": "yesterday",
        "draft": { "donor": { "lastName": 1, "LastName": "Spust", "shoeSize": 43 }, "attorneys": {}, "uid": "x" },
        "more": null,
    });
    let answer = world.put(&address(1), sent.to_string()).await;
    assert_eq!(told(&answer), problem(400, "invalid-request"));
    let mut places: Vec<_> = answer.problems().into_iter().map(|(source, _)| source).collect();
    places.sort();
    assert_eq!(
        places,
        [
            "/asAt",
            "/draft/attorneys",
            "/draft/donor/LastName",
            "/draft/donor/lastName",
            "/draft/donor/shoeSize",
            "/draft/uid",
            "/more",
        ]
    );
    assert!(!answer.text().contains("Spust"));
    for (body, place) in [("{}", "/draft"), ("[]", ""), ("{\"draft\":[]}", "/draft"), ("{", ""), ("", "")] {
        assert_eq!(world.put(&address(1), body).await.problems()[0].0, place, "{body}");
    }
    assert_eq!(told(&world.get(&address(1)).await), problem(404, "unknown-draft"));
}

#[tokio::test]
async fn a_number_that_cannot_have_been_issued_is_refused() {
    let world = World::new();
    let body = json!({ "draft": {} }).to_string();
    for uid in ["M-3779-9919-9528", "M-789Q-P4DF-4UX3", "M-1"] {
        let path = format!("/v1/drafts/{uid}");
        for method in ["PUT", "GET", "DELETE"] {
            let answer = world.send(world.request(method, &path), body.clone()).await;
            assert_eq!((told(&answer), &*answer.problems()[0].0), (problem(400, "invalid-request"), "uid"));
        }
    }
}

#[tokio::test]
async fn services_that_draft_may_tell_and_delete_and_nobody_else() {
    let world = World::new();
    let body = json!({ "draft": living_in("Uwchmynydd") }).to_string();
    for (n, method) in [(1, "PUT"), (2, "DELETE")] {
        let path = address(n);
        let anonymous = world.send(Request::builder().method(method).uri(&path), body.clone()).await;
        assert_eq!(told(&anonymous), problem(401, "unauthorised"));
        for scope in ["edge", "drafts:read operations:repair"] {
            let ours = world.send(bearing(&world, scope, method, &path), body.clone()).await;
            assert_eq!(ours.said(), anonymous.said(), "{scope}");
        }
        let uses = world.send(issued_by(&world, "opg.poas.use", method, &path), body.clone()).await;
        assert_eq!((told(&uses), &*uses.problems()[0].0), (problem(403, "forbidden"), "iss"));
    }
    assert_eq!(told(&world.get(&address(1)).await), problem(404, "unknown-draft"));
    let path = address(1);
    for issuer in ["opg.poas.makeregister", "opg.poas.sirius"] {
        let told = world.send(issued_by(&world, issuer, "PUT", &path), body.clone()).await;
        assert_eq!(state(&told), problem(200, "applied"), "{issuer}");
    }
    assert_eq!(world.send(issued_by(&world, "opg.poas.sirius", "DELETE", &path), "").await.status, 200);
}

/// Any JSON at all.
fn json_value() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "donor",
        "attorneys",
        "address",
        "signedAt",
        "dateOfBirth",
        "lpaType",
        "uid",
        "asAt",
        "draft",
        "x/~",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("2026-03-02T08:00:00Z")),
        Just(json!("-009999-01-02T01:59:59Z")),
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..6).prop_map(|members| Value::Object(
                members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
            )),
        ]
    })
}

#[test]
fn no_body_makes_it_fail_and_what_is_taken_comes_back_whole() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(async { World::new() });
    let told = (json_value(), prop::option::of(json_value()));
    TestRunner::new(Config::with_cases(256))
        .run(&told, |(draft, as_at)| {
            let mut body = json!({ "draft": draft.clone() });
            if let Some(as_at) = as_at {
                body["asAt"] = as_at;
            }
            runtime.block_on(async {
                world.clock.pass(SignedDuration::from_secs(1));
                let answer = world.put(&address(1), body.to_string()).await;
                prop_assert!([200, 400].contains(&answer.status), "{}", answer.text());
                if answer.status == 200 && answer.json()["state"] == "applied" {
                    let kept = world.get(&address(1)).await.json();
                    prop_assert_eq!(&kept["draft"], &draft);
                    prop_assert_eq!(&kept["operationId"], &answer.json()["id"]);
                }
                Ok(())
            })
        })
        .unwrap();
}

//! A draft is read: there, gone, unknown or not to be told now, never confused.

use lpa_domain::{Act, DraftAct, Operation, UpdateKind};
use lpa_tests::samples::{at, lpa_uid, update};
use lpa_tests::world::{AUTHOR, World};
use serde_json::json;

use super::{address, bearing, impatient, issued_by, living_in, problem, tell, told, town};

#[tokio::test]
async fn a_draft_is_shown_whole_as_it_was_told() {
    let world = World::new();
    let draft =
        json!({ "donor": { "email": null, "lastName": "", "firstNames": "Ottoline" }, "attorneys": [] });
    let body = json!({ "asAt": "2026-03-02T09:59:59.123456789+01:00", "draft": draft });
    let receipt = world.put(&address(1), body.to_string()).await.json();
    let shown = world.get(&address(1)).await;
    assert_eq!(shown.header("cache-control"), "no-store");
    assert_eq!(
        shown.json(),
        json!({
            "uid": lpa_uid(1), "version": 1, "asAt": "2026-03-02T08:59:59.123456789Z",
            "requestedAt": "2026-03-02T09:00:00Z", "operationId": receipt["id"], "author": AUTHOR, "draft": draft,
        })
    );
}

#[tokio::test]
async fn what_is_told_beside_a_draft_is_kept_with_it() {
    let world = World::new();
    let body = json!({
        "draft": { "donor": { "lastName": "Quenby" } },
        "circumstances": { "donor": { "canSign": true }, "relations": [] },
        "confirmations": [], "ruleSet": "rules-2007",
    });
    assert_eq!(world.put(&address(1), body.to_string()).await.status, 200);
    let shown = world.get(&address(1)).await.json();
    for (name, told) in body.as_object().unwrap() {
        assert_eq!(&shown[name], told, "{name}");
    }
}

#[tokio::test]
async fn everything_that_is_wrong_beside_a_draft_is_told_at_once_and_nothing_is_kept() {
    let world = World::new();
    let body = json!({
        "draft": { "moat": 1 }, "circumstances": { "weather": "fine", "donor": { "canSign": true } },
        "confirmations": [ {} ], "ruleSet": "rules-1066",
    });
    let problems = world.put(&address(1), body.to_string()).await.problems();
    let places: Vec<&str> = problems.iter().map(|(place, _)| place.as_str()).collect();
    let confirmation = ["rule", "digest", "by", "at"].map(|name| format!("/confirmations/0/{name}"));
    let others = ["/ruleSet", "/draft/moat"].map(str::to_owned);
    assert_eq!(places, [&confirmation[..], &others[..]].concat());
    let body = json!({ "draft": {}, "circumstances": { "weather": "fine", "donor": { "canSign": 1 } } });
    assert_eq!(
        world.put(&address(1), body.to_string()).await.problems()[0].0,
        "/circumstances/donor/canSign"
    );
    let body = json!({ "draft": {}, "circumstances": { "weather": "fine" } });
    assert_eq!(world.put(&address(1), body.to_string()).await.problems()[0].0, "/circumstances/weather");
    assert_eq!(world.get(&address(1)).await.status, 404);
}

#[tokio::test]
async fn absence_is_only_said_when_the_register_said_so() {
    let world = impatient();
    assert_eq!(told(&world.get(&address(1)).await), problem(404, "unknown-draft"));
    world.register.go_away();
    let read = world.get(&address(1)).await;
    assert_eq!((told(&read), read.header("retry-after")), (problem(503, "register-away"), "1"));
    world.register.come_back();
    world.until_called_again().await;
    assert_eq!(told(&world.get(&address(1)).await), problem(404, "unknown-draft"));
}

#[tokio::test]
async fn what_is_held_here_is_no_absence_and_its_receipt_is_named() {
    let world = impatient();
    world.register.go_away();
    let held = tell(&world, 1, 10, "Uwchmynydd").await;
    let read = world.get(&address(1)).await;
    assert_eq!(told(&read), problem(503, "held"));
    assert_eq!(read.header("location"), held.header("location"));
    assert_eq!(told(&world.get(&address(2)).await), problem(503, "register-away"), "another's");
    world.register.come_back();
    world.catch_up().await;
    assert_eq!(town(&world, 1).await, "Uwchmynydd");
}

#[tokio::test]
async fn a_journal_that_cannot_be_asked_makes_nothing_absent() {
    let world = World::new();
    world.journal.go_away();
    assert_eq!(told(&world.get(&address(1)).await), problem(503, "register-away"));
}

#[tokio::test]
async fn a_deletion_that_waits_hides_the_older_state_and_a_later_state_does_not() {
    let world = impatient();
    tell(&world, 1, 10, "Uwchmynydd").await;
    tell(&world, 2, 10, "Uwchmynydd").await;
    let keep = DraftAct::Keep { as_at: at(60), draft: Box::default(), beside: Box::default() };
    park(&world, 1, keep).await;
    assert_eq!(town(&world, 1).await, "Uwchmynydd");
    let deletion = park(&world, 2, DraftAct::Delete).await;
    let read = world.get(&address(2)).await;
    assert_eq!((told(&read), read.header("location")), (problem(503, "held"), &*deletion));
}

/// Has an act on the `n`-th draft wait here while the register answers questions; the address of its receipt.
async fn park(world: &World, n: u32, act: DraftAct) -> String {
    let operation = Operation { act: Act::Draft(act), ..update(n, lpa_uid(n.into()), UpdateKind::Register) };
    world.register.garble(Some(operation.id));
    let submitted = world.causeway.accept_operation(operation, Vec::new()).await.unwrap();
    assert_eq!(submitted.receipt.outcome.state(), "parked");
    format!("/v1/operations/{}", submitted.receipt.id)
}

#[tokio::test]
async fn a_case_manager_finds_the_caller_with_the_scope_for_it() {
    let world = World::new();
    let body = json!({ "draft": living_in("Uwchmynydd") }).to_string();
    world.put(&address(1), body).await;
    let path = address(1);
    let expected = world.get(&path).await.text().to_owned();
    for scope in ["edge", "drafts:read", "operations:read drafts:read"] {
        let answer = world.send(bearing(&world, scope, "GET", &path), "").await;
        assert_eq!(answer.said(), (200, &*expected), "{scope}");
    }
    let sirius = world.send(issued_by(&world, "opg.poas.sirius", "GET", &path), "").await;
    assert_eq!(sirius.said(), (200, &*expected));
    let without = world.send(bearing(&world, "operations:read operations:content", "GET", &path), "").await;
    assert_eq!(
        (told(&without), without.problems()),
        (problem(403, "forbidden"), vec![("scope".to_owned(), "drafts:read".to_owned())])
    );
    let uses = world.send(issued_by(&world, "opg.poas.use", "GET", &path), "").await;
    assert_eq!(told(&uses), problem(403, "forbidden"));
    assert!(!uses.text().contains("Ottoline"));
    let anonymous = world.send(axum::http::Request::get(&path), "").await;
    assert_eq!(told(&anonymous), problem(401, "unauthorised"));
}

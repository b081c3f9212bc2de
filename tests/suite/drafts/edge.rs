//! Drafts at an edge: told there, kept behind it.

use lpa_domain::{Act, DraftAct, Operation, UpdateKind};
use lpa_tests::samples::{at, lpa_uid, update};
use lpa_tests::served::Served;
use lpa_tests::world::{Answer, World};
use serde_json::{Value, json};

use super::{address, bearing, delete, living_in, problem, state, tell, told, town};

fn asks(n: u32, act: DraftAct) -> Value {
    let operation = Operation { act: Act::Draft(act), ..update(n, lpa_uid(1), UpdateKind::Register) };
    json!({ "operation": operation })
}

fn keeps(n: u32, second: i64) -> Value {
    asks(n, DraftAct::Keep { as_at: at(second), draft: Box::default(), beside: Box::default() })
}

async fn post(world: &World, body: &Value) -> Answer {
    world.send(bearing(world, "edge", "POST", "/v1/operations"), body.to_string()).await
}

#[tokio::test]
async fn an_act_on_a_draft_travels_as_an_operation() {
    let world = World::new();
    let applied = post(&world, &keeps(5, 2)).await;
    let receipt = applied.json()["receipt"].clone();
    assert_eq!((applied.status, &receipt["type"], &receipt["version"]), (201, &json!("DRAFT"), &json!(1)));
    assert!(applied.json().get("lpa").is_none());
    let late = post(&world, &keeps(6, 1)).await;
    assert_eq!((late.status, &late.json()["receipt"]["state"]), (200, &json!("superseded")));
    let deleted = post(&world, &asks(7, DraftAct::Delete)).await;
    assert_eq!((deleted.status, &deleted.json()["receipt"]["version"]), (201, &json!(0)));
    assert_eq!(told(&post(&world, &keeps(8, 8)).await), problem(422, "deleted"));
    // Sent again, each answers as it did.
    assert_eq!(post(&world, &keeps(5, 2)).await.said(), applied.said());
    assert_eq!(post(&world, &keeps(6, 1)).await.said(), late.said());
    assert_eq!(post(&world, &asks(7, DraftAct::Delete)).await.said(), deleted.said());
}

#[tokio::test]
async fn an_act_that_is_wrong_anywhere_is_told_by_its_places() {
    let world = World::new();
    for (content, places) in [
        (json!({}), vec!["act", "asAt", "draft"]),
        (json!({ "act": "keep", "asAt": 1, "draft": { "donor": 43 } }), vec!["asAt", "draft/donor"]),
        (json!({ "act": "delete", "asAt": "2026-03-02T09:00:00Z" }), vec!["asAt"]),
        (json!({ "act": "bury" , "draft": {}, "asAt": "2026-03-02T09:00:00Z" }), vec!["act"]),
        (json!({ "act": "delete", "why": "x" }), vec!["why"]),
    ] {
        let answer = post(&world, &with_content(content)).await;
        let expected: Vec<_> = places.iter().map(|place| format!("/operation/content/{place}")).collect();
        let found: Vec<_> = answer.problems().into_iter().map(|(source, _)| source).collect();
        assert_eq!(found, expected);
    }
    let mut unissued = with_content(json!({ "act": "delete" }));
    unissued["operation"]["uid"] = json!("M-3779-9919-9528");
    assert_eq!(post(&world, &unissued).await.problems()[0].0, "/operation/uid");
}

fn with_content(content: Value) -> Value {
    let mut sent = keeps(1, 1);
    sent["operation"]["content"] = content;
    sent
}

#[tokio::test]
async fn a_draft_told_at_the_edge_is_read_alike_on_both_sides() {
    let upstream = Served::new().await;
    let edge = upstream.edge();
    assert_eq!(told(&edge.get(&address(1)).await), problem(404, "unknown-draft"));
    assert_eq!(state(&tell(&edge, 1, 11, "Exampleton").await), problem(200, "applied"));
    assert_eq!(state(&tell(&edge, 1, 10, "Uwchmynydd").await), problem(200, "superseded"));
    let here = edge.get(&address(1)).await;
    assert_eq!((here.status, here.said()), (200, upstream.world.get(&address(1)).await.said()));
    // Who is later is decided by all that travels, not by where it is asked.
    assert_eq!(state(&tell(&upstream.world, 1, 10, "Otherton").await), problem(200, "superseded"));
    assert_eq!(state(&delete(&edge, 1).await), problem(200, "applied"));
    for world in [&edge, &upstream.world] {
        assert_eq!(told(&world.get(&address(1)).await), problem(410, "deleted"));
        assert_eq!(told(&tell(world, 1, 50, "Otherton").await), problem(410, "deleted"));
    }
}

#[tokio::test]
async fn what_is_told_while_the_way_is_closed_arrives_when_it_opens() {
    let mut upstream = Served::new().await;
    let edge = upstream.edge();
    upstream.gate.close().await;
    let first = tell(&edge, 1, 10, "Uwchmynydd").await;
    assert_eq!(state(&first), problem(202, "held"));
    assert_eq!(told(&edge.get(&address(1)).await), problem(503, "held"));
    tell(&edge, 1, 11, "Exampleton").await;
    upstream.gate.open().await;
    crate::edge::settle(&edge).await;
    edge.until_called_again().await;
    assert_eq!(town(&upstream.world, 1).await, "Exampleton");
    assert_eq!(edge.get(&address(1)).await.body, upstream.world.get(&address(1)).await.body);
    let body = json!({ "draft": living_in("Otherton") }).to_string();
    assert_eq!(state(&edge.put(&address(1), body).await), problem(200, "applied"));
}

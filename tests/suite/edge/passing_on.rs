//! While the way is open: an edge answers as the Causeway behind it would, however long that takes.

use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_tests::samples::lpa_uid;
use lpa_tests::served::Served;
use lpa_tests::world::{AUTHOR, Choices, World};
use serde_json::{Value, json};

use super::{address, correct, create, held_upstream, receipt};

#[tokio::test]
async fn a_write_keeps_its_id_and_its_author_on_the_way() {
    let upstream = Served::new().await;
    let edge = upstream.patient_edge();
    assert_eq!(create(&edge, 1).await.said(), (201, "{}"));
    assert_eq!(correct(&edge, 1, "", "a@example.com").await.status, 201);
    let entries = held_upstream(&upstream, 1).await;
    assert_eq!(entries.len(), 2);
    for entry in entries {
        assert_eq!(entry.author.as_str(), AUTHOR);
        let path = format!("/v1/operations/{}", entry.id);
        for side in [&edge, &upstream.world] {
            let receipt = receipt(side, &path).await;
            assert_eq!(
                (&receipt["state"], &receipt["version"]),
                (&json!("applied"), &json!(entry.version.0))
            );
        }
    }
}

#[tokio::test]
async fn a_refusal_comes_back_word_for_word() {
    let upstream = Served::new().await;
    let edge = upstream.patient_edge();
    create(&edge, 1).await;
    for said in [("wrong@example.com", "b@example.com"), ("x", "y")] {
        let at_the_edge = correct(&edge, 1, said.0, said.1).await;
        assert_eq!(at_the_edge.status, 400);
        assert_eq!(at_the_edge.said(), correct(&upstream.world, 1, said.0, said.1).await.said());
    }
    assert_eq!(create(&edge, 1).await.said(), create(&upstream.world, 1).await.said());
    assert_eq!(correct(&edge, 9, "", "z").await.status, 404);
    assert_eq!(held_upstream(&upstream, 1).await.len(), 1);
}

#[tokio::test]
async fn reads_at_the_edge_are_the_reads_behind_it_byte_for_byte() {
    let upstream = Served::new().await;
    let edge = upstream.patient_edge();
    create(&edge, 1).await;
    correct(&edge, 1, "", "a@example.com").await;
    let lpa = address(lpa_uid(1));
    for path in [lpa.clone(), format!("{lpa}/static"), format!("{lpa}/updates"), address(lpa_uid(2))] {
        assert_eq!(edge.get(&path).await.said(), upstream.world.get(&path).await.said(), "{path}");
    }
    let list = json!({ "uids": [lpa_uid(2), lpa_uid(1)] }).to_string();
    assert_eq!(
        edge.post("/lpas", list.clone()).await.said(),
        upstream.world.post("/lpas", list).await.said()
    );
}

#[tokio::test]
async fn scans_travel_with_the_operation_that_names_them() {
    let upstream = Served::new().await;
    let edge = upstream.patient_edge();
    let mut document: Value = serde_json::from_slice(&example::bytes(4)).unwrap();
    document["restrictionsAndConditionsImages"] = json!([{ "filename": "page 9.png", "data": "YWJj" }]);
    let lpa = address(lpa_uid(1));
    assert_eq!(edge.put(&lpa, document.to_string()).await.said(), (201, "{}"));
    let image = upstream.world.get(&lpa).await.json()["restrictionsAndConditionsImages"][0].clone();
    let hash = image["hash"].as_str().unwrap().parse().unwrap();
    let kept = upstream.world.causeway.ports().documents.get(hash).await.unwrap();
    assert_eq!(kept.as_deref(), Some(b"abc".as_slice()));
}

#[tokio::test]
async fn what_is_not_too_large_for_the_edge_is_not_too_large_behind_it() {
    // So much takes its time on a busy machine, behind the edge, too.
    let upstream = Served::on_a_port(World::with(Choices::patient())).await;
    let edge = upstream.patient_edge();
    let mut document: Value = serde_json::from_slice(&example::bytes(4)).unwrap();
    // 6 MiB are the limit of today's surface.
    let data = "A".repeat(5_900_000);
    document["restrictionsAndConditionsImages"] = json!([{ "filename": "page 9.png", "data": data }]);
    assert_eq!(edge.put(&address(lpa_uid(1)), document.to_string()).await.status, 201);
}

#[tokio::test]
async fn an_edge_stands_on_an_edge() {
    let upstream = Served::new().await;
    let middle = Served::on_a_port(upstream.patient_edge()).await;
    let edge = middle.patient_edge();
    assert_eq!(create(&edge, 1).await.status, 201);
    let made = correct(&edge, 1, "", "a@example.com").await;
    assert_eq!(made.body, upstream.world.get(&address(lpa_uid(1))).await.body);
    assert_eq!(held_upstream(&upstream, 1).await.len(), 2);
}

#[tokio::test]
async fn uids_come_in_blocks_from_behind() {
    let mut upstream = Served::new().await;
    let (one, other) = (upstream.patient_edge(), upstream.patient_edge());
    let mut seen = std::collections::BTreeSet::new();
    for edge in [&one, &other] {
        assert!(seen.insert(edge.causeway.issue_uid(None, CASE).await.unwrap()));
    }
    upstream.gate.close().await;
    assert!(seen.insert(one.causeway.issue_uid(None, CASE).await.unwrap()));
}

const CASE: &[u8] =
    br#"{"type":"personal-welfare","source":"PHONE","donor":{"name":"A B","dob":"1938-03-18","postcode":"W8A0IK"}}"#;

#[tokio::test]
async fn an_lpa_that_waits_for_a_person_behind_the_edge_does_not_cut_the_edge_off() {
    let upstream = Served::new().await;
    let edge = upstream.patient_edge();
    assert_eq!(create(&edge, 1).await.status, 201);
    let creation = lpa_tests::samples::creation(7, lpa_uid(2), lpa_tests::samples::document());
    upstream.world.register.garble(Some(creation.id));
    let receipt = upstream.world.causeway.accept_operation(creation, Vec::new()).await.unwrap().receipt;
    assert!(matches!(receipt.outcome, lpa_domain::Outcome::Parked { .. }), "{receipt:?}");
    // A clock that passes leaves nothing but these questions to judge the way by.
    for _ in 0..3 {
        edge.pass(SignedDuration::from_secs(20));
        assert_eq!(edge.get(&address(lpa_uid(2))).await.status, 503);
    }
    let told = edge.get("/health-check/dependencies").await.json();
    assert_eq!(told["register"]["state"], "available");
    assert_eq!(edge.get(&address(lpa_uid(1))).await.status, 200);
}

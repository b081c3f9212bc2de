//! How far a kept draft is approved, whatever is away.

use lpa_domain::records::MatterKind;
use lpa_tests::samples::{lpa_uid, matter, subject};
use lpa_tests::world::{Answer, World};
use serde_json::{Value, json};

use super::{address, bearing, delete, impatient, issued_by, problem, state, told};

async fn approval(world: &World, n: u64) -> Answer {
    world.get(&format!("{}/approval", address(n))).await
}

/// Tells the `n`-th draft: a donor of this last name, one attorney, and these restrictions.
async fn keep(world: &World, n: u64, donor: &str, restrictions: Value) {
    let donor = json!({ "firstNames": "Ottoline", "lastName": donor, "dateOfBirth": "1941-02-03",
        "address": { "line1": "1 High Street", "postcode": "ZZ1 1ZZ", "country": "GB" } });
    let attorney = json!({ "firstNames": "Cy", "lastName": "Dorn", "dateOfBirth": "1980-01-01" });
    let draft = json!({ "lpaType": "property-and-affairs", "donor": donor, "attorneys": [attorney],
        "restrictionsAndConditions": restrictions });
    let told = world.put(&address(n), json!({ "draft": draft, "ruleSet": "rules-2007" }).to_string()).await;
    assert!(matches!(told.status, 200 | 202), "{}", told.text());
}

fn section<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let sections = answer["sections"].as_array().unwrap();
    sections.iter().find(|section| section["section"] == name).unwrap()
}

#[tokio::test]
async fn a_kept_draft_is_told_how_it_stands_and_by_which_rules() {
    let world = World::new();
    keep(&world, 1, "Quenby", json!("My wife shall act first and decide disputes.")).await;
    let answer = approval(&world, 1).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let answer = answer.json();
    assert_eq!((&answer["uid"], &answer["version"]), (&json!(lpa_uid(1)), &json!(1)));
    assert_eq!((&answer["ruleSet"], &answer["on"]), (&json!("rules-2007"), &json!("2026-03-02")));
    assert_eq!(answer["asAt"], "2026-03-02T09:00:00Z");
    let attorneys = section(&answer, "attorneys");
    assert!(
        attorneys["waitsFor"].as_array().unwrap().contains(&json!("/attorneys/0/channel")),
        "{attorneys}"
    );
    for told in ["Quenby", "Dorn", "1941", "ZZ1"] {
        assert!(!answer.to_string().contains(told), "{told}");
    }
}

#[tokio::test]
async fn what_was_not_changed_keeps_its_digest() {
    let world = World::new();
    keep(&world, 1, "Quenby", Value::Null).await;
    let before = approval(&world, 1).await.json();
    keep(&world, 1, "Quenby", json!("Never sell my house.")).await;
    let after = approval(&world, 1).await.json();
    assert_eq!(after["version"], 2);
    let digest = |answer: &Value, name| section(answer, name)["digest"].as_str().unwrap().to_owned();
    assert_ne!(digest(&before, "restrictions"), digest(&after, "restrictions"));
    for name in ["donor", "identity", "payment"] {
        assert_eq!(digest(&before, name), digest(&after, name), "{name}");
    }
}

/// rules/safeguarding.md A10 (N4) and A16 (N3): of a death the caller is told to stop, of an investigation nothing.
#[tokio::test]
async fn the_records_are_asked_and_only_what_may_be_told_is() {
    let world = World::new();
    let records = &world.causeway.ports().records;
    for (n, kind) in [(1, MatterKind::DonorInvestigation), (2, MatterKind::Death)] {
        records.note(&matter(n, 1, kind, &subject("Thrale", "1961-05-06"))).await.unwrap();
    }
    keep(&world, 1, "Quenby", Value::Null).await;
    let clean = approval(&world, 1).await;
    let donor = subject("Quenby", "1941-02-03");
    records.note(&matter(3, 1, MatterKind::DonorInvestigation, &donor)).await.unwrap();
    let investigated = approval(&world, 1).await;
    assert_eq!((investigated.text(), &investigated.headers), (clean.text(), &clean.headers));
    records.note(&matter(4, 1, MatterKind::Death, &donor)).await.unwrap();
    assert_ne!(approval(&world, 1).await.text(), clean.text());
}

#[tokio::test]
async fn a_draft_that_is_not_there_is_not_approved() {
    let world = impatient();
    assert_eq!(told(&approval(&world, 1).await), problem(404, "unknown-draft"));
    keep(&world, 1, "Quenby", Value::Null).await;
    assert_eq!(state(&delete(&world, 1).await).0, 200);
    assert_eq!(told(&approval(&world, 1).await), problem(410, "deleted"));
    world.register.go_away();
    assert_eq!(told(&approval(&world, 2).await), problem(503, "register-away"));
}

#[tokio::test]
async fn who_may_not_read_a_draft_is_not_told_how_it_stands() {
    let world = World::new();
    keep(&world, 1, "Quenby", Value::Null).await;
    let path = format!("{}/approval", address(1));
    let reader = bearing(&world, "drafts:read", "GET", &path);
    assert_eq!(world.send(reader, "").await.status, 200);
    let other = bearing(&world, "fees:read", "GET", &path);
    assert_eq!(told(&world.send(other, "").await), problem(403, "forbidden"));
    let user = issued_by(&world, "opg.poas.use", "GET", &path);
    assert_eq!(told(&world.send(user, "").await), problem(403, "forbidden"));
}

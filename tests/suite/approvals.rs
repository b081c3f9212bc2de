//! Kept drafts are assessed beside requests: since when what stands, and what case managers should look at (`docs/approvals.md`).

use std::time::Duration;

use axum::http::{Request, request};
use jiff::SignedDuration;
use lpa_domain::records::{MatterKind, ToldFact};
use lpa_ports::Clock as _;
use lpa_tests::samples::{lpa_uid, matter, subject};
use lpa_tests::until;
use lpa_tests::world::{Answer, Token, World};
use serde_json::{Value, json};

const LIST: &str = "/v1/referrals";
const PATIENCE: Duration = Duration::from_secs(30);

/// The beginning of a request under a token of our own.
fn bearing(world: &World, scope: &str, method: &str, path: &str) -> request::Builder {
    let now = world.clock.now();
    let ours = Token::at(now).with("iss", "causeway").with("aud", "causeway").with("scope", scope);
    let token = ours.with("exp", (now + SignedDuration::from_mins(5)).as_second()).signed();
    Request::builder().method(method).uri(path).header("Authorization", format!("Bearer {token}"))
}

async fn get(world: &World, path: &str) -> Answer {
    world.send(bearing(world, "referrals:read", "GET", path), "").await
}

/// The rules and places of the referrals that are open.
async fn found(world: &World) -> Vec<(String, String)> {
    let answer = get(world, LIST).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = |each: &Value, name: &str| each[name].as_str().unwrap().to_owned();
    let referrals = answer.json()["referrals"].as_array().unwrap().clone();
    referrals.iter().map(|each| (text(each, "rule"), text(each, "source"))).collect()
}

/// Waits until the referrals that are open are such.
async fn open(world: &World, are: impl Fn(&[(String, String)]) -> bool) {
    until("the referrals settle", PATIENCE, async || are(&found(world).await).then_some(())).await;
}

fn investigation(n: u32, last_name: &str) -> ToldFact {
    matter(n, 1, MatterKind::AttorneyInvestigation, &subject(last_name, "1980-01-01"))
}

/// Keeps the first draft, with this attorney.
async fn keep(world: &World, attorney: &str) {
    let attorney = json!({ "firstNames": "Ottoline", "lastName": attorney, "dateOfBirth": "1980-01-01",
        "address": { "line1": "1 Low Road", "postcode": "ZZ1 1ZZ", "country": "GB" } });
    let draft = json!({ "lpaType": "property-and-affairs", "donor": { "firstNames": "Ada", "lastName": "Bell" },
        "attorneys": [attorney] });
    let kept = world.put(&format!("/v1/drafts/{}", lpa_uid(1)), json!({ "draft": draft }).to_string()).await;
    assert!(matches!(kept.status, 200 | 202), "{}", kept.text());
}

fn is_b16(found: &[(String, String)]) -> bool {
    found.contains(&("B16".to_owned(), "/attorneys/0".to_owned()))
}

/// rules/safeguarding.md B16, N3: what the caller is never told of.
#[tokio::test]
async fn what_only_opg_knows_is_put_before_case_managers() {
    let world = World::new();
    world.causeway.ports().records.note(&investigation(1, "Dorn")).await.unwrap();
    keep(&world, "Dorn").await;
    open(&world, is_b16).await;
    let listed = get(&world, LIST).await;
    for personal in ["Dorn", "Ottoline", "Bell", "1980", "ZZ1"] {
        assert!(!listed.text().contains(personal), "{personal}");
    }
    let referrals = listed.json()["referrals"].as_array().unwrap().clone();
    let referral = referrals.iter().find(|each| each["rule"] == "B16").unwrap();
    assert_eq!((&referral["uid"], &referral["state"]), (&json!(lpa_uid(1)), &json!("open")));
    assert!(referral["says"].as_str().is_some_and(|says| !says.is_empty()));
    let one = get(&world, &format!("{LIST}/{}", referral["id"].as_str().unwrap())).await;
    assert_eq!(&one.json(), referral);
}

#[tokio::test]
async fn a_concern_goes_with_the_person_and_another_person_is_another_concern() {
    let world = World::new();
    let records = &world.causeway.ports().records;
    records.note(&investigation(1, "Dorn")).await.unwrap();
    records.note(&investigation(2, "Vone")).await.unwrap();
    keep(&world, "Dorn").await;
    open(&world, is_b16).await;
    keep(&world, "Quill").await;
    open(&world, |found| !is_b16(found)).await;
    let gone = get(&world, &format!("{LIST}?state=gone")).await.json();
    assert!(gone["referrals"].as_array().unwrap().iter().any(|each| each["rule"] == "B16"), "{gone}");
    keep(&world, "Vone").await;
    open(&world, is_b16).await;
    let gone_still = get(&world, &format!("{LIST}?state=gone")).await.json();
    assert!(gone_still["referrals"].as_array().unwrap().iter().any(|each| each["rule"] == "B16"));
}

#[tokio::test]
async fn who_has_looked_says_so_once_and_for_all() {
    let world = World::new();
    world.causeway.ports().records.note(&investigation(1, "Dorn")).await.unwrap();
    keep(&world, "Dorn").await;
    open(&world, is_b16).await;
    let referrals = get(&world, LIST).await.json()["referrals"].as_array().unwrap().clone();
    let id = referrals.iter().find(|each| each["rule"] == "B16").unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("{LIST}/{id}/close");
    let close = async |scope: &str, body: &str| {
        world.send(bearing(&world, scope, "POST", &path), body.to_owned()).await
    };
    assert_eq!(close("referrals:read", r#"{ "reason": "known" }"#).await.status, 403);
    assert_eq!(close("referrals:close", "{}").await.problems()[0].0, "/reason");
    let closed = close("referrals:close", r#"{ "reason": "known to the team" }"#).await;
    assert_eq!((closed.status, &closed.json()["state"]), (200, &json!("closed")));
    let again = close("referrals:close", r#"{ "reason": "something else" }"#).await;
    assert_eq!(again.json(), closed.json());
    keep(&world, "Quill").await;
    open(&world, |found| !is_b16(found)).await;
    keep(&world, "Dorn").await;
    open(&world, |found| !is_b16(found)).await;
}

#[tokio::test]
async fn nobody_else_sees_referrals() {
    let world = World::new();
    for scope in ["drafts:read", "operations:read operations:repair", "referrals:close"] {
        let answer = world.send(bearing(&world, scope, "GET", LIST), "").await;
        assert_eq!(answer.status, 403, "{scope}");
    }
    assert_eq!(world.get(LIST).await.status, 401);
    let unknown = get(&world, &format!("{LIST}/01900000-0000-4000-8000-000000000000")).await;
    assert_eq!((unknown.status, &unknown.json()["code"]), (404, &json!("unknown-referral")));
    let wrong = get(&world, &format!("{LIST}?state=shut&limit=0&who=x")).await;
    assert_eq!((wrong.status, wrong.problems().len()), (400, 3));
}

/// An outage delays what is looked at, and loses none of it.
#[tokio::test]
async fn a_draft_that_was_kept_in_an_outage_is_assessed_afterwards() {
    let world = World::new();
    world.causeway.ports().records.note(&investigation(1, "Dorn")).await.unwrap();
    world.register.go_away();
    keep(&world, "Dorn").await;
    world.register.come_back();
    let referred = async || {
        world.pass(SignedDuration::from_mins(1));
        is_b16(&found(&world).await).then_some(())
    };
    until("it is referred", PATIENCE, referred).await;
}

#[tokio::test]
async fn a_section_says_since_when_it_stands_so_on_what_was_told() {
    let world = World::new();
    let path = format!("/v1/drafts/{}/approval", lpa_uid(1));
    let since = async |name: &str| {
        let told = async || {
            let answer = world.get(&path).await.json();
            let sections = answer["sections"].as_array().unwrap().clone();
            let section = sections.iter().find(|section| section["section"] == name).unwrap();
            section["since"].as_str().map(str::to_owned)
        };
        until("it is noted since when", PATIENCE, told).await
    };
    keep(&world, "Dorn").await;
    let (attorneys, payment) = (since("attorneys").await, since("payment").await);
    assert_eq!((&*attorneys, &*payment), ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z"));
    world.pass(SignedDuration::from_mins(1));
    keep(&world, "Quill").await;
    assert_eq!(since("attorneys").await, "2026-03-02T09:01:00Z");
    assert_eq!(since("payment").await, payment);
}

#[tokio::test]
async fn where_none_are_kept_that_is_said() {
    let world = World::in_front_of(
        std::sync::Arc::new(lpa_adapters_memory::MemoryRegister::new(lpa_domain::Profile::Compatible)),
        lpa_tests::world::Choices::default(),
    );
    let answer = get(&world, LIST).await;
    assert_eq!((answer.status, &answer.json()["code"]), (422, &json!("no-referrals")));
}

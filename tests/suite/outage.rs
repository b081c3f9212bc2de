//! The register goes away and comes back: a real PostgreSQL server, stopped, killed and frozen (design sections 3.2, 3.4
//! and 7).

mod failing_disk;
mod gone;
mod journal;
mod small_disk;

use std::time::{Duration, Instant};

use lpa_domain::document::example;
use lpa_tests::binary::{Client, Serving};
use lpa_tests::cluster::{Cluster, Settings};
use lpa_tests::samples::EMAIL;
use lpa_tests::until;
use lpa_tests::world::Answer;
use serde_json::{Value, json};

use crate::process::{correction, creation, in_front_of};

/// In the register before the outage.
const OLD: &str = "M-3779-9919-9529";
/// Created during the outage.
const NEW: &str = "M-3983-7994-6950";
const PATIENCE: Duration = Duration::from_secs(30);
/// A caller waits for the register so long at most; the rest is for a machine that is busy.
const BUDGET_MS: &str = "300";
const ANSWERED_WITHIN: Duration = Duration::from_millis(1_500);

/// One way to go away, and the way back.
struct Tide {
    ebb: fn(&Cluster),
    flood: fn(&Cluster),
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_register_that_is_stopped_loses_nothing() {
    outlast(Tide { ebb: Cluster::stop, flood: Cluster::resume }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_register_that_is_killed_loses_nothing() {
    outlast(Tide { ebb: Cluster::kill, flood: Cluster::resume }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_register_that_is_frozen_loses_nothing() {
    outlast(Tide { ebb: Cluster::freeze, flood: Cluster::thaw }).await;
}

/// Two LPAs through an outage, from the first write to the last receipt.
async fn outlast(tide: Tide) {
    let cluster = Cluster::start(&Settings { durable: true, in_memory: true, ..Settings::default() });
    let database = cluster.database().await;
    let serving = in_front_of(&database).with("FORWARD__BUDGET_MS", BUDGET_MS).serve().await;
    let client = serving.client();
    let mut promised = [applied_before(&client).await, Vec::new()];
    (tide.ebb)(&cluster);
    promised[0].push(held(&client, "POST", &updates(OLD), second_email()).await);
    promised[1].push(held(&client, "PUT", &lpa(NEW), creation()).await);
    promised[1].push(held(&client, "POST", &updates(NEW), first_email()).await);
    let refused = held(&client, "PUT", &lpa(NEW), example::bytes(0)).await;
    nothing_is_absent(&client).await;
    degraded(&client, 4).await;
    (tide.flood)(&cluster);
    let states = recovered(&client).await;
    assert!(!states.contains(&json!("maintenance")), "{states:?}");
    for (uid, promised) in [OLD, NEW].into_iter().zip(promised) {
        assert_eq!(client.history(uid).await, promised, "{uid}");
    }
    let receipt = client.get(&format!("/v1/operations/{refused}")).await.json();
    assert_eq!(
        (&receipt["state"], &receipt["refusal"]["code"]),
        (&json!("refused"), &json!("already-exists"))
    );
    goes_on(serving).await;
}

/// An LPA is created and corrected while all is well.
async fn applied_before(client: &Client) -> Vec<String> {
    let created = client.put(&lpa(OLD), creation()).await;
    let corrected = client.post(&updates(OLD), first_email()).await;
    assert_eq!((created.status, corrected.status), (201, 201), "{}", corrected.text());
    [created, corrected].map(|answer| answer.header("causeway-operation").to_owned()).into()
}

/// A write is accepted within the budget and held; its operation.
async fn held(client: &Client, method: &str, path: &str, body: impl Into<Vec<u8>>) -> String {
    let began = Instant::now();
    let answer = client.send(client.request(method, path).body(body.into())).await;
    assert_eq!((answer.status, &answer.json()["state"]), (202, &json!("held")), "{method} {path}");
    assert!(began.elapsed() < ANSWERED_WITHIN, "{method} {path}: {:?}", began.elapsed());
    answer.header("causeway-operation").to_owned()
}

/// While the register cannot be asked, nothing is said to be absent.
async fn nothing_is_absent(client: &Client) {
    for uid in [OLD, NEW, "M-5678-9012-3456"] {
        for path in [lpa(uid), updates(uid), format!("{}/static", lpa(uid))] {
            cannot_say(&client.get(&path).await, &path);
        }
    }
    let list = client.post("/lpas", json!({ "uids": [OLD, NEW] }).to_string()).await;
    cannot_say(&list, "the list");
}

fn cannot_say(answer: &Answer, path: &str) {
    assert_eq!((answer.status, &answer.json()["code"]), (503, &json!("register-away")), "{path}");
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0, "{path}");
}

/// It can accept, and says what is away and what it holds.
async fn degraded(client: &Client, held: u64) {
    assert_eq!(client.get("/health-check/service").await.status, 200);
    let aged = until("the oldest held one is a second old", PATIENCE, async || {
        let told = client.dependencies().await;
        (told["oldestHeldAgeSeconds"].as_u64() >= Some(1)).then_some(told)
    });
    let told = aged.await;
    assert_eq!((&told["register"]["state"], &told["held"]), (&json!("degraded"), &json!(held)), "{told}");
    assert!(told["register"]["since"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{told}");
}

/// Waits until all is well; the states on the way there. Meanwhile the new LPA is never said to be absent.
async fn recovered(client: &Client) -> Vec<Value> {
    let mut states = Vec::new();
    until("all is well", PATIENCE, async || {
        assert_eq!(client.get("/health-check/service").await.status, 200);
        let read = client.get(&lpa(NEW)).await;
        assert!([200, 503].contains(&read.status), "{}", read.text());
        let told = client.dependencies().await;
        states.push(told["register"]["state"].clone());
        let well = told["register"]["state"] == "available" && told["held"] == 0;
        well.then(|| assert_eq!((&told["parked"], &told["oldestHeldAgeSeconds"]), (&json!(0), &json!(0))))
    })
    .await;
    states
}

/// What was held can be read, and the next write is applied at once.
async fn goes_on(serving: Serving) {
    let client = serving.client();
    assert_eq!(client.get(&lpa(OLD)).await.json()["donor"]["email"], "third@example.com");
    assert_eq!(client.get(&lpa(NEW)).await.json()["donor"]["email"], "second@example.com");
    assert_eq!(client.post(&updates(NEW), second_email()).await.status, 201);
    serving.stop().await;
}

fn first_email() -> String {
    correction("/donor/email", EMAIL, "second@example.com")
}

fn second_email() -> String {
    correction("/donor/email", "second@example.com", "third@example.com")
}

fn lpa(uid: &str) -> String {
    format!("/lpas/{uid}")
}

fn updates(uid: &str) -> String {
    format!("/lpas/{uid}/updates")
}

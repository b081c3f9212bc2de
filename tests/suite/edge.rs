//! An edge on top of another Causeway, over real HTTP on loopback: the same writes, whatever happens to the way between.

mod outages;
mod passing_on;

use std::time::Duration;

use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_domain::{HistoryEntry, LpaUid};
use lpa_tests::samples::lpa_uid;
use lpa_tests::served::Served;
use lpa_tests::world::{Answer, World};
use serde_json::json;

/// What another Causeway holds of the `n`-th LPA, oldest first.
async fn held_upstream(upstream: &Served, n: u64) -> Vec<HistoryEntry> {
    let mut entries = upstream.world.causeway.history(lpa_uid(n)).await.unwrap();
    entries.reverse();
    entries
}

fn address(uid: LpaUid) -> String {
    format!("/lpas/{uid}")
}

/// Creates the `n`-th LPA; the donor's email address is not given.
async fn create(world: &World, n: u64) -> Answer {
    let mut document: serde_json::Value = serde_json::from_slice(&example::bytes(0)).unwrap();
    document["donor"]["email"] = json!("");
    world.put(&address(lpa_uid(n)), document.to_string()).await
}

/// Corrects the donor's email address: refused unless `old` is what stands there.
async fn correct(world: &World, n: u64, old: &str, new: &str) -> Answer {
    let change = json!({ "key": "/donor/email", "old": old, "new": new });
    let update = json!({ "type": "CORRECTION", "changes": [change] });
    world.post(&format!("{}/updates", address(lpa_uid(n))), update.to_string()).await
}

/// Lets time pass until the edge holds nothing. Time passes slowly enough for a token to stay valid on its way.
pub(crate) async fn settle(edge: &World) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
    while edge.causeway.ports().journal.backlog().await.unwrap().held > 0 {
        assert!(tokio::time::Instant::now() < deadline, "still held");
        edge.pass(SignedDuration::from_millis(500));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// What the edge says of an operation that it holds or held.
async fn receipt(edge: &World, address: &str) -> serde_json::Value {
    let answer = edge.get(address).await;
    assert_eq!(answer.status, 200);
    answer.json()
}

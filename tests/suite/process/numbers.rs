//! UIDs while their issuer is away: from the stock, across a kill, and by two instances at once.

use std::collections::BTreeSet;

use futures::future::join_all;
use lpa_tests::binary::Client;
use lpa_tests::cluster::Cluster;
use lpa_tests::until;
use serde_json::Value;

use super::{chain, sharing};

const CASE: &str = r#"{"type":"personal-welfare","source":"APPLICANT","donor":{"name":"Vone Spust","dob":"1938-03-18","postcode":"W8A 0IK"}}"#;
const BLOCK: usize = 60;
/// At a kill so many numbers are lost at most: those that were taken from the stock and not handed out.
const RUN: usize = 20;
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// The UID that was issued; `None` when none can be issued now.
async fn issue(client: &Client) -> Option<String> {
    let answer = client.post("/cases", CASE).await;
    if answer.status == 201 {
        return Some(answer.json()["uid"].as_str().unwrap().to_owned());
    }
    assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some("issuer-away")));
    None
}

async fn until_stocked(client: &Client) {
    let stocked = async || {
        let left = client.dependencies().await["uidsLeft"].as_u64()?;
        (left >= BLOCK as u64).then_some(())
    };
    until("a whole block is in stock", PATIENCE, stocked).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn drafting_goes_on_while_the_issuer_is_away_also_after_a_kill_and_no_uid_is_issued_twice() {
    // integration.md J10 and J11
    let database = Cluster::shared().database().await;
    let [back, edge] = chain(&database);
    let edge = edge.with("UIDS__BLOCK", BLOCK.to_string());
    let (register, first) = (back.serve().await, edge.serve().await);
    let client = first.client();
    let mut issued = Vec::new();
    for _ in 0..5 {
        issued.push(issue(&client).await.unwrap());
    }
    until_stocked(&client).await;
    register.kill().await;
    let under_a_key = client.post_keyed("/cases", "J10", CASE).await.json();
    for _ in 0..BLOCK / 2 {
        issued.push(issue(&client).await.expect("the stock lasts"));
    }
    first.kill().await;
    let second = edge.serve().await;
    let client = second.client();
    assert_eq!(client.post_keyed("/cases", "J10", CASE).await.json(), under_a_key, "after the kill as well");
    let before = issued.len();
    while let Some(uid) = issue(&client).await {
        issued.push(uid);
    }
    assert!(issued.len() - before >= BLOCK / 2 - RUN - 1, "the stock outlives the kill: {}", issued.len());
    assert_eq!(client.post_keyed("/cases", "J10", CASE).await.json(), under_a_key, "though none is left");
    let register = back.serve().await;
    let again = until("the issuer is back", PATIENCE, async || issue(&client).await).await;
    issued.extend([again, under_a_key["uid"].as_str().unwrap().to_owned()]);
    assert_eq!(issued.iter().collect::<BTreeSet<_>>().len(), issued.len(), "none twice");
    second.stop().await;
    register.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_on_one_journal_issue_at_once_and_none_twice() {
    let database = Cluster::shared().database().await;
    let instance = async || sharing(&database, &database).with("UIDS__BLOCK", "30").serve().await;
    let (one, other) = (instance().await, instance().await);
    let clients = [one.client(), other.client()];
    let asking = clients.iter().cycle().take(8).map(async |client| {
        let mut issued = Vec::new();
        for _ in 0..50 {
            issued.push(issue(client).await.unwrap());
        }
        issued
    });
    let issued = join_all(asking).await.concat();
    assert_eq!((issued.len(), issued.iter().collect::<BTreeSet<_>>().len()), (400, 400));
    one.kill().await;
    let after: Value = other.client().dependencies().await;
    assert!(after["uidsLeft"].is_u64(), "{after}");
    let next = issue(&other.client()).await.unwrap();
    assert!(!issued.contains(&next));
}

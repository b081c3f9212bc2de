//! J48: an instance is lost with what it had accepted; another that shares its journal finishes it.

use std::time::Duration;

use lpa_tests::binary::{Binary, Client};
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::crossing::{Crossing, Mode};
use lpa_tests::reckoning::{Holdings, Promise, differences};
use lpa_tests::samples::{EMAIL, lpa_uid};
use lpa_tests::until;
use serde_json::json;

use super::in_every_mode;
use crate::process::{correction, creation, sharing};

in_every_mode!(over modes j48_what_a_lost_instance_accepted_another_finishes);

/// What the lost instance was just forwarding is taken over when its lease has run out.
const PATIENCE: Duration = Duration::from_mins(1);
const LPAS: u64 = 3;

/// Two instances over one journal, which stays, and one register, which does not.
async fn j48_what_a_lost_instance_accepted_another_finishes(mode: Mode) {
    let cluster = Cluster::shared();
    let (register, journal) = (cluster.database().await, cluster.database().await);
    let mut crossing = Crossing::to(cluster, &register, mode);
    let instance = || -> Binary {
        let binary = sharing(&Database { url: crossing.url(), ..register.clone() }, &journal);
        binary.with("FORWARD__BUDGET_MS", "250")
    };
    let (lost, other) = (instance().serve().await, instance().serve().await);
    let mut promises = Vec::new();
    for n in 1..=LPAS {
        promises.extend(accepted(&lost.client(), n, "PUT", creation()).await);
    }
    crossing.worsen().await;
    for n in 1..=LPAS {
        crossing.step().await;
        let corrected = correction("/donor/email", EMAIL, "second@example.com");
        promises.extend(accepted(&lost.client(), n, "POST", corrected.into_bytes()).await);
    }
    lost.kill().await;
    let client = other.client();
    for promise in &promises {
        let receipt = client.get(&format!("/v1/operations/{}", promise.operation)).await;
        assert_eq!(receipt.status, 200, "{}", receipt.text());
        assert!([json!("held"), json!("applied")].contains(&receipt.json()["state"]), "{}", receipt.text());
    }
    crossing.mend().await;
    let settled = async || {
        let told = client.dependencies().await;
        (told["held"] == json!(0)).then_some(())
    };
    until("the other instance has finished it", PATIENCE, settled).await;
    let held = Holdings::of(&client, &register.owner_url, &promises).await;
    assert_eq!(differences(&promises, &held), []);
    assert_eq!(held.versions.len() as u64, 2 * LPAS);
    other.stop().await;
}

async fn accepted(client: &Client, n: u64, method: &str, body: Vec<u8>) -> Option<Promise> {
    let uid = lpa_uid(n).to_string();
    let path = if method == "PUT" { format!("/lpas/{uid}") } else { format!("/lpas/{uid}/updates") };
    let answer = client.send(client.request(method, &path).body(body)).await;
    assert!([201, 202].contains(&answer.status), "{}", answer.text());
    let operation = answer.header("causeway-operation").to_owned();
    Some(Promise { operation, uid, caller: "one".to_owned(), done: answer.status == 201 })
}

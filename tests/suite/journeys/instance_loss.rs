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
    let mut unfinished = 0;
    for promise in &promises {
        let receipt = client.get(&format!("/v1/operations/{}", promise.operation)).await;
        assert_eq!(receipt.status, 200, "{}", receipt.text());
        let state = receipt.json()["state"].clone();
        assert!(state == "applied" || (state == "held" && !promise.done), "{}", receipt.text());
        unfinished += usize::from(!promise.done);
    }
    // Else there was nothing to be lost.
    assert!(unfinished > 0 || matches!(mode, Mode::Up | Mode::Flap), "{mode:?}");
    the_callers_are_recognised(&client, &promises).await;
    if mode == Mode::LostAck {
        // The fault stays until the other has tried again what the lost one did and was not told of.
        let lost = crossing.proxy.lost();
        let tried =
            async || (crossing.proxy.lost() > lost || any_applied(&client, &promises).await).then_some(());
        until("the other instance has tried", PATIENCE, tried).await;
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

/// Whether one of those that were promised for later is done.
async fn any_applied(client: &Client, promises: &[Promise]) -> bool {
    for promise in promises.iter().filter(|promise| !promise.done) {
        let receipt = client.get(&format!("/v1/operations/{}", promise.operation)).await;
        if receipt.json()["state"] == "applied" {
            return true;
        }
    }
    false
}

/// Whoever did not hear and asks the other instance again, under the same key, is told of the same operation.
async fn the_callers_are_recognised(client: &Client, promises: &[Promise]) {
    // After the creations.
    let corrections = promises.iter().rev().zip((1..=LPAS).rev());
    for (promise, n) in corrections {
        let corrected = correction("/donor/email", EMAIL, "second@example.com");
        let again = accepted(client, n, "POST", corrected.into_bytes()).await;
        assert_eq!(again.map(|again| again.operation).as_ref(), Some(&promise.operation));
    }
}

async fn accepted(client: &Client, n: u64, method: &str, body: Vec<u8>) -> Option<Promise> {
    let uid = lpa_uid(n).to_string();
    let path = if method == "PUT" { format!("/lpas/{uid}") } else { format!("/lpas/{uid}/updates") };
    let request = client.request(method, &path).header("Idempotency-Key", format!("{method}-{n}"));
    let answer = client.send(request.body(body)).await;
    assert!([201, 202].contains(&answer.status), "{}", answer.text());
    let operation = answer.header("causeway-operation").to_owned();
    Some(Promise { operation, uid, caller: "one".to_owned(), done: answer.status == 201 })
}

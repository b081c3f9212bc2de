//! Two instances in front of one register: each with a journal of its own, or both with one that they share.

use std::time::Duration;

use lpa_domain::document::example;
use lpa_tests::binary::Serving;
use lpa_tests::cluster::Cluster;
use lpa_tests::samples::{EMAIL, OTHER_NAMES, lpa_uid};
use lpa_tests::until;
use serde_json::json;
use sqlx::{Connection as _, Executor as _, PgConnection};

use super::{ADDRESS, UID, UPDATES};
use crate::process::{correction, creation, in_front_of, sharing};

const ROUNDS: u64 = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_that_create_one_uid_at_once_give_one_201_and_one_400() {
    // contract section 9, W4
    let database = Cluster::shared().database().await;
    let instances = [in_front_of(&database).serve().await, in_front_of(&database).serve().await];
    let [one, other] = instances.each_ref().map(Serving::client);
    for n in 1..=ROUNDS {
        let path = format!("/lpas/{}", lpa_uid(n));
        let (one, other) = tokio::join!(one.put(&path, example::bytes(0)), other.put(&path, creation()));
        let mut told = [one.said(), other.said()];
        told.sort_unstable();
        let exists = r#"{"code":"INVALID_REQUEST","detail":"LPA with UID already exists"}"#;
        assert_eq!(told, [(201, "{}"), (400, exists)]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_that_edit_different_fields_at_once_are_both_kept() {
    // contract section 9, W2: 30 of 30 runs lost one
    let database = Cluster::shared().database().await;
    let instances = [in_front_of(&database).serve().await, in_front_of(&database).serve().await];
    let [one, other] = instances.each_ref().map(Serving::client);
    one.put(ADDRESS, creation()).await;
    let (mut email, mut names) = (EMAIL.to_owned(), OTHER_NAMES.to_owned());
    for n in 0..ROUNDS {
        let next = (format!("{n}@example.com"), format!("Otto {n}"));
        let (a, b) = tokio::join!(
            one.post(UPDATES, correction("/donor/email", &email, &next.0)),
            other.post(UPDATES, correction("/donor/otherNamesKnownBy", &names, &next.1)),
        );
        assert_eq!((a.status, b.status), (201, 201), "{} {}", a.text(), b.text());
        (email, names) = next;
        let donor = &one.get(ADDRESS).await.json()["donor"];
        assert_eq!((&donor["email"], &donor["otherNamesKnownBy"]), (&json!(email), &json!(names)));
    }
    assert_eq!(one.history(UID).await.len(), 21);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_that_share_a_journal_keep_the_order_of_each_lpa() {
    let database = Cluster::shared().database().await;
    let instances =
        [sharing(&database, &database).serve().await, sharing(&database, &database).serve().await];
    let clients = instances.each_ref().map(Serving::client);
    let created = clients[0].put(ADDRESS, creation()).await;
    let mut promised = vec![created.header("causeway-operation").to_owned()];
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let mut email = EMAIL.to_owned();
    for n in 0..6 {
        // The register is busy: what comes now waits in line, and the other instance's behind it.
        let mut lock = owner.begin().await.unwrap();
        lock.execute("lock table causeway.lpa_version in access exclusive mode").await.unwrap();
        for client in clients.iter().cycle().take(4) {
            let next = format!("{n}-{}@example.com", promised.len());
            let answer = client.post(UPDATES, correction("/donor/email", &email, &next)).await;
            assert_eq!(answer.status, 202, "{}", answer.text());
            promised.push(answer.header("causeway-operation").to_owned());
            email = next;
        }
        lock.rollback().await.unwrap();
        // Half the time the next ones come while the line is being worked off.
        if n % 2 == 0 {
            clients[1].until_nothing_is_held().await;
        }
    }
    clients[0].until_nothing_is_held().await;
    assert_eq!(clients[1].history(UID).await, promised);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_instance_holds_another_that_shares_its_journal_tells_and_finishes() {
    let database = Cluster::shared().database().await;
    let away =
        sharing(&database, &database).with("REGISTER__URL", "postgres://causeway_rw@127.0.0.1:1/nothing");
    let serving = away.serve().await;
    let request = serving.client().request("PUT", ADDRESS).header("Idempotency-Key", "one");
    let held = serving.client().send(request.body(creation())).await;
    assert_eq!(held.status, 202);
    serving.kill().await;
    let other = sharing(&database, &database).serve().await;
    let client = other.client();
    let receipt = async || {
        let told = client.get(held.header("location")).await.json();
        (told["state"] == "applied").then_some(())
    };
    until("the other instance has finished it", Duration::from_secs(20), receipt).await;
    let request = client.request("PUT", ADDRESS).header("Idempotency-Key", "one");
    assert_eq!(client.send(request.body(creation())).await.said(), (201, "{}"));
    assert_eq!(client.history(UID).await, [held.header("causeway-operation")]);
}

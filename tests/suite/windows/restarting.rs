//! The real binary in front of a real register, killed during a window.

use std::time::Duration;

use lpa_tests::binary::{Binary, Client};
use lpa_tests::cluster::Cluster;
use lpa_tests::until;
use serde_json::json;

use crate::process::{creation, in_front_of, sharing};

const ID: &str = "6f0f3b4e-5d1c-4a59-9d6e-0a1f5c7e2b11";
const PATIENCE: Duration = Duration::from_secs(30);
const UIDS: [&str; 3] = ["M-3779-9919-9529", "M-3983-7994-6950", "M-4187-6069-4388"];

fn window(binary: &Binary, arguments: &[&str]) {
    let said = binary.run([&["window"], arguments].concat());
    assert_eq!(said.code, Some(0), "{}", said.err);
}

async fn until_state(client: &Client, state: &str) {
    until("the state is told", PATIENCE, async || {
        (client.dependencies().await["register"]["state"] == state).then_some(())
    })
    .await;
}

/// A creation is accepted and held, though the register is there.
async fn held(client: &Client, uid: &str) -> String {
    let answer = client.put(&format!("/lpas/{uid}"), creation()).await;
    assert_eq!((answer.status, &answer.json()["state"]), (202, &json!("held")), "{}", answer.text());
    answer.header("causeway-operation").to_owned()
}

/// A window through a kill and a restart, and its end.
async fn outlive(binary: &Binary) {
    let serving = binary.serve().await;
    assert_eq!(serving.client().put(&format!("/lpas/{}", UIDS[0]), creation()).await.status, 201);
    window(binary, &["announce", "--id", ID, "--end", "+2h", "--reason", "planned work"]);
    until_state(&serving.client(), "maintenance").await;
    let first = held(&serving.client(), UIDS[1]).await;
    serving.kill().await;
    let serving = binary.serve().await;
    let client = serving.client();
    // The first request after the start: the window was read before it listened.
    let second = held(&client, UIDS[2]).await;
    let refused = client.get(&format!("/lpas/{}", UIDS[0])).await;
    let seconds: u32 = refused.header("retry-after").parse().unwrap();
    assert!(refused.status == 503 && (7_000..=7_200).contains(&seconds), "{} {seconds}", refused.status);
    assert_eq!(client.dependencies().await["held"], 2);
    window(binary, &["end", ID]);
    client.until_nothing_is_held().await;
    for (uid, operation) in [(UIDS[1], first), (UIDS[2], second)] {
        assert_eq!(client.history(uid).await, [operation], "{uid}");
    }
    let log = serving.stop().await;
    assert!(!log.contains("WARN") && !log.contains("ERROR"), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_outlives_a_kill_of_the_service_on_a_journal_of_its_own() {
    outlive(&in_front_of(&Cluster::shared().database().await)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_outlives_a_kill_of_the_service_on_a_shared_journal() {
    let database = Cluster::shared().database().await;
    outlive(&sharing(&database, &database)).await;
}

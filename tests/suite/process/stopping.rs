//! Told to stop: what runs is finished, what is held stays held, and the log can be read by machines.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use lpa_domain::document::example;
use lpa_tests::binary::Binary;
use lpa_tests::cluster::Cluster;
use lpa_tests::until;
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _, PgConnection};

use super::caller::Caller;
use super::{causeway, in_front_of};

const ADDRESS: &str = "/lpas/M-3779-9919-9529";
const SOON: Duration = Duration::from_secs(10);
/// Nobody listens there.
const NOWHERE: &str = "postgres://causeway_rw@127.0.0.1:1/nothing";
/// What the log says of a file that a restored journal lacks.
const MISSING: &str = "this file is not there";

fn beside_the_journal(binary: &Binary, ending: &str) -> std::path::PathBuf {
    binary.home().join(format!("journal{ending}"))
}

#[tokio::test]
async fn told_to_stop_it_answers_what_runs_and_takes_nothing_more() {
    let database = Cluster::shared().database().await;
    let serving = in_front_of(&database).with("FORWARD__BUDGET_MS", "15000").serve().await;
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let mut lock = owner.begin().await.unwrap();
    lock.execute("lock table causeway.lpa_version in access exclusive mode").await.unwrap();
    let client = serving.client();
    let running = tokio::spawn(async move { client.put(ADDRESS, example::bytes(0)).await });
    let client = serving.client();
    until("the write is recorded", SOON, async || (client.dependencies().await["held"] == 1).then_some(()))
        .await;
    serving.terminate();
    let address = client.address().to_owned();
    until("it listens no more", SOON, async || tokio::net::TcpStream::connect(&address).await.err()).await;
    lock.rollback().await.unwrap();
    assert_eq!(running.await.unwrap().said(), (201, "{}"));
    let (status, log) = serving.wait().await;
    assert_eq!(status.code(), Some(0), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_amid_many_writes_it_answers_every_one_that_it_does() {
    let database = Cluster::shared().database().await;
    let binary = in_front_of(&database);
    let (serving, promises, mut callers) = (binary.serve().await, AtomicUsize::new(0), Caller::some(8));
    let client = serving.client();
    let writing = callers.iter_mut().map(|caller| caller.write(client.clone(), usize::MAX, &promises));
    let stopping = async {
        let enough = async || (promises.load(Ordering::SeqCst) >= 60).then_some(());
        until("some are promised", SOON, enough).await;
        serving.stop().await;
    };
    tokio::join!(join_all(writing), stopping);
    let serving = binary.serve().await;
    let client = serving.client();
    client.until_nothing_is_held().await;
    // None was done without its caller being told.
    join_all(callers.iter_mut().map(|caller| caller.reckon(&client, 0))).await;
}

#[tokio::test]
async fn told_to_stop_it_does_not_wait_for_clients_that_ask_nothing() {
    let serving = causeway().serve().await;
    let client = serving.client();
    // One connection that has asked something, one that never did.
    assert_eq!(client.get("/health-check").await.status, 200);
    let _silent = tokio::net::TcpStream::connect(client.address()).await.unwrap();
    serving.stop().await;
}

#[tokio::test]
async fn held_work_outlives_the_process_and_is_finished_after_the_next_start() {
    let database = Cluster::shared().database().await;
    let binary = causeway().with("REGISTER__URL", NOWHERE);
    let serving = binary.serve().await;
    let held = serving.client().put(ADDRESS, example::bytes(0)).await;
    assert_eq!(held.status, 202);
    let receipt = held.header("location").to_owned();
    serving.stop().await;
    let serving = binary.serve().await;
    assert_eq!(serving.client().get(&receipt).await.json()["state"], "held");
    assert_eq!(serving.client().get(ADDRESS).await.status, 503);
    serving.stop().await;
    let serving = binary.with("REGISTER__URL", &database.url).serve().await;
    let client = serving.client();
    client.until_nothing_is_held().await;
    assert_eq!(client.get(&receipt).await.json()["state"], "applied");
    assert_eq!(client.history("M-3779-9919-9529").await, [held.header("causeway-operation")]);
}

#[tokio::test]
async fn told_to_stop_it_leaves_a_journal_that_needs_no_file_beside_it() {
    let binary = causeway().with("REGISTER__URL", NOWHERE);
    let serving = binary.serve().await;
    let receipt = serving.client().put(ADDRESS, example::bytes(0)).await.header("location").to_owned();
    serving.stop().await;
    assert!(!beside_the_journal(&binary, "-wal").exists());
    std::fs::remove_file(beside_the_journal(&binary, "-log")).unwrap();
    let serving = binary.serve().await;
    assert_eq!(serving.client().get(&receipt).await.json()["state"], "held");
    let log = serving.stop().await;
    assert!(!log.contains(MISSING), "{log}");
}

#[tokio::test]
async fn what_a_restored_journal_lacks_is_said_when_it_starts() {
    let binary = causeway().with("REGISTER__URL", NOWHERE);
    binary.serve().await.kill().await;
    for ending in ["-wal", "-log"] {
        std::fs::remove_file(beside_the_journal(&binary, ending)).unwrap();
    }
    let log = binary.serve().await.stop().await;
    for ending in ["-wal", "-log"] {
        let file = beside_the_journal(&binary, ending);
        let says = |line: &str| line.contains(MISSING) && line.contains(&*file.to_string_lossy());
        assert!(log.lines().any(says), "{ending}: {log}");
    }
}

#[tokio::test]
async fn every_log_line_is_one_json_object_with_the_fixed_fields() {
    let serving = causeway().with("REGISTER__URL", NOWHERE).serve().await;
    let client = serving.client();
    client.put(ADDRESS, example::bytes(0)).await;
    client.get(ADDRESS).await;
    let log = serving.stop().await;
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &lines {
        assert!(["time", "level", "msg"].iter().all(|name| line[name].is_string()), "{line}");
        assert_eq!(line["service_name"], "causeway", "{line}");
    }
    let requests: Vec<_> = lines.iter().filter(|line| line["msg"] == "request").collect();
    let asked = |method: &str| json!({ "method": method, "path": ADDRESS });
    assert_eq!((&requests[0]["request"], &requests[0]["status"]), (&asked("PUT"), &json!(202)));
    assert_eq!((&requests[1]["request"], &requests[1]["status"]), (&asked("GET"), &json!(503)));
    assert!(requests.iter().all(|line| line["trace_id"].as_str().unwrap().len() == 32));
}

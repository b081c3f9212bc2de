//! A journal that cannot be written: nothing is promised that could be lost.

use std::time::Duration;

use lpa_tests::binary::{Binary, Client, Serving};
use lpa_tests::cluster::{Cluster, Database, Settings};
use lpa_tests::samples::lpa_uid;
use lpa_tests::until;
use serde_json::json;

use crate::process::{creation, in_front_of, sharing};

/// How large a file may become, in blocks of 512 bytes: two megabytes, too little for the journal's log.
const BLOCKS: u32 = 4_096;
/// Enough for the log as it is made first, and soon too little for the rest.
const BLOCKS_WITH_A_LOG: u32 = 8_192 + 64;
/// Nobody listens there: everything is held.
pub(super) const NOWHERE: &str = "postgres://causeway_rw@127.0.0.1:1/nothing";
/// The client gives up later than that: it must be told before.
const ANSWERED_WITHIN: Duration = Duration::from_secs(15);
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
/// The number of an LPA after all that fill a disk: a disk that this many do not fill, 8 MB of documents alone, is never full.
pub(super) const LATER: u64 = 5_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journal_on_a_full_disk_promises_nothing_and_keeps_what_it_promised() {
    let database = Cluster::shared().database().await;
    let away = in_front_of(&database).with("REGISTER__URL", NOWHERE);
    let serving = away.serve_with_a_small_disk(BLOCKS).await;
    let (promised, refused) = fill(&serving.client()).await;
    assert!(promised.len() > 10, "{promised:?}");
    let ready = async || (serving.client().get("/health-check/service").await.status == 503).then_some(());
    until("it says that it cannot accept", PATIENCE, ready).await;
    serving.kill().await;
    let serving = away.with("REGISTER__URL", &database.url).serve().await;
    let client = serving.client();
    client.until_nothing_is_held().await;
    for (uid, operation) in promised {
        assert_eq!(client.history(&uid).await, [operation]);
    }
    assert_eq!(client.get(&format!("/lpas/{refused}")).await.status, 404);
}

/// What was promised is held in the register after a start in front of it, and what was refused is not there.
pub(super) async fn reckon(away: &Binary, database: &Database, promised: &[(String, String)], refused: &str) {
    let serving = away.also_with("REGISTER__URL", &database.url).serve().await;
    let client = serving.client();
    client.until_nothing_is_held().await;
    for (uid, operation) in promised {
        assert_eq!(client.history(uid).await, [operation.as_str()]);
    }
    assert_eq!(client.get(&format!("/lpas/{refused}")).await.status, 404);
}

/// It refuses, then accepts again in the same process, and nothing that it promised is missing after it was killed.
pub(super) async fn until_it_accepts_again(
    serving: Serving,
    away: &Binary,
    database: &Database,
    mend: fn(&Serving),
) {
    let client = serving.client();
    let (mut promised, refused) = fill(&client).await;
    let ready = async |status| (client.get("/health-check/service").await.status == status).then_some(());
    until("it says that it cannot accept", PATIENCE, async || ready(503).await).await;
    mend(&serving);
    until("it can accept again", PATIENCE, async || ready(200).await).await;
    let later = async || {
        let uid = lpa_uid(LATER).to_string();
        let answer = client.put(&format!("/lpas/{uid}"), creation()).await;
        (answer.status == 202).then(|| (uid, answer.header("causeway-operation").to_owned()))
    };
    promised.push(until("it accepts", PATIENCE, later).await);
    serving.kill().await;
    reckon(away, database, &promised, &refused).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journal_that_gets_space_again_goes_on_without_a_restart() {
    for blocks in [BLOCKS, BLOCKS_WITH_A_LOG] {
        let database = Cluster::shared().database().await;
        let away = in_front_of(&database).with("REGISTER__URL", NOWHERE);
        let serving = away.serve_with_a_small_disk(blocks).await;
        until_it_accepts_again(serving, &away, &database, Serving::give_space).await;
    }
}

/// Creates LPAs until one cannot be recorded: those that were promised with their operations, and that one.
pub(super) async fn fill(client: &Client) -> (Vec<(String, String)>, String) {
    let mut promised = Vec::new();
    for n in 1..LATER {
        let uid = lpa_uid(n).to_string();
        let answer = client.put(&format!("/lpas/{uid}"), creation()).await;
        if answer.status == 202 {
            promised.push((uid, answer.header("causeway-operation").to_owned()));
            continue;
        }
        assert_eq!((answer.status, &answer.json()["code"]), (503, &json!("not-recorded")));
        assert_eq!(answer.header("retry-after"), "5");
        return (promised, uid);
    }
    panic!("the disk was never full");
}

/// A journal in a PostgreSQL server of its own goes away: nothing is promised, what the register knows is still told, and
/// what it does not know is not said to be absent.
async fn a_shared_journal_is_away(ebb: fn(&Cluster), flood: fn(&Cluster)) {
    let cluster = Cluster::start(&Settings { durable: true, in_memory: true, ..Settings::default() });
    let (register, journal) = (Cluster::shared().database().await, cluster.database().await);
    let serving = sharing(&register, &journal).serve().await;
    let client = serving.client();
    let ready = async |status| (client.get("/health-check/service").await.status == status).then_some(());
    assert_eq!(client.put("/lpas/M-3779-9919-9529", creation()).await.status, 201);
    ebb(&cluster);
    let began = std::time::Instant::now();
    let answer = client.put("/lpas/M-3983-7994-6950", creation()).await;
    assert_eq!((answer.status, &answer.json()["code"]), (503, &json!("not-recorded")));
    assert_eq!(answer.header("retry-after"), "5");
    assert!(began.elapsed() < ANSWERED_WITHIN, "{:?}", began.elapsed());
    until("it says that it cannot accept", PATIENCE, async || ready(503).await).await;
    assert_eq!(client.get("/lpas/M-3779-9919-9529").await.status, 200);
    assert_eq!(client.get("/lpas/M-3983-7994-6950").await.status, 503);
    flood(&cluster);
    until("it can accept again", PATIENCE, async || ready(200).await).await;
    assert_eq!(client.put("/lpas/M-4187-6069-4388", creation()).await.status, 201);
    serving.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shared_journal_that_is_killed_promises_nothing() {
    a_shared_journal_is_away(Cluster::kill, Cluster::resume).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shared_journal_that_is_frozen_promises_nothing() {
    a_shared_journal_is_away(Cluster::freeze, Cluster::thaw).await;
}

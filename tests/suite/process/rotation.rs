//! Another key for the journal, while servers run, broken off at any step.

mod at_each_step;
mod unlogged;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures::future::join_all;
use lpa_tests::binary::{Binary, Client};
use lpa_tests::cluster::Cluster;
use lpa_tests::left_out;
use lpa_tests::samples::lpa_uid;
use serde_json::Value;

use super::{causeway, creation, sharing};
use at_each_step::{End, WRITES, killed_at};

/// So many LPAs are written before the first rotation begins.
const AT_FIRST: u64 = 20;
const NO_STRACE: &str = "strace cannot trace here";
const NOWHERE: &str = "http://127.0.0.1:1";
const ONE_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const OTHER_KEY: &str = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

/// The same program, whose register cannot be reached.
fn without_its_register(binary: &Binary) -> Binary {
    let away = binary.clone().with("REGISTER__URL", NOWHERE).with("FORWARD__BUDGET_MS", "200");
    away.with("REGISTER__SECRET", "a made-up secret between Causeways")
}

/// Creates LPAs until it is told to stop; each must be accepted, at once unless a statement is stopped on purpose.
async fn write(client: Client, next: &AtomicU64, stop: &AtomicBool, stopped: bool) {
    while !stop.load(Ordering::SeqCst) {
        let n = next.fetch_add(1, Ordering::SeqCst);
        let request = || client.request("PUT", &format!("/lpas/{}", lpa_uid(n))).header("Idempotency-Key", n);
        let mut answer = client.send(request().body(creation())).await;
        while answer.status == 503 && stopped {
            answer = client.send(request().body(creation())).await;
        }
        assert_eq!(answer.status, 202, "{n}: {}", answer.text());
    }
}

/// Which keys are listed, as key and number of records.
fn keys(binary: &Binary) -> Vec<(String, u64)> {
    let said = binary.run(["journal", "keys", "--json"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let told: Value = serde_json::from_str(&said.out).unwrap();
    let key = |each: &Value| (each["key"].as_str().unwrap().to_owned(), each["records"].as_u64().unwrap());
    told["keys"].as_array().unwrap().iter().map(key).collect()
}

/// Rotates while writes flow, as often as that is killed, finishes it, drops the old keys, kills the servers; then everything
/// that was accepted must be in the register, and no key of the file in what was said.
async fn rotate_while_writes_flow(
    (binary, key_file): (&Binary, &Path),
    servers: &[Binary],
    killed: impl AsyncFnOnce(),
) {
    let serving =
        join_all(servers.iter().map(async |server| without_its_register(server).serve().await)).await;
    let (next, stop) = (AtomicU64::new(1), AtomicBool::new(false));
    let clients = serving.iter().map(lpa_tests::binary::Serving::client).cycle().take(4);
    let writing = join_all(clients.map(|client| write(client, &next, &stop, servers.len() > 1)));
    let first = keys(binary)[0].0.clone();
    let rotating = async {
        // There is something to be sealed anew, and more comes.
        while next.load(Ordering::SeqCst) < AT_FIRST {
            tokio::task::yield_now().await;
        }
        killed().await;
        let binary = binary.clone();
        tokio::task::spawn_blocking(move || binary.run(["journal", "rotate", "--json"])).await.unwrap()
    };
    let finishing = async {
        let said = rotating.await;
        stop.store(true, Ordering::SeqCst);
        said
    };
    let (_, said) = tokio::join!(writing, finishing);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let mut spoken = said.out + &said.err;
    // The one of before and the new one.
    let both = std::fs::read_to_string(key_file).unwrap();
    assert!(both.lines().count() > 1, "the keys are all in their file");
    let listed = keys(binary);
    assert!(
        listed.len() > 1 && listed[0].0 != first && listed[1..].iter().all(|key| key.1 == 0),
        "{listed:?}"
    );
    let said = binary.run(["journal", "rotate", "--finish"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(keys(binary).len(), 1);
    for server in serving {
        spoken += &server.log();
        server.kill().await;
    }
    let serving = servers[0].serve().await;
    let client = serving.client();
    client.until_nothing_is_held().await;
    for n in 1..next.load(Ordering::SeqCst) {
        assert_eq!(client.get(&format!("/lpas/{}", lpa_uid(n))).await.status, 200, "{n}");
    }
    spoken += &serving.stop().await;
    unlogged::not_in(&spoken, &both);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_that_is_killed_again_and_again_loses_nothing_in_a_file() {
    let database = Cluster::shared().database().await;
    let binary = causeway().with("REGISTER__URL", &database.url);
    // Killed before its first write, amid its first, and later and later.
    let killed = async || {
        for n in [1, 2, 4, 8, 16, 32] {
            let rotation = binary.clone();
            let killed = move || rotation.run_until(WRITES, n, ["journal", "rotate"]);
            if tokio::task::spawn_blocking(killed).await.unwrap().is_none() {
                return left_out(NO_STRACE);
            }
        }
    };
    let key_file = binary.home().join("journal.key");
    rotate_while_writes_flow((&binary, &key_file), std::slice::from_ref(&binary), killed).await;
    let lines = std::fs::read_to_string(key_file).unwrap();
    assert_eq!(lines.lines().count(), 1, "the keys of before are gone from their file");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_that_is_killed_again_and_again_loses_nothing_for_two_who_share_a_journal() {
    let database = Cluster::shared().database().await;
    let one = sharing(&database, &database).without("JOURNAL__KEY");
    let file = one.home().join("keys");
    std::fs::write(&file, ONE_KEY).unwrap();
    let named = file.display().to_string();
    let servers = [one, sharing(&database, &database).without("JOURNAL__KEY")]
        .map(|server| server.with("JOURNAL__KEY_FILE", &named));
    let killed = async || {
        for n in 1..=6 {
            let end = if n % 2 == 0 { End::Done } else { End::Undone };
            killed_at(&servers[0], &database, n, end).await;
        }
    };
    rotate_while_writes_flow((&servers[0], &file), &servers, killed).await;
}

#[tokio::test]
async fn a_journal_is_not_opened_without_its_keys_and_says_which_it_needs() {
    let database = Cluster::shared().database().await;
    for binary in [causeway(), sharing(&database, &database)] {
        let binary = binary.with("JOURNAL__KEY", ONE_KEY);
        binary.serve().await.stop().await;
        let fingerprint = &keys(&binary)[0].0;
        let said = binary.clone().with("JOURNAL__KEY", OTHER_KEY).run(["serve"]);
        assert_eq!(said.code, Some(2), "{}", said.err);
        assert!(said.err.contains("journal.key") && said.err.contains(fingerprint), "{}", said.err);
        assert!(!said.err.contains(OTHER_KEY), "{}", said.err);
    }
}

#[tokio::test]
async fn keys_in_the_settings_are_rotated_by_setting_a_new_one_beside_the_old() {
    let before = causeway().with("JOURNAL__KEY", ONE_KEY);
    let mut spoken = before.serve().await.stop().await;
    let mut rotate = |binary: &Binary, words: &[&str]| {
        let said = binary.run([&["journal", "rotate"], words].concat());
        spoken += &(said.out + &said.err);
        said.code
    };
    assert_eq!(rotate(&before, &[]), Some(2), "there is no new one");
    let both = before.clone().with("JOURNAL__KEY", OTHER_KEY).with("JOURNAL__OLD_KEYS", ONE_KEY);
    let serving = both.serve().await;
    assert_eq!(keys(&both), keys(&before), "setting it changes nothing yet");
    assert_eq!(rotate(&both, &[]), Some(0));
    assert_eq!(keys(&both).len(), 2);
    assert_eq!(rotate(&both, &["--finish"]), Some(0));
    assert_eq!(serving.client().put("/lpas/M-3779-9919-9529", creation()).await.status, 201);
    spoken += &serving.stop().await;
    spoken += &before.with("JOURNAL__KEY", OTHER_KEY).serve().await.stop().await;
    unlogged::not_in(&spoken, &[ONE_KEY, OTHER_KEY].join("\n"));
}

#[test]
fn keys_are_seen_and_changed_only_of_a_journal_that_is_there() {
    let binary = causeway();
    for command in [&["journal", "keys"][..], &["journal", "rotate"], &["journal", "rotate", "--finish"]] {
        let said = binary.run(command);
        assert_eq!(said.code, Some(2), "{command:?}");
        assert!(said.err.contains("journal.url") && said.err.contains("no journal yet"), "{}", said.err);
    }
    assert_eq!(std::fs::read_dir(binary.home()).unwrap().count(), 0, "nothing was made");
}

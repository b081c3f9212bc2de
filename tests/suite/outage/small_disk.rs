//! A journal on a disk that is really full, or really read-only: a small file system of the test's own. Where the system does
//! not allow one, that is said and the test is left out.

use lpa_tests::binary::Binary;
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::samples::lpa_uid;
use lpa_tests::{left_out, until};

use super::journal::{LATER, NOWHERE, PATIENCE, fill, reckon};
use crate::process::{creation, in_front_of};

/// The program with everything held, on a file system of this size.
fn away(database: &Database, size: &str) -> Option<Binary> {
    let away = in_front_of(database).with("REGISTER__URL", NOWHERE).on_a_small_disk(size);
    if away.is_none() {
        left_out("no file system of one's own can be mounted here");
    }
    away
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_nothing_promised_is_lost_and_with_room_again_it_goes_on_without_a_restart() {
    // Too small for the journal's log, and too small for what comes after it.
    for size in ["2m", "5m"] {
        let database = Cluster::shared().database().await;
        let Some(away) = away(&database, size) else { return };
        let serving = away.serve().await;
        let client = serving.client();
        let (mut promised, refused) = fill(&client).await;
        assert!(promised.len() > 10, "{size}: {promised:?}");
        let ready = async |status| (client.get("/health-check/service").await.status == status).then_some(());
        until("it says that it cannot accept", PATIENCE, async || ready(503).await).await;
        assert!(away.remount("size=64m"));
        until("it can accept again", PATIENCE, async || ready(200).await).await;
        let later = async || {
            let uid = lpa_uid(LATER).to_string();
            let answer = client.put(&format!("/lpas/{uid}"), creation()).await;
            (answer.status == 202).then(|| (uid, answer.header("causeway-operation").to_owned()))
        };
        promised.push(until("it accepts", PATIENCE, later).await);
        serving.kill().await;
        reckon(&away, &database, &promised, &refused).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_on_a_full_disk_finds_everything_that_it_promised() {
    let database = Cluster::shared().database().await;
    let Some(away) = away(&database, "5m") else { return };
    let serving = away.serve().await;
    let (promised, refused) = fill(&serving.client()).await;
    serving.kill().await;
    assert!(away.remount("size=64m"));
    reckon(&away, &database, &promised, &refused).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_read_only_disk_a_server_says_so_and_does_not_start_and_changes_nothing() {
    let database = Cluster::shared().database().await;
    let Some(away) = away(&database, "64m") else { return };
    let serving = away.serve().await;
    let uid = lpa_uid(1).to_string();
    let held = serving.client().put(&format!("/lpas/{uid}"), creation()).await;
    assert_eq!(held.status, 202);
    // The system does not let go what is open for writing: a running server does not meet this.
    assert!(!away.remount("ro"));
    serving.kill().await;
    assert!(away.remount("ro"));
    let said = away.run(["serve"]);
    assert_eq!(said.code, Some(2), "{}", said.err);
    assert!(away.remount("rw"));
    let promised = [(uid, held.header("causeway-operation").to_owned())];
    reckon(&away, &database, &promised, &lpa_uid(2).to_string()).await;
}

//! A disk that fails for a while, as strace makes it: nothing promised is lost, and it goes on without a restart.

use std::collections::HashMap;

use lpa_tests::binary::Binary;
use lpa_tests::cluster::Cluster;
use lpa_tests::left_out;

use super::journal::{NOWHERE, until_it_accepts_again};
use crate::process::in_front_of;

/// What was done to the journal's files meanwhile, call by call; `None` where nothing can be traced.
async fn a_disk_that_fails_for_a_while(fault: &str) -> Option<Vec<String>> {
    let database = Cluster::shared().database().await;
    let away = in_front_of(&database).with("REGISTER__URL", NOWHERE);
    let Some(serving) = away.serve_with_a_failing_disk(fault).await else {
        left_out("strace cannot trace here");
        return None;
    };
    until_it_accepts_again(serving, &away, &database, |_mends_itself| ()).await;
    let calls = calls(&away);
    assert!(calls.iter().any(|call| call.ends_with("(INJECTED)")), "nothing failed");
    Some(calls)
}

/// The calls in the order in which they ended. One that another thread's came into is written in two lines.
fn calls(away: &Binary) -> Vec<String> {
    let written = std::fs::read_to_string(away.calls()).unwrap();
    let (mut begun, mut calls) = (HashMap::new(), Vec::new());
    for line in written.lines() {
        let (thread, call) = line.split_once(' ').unwrap();
        let call = call.trim_start();
        if let Some(call) = call.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, call);
        } else if let Some((_, rest)) = call.split_once(" resumed>") {
            calls.push(format!("{}{rest}", begun.remove(thread).unwrap_or_default()));
        } else {
            calls.push(call.to_owned());
        }
    }
    calls
}

/// Once a sync of the log has failed, that file is never synced again: it is removed before another of its name is.
fn the_log_that_failed_is_let_alone(calls: &[String]) {
    let of_the_log = |call: &&String| call.contains("/journal-log");
    let is_sync = |call: &String| call.starts_with("fdatasync(") || call.starts_with("fsync(");
    let failed = calls.iter().filter(of_the_log).position(|call| is_sync(call) && call.contains("INJECTED"));
    assert!(failed.is_some(), "no sync of the log failed");
    let after = calls.iter().filter(of_the_log).skip(failed.unwrap() + 1);
    let mut removed = false;
    for call in after {
        removed |= call.starts_with("unlink") && call.ends_with("= 0");
        let is_the_new_one = removed && !call.contains("deleted");
        assert!(!is_sync(call) || is_the_new_one, "{call}");
    }
    assert!(removed, "the log that failed is still there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_fails_once_is_not_tried_again_on_the_same_file() {
    if let Some(calls) = a_disk_that_fails_for_a_while("fdatasync:error=EIO:when=40").await {
        the_log_that_failed_is_let_alone(&calls);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn syncs_that_fail_on_the_log_and_then_on_the_tables_lose_nothing() {
    if let Some(calls) = a_disk_that_fails_for_a_while("fdatasync:error=EIO:when=40..44").await {
        the_log_that_failed_is_let_alone(&calls);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_system_that_is_read_only_for_a_while_loses_nothing() {
    a_disk_that_fails_for_a_while("pwrite64:error=EROFS:when=400..404").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_full_for_a_while_loses_nothing() {
    a_disk_that_fails_for_a_while("write,pwrite64:error=ENOSPC:when=400..404").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn permission_lost_for_a_while_loses_nothing() {
    a_disk_that_fails_for_a_while("write,pwrite64:error=EACCES:when=400..404").await;
}

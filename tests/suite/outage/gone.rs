//! The journal's files are moved away or deleted while it is open.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use lpa_tests::binary::Serving;
use lpa_tests::cluster::Cluster;
use lpa_tests::samples::lpa_uid;
use serde_json::json;

use super::journal::{NOWHERE, reckon};
use crate::process::{creation, in_front_of};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journal_whose_files_are_put_back_goes_on_without_a_restart() {
    let database = Cluster::shared().database().await;
    let away = in_front_of(&database).with("REGISTER__URL", NOWHERE);
    let serving = away.serve().await;
    let client = serving.client();
    let move_all = |from: &str, to: &str| {
        for name in ["journal", "journal-wal", "journal-shm", "journal-log"] {
            let (from, to) = (format!("{name}{from}"), format!("{name}{to}"));
            std::fs::rename(away.home().join(from), away.home().join(to)).unwrap();
        }
    };
    let mut promised = Vec::new();
    let mut create = async |n, status| {
        let uid = lpa_uid(n).to_string();
        let answer = client.put(&format!("/lpas/{uid}"), creation()).await;
        assert_eq!(answer.status, status, "{uid}");
        promised.extend((status == 202).then(|| (uid, answer.header("causeway-operation").to_owned())));
    };
    create(1, 202).await;
    move_all("", ".moved");
    create(2, 503).await;
    move_all(".moved", "");
    create(3, 202).await;
    serving.kill().await;
    reckon(&away, &database, &promised, &lpa_uid(2).to_string()).await;
}

#[tokio::test]
async fn a_journal_whose_file_was_moved_away_promises_nothing_more() {
    let database = Cluster::shared().database().await;
    let away = in_front_of(&database).with("REGISTER__URL", NOWHERE);
    let serving = away.serve().await;
    let client = serving.client();
    let held = client.put("/lpas/M-3779-9919-9529", creation()).await;
    assert_eq!(held.status, 202);
    let parts = ["journal", "journal-wal", "journal-shm"].map(|name| away.home().join(name));
    for part in &parts {
        std::fs::rename(part, part.with_extension("moved")).unwrap();
    }
    let answer = client.put("/lpas/M-3983-7994-6950", creation()).await;
    assert_eq!((answer.status, &answer.json()["code"]), (503, &json!("not-recorded")));
    assert_eq!(client.get("/health-check/service").await.status, 503);
    serving.kill().await;
    for part in &parts {
        std::fs::rename(part.with_extension("moved"), part).unwrap();
    }
    let serving = away.with("REGISTER__URL", &database.url).serve().await;
    serving.client().until_nothing_is_held().await;
    assert_eq!(serving.client().history("M-3779-9919-9529").await, [held.header("causeway-operation")]);
    assert_eq!(serving.client().get("/lpas/M-3983-7994-6950").await.status, 404);
}

/// Copies what was deleted and is still open back to where it was, as the runbook says; how many files.
fn copy_out(serving: &Serving) -> usize {
    let open = std::fs::read_dir(format!("/proc/{}/fd", serving.pid())).unwrap().map(Result::unwrap);
    let deleted = open.filter_map(|each| {
        let leads_to = std::fs::read_link(each.path()).ok()?.display().to_string();
        Some((each.path(), PathBuf::from(leads_to.strip_suffix(" (deleted)")?)))
    });
    let (mut copied, put_back) = (0, |from: &Path, to: &Path| {
        std::fs::copy(from, to).unwrap();
        std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o600)).unwrap();
    });
    for (descriptor, path) in deleted {
        if !path.exists() {
            put_back(&descriptor, &path);
            copied += 1;
        }
    }
    copied
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journal_whose_file_was_deleted_promises_nothing_more_and_is_copied_out_of_the_process_whole() {
    for files in [&["journal"][..], &["journal", "journal-wal"]] {
        let database = Cluster::shared().database().await;
        let away = in_front_of(&database).with("REGISTER__URL", NOWHERE);
        let serving = away.serve().await;
        let client = serving.client();
        let mut promised = Vec::new();
        for n in 1..=20 {
            let uid = lpa_uid(n).to_string();
            let answer = client.put(&format!("/lpas/{uid}"), creation()).await;
            assert_eq!(answer.status, 202, "{uid}");
            promised.push((uid, answer.header("causeway-operation").to_owned()));
        }
        for file in files {
            std::fs::remove_file(away.home().join(file)).unwrap();
        }
        let refused = lpa_uid(21).to_string();
        let answer = client.put(&format!("/lpas/{refused}"), creation()).await;
        assert_eq!((answer.status, &answer.json()["code"]), (503, &json!("not-recorded")));
        assert_eq!(client.get("/health-check/service").await.status, 503);
        serving.freeze();
        assert_eq!(copy_out(&serving), files.len());
        serving.kill().await;
        reckon(&away, &database, &promised, &refused).await;
    }
}

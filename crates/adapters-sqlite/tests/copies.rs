//! What the ports cannot show of windows and copies: what stands in the file, and that it stays.
#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use jiff::{SignedDuration, Timestamp};
use lpa_adapters_sqlite::SqliteJournal;
use lpa_domain::last_known::Trace;
use lpa_domain::window::WindowStep;
use lpa_domain::{LastKnown, LpaUid, Status, Version, WindowEntry, WindowId};
use lpa_ports::{Copies as _, Windows as _};
use lpa_sealing::Seal;
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

async fn open(home: &TempDir) -> SqliteJournal {
    SqliteJournal::open(home.path().join("journal"), Seal::new(&[7; 32]).unwrap()).await.unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

fn uid(n: u16) -> LpaUid {
    format!("M-0000-0000-{n:04}").parse().unwrap()
}

fn copy(n: u16) -> LastKnown {
    let trace = Trace::Copy { status: Status::StatutoryWaitingPeriod, registration_date: None };
    LastKnown { uid: uid(n), version: Version(1), at: at(1), trace }
}

#[tokio::test]
async fn how_an_lpa_stood_cannot_be_read_in_the_files() {
    let home = tempfile::tempdir().unwrap();
    let journal = open(&home).await;
    journal.keep(&[copy(1)], 10).await.unwrap();
    let secret = "statutory-waiting-period";
    for file in std::fs::read_dir(home.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
    assert_eq!(journal.last_known(&[uid(1)]).await.unwrap(), [copy(1)]);
}

#[tokio::test]
async fn a_copy_that_was_moved_to_another_lpa_is_not_known() {
    let home = tempfile::tempdir().unwrap();
    let journal = open(&home).await;
    journal.keep(&[copy(1), copy(2)], 10).await.unwrap();
    let file = Connection::open(home.path().join("journal")).unwrap();
    let moved = "UPDATE copy SET content = (SELECT content FROM copy ORDER BY uid LIMIT 1)";
    assert_eq!(file.execute(moved, []).unwrap(), 2);
    assert_eq!(journal.last_known(&[uid(1), uid(2)]).await.unwrap(), [copy(1)]);
}

#[tokio::test]
async fn what_was_noted_of_a_window_is_never_changed() {
    let home = tempfile::tempdir().unwrap();
    let journal = open(&home).await;
    let entry = WindowEntry {
        id: WindowId(Uuid::nil()),
        step: WindowStep::Announced,
        start: at(1),
        end: at(2),
        reason: "planned work".parse().unwrap(),
        by: "urn:opg:sirius:users:34".parse().unwrap(),
        at: at(0),
    };
    journal.note(1, &entry).await.unwrap();
    let file = Connection::open(home.path().join("journal")).unwrap();
    for sql in ["UPDATE window_entry SET reason = ''", "DELETE FROM window_entry"] {
        assert!(file.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(journal.entries(0).await.unwrap(), [entry]);
}

//! `causeway window`, on the journal of a server that runs, and of one that does not.

use std::time::Duration;

use lpa_tests::binary::{Binary, Said, Serving};
use lpa_tests::cluster::Cluster;
use lpa_tests::until;
use serde_json::{Value, json};

use crate::process::{causeway, sharing};

const ID: &str = "6f0f3b4e-5d1c-4a59-9d6e-0a1f5c7e2b11";
const PATIENCE: Duration = Duration::from_secs(30);

fn window(binary: &Binary, arguments: &[&str]) -> Said {
    binary.run([&["window", "--json"], arguments].concat())
}

/// The window that a command announced or changed.
fn shown(said: &Said) -> Value {
    assert_eq!(said.code, Some(0), "{}", said.err);
    serde_json::from_str(&said.out).unwrap()
}

/// Announces the window [`ID`] from now on.
fn announced(binary: &Binary, end: &str) -> Value {
    shown(&window(binary, &["announce", "--id", ID, "--end", end, "--reason", "planned work"]))
}

/// Waits until a server shows a window that begins with this state, or none.
async fn until_next(serving: &Serving, reason: Option<&str>) -> Value {
    let client = serving.client();
    until("the server sees it", PATIENCE, async || {
        let told = client.dependencies().await;
        (told["nextWindow"].get("reason").and_then(Value::as_str) == reason).then_some(told)
    })
    .await
}

/// A program whose server has run before: its journal is there.
async fn served_before() -> Binary {
    let binary = causeway();
    binary.serve().await.stop().await;
    binary
}

#[test]
fn a_window_is_announced_only_in_a_journal_that_is_there() {
    let binary = causeway();
    for arguments in [&["announce", "--end", "+1h", "--reason", "planned work"][..], &["list"], &["end", ID]]
    {
        let said = window(&binary, arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}");
        assert!(said.err.contains("journal.url") && said.err.contains("no journal yet"), "{}", said.err);
    }
    assert_eq!(std::fs::read_dir(binary.home()).unwrap().count(), 0, "nothing was made");
}

#[tokio::test]
async fn a_window_is_announced_extended_and_ended_without_a_server() {
    let binary = served_before().await;
    let by = "urn:opg:sirius:users:34";
    let first = announced(&binary, "+2h");
    assert_eq!((&first["id"], &first["state"]), (&json!(ID), &json!("in-force")));
    let end = "2126-01-01T00:00:00Z";
    let said = window(&binary, &["extend", ID, "--end", end, "--by", by]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains("at most seven days"), "{}", said.err);
    let extended = shown(&window(&binary, &["extend", ID, "--end", "+3h", "--by", by]));
    assert_eq!((&extended["changedBy"], &extended["lastStep"]), (&json!(by), &json!("extended")));
    assert_eq!(extended["announcedBy"], "urn:opg:causeway:operator");
    let second = ["announce", "--start", "+4h", "--end", "+5h", "--reason", "more"];
    let second = shown(&window(&binary, &second));
    let cancelled = shown(&window(&binary, &["cancel", second["id"].as_str().unwrap()]));
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(shown(&window(&binary, &["end", ID]))["state"], "over");
    let list = shown(&window(&binary, &["list"]));
    let states: Vec<_> = list["windows"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
    assert_eq!(states, ["over", "cancelled"]);
    let text = binary.run(["window", "list"]);
    assert!(text.out.lines().count() == 2 && text.out.contains("planned work"), "{}", text.out);
}

#[tokio::test]
async fn exit_codes_tell_a_refusal_from_a_wrong_command_line_and_a_journal_that_is_away() {
    let binary = served_before().await;
    assert_eq!(window(&binary, &["end", ID]).code, Some(1));
    assert_eq!(window(&binary, &["announce", "--end", "soon", "--reason", "x"]).code, Some(2));
    assert_eq!(window(&binary, &["announce", "--end", "+1h", "--reason", ""]).code, Some(2));
    let in_memory = causeway().with("JOURNAL__URL", "memory:");
    assert_eq!(window(&in_memory, &["list"]).code, Some(2));
    let key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    let away = causeway()
        .with("JOURNAL__URL", "postgres://causeway_rw@127.0.0.1:1/nothing")
        .with("JOURNAL__KEY", key);
    assert_eq!(window(&away, &["list"]).code, Some(75));
}

#[tokio::test]
async fn a_running_server_sees_what_the_command_line_does_and_a_restart_keeps_it() {
    let binary = causeway();
    let serving = binary.serve().await;
    assert_eq!(serving.client().dependencies().await["nextWindow"], Value::Null);
    let announced = announced(&binary, "+2h");
    let told = until_next(&serving, Some("planned work")).await;
    assert_eq!(told["nextWindow"]["end"], announced["end"]);
    serving.kill().await;
    let serving = binary.serve().await;
    assert_eq!(serving.client().dependencies().await["nextWindow"], told["nextWindow"]);
    shown(&window(&binary, &["end", ID]));
    until_next(&serving, None).await;
    serving.stop().await;
}

#[tokio::test]
async fn instances_that_share_a_journal_share_its_windows() {
    let database = Cluster::shared().database().await;
    let (one, other) = (sharing(&database, &database), sharing(&database, &database));
    let (first, second) = (one.serve().await, other.serve().await);
    announced(&one, "+2h");
    for serving in [&first, &second] {
        until_next(serving, Some("planned work")).await;
    }
    shown(&window(&other, &["cancel", ID]));
    for serving in [first, second] {
        until_next(&serving, None).await;
        serving.stop().await;
    }
}

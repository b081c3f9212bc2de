//! `causeway held`: on the journal's file, with the server beside it and without.

use std::time::Duration;

use lpa_tests::binary::{Binary, Said};
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::samples::document;
use lpa_tests::until;
use lpa_tests::world::Answer;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use super::{causeway, correction, creation, in_front_of};

const ADDRESS: &str = "/lpas/M-3779-9919-9529";
const UPDATES: &str = "/lpas/M-3779-9919-9529/updates";
const NOWHERE: &str = "postgres://causeway_rw@127.0.0.1:1/nothing";
const CASE_MANAGER: &str = "urn:opg:sirius:users:34";
/// What a person types; in no log and no file.
const WORDS: &str = "Mrs Vone rang and was cross";
const PATIENCE: Duration = Duration::from_secs(30);

/// `causeway held …`, which must end with this code.
fn held(binary: &Binary, code: i32, words: &[&str]) -> Said {
    let said = binary.run(["held"].iter().chain(words));
    assert_eq!(said.code, Some(code), "{words:?}: {} {}", said.out, said.err);
    said
}

fn listed(binary: &Binary) -> Vec<Value> {
    let said = held(binary, 0, &["list", "--json"]);
    serde_json::from_str::<Value>(&said.out).unwrap()["operations"].as_array().unwrap().clone()
}

fn id(answer: &Answer) -> String {
    answer.header("causeway-operation").to_owned()
}

fn discard<'a>(id: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let words = ["discard", id, "--by", CASE_MANAGER, "--reason", WORDS, "--json"];
    words.into_iter().chain(more.iter().copied()).collect()
}

#[tokio::test]
async fn while_the_server_is_stopped_what_is_held_is_listed_shown_exported_and_discarded() {
    let database = Cluster::shared().database().await;
    let away = causeway().with("REGISTER__URL", NOWHERE);
    let serving = away.serve().await;
    let client = serving.client();
    let wrong = id(&client.put(ADDRESS, example("wrong@example.com")).await);
    let right = id(&client.put(ADDRESS, example("right@example.com")).await);
    serving.stop().await;
    let told: Vec<_> =
        listed(&away).iter().map(|one| (one["receipt"]["id"].clone(), one["behind"].clone())).collect();
    assert_eq!(told, [(json!(wrong), json!(1)), (json!(right), json!(0))]);
    assert!(held(&away, 0, &["list"]).out.contains("last cause: the register is away"));
    looks_are_audited(&away, &wrong);
    lines_are_exported(&away);
    assert_eq!(held(&away, 0, &discard(&wrong, &[])).err, "");
    assert!(held(&away, 0, &discard(&wrong, &[])).err.contains("settled already: discarded"));
    held(&away, 1, &["release", &wrong, "--by", CASE_MANAGER]);
    let shown: Value = serde_json::from_str(&held(&away, 0, &["show", &wrong, "--json"]).out).unwrap();
    assert_eq!(shown["trail"].as_array().unwrap().last().unwrap()["reason"], json!(WORDS));
    let serving = away.with("REGISTER__URL", &database.url).serve().await;
    serving.client().until_nothing_is_held().await;
    assert_eq!(serving.client().history("M-3779-9919-9529").await, [right]);
    let log = serving.stop().await;
    assert!(!log.contains("Vone"), "{log}");
}

fn example(email: &str) -> Vec<u8> {
    let mut document = document();
    document.donor.email = email.into();
    serde_json::to_vec(&document).unwrap()
}

fn looks_are_audited(binary: &Binary, id: &str) {
    assert!(!held(binary, 0, &["show", id]).out.contains("wrong@example.com"));
    held(binary, 2, &["show", id, "--content"]);
    let said = held(binary, 0, &["show", id, "--content", "--by", CASE_MANAGER, "--json"]);
    assert!(said.err.contains("personal data"), "{}", said.err);
    let shown: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(shown["content"]["content"]["donor"]["email"], json!("wrong@example.com"));
    let look = shown["trail"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&look["event"], &look["by"]), (&json!("revealed"), &json!(CASE_MANAGER)));
}

fn lines_are_exported(binary: &Binary) {
    let plain = held(binary, 0, &["export"]).out;
    assert!(plain.lines().count() == 2 && !plain.contains("@example.com"), "{plain}");
    held(binary, 2, &["export", "--content"]);
    let whole = held(binary, 0, &["export", "--content", "--by", CASE_MANAGER, "--json"]).out;
    for (line, email) in whole.lines().zip(["wrong@example.com", "right@example.com"]) {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["content"]["content"]["donor"]["email"], json!(email));
    }
}

#[tokio::test]
async fn beside_a_running_server_a_held_operation_is_discarded_and_its_receipt_says_so() {
    let away = causeway().with("REGISTER__URL", NOWHERE);
    let serving = away.serve().await;
    let client = serving.client();
    let answer = client.put(ADDRESS, creation()).await;
    let (wrong, receipt) = (id(&answer), answer.header("location").to_owned());
    held(&away, 2, &["discard", &wrong, "--reason", WORDS]);
    held(&away, 2, &["discard", &wrong, "--by", CASE_MANAGER]);
    // It is tried again and again, and while it is being forwarded it is not discarded.
    let discarded =
        async || (away.run([&["held"][..], &discard(&wrong, &[])].concat()).code == Some(0)).then_some(());
    until("it is discarded", PATIENCE, discarded).await;
    assert_eq!(client.get(&receipt).await.json()["state"], "discarded");
    assert_eq!(client.dependencies().await["held"], json!(0));
    assert_eq!(listed(&away), Vec::<Value>::new());
    serving.stop().await;
}

#[tokio::test]
async fn beside_a_running_server_what_was_parked_is_released_and_done() {
    let database = Cluster::shared().database().await;
    let binary = in_front_of(&database);
    let serving = binary.serve().await;
    let client = serving.client();
    assert_eq!(client.put(ADDRESS, creation()).await.status, 201);
    damage(&database, "object - 'status'").await;
    let answer =
        client.post(UPDATES, correction("/donor/email", "first@example.com", "second@example.com")).await;
    let (parked, receipt) = (id(&answer), answer.header("location").to_owned());
    let said = held(&binary, 0, &["list", "--state", "parked"]);
    assert!(said.out.contains(&parked) && said.out.contains("parked because:"), "{}", said.out);
    let warned = held(&binary, 1, &discard(&parked, &[]));
    assert!(warned.err.contains("--acknowledge"), "{}", warned.err);
    damage(&database, "object || '{\"status\": \"in-progress\"}'").await;
    let said = held(&binary, 0, &["release", &parked, "--by", CASE_MANAGER, "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&said.out).unwrap()["verdict"], json!("done"));
    let applied = async || (client.get(&receipt).await.json()["state"] == "applied").then_some(());
    until("the server picks it up", PATIENCE, applied).await;
    serving.stop().await;
}

/// Changes what the register holds, as nobody should.
async fn damage(database: &Database, object: &str) {
    let mut owner = PgConnection::connect(&database.owner_url).await.unwrap();
    let sql = format!(
        "alter table causeway.lpa_version disable trigger append_only;
         update causeway.lpa_version set object = {object};
         alter table causeway.lpa_version enable trigger append_only"
    );
    owner.execute(AssertSqlSafe(sql)).await.unwrap();
}

#[test]
fn a_journal_that_cannot_be_seen_is_said_with_its_exit_code() {
    let stranger = "01900000-0000-4000-8000-000000000001";
    let said = held(&causeway(), 2, &["list"]);
    assert!(said.err.contains("journal.url") && said.err.contains("no journal yet"), "{}", said.err);
    let said = held(&causeway().with("JOURNAL__URL", "memory:"), 2, &["list"]);
    assert!(said.err.contains("over HTTP"), "{}", said.err);
    let nowhere = causeway().with("JOURNAL__URL", NOWHERE);
    let nowhere = nowhere.with("JOURNAL__KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    held(&nowhere, 75, &["list"]);
    held(&nowhere, 2, &["show", "not-an-id"]);
    held(&nowhere, 2, &["release", stranger, "--by", "me"]);
}

#[tokio::test]
async fn an_operation_that_this_journal_never_saw_is_bad_news() {
    let binary = causeway();
    binary.serve().await.stop().await;
    let stranger = "01900000-0000-4000-8000-000000000001";
    assert!(held(&binary, 0, &["list"]).err.contains("nothing waits"));
    held(&binary, 1, &["show", stranger]);
    held(&binary, 1, &["release", stranger, "--by", CASE_MANAGER]);
    held(&binary, 1, &discard(stranger, &["--acknowledge"]));
}

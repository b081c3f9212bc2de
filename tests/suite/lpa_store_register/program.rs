//! The real program in front of the stand-in: through an outage and back, nothing lost and nothing done twice.

use lpa_tests::binary::{Binary, Client};
use lpa_tests::lpa_store_stand_in::{Mishap, StandIn};
use lpa_tests::samples::{EMAIL, OTHER_NAMES, lpa_uid};
use lpa_tests::world::{AUTHOR, SECRET};
use serde_json::json;

use crate::process::{causeway, correction, creation};

/// How many LPAs are written.
const LPAS: u64 = 4;

fn in_front_of(store: &StandIn) -> Binary {
    causeway()
        .with("REGISTER__URL", format!("lpa-store+{}", store.url()))
        .with("REGISTER__SECRET", SECRET)
        .with("FORWARD__BUDGET_MS", "1500")
}

/// Writes one update to every LPA; the statuses that were answered.
async fn update_each(client: &Client, body: &str) -> Vec<u16> {
    let mut statuses = Vec::new();
    for n in 1..=LPAS {
        let answer = client.post(&format!("/lpas/{}/updates", lpa_uid(n)), body).await;
        statuses.push(answer.status);
    }
    statuses
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_writes_through_an_outage_of_the_lpa_store_once_and_in_order() {
    let mut store = StandIn::in_real_time().await;
    let binary = in_front_of(&store);
    let serving = binary.serve().await;
    let client = serving.client();
    for n in 1..=LPAS {
        let path = format!("/lpas/{}", lpa_uid(n));
        assert_eq!(client.put(&path, creation()).await.said(), (201, "{}"));
        assert_eq!(client.get(&path).await.json()["status"], json!("in-progress"));
    }
    store.mishaps.plan(Mishap::StatusAfter(504));
    let email = update_each(&client, &correction("/donor/email", EMAIL, "second@example.com")).await;
    assert!(email.iter().all(|status| [201, 202].contains(status)), "{email:?}");
    client.until_nothing_is_held().await;

    store.gate.close().await;
    let names = update_each(&client, &correction("/donor/otherNamesKnownBy", OTHER_NAMES, "Tilly")).await;
    assert_eq!(names, [202; 4]);
    // What is held outlives the process, and a process that does not know what was sent finds out.
    serving.kill().await;
    let serving = binary.serve().await;
    let client = serving.client();
    let withdrawn = update_each(&client, r#"{"type":"DONOR_WITHDRAW_LPA"}"#).await;
    assert_eq!(withdrawn, [202; 4]);
    store.mishaps.plan(Mishap::CutAfter);
    store.gate.open().await;
    client.until_nothing_is_held().await;
    for n in 1..=LPAS {
        assert_written_once_and_in_order(&store, &client, &lpa_uid(n).to_string()).await;
    }
    serving.stop().await;
}

async fn assert_written_once_and_in_order(store: &StandIn, client: &Client, uid: &str) {
    let entries = store.contents.history(uid);
    let kinds: Vec<&str> = entries.iter().map(|entry| entry["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["DONOR_WITHDRAW_LPA", "CORRECTION", "CORRECTION"]);
    assert!(entries.iter().all(|entry| entry["author"] == json!(AUTHOR)));
    assert_eq!(store.contents.writes(uid), 4);
    let lpa = client.get(&format!("/lpas/{uid}")).await.json();
    let donor = (&lpa["donor"]["email"], &lpa["donor"]["otherNamesKnownBy"], &lpa["status"]);
    assert_eq!(donor, (&json!("second@example.com"), &json!("Tilly"), &json!("withdrawn")));
    let history = client.get(&format!("/lpas/{uid}/updates")).await.json();
    assert_eq!(history.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn the_program_issues_no_uids_in_front_of_the_lpa_store() {
    let store = StandIn::in_real_time().await;
    let serving = in_front_of(&store).serve().await;
    let case = json!({ "source": "APPLICANT", "type": "property-and-affairs",
        "donor": { "name": "Feliciano Spust", "dob": "1950-01-02", "postcode": "SW1A1AA" } });
    let answer = serving.client().post("/cases", case.to_string()).await;
    assert!(answer.status >= 500, "{}", answer.text());
    serving.stop().await;
}

#[test]
fn settings_of_the_lpa_store_that_cannot_be_used_are_named() {
    let url = "lpa-store+http://127.0.0.1:1";
    let swordfish = "hunter-7-swordfish";
    for (key, value, named) in [
        ("REGISTER__SECRET", "", "register.secret"),
        ("REGISTER__SECRET", swordfish, "register.secret"),
        ("REGISTER__ISSUER", swordfish, "register.issuer"),
        ("REGISTER__URL", "lpa-store+ftp://hunter-7-swordfish", "register.url"),
        ("REGISTER__UID_URL", "http://hunter-7-swordfish", "register.uid_secret"),
        ("REGISTER__AWS__SECRET", swordfish, "register.aws"),
    ] {
        let binary = causeway().with("REGISTER__URL", url).with("REGISTER__SECRET", SECRET);
        let binary = if value.is_empty() { binary.without(key) } else { binary.with(key, value) };
        let said = binary.run(["serve"]);
        assert_eq!(said.code, Some(2), "{key}: {}", said.err);
        assert!(said.err.contains(named) && !said.err.contains(swordfish), "{key}: {}", said.err);
    }
}

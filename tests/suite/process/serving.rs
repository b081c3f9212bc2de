//! `serve`, `token` and `migrate`.

use lpa_domain::document::example;
use lpa_tests::binary::Client;
use lpa_tests::cluster::Cluster;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use super::{causeway, creation};

/// The first UID of a fresh database (contract section 8.2).
const FIRST: &str = "M-3779-9919-9529";
const WITHDRAW: &str = r#"{"type":"DONOR_WITHDRAW_LPA"}"#;

/// Every route of today's clients, on a service that holds nothing yet (contract sections 1 and 8).
async fn everything_todays_clients_ask_for(client: &Client) {
    let case = json!({ "source": "APPLICANT", "type": "property-and-affairs",
        "donor": { "name": "Feliciano Spust", "dob": "1950-01-02", "postcode": "SW1A1AA" } });
    let issued = client.post("/cases", case.to_string()).await;
    assert_eq!(issued.said(), (201, format!(r#"{{"uid":"{FIRST}"}}"#).as_str()));
    let (lpa, updates) = (format!("/lpas/{FIRST}"), format!("/lpas/{FIRST}/updates"));
    assert_eq!(client.get(&lpa).await.status, 404);
    assert_eq!(client.put(&lpa, creation()).await.said(), (201, "{}"));
    let created = client.get(&lpa).await;
    let withdrawn = client.post(&updates, WITHDRAW).await;
    assert_eq!((withdrawn.status, &withdrawn.json()["status"]), (201, &json!("withdrawn")));
    assert_eq!(client.get(&lpa).await.body, withdrawn.body);
    assert_eq!(client.get(&format!("{lpa}/static")).await.body, created.body);
    let history = client.get(&updates).await.json();
    assert_eq!((&history[0]["type"], &history[1]["type"]), (&json!("DONOR_WITHDRAW_LPA"), &json!("CREATE")));
    let list = client.post("/lpas", json!({ "uids": [FIRST, "M-0000-0000-0000"] }).to_string()).await.json();
    assert_eq!((&list["lpas"][0]["uid"], list["lpas"].as_array().unwrap().len()), (&json!(FIRST), 1));
    for path in ["/health-check", "/health-check/service", "/health"] {
        assert_eq!(client.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_fresh_service_answers_todays_clients() {
    let serving = causeway().serve().await;
    everything_todays_clients_ask_for(&serving.client()).await;
    serving.stop().await;
}

#[tokio::test]
async fn a_fresh_database_is_migrated_and_then_answers_todays_clients() {
    let cluster = Cluster::shared();
    let name = fresh(cluster).await;
    let binary = causeway().with("REGISTER__URL", cluster.url("causeway_rw", &name));
    let owner_url = cluster.url("postgres", &name);
    for _ in 0..2 {
        let said = binary.run(["migrate", "--json", "--owner-url", &owner_url]);
        assert_eq!((said.code, said.out.trim()), (Some(0), r#"{"migrated":["register"]}"#), "{}", said.err);
    }
    let serving = binary.serve().await;
    everything_todays_clients_ask_for(&serving.client()).await;
    serving.stop().await;
}

/// A database that nothing was done to.
async fn fresh(cluster: &Cluster) -> String {
    // Makes the roles, which are the server's, not a database's.
    let name = format!("{}_fresh", cluster.database().await.name);
    let mut owner = PgConnection::connect(&cluster.url("postgres", "postgres")).await.unwrap();
    owner.execute(AssertSqlSafe(format!("create database {name}"))).await.unwrap();
    name
}

#[tokio::test]
async fn a_fresh_journal_is_migrated_by_its_owner_and_not_by_the_role_of_the_service() {
    let cluster = Cluster::shared();
    let (name, scans) = (fresh(cluster).await, tempfile::tempdir().unwrap());
    let binary = causeway()
        .with("DOCUMENTS__DIR", scans.path().display().to_string())
        .with("JOURNAL__URL", cluster.url("causeway_rw", &name))
        .with("JOURNAL__KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    let said = binary.run(["migrate", "--json"]);
    assert!(said.code != Some(0) && said.err.contains("the journal's database"), "{said:?}");
    let owner_url = cluster.url("postgres", &name);
    for _ in 0..2 {
        let said = binary.run(["migrate", "--json", "--journal-owner-url", &owner_url]);
        assert_eq!((said.code, said.out.trim()), (Some(0), r#"{"migrated":["journal"]}"#), "{}", said.err);
    }
    let serving = binary.serve().await;
    everything_todays_clients_ask_for(&serving.client()).await;
    serving.stop().await;
}

#[tokio::test]
async fn a_minted_token_is_accepted_and_another_is_not() {
    let binary = causeway();
    let serving = binary.serve().await;
    let said = binary.run([
        "token",
        "--json",
        "--issuer",
        "opg.poas.sirius",
        "--subject",
        "urn:opg:sirius:users:34",
    ]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let minted: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let token = minted["token"].as_str().unwrap();
    let client = serving.client();
    assert_eq!(
        client.clone().with_token(token).put("/lpas/M-3779-9919-9529", example::bytes(0)).await.status,
        201
    );
    let elsewhere =
        causeway().with("AUTH__SHARED_SECRET", "another secret, made up for the tests").run(["token"]);
    let refused = client.with_token(elsewhere.out.trim()).get("/lpas/M-3779-9919-9529").await;
    assert_eq!(refused.said(), (401, r#"{"code":"UNAUTHORISED","detail":"Invalid JWT"}"#));
}

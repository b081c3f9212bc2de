//! What was applied is in the outbox, written with it (contract section 9, W10).

use lpa_adapters_postgres::{Cursor, PostgresOptions, PostgresOutbox};
use lpa_tests::cluster::Cluster;

use super::{ADDRESS, UID, UPDATES};
use crate::process::{creation, in_front_of};

#[tokio::test]
async fn each_applied_operation_leaves_one_event_and_a_refused_one_none() {
    let database = Cluster::shared().database().await;
    let serving = in_front_of(&database).serve().await;
    let client = serving.client();
    assert_eq!(client.put(ADDRESS, creation()).await.status, 201);
    assert_eq!(client.put(ADDRESS, creation()).await.status, 400);
    assert_eq!(client.post(UPDATES, r#"{"type":"REGISTER"}"#).await.status, 400);
    assert_eq!(client.post(UPDATES, r#"{"type":"DONOR_WITHDRAW_LPA"}"#).await.status, 201);
    serving.kill().await;
    let outbox = PostgresOutbox::connect(&database.url, &PostgresOptions::default()).unwrap();
    let read = async || {
        let entries = outbox.read_after(&Cursor::default(), 10).await.unwrap();
        (entries.len() >= 2).then_some(entries)
    };
    // Another test's transaction may still hold the end of the outbox back.
    let entries = lpa_tests::until("both can be read", super::SOON, read).await;
    let told: Vec<_> =
        entries.iter().map(|it| (it.uid.to_string(), it.version.0, it.kind.as_str())).collect();
    let uid = UID.to_owned();
    assert_eq!(told, [(uid.clone(), 1, "CREATE"), (uid, 2, "DONOR_WITHDRAW_LPA")]);
}

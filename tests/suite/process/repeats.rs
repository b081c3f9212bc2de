//! `Idempotency-Key` across a restart (contract section 9, W10b).

use lpa_tests::cluster::Cluster;

use super::{correction, creation, in_front_of};

const ADDRESS: &str = "/lpas/M-3779-9919-9529";
const UPDATES: &str = "/lpas/M-3779-9919-9529/updates";

#[tokio::test]
async fn a_repeat_gets_the_first_answer_byte_for_byte_also_after_a_restart() {
    let database = Cluster::shared().database().await;
    let binary = in_front_of(&database);
    let serving = binary.serve().await;
    let client = serving.client();
    assert_eq!(client.put(ADDRESS, creation()).await.status, 201);
    let change = correction("/donor/email", "first@example.com", "second@example.com");
    let first = client.post_keyed(UPDATES, "one", change.clone()).await;
    assert_eq!(first.status, 201);
    let refused = client.post_keyed(UPDATES, "two", change.clone()).await;
    assert_eq!(refused.status, 400);
    client.post(UPDATES, r#"{"type":"DONOR_WITHDRAW_LPA"}"#).await;
    serving.kill().await;
    let serving = binary.serve().await;
    let client = serving.client();
    for (key, before) in [("one", first), ("two", refused)] {
        let again = client.post_keyed(UPDATES, key, change.clone()).await;
        assert_eq!(again.said(), before.said());
        let operation = |answer: &lpa_tests::world::Answer| answer.headers.get("causeway-operation").cloned();
        assert_eq!(operation(&again), operation(&before));
    }
    let other = client.post_keyed(UPDATES, "one", r#"{"type":"REGISTER"}"#).await;
    assert_eq!(other.status, 422);
    assert_eq!(client.history("M-3779-9919-9529").await.len(), 3);
}

//! One who is told of a fee: what is applied for, a claim, decisions on it, and payments, some of them twice and not in their order.

use lpa_domain::fees::{About, FeeAct};
use lpa_domain::{Act, Json, LpaUid, Operation, OperationId, Timestamp};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::client::{Client, author};
use crate::ledger::{Asked, Wish};

/// Tells what is applied for and claims to pay less, and then of decisions and payments, without waiting for answers.
pub(super) async fn tell(client: Client, uid: LpaUid) {
    let application = json!({ "lpaType": "personal-welfare", "madeOn": "2026-03-02", "madeBasis": "lodged" });
    insist(client.clone(), told(&client, uid, About::Application, &application)).await;
    let claim = json!({ "claim": { "relief": "exemption" }, "evidenceDelivery": "post" });
    insist(client.clone(), told(&client, uid, About::Claim, &claim)).await;
    let mut telling = JoinSet::new();
    for _ in 0..client.world.draw(3..=9) {
        client.world.pause(0..=1_500).await;
        let (about, content) = something(&client);
        telling.spawn(insist(client.clone(), told(&client, uid, about, &content)));
    }
    while telling.join_next().await.is_some() {}
}

async fn insist(client: Client, operation: Operation) {
    client.insist(Asked { keyed: None, wish: Wish::Native(Box::new(operation)) }).await;
}

/// One of a few decisions, payments and refunds: so few that the same is told more than once.
fn something(client: &Client) -> (About, Value) {
    match client.world.draw(0..=9) {
        0..=3 => (About::Payment, moved("card", client.world.draw(1..=3), 4_600)),
        4 => (About::Payment, moved("card", 1, 9_200)),
        5 => (About::Refund, moved("back", 1, 4_600)),
        6 => (About::Evidence, json!({ "documentId": "7" })),
        _ => (About::Decision, decision(client.world.draw(1..=3))),
    }
}

fn moved(what: &str, nth: u64, pence: u64) -> Value {
    json!({ "reference": format!("{what}-{nth}"), "amountPence": pence })
}

/// Version 2 grants, the others refuse.
fn decision(version: u64) -> Value {
    let ruling = if version == 2 { "granted" } else { "refused" };
    json!({
        "answers": "exemption", "version": version, "ruling": ruling, "by": "urn:opg:sirius:users:34", "on": "2026-03-02",
        "reason": "discretion", "period": "P6",
    })
}

/// Each time another operation, whether or not the same was told before.
fn told(client: &Client, uid: LpaUid, about: About, content: &Value) -> Operation {
    let bytes = client.world.fork().u128(..).to_be_bytes();
    let told = Json::parse(content.to_string().as_bytes()).unwrap_or(Json::Null);
    Operation {
        id: OperationId(uuid::Builder::from_random_bytes(bytes).into_uuid()),
        uid,
        idempotency_key: None,
        author: author(),
        requested_at: Timestamp::constant(1_772_442_000, 0),
        act: Act::Fee(FeeAct { about, told }),
    }
}

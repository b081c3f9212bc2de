//! One who drafts: tells what is known of an LPA again and again, sometimes what was known before.

use jiff::SignedDuration;
use lpa_domain::{Act, DraftAct, LpaUid, Operation, OperationId, Timestamp};
use tokio::task::JoinSet;

use super::client::{Client, author};
use crate::ledger::{Asked, Wish};

/// Tells a few states of the draft, one soon after the other, without waiting for answers.
pub(super) async fn tell(client: Client, uid: LpaUid) {
    let mut telling = JoinSet::new();
    for _ in 0..client.world.draw(2..=6) {
        client.world.pause(0..=800).await;
        let operation = state(&client, uid);
        let told = client.clone();
        telling.spawn(async move {
            told.insist(Asked { keyed: None, wish: Wish::Native(Box::new(operation)) }).await;
        });
    }
    while telling.join_next().await.is_some() {}
}

/// A state that was known some seconds before it is told, so that they arrive in another order than they were known in.
fn state(client: &Client, uid: LpaUid) -> Operation {
    let bytes = client.world.fork().u128(..).to_be_bytes();
    let requested_at = Timestamp::constant(1_772_442_000, 0) + since(client, 0..=60);
    let as_at = requested_at - since(client, 0..=20);
    Operation {
        id: OperationId(uuid::Builder::from_random_bytes(bytes).into_uuid()),
        uid,
        idempotency_key: None,
        author: author(),
        requested_at,
        act: Act::Draft(DraftAct::Keep { as_at, draft: Box::default() }),
    }
}

fn since(client: &Client, seconds: std::ops::RangeInclusive<u64>) -> SignedDuration {
    SignedDuration::from_secs(client.world.draw(seconds).cast_signed())
}

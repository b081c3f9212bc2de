//! One who drafts: tells what is known of an LPA again and again, sometimes what was known before.

use jiff::SignedDuration;
use lpa_domain::{Act, DraftAct, LpaUid, Operation, OperationId, Timestamp};
use tokio::task::JoinSet;

use super::client::{Client, author};
use crate::ledger::{Asked, Wish};

/// Tells a few states of the draft, one soon after the other, without waiting for answers; now and then gives it up, and
/// perhaps tells a state after all.
pub(super) async fn tell(client: Client, uid: LpaUid) {
    let mut telling = JoinSet::new();
    for _ in 0..client.world.draw(2..=6) {
        client.world.pause(0..=800).await;
        telling.spawn(insist(client.clone(), state(&client, uid)));
    }
    if client.world.chance(250) {
        client.world.pause(0..=2_000).await;
        telling.spawn(insist(client.clone(), on_draft(&client, uid, asked_for(&client), DraftAct::Delete)));
        client.world.pause(0..=2_000).await;
        telling.spawn(insist(client.clone(), state(&client, uid)));
    }
    while telling.join_next().await.is_some() {}
}

async fn insist(client: Client, operation: Operation) {
    client.insist(Asked { keyed: None, wish: Wish::Native(Box::new(operation)) }).await;
}

/// A state that was known some seconds before it is told, so that they arrive in another order than they were known in.
fn state(client: &Client, uid: LpaUid) -> Operation {
    let requested_at = asked_for(client);
    let as_at = requested_at - since(client, 0..=20);
    on_draft(
        client,
        uid,
        requested_at,
        DraftAct::Keep { as_at, draft: Box::default(), beside: Box::default() },
    )
}

fn asked_for(client: &Client) -> Timestamp {
    Timestamp::constant(1_772_442_000, 0) + since(client, 0..=60)
}

fn on_draft(client: &Client, uid: LpaUid, requested_at: Timestamp, act: DraftAct) -> Operation {
    let bytes = client.world.fork().u128(..).to_be_bytes();
    Operation {
        id: OperationId(uuid::Builder::from_random_bytes(bytes).into_uuid()),
        uid,
        idempotency_key: None,
        author: author(),
        requested_at,
        act: Act::Draft(act),
    }
}

fn since(client: &Client, seconds: std::ops::RangeInclusive<u64>) -> SignedDuration {
    SignedDuration::from_secs(client.world.draw(seconds).cast_signed())
}

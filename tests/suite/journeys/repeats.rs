//! J19 and J43: what is delivered again changes nothing.
//!
//! The product takes no events in yet, and so has no archive of them to replay: what is replayed is every request that was
//! sent. Payments (J19) are not in the product: what is delivered three times here is a creation and a signature.

use lpa_tests::samples::{EMAIL, document, lpa_uid};
use lpa_tests::world::Answer;
use serde_json::Value;

use super::in_every_mode;
use super::scene::{Scene, correct, operation, taken};

in_every_mode!(
    j19_what_is_delivered_three_times_is_done_once,
    j19_what_is_delivered_three_times_at_once_is_done_once,
    j43_everything_sent_again_in_any_order_changes_nothing,
);

async fn j19_what_is_delivered_three_times_is_done_once(scene: &Scene) {
    let (uid, donor) = (lpa_uid(1).to_string(), scene.donor());
    scene.worsen().await;
    let mut created = Vec::new();
    let mut corrected = Vec::new();
    for _ in 0..3 {
        created.push(taken(&donor.create_keyed(&uid, "create", &document()).await));
    }
    for _ in 0..3 {
        let update = correct(EMAIL, "second@example.com");
        corrected.push(taken(&donor.update_keyed(&uid, "correct", &update).await));
    }
    scene.mend().await;
    for ids in [&created, &corrected] {
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }
    assert_eq!(scene.client().history(&uid).await, [created.remove(0), corrected.remove(0)]);
}

async fn j19_what_is_delivered_three_times_at_once_is_done_once(scene: &Scene) {
    let (uid, donor) = (lpa_uid(1).to_string(), scene.donor());
    let document = document();
    scene.worsen().await;
    let deliver = || donor.create_keyed(&uid, "create", &document);
    let (one, two, three) = tokio::join!(deliver(), deliver(), deliver());
    let id = taken(&one);
    assert_eq!([taken(&two), taken(&three)], [id.clone(), id.clone()]);
    scene.mend().await;
    assert_eq!(scene.client().history(&uid).await, [id]);
}

/// A request under a key, and how it was first answered.
struct Sent {
    key: String,
    update: Option<Value>,
    first: Answer,
}

async fn j43_everything_sent_again_in_any_order_changes_nothing(scene: &Scene) {
    let uid = lpa_uid(1).to_string();
    let mut sent = vec![send(scene, &uid, "0", None).await];
    for (n, (old, new)) in
        [(EMAIL, "second@example.com"), ("nobody@example.com", "x@example.com")].iter().enumerate()
    {
        sent.push(send(scene, &uid, &format!("before-{n}"), Some(correct(old, new))).await);
    }
    scene.worsen().await;
    for (n, (old, new)) in
        [("second@example.com", "third@example.com"), ("nobody@example.com", "x@example.com")]
            .iter()
            .enumerate()
    {
        sent.push(send(scene, &uid, &format!("during-{n}"), Some(correct(old, new))).await);
    }
    for again in sent.iter().rev() {
        repeat(scene, &uid, again).await;
    }
    scene.mend().await;
    let before = (scene.lpa(&uid).await, scene.reckoned().await);
    for again in sent.iter().chain(sent.iter().rev()) {
        let answer = repeat(scene, &uid, again).await;
        assert_ne!(answer.status, 202, "{}", again.key);
    }
    assert_eq!((scene.lpa(&uid).await, scene.reckoned().await), before);
    assert_eq!(before.1.versions.len(), 3);
}

async fn send(scene: &Scene, uid: &str, key: &str, update: Option<Value>) -> Sent {
    let donor = scene.donor();
    let first = match &update {
        None => donor.create_keyed(uid, key, &document()).await,
        Some(update) => donor.update_keyed(uid, key, update).await,
    };
    Sent { key: key.to_owned(), update, first }
}

/// The same again: the first answer byte for byte where that was final, and the same operation in any case.
async fn repeat(scene: &Scene, uid: &str, sent: &Sent) -> Answer {
    let Sent { first: again, .. } = send(scene, uid, &sent.key, sent.update.clone()).await;
    if sent.first.status != 202 {
        assert_eq!(again.said(), sent.first.said(), "{}", sent.key);
    }
    if let (Some(first), Some(again)) = (operation(&sent.first), operation(&again)) {
        assert_eq!(again, first, "{}", sent.key);
    }
    again
}

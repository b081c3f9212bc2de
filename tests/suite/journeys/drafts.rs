//! J10 to J13 with drafts: announced, found, told again, overtaken, deleted.

use std::collections::BTreeSet;
use std::time::Duration;

use lpa_domain::LpaUid;
use lpa_tests::samples::{document, lpa_uid};
use lpa_tests::until;
use lpa_tests::world::Answer;
use serde_json::{Value, json};

use super::in_every_mode;
use super::new_drafts::{ask, number};
use super::scene::{Scene, draft_operation};

in_every_mode!(
    j10_staff_find_whoever_calls_about_a_new_draft,
    j11_a_draft_that_is_announced_again_is_announced_once,
    j12_the_later_address_of_a_draft_stays_and_both_are_remembered,
    j13_a_deleted_draft_is_gone_for_good,
);

const PATIENCE: Duration = Duration::from_secs(20);

/// A state of a draft: the donor lived in this town so many minutes past eight.
fn living_in(town: &str, minute: u32) -> Value {
    let donor = json!({ "firstNames": "Ottoline", "lastName": "Quenby-Spust", "address": { "town": town, "country": "GB" } });
    let draft = json!({ "lpaType": "property-and-affairs", "donor": donor });
    json!({ "asAt": format!("2026-03-02T08:{minute:02}:00Z"), "draft": draft })
}

async fn tell(scene: &Scene, uid: LpaUid, town: &str, minute: u32) -> Answer {
    scene.donor().draft(&uid.to_string(), None, Some(&living_in(town, minute))).await
}

/// The operation that an answer must promise, at once or for later.
fn promised(answer: &Answer) -> String {
    draft_operation(answer).unwrap_or_else(|| panic!("{}: {}", answer.status, answer.text()))
}

/// What a case manager sees.
async fn seen(scene: &Scene, uid: LpaUid) -> Answer {
    scene.operator("drafts:read", &format!("/v1/drafts/{uid}")).await
}

/// Where staff see the donor live.
async fn town(scene: &Scene, uid: LpaUid) -> String {
    let answer = seen(scene, uid).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["draft"]["donor"]["address"]["town"].as_str().unwrap().to_owned()
}

/// What has become of an operation in the end.
async fn settled(scene: &Scene, operation: &str) -> Value {
    let receipt = until("it is settled", PATIENCE, async || {
        let receipt = scene.receipt(operation).await;
        (receipt["state"] != "held").then_some(receipt)
    });
    receipt.await
}

async fn j10_staff_find_whoever_calls_about_a_new_draft(scene: &Scene) {
    let mut drafts = Vec::new();
    for (n, key) in ["before", "one", "two", "three"].into_iter().enumerate() {
        if n == 1 {
            scene.worsen().await;
        }
        let (uid, town) = (number(&ask(scene, key).await), format!("Town {key}"));
        promised(&tell(scene, uid, &town, 10).await);
        drafts.push((uid, town));
    }
    scene.mend().await;
    let numbers: BTreeSet<_> = drafts.iter().map(|(uid, _)| uid).collect();
    assert_eq!(numbers.len(), drafts.len());
    for (uid, lives) in &drafts {
        assert_eq!(&town(scene, *uid).await, lives);
        // A draft is no LPA.
        assert_eq!(scene.client().get(&format!("/lpas/{uid}")).await.status, 404);
    }
}

async fn j11_a_draft_that_is_announced_again_is_announced_once(scene: &Scene) {
    let donor = scene.donor();
    let announce = async |key: &str| {
        let uid = number(&ask(scene, key).await);
        let answer = donor.draft(&uid.to_string(), Some(key), Some(&living_in(key, 10))).await;
        (uid, promised(&answer))
    };
    let before = announce("before").await;
    scene.worsen().await;
    assert_eq!(announce("before").await, before);
    let during = announce("during").await;
    assert_eq!(announce("during").await, during);
    scene.mend().await;
    assert_eq!(announce("during").await, during);
    for (uid, operation) in [before, during] {
        let kept = seen(scene, uid).await.json();
        assert_eq!((&kept["version"], &kept["operationId"]), (&json!(1), &json!(operation)));
    }
}

async fn j12_the_later_address_of_a_draft_stays_and_both_are_remembered(scene: &Scene) {
    let uid = lpa_uid(1);
    promised(&tell(scene, uid, "Firsttown", 10).await);
    scene.worsen().await;
    let moves = [("Secondtown", 11), ("Thirdtown", 12)];
    let mut operations = Vec::new();
    for (town, minute) in moves {
        operations.push((promised(&tell(scene, uid, town, minute).await), town));
    }
    // One of before both moves, that was long under way.
    let late = promised(&tell(scene, uid, "Latetown", 9).await);
    scene.mend().await;
    assert_eq!(town(scene, uid).await, "Thirdtown");
    assert_eq!(settled(scene, &operations[1].0).await["state"], "applied");
    assert_eq!(settled(scene, &late).await["state"], "superseded");
    operations.push((late, "Latetown"));
    let kept = scene.kept_drafts(&uid.to_string()).await;
    for (operation, town) in operations {
        let state = settled(scene, &operation).await["state"].clone();
        let remembered = match state.as_str() {
            Some("applied") => kept[&operation].clone(),
            Some("superseded") => revealed(scene, &operation).await,
            _ => panic!("{state}"),
        };
        assert_eq!(remembered["donor"]["address"]["town"], town);
    }
}

/// The draft that a superseded operation told, to whoever may see it.
async fn revealed(scene: &Scene, operation: &str) -> Value {
    let path = format!("/v1/operations/{operation}/dossier?content=true");
    let dossier = scene.operator("operations:read operations:content", &path).await.json();
    assert_eq!(dossier["contentState"], "kept", "{operation}");
    dossier["content"]["content"]["draft"].clone()
}

async fn j13_a_deleted_draft_is_gone_for_good(scene: &Scene) {
    let (uid, donor) = (lpa_uid(1), scene.donor());
    let name = uid.to_string();
    promised(&tell(scene, uid, "Firsttown", 10).await);
    scene.worsen().await;
    let waiting = promised(&tell(scene, uid, "Secondtown", 11).await);
    let deletion = promised(&donor.draft(&name, None, None).await);
    let later = [tell(scene, uid, "Thirdtown", 12).await, donor.create(&name, &document()).await];
    scene.mend().await;
    assert_eq!(settled(scene, &deletion).await["state"], "applied");
    let state = settled(scene, &waiting).await["state"].clone();
    assert!(["applied", "superseded"].contains(&state.as_str().unwrap()), "{state}");
    for answer in &later {
        gone(scene, answer).await;
    }
    assert_eq!((seen(scene, uid).await.status, &*code(&seen(scene, uid).await)), (410, "deleted"));
    assert_eq!(tell(scene, uid, "Fourthtown", 13).await.status, 410);
    assert_eq!(donor.draft(&name, None, None).await.status, 410);
    assert_eq!(donor.create(&name, &document()).await.status, 410);
    assert_eq!(scene.client().get(&format!("/lpas/{uid}")).await.status, 404);
}

fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap().to_owned()
}

/// It was answered 410 at once, or its receipt says so by now.
async fn gone(scene: &Scene, answer: &Answer) {
    if answer.status == 410 {
        return;
    }
    // A draft is answered with its receipt, a creation with the address of one.
    let id = ["id", "operationId"].map(|name| answer.json()[name].as_str().map(str::to_owned));
    let receipt = settled(scene, &id.into_iter().flatten().next().unwrap()).await;
    assert_eq!((&receipt["state"], &receipt["refusal"]["code"]), (&json!("refused"), &json!("deleted")));
}

//! J10 to J13, as far as they need no draft: a number asked for again is the same number; of two corrections of an
//! executed LPA the later one stays and both are remembered; what comes after a withdrawal is refused.

use std::collections::BTreeSet;
use std::time::Duration;

use lpa_domain::LpaUid;
use lpa_tests::samples::{EMAIL, document, lpa_uid};
use lpa_tests::until;
use lpa_tests::world::Answer;
use serde_json::json;

use super::in_every_mode;
use super::scene::{Scene, correct, taken, update};

in_every_mode!(
    j10_a_new_draft_gets_one_number,
    j11_asked_again_it_gets_the_same_number,
    j12_the_later_correction_stays_and_both_are_remembered,
    j13_what_comes_after_a_withdrawal_is_refused,
);

const PATIENCE: Duration = Duration::from_secs(20);

/// The donor's facts and a key: the key names the draft.
pub(super) async fn ask(scene: &Scene, key: &str) -> Answer {
    scene.crossing.lock().await.step().await;
    let donor = json!({ "name": "Feliciano Spust", "dob": "1950-01-02", "postcode": "SW1A1AA" });
    let case = json!({ "source": "APPLICANT", "type": "property-and-affairs", "donor": donor });
    let client = scene.client();
    client.post_keyed("/cases", key, case.to_string()).await
}

/// A number: its check digit is right, or it is none.
pub(super) fn number(answer: &Answer) -> LpaUid {
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["uid"].as_str().unwrap().parse().unwrap()
}

async fn j10_a_new_draft_gets_one_number(scene: &Scene) {
    let mut numbers = BTreeSet::from([number(&ask(scene, "before").await)]);
    scene.expect_no_writes().await;
    scene.worsen().await;
    for draft in ["one", "two", "three"] {
        assert!(numbers.insert(number(&ask(scene, draft).await)), "{draft}");
    }
    scene.mend().await;
    assert!(numbers.insert(number(&ask(scene, "after").await)));
    // A number that was given out is not in the register before its LPA is.
    assert_eq!(scene.client().get(&format!("/lpas/{}", numbers.first().unwrap())).await.status, 404);
}

async fn j11_asked_again_it_gets_the_same_number(scene: &Scene) {
    let before = number(&ask(scene, "before").await);
    scene.expect_no_writes().await;
    scene.worsen().await;
    assert_eq!(number(&ask(scene, "before").await), before);
    let during = number(&ask(scene, "during").await);
    assert_eq!(number(&ask(scene, "during").await), during);
    scene.mend().await;
    assert_eq!(number(&ask(scene, "during").await), during);
    assert_ne!(before, during);
}

async fn j12_the_later_correction_stays_and_both_are_remembered(scene: &Scene) {
    let (uid, donor) = (lpa_uid(1).to_string(), scene.donor());
    taken(&donor.create(&uid, &document()).await);
    scene.worsen().await;
    let moves = [
        taken(&donor.update(&uid, &correct(EMAIL, "second@example.com")).await),
        taken(&donor.update(&uid, &correct("second@example.com", "third@example.com")).await),
    ];
    // One of before the first move, that was long under way.
    let late = donor.update(&uid, &correct(EMAIL, "late@example.com")).await;
    scene.mend().await;
    assert_eq!(scene.lpa(&uid).await["donor"]["email"], "third@example.com");
    assert_eq!(scene.client().history(&uid).await[1..], moves);
    refused(scene, &late).await;
}

async fn j13_what_comes_after_a_withdrawal_is_refused(scene: &Scene) {
    let (uid, donor) = (lpa_uid(1).to_string(), scene.donor());
    taken(&donor.create(&uid, &document()).await);
    scene.worsen().await;
    taken(&donor.update(&uid, &correct(EMAIL, "second@example.com")).await);
    taken(&donor.update(&uid, &update("DONOR_WITHDRAW_LPA", &[])).await);
    let provider = scene.actor(document().certificate_provider.uid.as_str());
    let late = provider.update(&uid, &update("CERTIFICATE_PROVIDER_OPT_OUT", &[])).await;
    scene.mend().await;
    let lpa = scene.lpa(&uid).await;
    assert_eq!((&lpa["status"], &lpa["donor"]["email"]), (&json!("withdrawn"), &json!("second@example.com")));
    assert_eq!(scene.kinds(&uid).await, ["CREATE", "CORRECTION", "DONOR_WITHDRAW_LPA"]);
    refused(scene, &late).await;
    // The number is used up.
    assert_eq!(donor.create(&uid, &document()).await.status, 400);
}

/// It was refused at once, or its receipt says so by now.
pub(super) async fn refused(scene: &Scene, answer: &Answer) {
    if answer.status == 400 {
        return;
    }
    let operation = taken(answer);
    let settled = until("it is refused", PATIENCE, async || {
        let receipt = scene.receipt(&operation).await;
        (receipt["state"] != "held").then_some(receipt)
    });
    assert_eq!(settled.await["state"], "refused");
}

//! J20 and J21: an executed LPA is submitted.

use lpa_domain::document::example;
use lpa_tests::samples::{EMAIL, document, lpa_uid};
use serde_json::json;

use super::in_every_mode;
use super::new_drafts::refused;
use super::scene::{Scene, taken};

in_every_mode!(
    j20_a_submitted_lpa_is_kept_and_need_not_be_witnessed_again,
    j21_another_content_under_the_same_number_changes_nothing_and_learns_nothing,
);

/// What today's client takes for success when it submits again (contract section 3.1).
const EXISTS: &str = r#"{"code":"INVALID_REQUEST","detail":"LPA with UID already exists"}"#;

async fn j20_a_submitted_lpa_is_kept_and_need_not_be_witnessed_again(scene: &Scene) {
    let (uid, donor, signed) = (lpa_uid(1).to_string(), scene.donor(), document());
    scene.worsen().await;
    // The first answer may be lost; the same content is accepted again, with the same witnessed signature.
    let first = taken(&donor.create_keyed(&uid, "submit", &signed).await);
    assert_eq!(taken(&donor.create_keyed(&uid, "submit", &signed).await), first);
    // A client that knows no keys submits once more.
    let unkeyed = donor.create(&uid, &signed).await;
    scene.mend().await;
    // Whoever waits for "applied" before inviting the certificate provider learns it from the receipt.
    assert_eq!(scene.receipt(&first).await["state"], "applied");
    assert_eq!(donor.create_keyed(&uid, "submit", &signed).await.said(), (201, "{}"));
    assert_eq!(donor.create(&uid, &signed).await.said(), (400, EXISTS));
    refused(scene, &unkeyed).await;
    let lpa = scene.lpa(&uid).await;
    assert_eq!(lpa["witnessedByCertificateProviderAt"], json!(signed)["witnessedByCertificateProviderAt"]);
    assert_eq!(scene.client().history(&uid).await, [first]);
}

async fn j21_another_content_under_the_same_number_changes_nothing_and_learns_nothing(scene: &Scene) {
    let (uid, donor) = (lpa_uid(1).to_string(), scene.donor());
    let created = taken(&donor.create(&uid, &document()).await);
    let before = scene.lpa(&uid).await;
    scene.worsen().await;
    let other = scene.actor("1b0e9c0a-4e53-4d0a-8c7e-2f6a5d1c9b77");
    let answer = other.create(&uid, &example::lpa_document(4)).await;
    scene.mend().await;
    refused(scene, &answer).await;
    if answer.status == 400 {
        assert_eq!(answer.text(), EXISTS);
    } else {
        let receipt = scene.receipt(&taken(&answer)).await;
        assert_eq!(receipt["refusal"]["code"], "already-exists");
        assert!(!receipt.to_string().contains(EMAIL) && !answer.text().contains(EMAIL), "{receipt}");
    }
    assert_eq!(scene.lpa(&uid).await, before);
    assert_eq!(scene.client().history(&uid).await, [created]);
}

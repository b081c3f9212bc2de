//! J22 to J24 and J29: people sign, decline and withdraw, also at the same moment.

use lpa_domain::Document;
use lpa_domain::document::{AppointmentType, AttorneyStatus, Channel, example};
use lpa_tests::samples::lpa_uid;
use lpa_tests::world::Answer;
use serde_json::{Value, json};

use super::in_every_mode;
use super::new_drafts::refused;
use super::scene::{Person, Scene, change, operation, taken, update};

in_every_mode!(
    j22_the_certificate_provider_signs_once,
    j23_two_attorneys_sign_in_one_second,
    j24_of_an_opt_out_and_a_signature_exactly_one_wins,
    j29_of_a_withdrawal_and_a_refusal_to_register_exactly_one_wins,
);

/// An LPA made online with two attorneys at least, none of whom has signed.
pub(super) fn with_attorneys() -> Document {
    let fits = |document: &Document| {
        let original = |status: &lpa_domain::Choice<AppointmentType>| status.is(AppointmentType::Original);
        let attorneys = document.attorneys().iter().filter(|each| original(&each.appointment_type));
        document.channel.is(Channel::Online) && attorneys.count() >= 2
    };
    (0..100).map(example::lpa_document).find(fits).unwrap()
}

/// The uids of its attorneys.
pub(super) fn attorneys(document: &Document) -> Vec<String> {
    let active = document.attorneys().iter().filter(|each| each.status.is(AttorneyStatus::Active));
    active.map(|each| each.uid.as_str().to_owned()).collect()
}

pub(super) const SIGNED_AT: &str = "2026-03-02T09:00:00Z";

pub(super) fn signature(of: &str) -> Value {
    update("ATTORNEY_SIGN", &[change(&format!("/attorneys/{of}/signedAt"), Value::Null, SIGNED_AT)])
}

async fn created(scene: &Scene) -> (String, Document) {
    let (uid, document) = (lpa_uid(1).to_string(), with_attorneys());
    taken(&scene.donor().create(&uid, &document).await);
    (uid, document)
}

async fn j22_the_certificate_provider_signs_once(scene: &Scene) {
    let (uid, document) = created(scene).await;
    let provider = scene.actor(document.certificate_provider.uid.as_str());
    let signed = update(
        "CERTIFICATE_PROVIDER_SIGN",
        &[change("/certificateProvider/signedAt", Value::Null, SIGNED_AT)],
    );
    scene.worsen().await;
    let first = taken(&provider.update_keyed(&uid, "sign", &signed).await);
    assert_eq!(taken(&provider.update_keyed(&uid, "sign", &signed).await), first);
    let again = provider.update(&uid, &signed).await;
    scene.mend().await;
    refused(scene, &again).await;
    assert_eq!(scene.receipt(&first).await["version"], 2);
    assert_eq!(scene.lpa(&uid).await["certificateProvider"]["signedAt"], SIGNED_AT);
    assert_eq!(scene.kinds(&uid).await, ["CREATE", "CERTIFICATE_PROVIDER_SIGN"]);
}

async fn j23_two_attorneys_sign_in_one_second(scene: &Scene) {
    let (uid, document) = created(scene).await;
    let [one, other] = [0, 1].map(|n| attorneys(&document).remove(n));
    let (first, second) = (scene.actor(&one), scene.actor(&other));
    let (of_one, of_other) = (signature(&one), signature(&other));
    scene.worsen().await;
    let (a, b) = tokio::join!(first.update(&uid, &of_one), second.update(&uid, &of_other));
    let mut promised = [taken(&a), taken(&b)];
    scene.mend().await;
    let deed = scene.lpa(&uid).await;
    for uid in [&one, &other] {
        let signed = deed["attorneys"].as_array().unwrap().iter().find(|each| each["uid"] == json!(uid));
        assert_eq!(signed.unwrap()["signedAt"], SIGNED_AT);
    }
    let mut versions = Vec::new();
    for operation in &promised {
        versions.push(scene.receipt(operation).await["version"].as_u64().unwrap());
    }
    versions.sort_unstable();
    assert_eq!(versions, [2, 3]);
    let mut logged = scene.client().history(&uid).await.split_off(1);
    logged.sort();
    promised.sort();
    assert_eq!(logged, promised);
}

/// Two people do one thing each at the same moment. Who was turned away asks again when the register is there.
async fn at_once(scene: &Scene, uid: &str, [one, other]: [(&Person<'_>, &Value); 2]) -> [Answer; 2] {
    scene.worsen().await;
    let (a, b) = tokio::join!(one.0.update(uid, one.1), other.0.update(uid, other.1));
    scene.mend().await;
    let mut answers = [a, b];
    for (answer, (person, update)) in answers.iter_mut().zip([one, other]) {
        if answer.status == 503 {
            *answer = person.update(uid, update).await;
        }
    }
    answers
}

/// Exactly one of two was done, whichever; the other was told so. Which one.
async fn the_winner(scene: &Scene, uid: &str, answers: &[Answer; 2]) -> usize {
    let history = scene.client().history(uid).await;
    let done = answers.each_ref().map(|answer| operation(answer).is_some_and(|id| history.contains(&id)));
    assert_ne!(done[0], done[1], "{history:?}");
    let winner = usize::from(done[1]);
    refused(scene, &answers[1 - winner]).await;
    assert_eq!(history.len(), 2);
    winner
}

async fn j24_of_an_opt_out_and_a_signature_exactly_one_wins(scene: &Scene) {
    let (uid, document) = created(scene).await;
    let attorney = attorneys(&document).remove(0);
    let (one_tab, other_tab) = (scene.actor(&attorney), scene.actor(&attorney));
    let (opt_out, sign) = (update("ATTORNEY_OPT_OUT", &[]), signature(&attorney));
    let answers = at_once(scene, &uid, [(&one_tab, &opt_out), (&other_tab, &sign)]).await;
    let signed = the_winner(scene, &uid, &answers).await == 1;
    let deed = scene.lpa(&uid).await;
    let deed =
        deed["attorneys"].as_array().unwrap().iter().find(|each| each["uid"] == json!(attorney)).unwrap();
    assert_eq!((deed["signedAt"] == SIGNED_AT, deed["status"] == "removed"), (signed, !signed));
}

async fn j29_of_a_withdrawal_and_a_refusal_to_register_exactly_one_wins(scene: &Scene) {
    let (uid, _) = created(scene).await;
    let withdraw = update("DONOR_WITHDRAW_LPA", &[]);
    let refuse = update("OPG_STATUS_CHANGE", &[change("/status", "in-progress", "cannot-register")]);
    let (donor, case_worker) = (scene.donor(), scene.case_worker());
    let answers = at_once(scene, &uid, [(&donor, &withdraw), (&case_worker, &refuse)]).await;
    let status = ["withdrawn", "cannot-register"][the_winner(scene, &uid, &answers).await];
    assert_eq!(scene.lpa(&uid).await["status"], status);
}

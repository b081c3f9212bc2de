//! J14 to J17: a reduced fee with evidence uploaded or by post, a repeat application, a fee that is approved.

use std::time::Duration;

use jiff::Timestamp;
use lpa_ports::Clock as _;
use lpa_tests::samples::{invitation, lpa_uid, reference};
use lpa_tests::until;
use serde_json::{Value, json};

use super::in_every_mode;
use super::scene::{Person, Scene, draft_operation};

in_every_mode!(
    j14_uploaded_evidence_is_kept_whether_it_comes_before_its_claim_or_after,
    j15_a_claim_by_post_is_dated_from_its_request_and_not_from_the_drain,
    j16_a_repeat_is_answered_without_the_earlier_case_and_its_fee_stays_provisional_meanwhile,
    j17_a_fee_that_is_approved_twice_is_told_once,
);

const PATIENCE: Duration = Duration::from_secs(30);

fn application() -> Value {
    json!({ "lpaType": "personal-welfare", "madeOn": "2026-03-02", "madeBasis": "lodged" })
}

fn by_post() -> Value {
    json!({ "claim": { "relief": "exemption" }, "evidenceDelivery": "post" })
}

fn granted() -> Value {
    json!({
        "answers": "exemption", "version": 1, "ruling": "granted", "by": "urn:opg:sirius:users:34", "on": "2026-03-03",
        "reason": "evidence-accepted", "period": "P6",
    })
}

/// The fee as it stands, which must be there.
async fn fee(scene: &Scene, uid: &str) -> Value {
    let answer = scene.client().answered(&format!("/v1/fees/{uid}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// How often others are told so of the fee.
async fn told(scene: &Scene, uid: &str, detail_type: &str) -> usize {
    let all = scene.told_of_fee(uid).await;
    let events = all.iter().flat_map(|(_kind, events, _at)| events.as_array().unwrap());
    events.filter(|event| event["detailType"] == detail_type).count()
}

fn now() -> Timestamp {
    causeway::clock::SystemClock::default().now()
}

async fn j14_uploaded_evidence_is_kept_whether_it_comes_before_its_claim_or_after(scene: &Scene) {
    let (uid, donor, staff) = (lpa_uid(1).to_string(), scene.donor(), scene.case_worker());
    let paths = ["1", "2"].map(|file| format!("{uid}/evidence/{file}"));
    donor.fee(&uid, "application", &application()).await;
    scene.worsen().await;
    // The first file is replicated before anybody was told that it is awaited, and once more.
    staff.fee(&uid, "evidence", &json!({ "path": paths[0] })).await;
    let files: Vec<Value> =
        paths.iter().map(|path| json!({ "path": path, "filename": "payslip.pdf" })).collect();
    let claim =
        json!({ "claim": { "relief": "exemption" }, "evidenceDelivery": "upload", "evidence": files });
    donor.fee(&uid, "claims", &claim).await;
    donor.fee(&uid, "claims", &claim).await;
    staff.fee(&uid, "evidence", &json!({ "path": paths[0] })).await;
    scene.mend().await;
    staff.fee(&uid, "evidence", &json!({ "path": paths[1] })).await;
    let stands = fee(scene, &uid).await;
    assert_eq!((&stands["evidence"], &stands["claims"][0]["state"]), (&json!(2), &json!("in-review")));
    // One task, with a place for each of both files, and each file once.
    assert_eq!(told(scene, &uid, "reduced-fee-requested").await, 1);
    assert_eq!(told(scene, &uid, "reduced-fee-evidence-received").await, 2);
    let requested = scene.told_of_fee(&uid).await;
    let requested = requested.iter().find(|(kind, ..)| kind == "FEE_CLAIM").unwrap();
    assert_eq!(requested.1[0]["detail"]["evidence"], json!(files));
}

async fn j15_a_claim_by_post_is_dated_from_its_request_and_not_from_the_drain(scene: &Scene) {
    let (uid, donor, staff) = (lpa_uid(1).to_string(), scene.donor(), scene.case_worker());
    donor.fee(&uid, "application", &application()).await;
    scene.worsen().await;
    let before = now();
    donor.fee(&uid, "claims", &by_post()).await;
    let after = now();
    scene.mend().await;
    let all = scene.told_of_fee(&uid).await;
    let (_, events, requested_at) = all.iter().find(|(kind, ..)| kind == "FEE_CLAIM").unwrap();
    assert!((before..=after).contains(requested_at), "{before} {requested_at} {after}");
    assert_eq!(events[0]["detail"]["evidenceDelivery"], "post");
    assert_eq!(fee(scene, &uid).await["claims"][0]["state"], "evidence-awaited");
    staff.fee(&uid, "evidence", &json!({ "documentId": "7" })).await;
    assert_eq!(fee(scene, &uid).await["claims"][0]["state"], "in-review");
    assert_eq!(told(scene, &uid, "evidence-received").await, 1);
}

/// Somebody drafts an LPA, and claims that the application is a repeat of the first one. What they are answered.
async fn apply_again(donor: &Person<'_>, uid: &str, last_name: &str) -> String {
    let draft = json!({ "donor": { "lastName": last_name, "dateOfBirth": "1941-02-03" } });
    let drafted = donor.draft(uid, None, Some(&json!({ "draft": draft }))).await;
    assert!(draft_operation(&drafted).is_some(), "{}", drafted.text());
    donor.fee(uid, "application", &application()).await;
    let said = json!({ "reference": reference(1).to_string(), "terms": "half-fee", "previousFee": "full" });
    let answer = donor.fee(uid, "claims", &json!({ "repeat": said, "evidenceDelivery": "post" })).await;
    for hidden in ["1941", "2026-04-30", "0000-0001", "Quenby"] {
        assert!(!answer.text().contains(hidden), "{hidden}: {}", answer.text());
    }
    answer.json()["invited"].as_str().unwrap().to_owned()
}

/// The fee once the records have been asked again.
async fn answered(scene: &Scene, uid: &str) -> Value {
    until("the records answer", PATIENCE, async || {
        let fee = fee(scene, uid).await;
        (fee["invited"] != "cannot-say").then_some(fee)
    })
    .await
}

async fn j16_a_repeat_is_answered_without_the_earlier_case_and_its_fee_stays_provisional_meanwhile(
    scene: &Scene,
) {
    let (theirs, nobodys) = (lpa_uid(1).to_string(), lpa_uid(2).to_string());
    scene.case_worker().fact(&invitation(1, 1)).await;
    scene.worsen().await;
    let said = apply_again(&scene.donor(), &theirs, "Quenby Hale").await;
    assert!(["yes", "cannot-say"].contains(&said.as_str()), "{said}");
    let said = apply_again(&scene.donor(), &nobodys, "Vonesprig").await;
    assert!(["no", "cannot-say"].contains(&said.as_str()), "{said}");
    scene.mend().await;
    let quotes = [answered(scene, &theirs).await, answered(scene, &nobodys).await];
    // rules/fees.md section 3, P6
    let expected = [("yes", 4600), ("no", 9200)];
    for (fee, (invited, pence)) in quotes.iter().zip(expected) {
        assert_eq!((&fee["invited"], &fee["quote"]["feePence"]), (&json!(invited), &json!(pence)));
        assert_eq!(fee["quote"]["toAsk"], json!([]));
    }
    assert_eq!(told(scene, &theirs, "reduced-fee-requested").await, 1);
}

async fn j17_a_fee_that_is_approved_twice_is_told_once(scene: &Scene) {
    let (uid, donor, staff) = (lpa_uid(1).to_string(), scene.donor(), scene.case_worker());
    donor.fee(&uid, "application", &application()).await;
    donor.fee(&uid, "claims", &by_post()).await;
    scene.worsen().await;
    staff.fee(&uid, "decisions", &granted()).await;
    staff.fee(&uid, "decisions", &granted()).await;
    scene.mend().await;
    staff.fee(&uid, "decisions", &granted()).await;
    let stands = fee(scene, &uid).await;
    assert_eq!(
        (&stands["quote"]["feePence"], &stands["quote"]["balance"]["state"]),
        (&json!(0), &json!("settled"))
    );
    assert_eq!(told(scene, &uid, "reduced-fee-approved").await, 1);
}

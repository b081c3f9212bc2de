//! What others are told of a fee, in the shapes that they read today.

use std::path::{Path, PathBuf};

use lpa_adapters_postgres::{Cursor, OutboxEntry, PostgresOptions, PostgresOutbox, PostgresRegister};
use lpa_domain::Profile;
use lpa_domain::fees::{About, FeeEvent};
use lpa_ports::Register as _;
use lpa_tests::cluster::Cluster;
use lpa_tests::samples::{fee, lpa_uid, payment};
use serde_json::{Value, json};

/// Where the events are described, when that is at hand: it is no part of this repository.
fn schemas() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/contracts/events");
    folder.is_dir().then_some(folder)
}

/// One of everything that makes an event, with what it is to say.
fn told() -> Vec<(About, Value, Vec<Value>)> {
    let uid = lpa_uid(1).to_string();
    let path = format!("{uid}/evidence/42843aa6");
    let event = |kind: &str, detail: Value| vec![json!({ "detailType": kind, "detail": detail })];
    let requested = |mut rest: Value, kind: &str| {
        rest["uid"] = json!(uid);
        rest["requestType"] = json!(kind);
        event("reduced-fee-requested", rest)
    };
    let claimed = |relief: &str| json!({ "claim": { "relief": relief }, "evidenceDelivery": "post" });
    let decided = |answers: &str, more: Value| {
        let mut told = json!({
            "answers": answers, "version": 1, "ruling": "granted", "by": "urn:opg:sirius:users:34",
            "on": "2026-03-02", "reason": "discretion", "period": "P6",
        });
        told.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        told
    };
    let approved = |kind: &str| event("reduced-fee-approved", json!({ "uid": uid, "approvedType": kind }));
    let uploaded = json!({
        "claim": { "relief": "exemption" }, "evidenceDelivery": "upload",
        "evidence": [{ "path": path, "filename": "payslip.pdf" }],
    });
    let files =
        json!({ "evidence": [{ "path": path, "filename": "payslip.pdf" }], "evidenceDelivery": "upload" });
    let again = json!({ "repeat": { "reference": "7000-0000-0138", "previousFee": "full" }, "evidenceDelivery": "post" });
    let before = json!({ "previousApplicationNumber": "700000000138", "previousFee": "Full", "evidenceDelivery": "post" });
    let by_post = || json!({ "evidenceDelivery": "post" });
    vec![
        (About::Claim, uploaded, requested(files, "NoFee")),
        (About::Claim, claimed("income-remission"), requested(by_post(), "HalfFee")),
        (About::Claim, claimed("universal-credit"), requested(by_post(), "HalfFee")),
        (About::Claim, claimed("hardship"), requested(by_post(), "HardshipFee")),
        (About::Claim, again, requested(before, "RepeatApplicationFee")),
        (
            About::Evidence,
            json!({ "path": path }),
            event("reduced-fee-evidence-received", json!({ "path": path })),
        ),
        (About::Evidence, json!({ "documentId": "7" }), event("evidence-received", json!({ "uid": uid }))),
        (About::Decision, decided("exemption", json!({})), approved("NoFee")),
        (About::Decision, decided("income-remission", json!({})), approved("HalfFee")),
        (About::Decision, decided("universal-credit", json!({ "pays": "1/4" })), approved("QuarterFee")),
        (
            About::Decision,
            decided("hardship", json!({ "ruling": "refused" })),
            event("reduced-fee-declined", json!({ "uid": uid })),
        ),
        (
            About::Payment,
            json!({ "reference": "hu20sqlact", "amountPence": 8200 }),
            event("payment-received", json!({ "uid": uid, "paymentId": "hu20sqlact", "amount": 8200 })),
        ),
    ]
}

async fn all_told() -> Vec<OutboxEntry> {
    let database = Cluster::shared().database().await;
    let options = PostgresOptions::default();
    let register = PostgresRegister::connect(&database.url, &options, Profile::Compatible).unwrap();
    let told = told();
    for (n, (about, told, _events)) in (1..).zip(&told) {
        let operation = fee(n, lpa_uid(1), *about, &told.to_string());
        for _again in 0..2 {
            register.apply(&operation).await.unwrap();
        }
    }
    let outbox = PostgresOutbox::connect(&database.url, &options).unwrap();
    loop {
        // Other tests' transactions on the same server hold the horizon back for a moment.
        let found = outbox.read_after(&Cursor::default(), 100).await.unwrap();
        if found.len() >= told.len() {
            return found;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn each_thing_told_makes_its_event_once_and_in_its_order() {
    let found = all_told().await;
    let expected: Vec<_> =
        told().into_iter().map(|(about, _told, events)| (about.label().to_owned(), events)).collect();
    let read =
        |events: &[FeeEvent]| events.iter().map(|event| serde_json::to_value(event).unwrap()).collect();
    let found: Vec<(String, Vec<Value>)> =
        found.into_iter().map(|entry| (entry.kind, read(&entry.events))).collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn every_event_is_as_its_readers_describe_it() {
    let Some(schemas) = schemas() else { return };
    for entry in all_told().await {
        for FeeEvent { detail_type, detail } in &entry.events {
            let text = std::fs::read_to_string(schemas.join(detail_type).join("schema.json")).unwrap();
            let schema = jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap();
            let detail = serde_json::to_value(detail).unwrap();
            let problems: Vec<_> = schema.iter_errors(&detail).map(|error| error.to_string()).collect();
            assert_eq!(problems, [""; 0], "{detail_type} {detail}");
        }
    }
}

#[tokio::test]
async fn what_is_paid_back_and_what_was_overtaken_is_told_to_nobody() {
    let database = Cluster::shared().database().await;
    let options = PostgresOptions::default();
    let register = PostgresRegister::connect(&database.url, &options, Profile::Compatible).unwrap();
    register.apply(&payment(1, lpa_uid(1), "p", 100)).await.unwrap();
    let refund = fee(2, lpa_uid(1), About::Refund, r#"{"reference":"r","amountPence":100}"#);
    register.apply(&refund).await.unwrap();
    let records = register.fees(lpa_uid(1)).await.unwrap();
    let events: Vec<_> = records.iter().map(|record| record.events.len()).collect();
    assert_eq!(events, [1, 0]);
}

//! Reading what is told: everything that is wrong, and nothing that nobody may say.

use super::*;
use crate::choice::Words as _;

const UID: &str = "M-3779-9919-9529";

fn read(about: About, told: &str) -> Result<Told, Vec<(String, String)>> {
    let act = FeeAct { about, told: Json::parse(told.as_bytes()).unwrap() };
    let placed = |each: Problem| (each.source.into_owned(), each.detail.into_owned());
    act.read(UID.parse().unwrap()).map_err(|problems| problems.into_iter().map(placed).collect())
}

fn places(about: About, told: &str) -> Vec<String> {
    read(about, told).unwrap_err().into_iter().map(|(place, _)| place).collect()
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let claim = r#"{ "claim": { "relief": "luck" }, "evidenceDelivery": "pigeon", "evidence": [{ "path": "x" }], "y": 1 }"#;
    assert_eq!(places(About::Claim, claim), ["/claim/relief", "/evidenceDelivery", "/evidence/0/path", ""]);
    assert_eq!(places(About::Payment, r#"{ "amountPence": -1 }"#), ["/reference", "/amountPence"]);
    assert_eq!(places(About::Application, "[]"), [""]);
    let supposed = r#"{ "lpaType": "personal-welfare", "madeOn": "2026-02-30", "madeBasis": "supposed" }"#;
    assert_eq!(places(About::Application, supposed), ["/madeOn", "/madeBasis"]);
}

#[test]
fn a_claim_is_for_one_relief_or_says_that_the_application_is_a_repeat() {
    let neither = r#"{ "evidenceDelivery": "post" }"#;
    let both = r#"{ "claim": { "relief": "hardship" }, "repeat": { "reference": "7000-0000-0138", "previousFee": "full" }, "evidenceDelivery": "post" }"#;
    assert_eq!(places(About::Claim, neither), ["/claim"]);
    assert_eq!(places(About::Claim, both), ["/claim"]);
}

#[test]
fn what_was_uploaded_is_named_and_belongs_to_this_lpa() {
    let uploaded = |evidence: &str| {
        let told = format!(
            r#"{{ "claim": {{ "relief": "exemption" }}, "evidenceDelivery": "upload", "evidence": {evidence} }}"#
        );
        read(About::Claim, &told)
    };
    let own = format!(r#"[{{ "path": "{UID}/evidence/1", "filename": "payslip.pdf" }}]"#);
    assert!(matches!(
        uploaded(&own),
        Ok(Told::Claim { support: Support { delivery: Delivery::Upload, .. }, .. })
    ));
    let others = r#"[{ "path": "M-1234-5678-9018/evidence/1" }]"#;
    for wrong in ["[]", others, &format!(r#"[{{ "path": "{UID}/evidence/" }}]"#)] {
        assert!(uploaded(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_was_paid_before_is_asked_only_where_readers_of_the_event_want_it() {
    // reduced-fee-requested: needed beside a number that begins with 7
    let repeat = |rest: &str| {
        let told = format!(r#"{{ "repeat": {{ {rest} }}, "evidenceDelivery": "post" }}"#);
        read(About::Claim, &told).map(drop)
    };
    let missing = repeat(r#""reference": "7000-0000-0138""#).unwrap_err();
    assert_eq!(missing[0].0, "/repeat/previousFee");
    assert_eq!(repeat(r#""reference": "7000-0000-0138", "previousFee": "half""#), Ok(()));
    assert_eq!(repeat(r#""reference": "M-1234-5678-9018""#), Ok(()));
}

#[test]
fn nobody_tells_that_opg_invited() {
    let told =
        r#"{ "repeat": { "reference": "M-1234-5678-9018", "invited": "yes" }, "evidenceDelivery": "post" }"#;
    assert_eq!(places(About::Claim, told), ["/repeat"]);
}

#[test]
fn evidence_was_uploaded_or_came_by_post() {
    assert!(read(About::Evidence, r#"{ "documentId": "7000-1" }"#).is_ok());
    for wrong in [
        "{}",
        &format!(r#"{{ "documentId": "1", "path": "{UID}/evidence/1" }}"#),
        r#"{ "documentId": "a\u0000" }"#,
    ] {
        assert!(read(About::Evidence, wrong).is_err(), "{wrong}");
    }
}

#[test]
fn every_label_is_read_back() {
    for about in About::ALL {
        assert_eq!(About::from_label(about.label()), Some(about));
    }
    assert_eq!(PreviousFee::ALL.len(), 4);
}

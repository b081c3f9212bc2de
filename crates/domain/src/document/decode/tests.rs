//! What callers rely on when their JSON is read (contract section 1.3).

use super::{Decoded, decode};
use crate::document::{BirthDate, Document};
use crate::json::Json;

fn read(body: &str) -> Decoded {
    decode(&Json::parse(body.as_bytes()).unwrap()).unwrap()
}

fn refused(body: &str) -> Vec<String> {
    let problems = decode(&Json::parse(body.as_bytes()).unwrap()).unwrap_err();
    problems.into_iter().map(|problem| format!("{} {}", problem.source, problem.detail)).collect()
}

fn written(document: &Document) -> serde_json::Value {
    serde_json::to_value(document).unwrap()
}

#[test]
fn keys_match_in_any_case_and_the_last_of_several_wins() {
    // contract section 1.3, items 1 and 4; `companyNUmber` is what a client really sends
    let document = read(
        r#"{"LPATYPE":"personal-welfare","lpaType":"property-and-affairs",
            "trustCorporations":[{"companyNUmber":"555"}],"donor":{"LASTNAME":"Wend"}}"#,
    )
    .document;
    assert_eq!(document.lpa_type.word(), "property-and-affairs");
    assert_eq!(written(&document)["trustCorporations"][0]["companyNumber"], "555");
    assert_eq!(document.donor.last_name.as_str(), "Wend");
}

#[test]
fn unknown_and_read_only_fields_are_ignored_whatever_they_hold() {
    // contract section 1.3, item 2
    let body =
        r#"{"uid":"M-1","status":5,"registrationDate":"x","updatedAt":[],"notes":{},"odd":{"a":"\u0000"}}"#;
    assert_eq!(read(body), Decoded::default());
}

#[test]
fn null_reads_as_not_given() {
    // contract section 1.3, item 3
    let body = r#"{"lpaType":null,"donor":null,"attorneys":null,"trustCorporations":null,"signedAt":null,
        "howAttorneysMakeDecisionsIsDefault":null,"independentWitness":null,"restrictionsAndConditionsImages":null}"#;
    assert_eq!(read(body), Decoded::default());
    assert_eq!(read(r#"{"attorneys":[null]}"#).document.attorneys().len(), 1);
}

#[test]
fn a_date_of_birth_never_fails_reading() {
    // contract section 1.3, items 3 and 6
    let born = |value: &str| {
        *read(&format!(r#"{{"donor":{{"dateOfBirth":{value}}}}}"#)).document.donor.date_of_birth.expose()
    };
    assert_eq!(born(r#""""#), BirthDate::Absent);
    assert_eq!(*read(r#"{"donor":{}}"#).document.donor.date_of_birth.expose(), BirthDate::Absent);
    assert_eq!(born(r#""1970-01-24""#), BirthDate::parse("1970-01-24"));
    for odd in ["null", "7", r#"" ""#, r#""1930-11-31""#, "{}", "[]", "true", r#""1970-01-2\u0000""#] {
        assert_eq!(born(odd), BirthDate::Malformed, "{odd}");
    }
}

#[test]
fn timestamps_keep_their_offset_and_digits_and_a_bad_one_is_a_problem() {
    // contract section 1.3, item 5
    let body = r#"{"signedAt":"2024-01-10T23:00:00.123456780+01:00","certificateProvider":{"signedAt":"2024-01-11T01:00:00Z"}}"#;
    let json = written(&read(body).document);
    assert_eq!(json["signedAt"], "2024-01-10T23:00:00.12345678+01:00");
    assert_eq!(json["certificateProvider"]["signedAt"], "2024-01-11T01:00:00Z");
    assert_eq!(
        refused(
            r#"{"donor":{"identityCheck":{"checkedAt":7}},"signedAt":"","witnessedByCertificateProviderAt":"2024-01-10"}"#
        ),
        [
            "/donor/identityCheck/checkedAt unexpected type",
            "/signedAt must be a valid datetime",
            "/witnessedByCertificateProviderAt must be a valid datetime",
        ]
    );
}

#[test]
fn the_zero_moment_is_never_except_where_it_must_be_refused() {
    // contract sections 3.1 and 4.3 rule 15
    let zero = r#""0001-01-01T00:00:00Z""#;
    let document = read(&format!(
        r#"{{"signedAt":{zero},"witnessedByIndependentWitnessAt":{zero},"attorneys":[{{"signedAt":{zero}}}],
            "certificateProviderNotRelatedConfirmedAt":{zero}}}"#
    ))
    .document;
    assert_eq!(document.signed_at, None);
    assert_eq!(document.witnessed_by_independent_witness_at, None);
    assert_eq!(document.attorneys()[0].signed_at, None);
    assert!(document.certificate_provider_not_related_confirmed_at.unwrap().is_zero());
}

#[test]
fn every_value_of_the_wrong_type_is_reported_at_once() {
    // contract section 1.1: today 500; section 4.2 has the words
    let body = r#"{"whenTheLpaCanBeUsed":[],"lpaType":1,"donor":[],"attorneys":[{"address":{"line1":false}},"x"],
        "trustCorporations":[{"signatories":{}}],"howAttorneysMakeDecisionsIsDefault":"yes","signedAt":"soon"}"#;
    assert_eq!(
        refused(body),
        [
            "/lpaType unexpected type",
            "/donor unexpected type",
            "/attorneys/0/address/line1 unexpected type",
            "/attorneys/1 unexpected type",
            "/trustCorporations/0/signatories unexpected type",
            "/howAttorneysMakeDecisionsIsDefault unexpected type",
            "/whenTheLpaCanBeUsed unexpected type",
            "/signedAt must be a valid datetime",
        ]
    );
    for whole in ["[]", "null", "\"x\"", "7"] {
        assert_eq!(refused(whole), [" unexpected type"], "{whole}");
    }
}

#[test]
fn nul_characters_are_refused() {
    let body = r#"{"lpaType":"\u0000","donor":{"lastName":"We\u0000nd"},"attorneys":[{"uid":"\u0000"}]}"#;
    assert_eq!(
        refused(body),
        [
            "/lpaType must not contain NUL",
            "/donor/lastName must not contain NUL",
            "/attorneys/0/uid must not contain NUL",
        ]
    );
}

#[test]
fn a_list_has_an_end() {
    let body = |count: usize| format!(r#"{{"attorneys":[{}]}}"#, vec!["{}"; count].join(","));
    assert_eq!(read(&body(1000)).document.attorneys().len(), 1000);
    assert_eq!(refused(&body(1001)), ["/attorneys must not have more than 1000 items"]);
}

#[test]
fn words_off_their_list_and_long_texts_are_kept() {
    // contract section 4.1: a paper LPA is stored as it was written
    let long = "x".repeat(100_000);
    let body = format!(r#"{{"lpaType":"both","restrictionsAndConditions":"{long}"}}"#);
    let document = read(&body).document;
    assert_eq!(document.lpa_type.word(), "both");
    assert_eq!(document.restrictions_and_conditions.as_str().len(), 100_000);
}

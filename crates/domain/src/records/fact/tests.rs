//! Facts as they are told, well and badly.

use super::*;
use crate::json::Json;
use crate::problem::Problem;

const TOLD: &str = r#"{ "version": 3, "kind": "invitation", "reference": "7000-0000-0138", "lpaType": "personal-welfare",
    "terms": "half-fee", "expiresOn": "2026-04-30",
    "donor": { "lastName": "Quenby", "forenames": "Ottoline", "dateOfBirth": "1941-02-03", "postcode": "ZZ1 1ZZ" } }"#;

fn read(told: &str) -> Result<ToldFact, Vec<Problem>> {
    let author = "urn:opg:sirius:users:34".parse().unwrap();
    ToldFact::read(FactId(Uuid::from_u128(7)), author, &Json::parse(told.as_bytes()).unwrap())
}

#[test]
fn an_invitation_is_read_as_it_is_written() {
    let told = read(TOLD).unwrap();
    let Says::Invitation { invitation, donor } = &told.says else { panic!("an invitation") };
    assert_eq!((told.version, invitation.reference.to_string().as_str()), (3, "7000-0000-0138"));
    assert!(donor.known_by().is_some());
    let mut again = told.says.written();
    again["version"] = 3.into();
    assert_eq!(read(&again.to_string()).unwrap(), told);
}

#[test]
fn what_is_passed_on_is_read_again() {
    let told = read(TOLD).unwrap();
    let retracted = ToldFact { version: 4, says: Says::Retracted, ..told.clone() };
    for told in [told, retracted] {
        let body = Json::parse(told.written().to_string().as_bytes()).unwrap();
        assert_eq!(ToldFact::read_passed_on(&body), Ok(told));
    }
}

#[test]
fn what_is_kept_of_an_invitation_names_nobody_and_restores_it() {
    let Says::Invitation { invitation, .. } = read(TOLD).unwrap().says else { panic!("an invitation") };
    let kept = read(TOLD).unwrap().says.without_personal_data().to_string();
    assert!(!kept.contains("Quenby") && !kept.contains("1941") && !kept.contains("138"), "{kept}");
    let kept = Json::parse(kept.as_bytes()).unwrap();
    assert_eq!(Invitation::restore(invitation.reference, &kept), Some(invitation));
}

#[test]
fn everything_that_is_wrong_with_a_fact_is_said_at_once() {
    let places = |told: &str| {
        let problems = read(told).unwrap_err();
        problems.into_iter().map(|problem| problem.source.into_owned()).collect::<Vec<_>>()
    };
    let wrong = r#"{ "version": 0, "kind": "invitation", "reference": "12", "lpaType": "both", "terms": "gratis",
        "expiresOn": "2026-02-30", "donor": { "lastName": "-", "dateOfBirth": "1941-02-31", "age": 9 } }"#;
    let all = [
        "/version",
        "/reference",
        "/lpaType",
        "/terms",
        "/expiresOn",
        "/donor/dateOfBirth",
        "/donor/lastName",
        "/donor",
    ];
    assert_eq!(places(wrong), all);
    assert_eq!(places(r#"{ "version": 1, "kind": "rumour" }"#), ["/kind"]);
    assert_eq!(places("[]"), [""]);
}

#[test]
fn the_highest_version_holds_and_one_version_says_one_thing() {
    assert_eq!(noting(2, 1, false), Ok(Noted::Kept));
    assert_eq!(noting(1, 2, false), Ok(Noted::Superseded));
    assert_eq!(noting(2, 2, true), Ok(Noted::Kept));
    assert_eq!(noting(2, 2, false), Err(VersionTaken));
}

#[test]
fn a_retraction_names_its_version() {
    let retracted = |version| {
        ToldFact::retracted(FactId(Uuid::from_u128(7)), "urn:opg:sirius:users:34".parse().unwrap(), version)
    };
    assert_eq!(retracted("4").unwrap().version, 4);
    for version in ["", "0", "-1", "x", "9007199254740992"] {
        assert_eq!(retracted(version).unwrap_err()[0].source, "version", "{version}");
    }
}

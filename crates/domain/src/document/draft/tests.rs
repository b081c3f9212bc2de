//! What a half-written document says of its fields.

use super::{Draft, Known};
use crate::document::{BirthDate, Document, example};
use crate::json::Json;

fn draft(told: &str) -> Draft {
    Draft::from_json(&Json::parse(told.as_bytes()).unwrap()).unwrap()
}

#[test]
fn missing_is_unknown_and_null_is_absent_and_a_value_is_known() {
    let draft = draft(r#"{"donor":{"LASTNAME":"Quenby","email":null,"firstNames":"","dateOfBirth":null}}"#);
    let donor = draft.donor();
    assert_eq!(donor.ask("lastName", |it| &it.last_name).known().unwrap().as_str(), "Quenby");
    assert!(donor.ask("email", |it| &it.email).is_absent());
    assert!(donor.ask("firstNames", |it| &it.first_names).is_absent());
    assert!(donor.ask("dateOfBirth", |it| &it.date_of_birth).is_absent());
    assert_eq!(donor.value().date_of_birth.expose(), &BirthDate::Absent);
    assert!(donor.ask("otherNamesKnownBy", |it| &it.other_names_known_by).is_unknown());
    assert!(donor.part("address", |it| &it.address).ask("line1", |it| &it.line1).is_unknown());
}

#[test]
fn what_stands_below_something_absent_is_absent() {
    let draft = draft(r#"{"donor":null,"independentWitness":null,"signedAt":"0001-01-01T00:00:00Z"}"#);
    assert!(draft.donor().ask("lastName", |it| &it.last_name).is_absent());
    assert!(draft.donor().is_told());
    assert!(draft.independent_witness().is_absent());
    assert!(draft.authorised_signatory().is_unknown());
    assert!(!draft.certificate_provider().is_told());
    assert!(draft.signed_at().is_absent());
}

#[test]
fn a_list_is_told_whole_and_its_items_in_part() {
    let told = r#"{"attorneys":[{"lastName":"Grovewick"},null],"trustCorporations":[]}"#;
    let draft = draft(told);
    let attorneys = draft.attorneys().known().unwrap();
    assert_eq!(attorneys.len(), 2);
    assert!(attorneys[0].ask("lastName", |it| &it.last_name).is_known());
    assert!(attorneys[0].ask("firstNames", |it| &it.first_names).is_unknown());
    assert!(attorneys[1].ask("lastName", |it| &it.last_name).is_absent());
    assert_eq!(draft.trust_corporations().map(|all| all.len()), Known::Known(0));
    assert!(draft.people_to_notify().is_unknown());
}

#[test]
fn a_finished_draft_completes_to_its_document() {
    for variant in 0..50 {
        let draft = Draft::from_json(&example::json(variant)).unwrap();
        assert_eq!(draft.complete().unwrap(), example::lpa_document(variant));
    }
}

#[test]
fn an_empty_draft_lacks_what_an_empty_document_lacks() {
    // contract section 4.3: `PUT {}` yields exactly 22 errors
    assert_eq!(Draft::new().complete().unwrap_err().len(), 22);
    assert_eq!(Draft::default().document(), &Document::default());
}

#[test]
fn a_malformed_draft_says_what_is_wrong_with_its_form() {
    let json = Json::parse(br#"{"donor":{"lastName":1},"attorneys":{}}"#).unwrap();
    let problems = Draft::from_json(&json).unwrap_err();
    let sources: Vec<_> = problems.iter().map(|problem| problem.source.as_ref()).collect();
    assert_eq!(sources, ["/donor/lastName", "/attorneys"]);
}

#[test]
fn a_draft_read_strictly_holds_nothing_that_no_draft_has() {
    let strictly = |told: &str| {
        let read = Draft::from_json_strictly(&Json::parse(told.as_bytes()).unwrap());
        let problems = read.map_or_else(|problems| problems, |_draft| Vec::new());
        let told = |problem: &crate::problem::Problem| format!("{} {}", problem.source, problem.detail);
        problems.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(
        strictly(r#"{"uid":"","a/b~c":1,"donor":{"lastName":"A","lastName":null,"address":{"Line1":""}}}"#),
        [
            "/donor/address/Line1 unknown member",
            "/donor/lastName must be given once",
            "/uid unknown member",
            "/a~1b~0c unknown member",
        ]
    );
    assert_eq!(
        strictly(r#"{"attorneys":[null,{"mobile":"","fax":""}]}"#),
        ["/attorneys/1/fax unknown member"]
    );
    // Scans are no part of a draft.
    let scans = r#"{"restrictionsAndConditionsImages":[]}"#;
    assert_eq!(strictly(scans), ["/restrictionsAndConditionsImages unknown member"]);
    for variant in 0..50 {
        let mut told = serde_json::to_value(example::json(variant)).unwrap();
        told.as_object_mut().unwrap().retain(|name, _| !name.ends_with("Images"));
        assert_eq!(strictly(&told.to_string()), [""; 0]);
    }
}

#[test]
fn two_facts_are_settled_as_soon_as_one_of_them_is_absent() {
    let (unknown, absent) = (Known::<u8>::Unknown, Known::<u8>::Absent);
    for other in [Known::Unknown, Known::Absent, Known::Known(1)] {
        assert_eq!(absent.zip(other), Known::Absent);
        assert_eq!(other.zip(absent), Known::Absent);
    }
    assert_eq!(unknown.zip(Known::Known(1)), Known::Unknown);
    assert_eq!(Known::Known(&3).cloned(), Known::Known(3));
    assert_eq!(Known::Known(3).as_ref().known(), Some(&3));
}

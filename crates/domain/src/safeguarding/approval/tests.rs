//! What makes another digest, and what does not.

use jiff::civil::date;
use serde_json::{Value, json};

use super::*;
use crate::json::Json;
use crate::rules::{Question, Recorded, Topic};

fn draft() -> Value {
    json!({
        "draft": {
            "lpaType": "property-and-affairs",
            "donor": { "firstNames": "Ada", "lastName": "Bell", "dateOfBirth": "1950-04-12" },
            "attorneys": [ { "firstNames": "Cy", "lastName": "Dorn", "dateOfBirth": "1980-01-01" } ],
            "certificateProvider": { "firstNames": "Eve", "lastName": "Finch" },
            "restrictionsAndConditions": null,
        },
        "circumstances": { "certificateProvider": { "relationship": "personally" },
            "relations": [ { "one": "certificateProvider", "other": "attorneys/0", "are": [] } ] },
    })
}

fn asking(question: &Value) -> Asking {
    Asking::read(&Json::parse(question.to_string().as_bytes()).unwrap()).unwrap()
}

fn approval(question: &Value) -> Approval {
    asking(question).approval(date(2026, 3, 2), &Answers::none(), Audience::Caller)
}

/// The sections of which something was changed at a place.
fn changed(at: &str, to: Value) -> Vec<&'static str> {
    let mut other = draft();
    *other.pointer_mut(at).unwrap() = to;
    let (one, other) = (approval(&draft()), approval(&other));
    let pairs = one.sections.iter().zip(&other.sections);
    pairs.filter(|(one, other)| one.digest != other.digest).map(|(one, _)| one.shown.section).collect()
}

#[test]
fn every_section_has_a_digest_of_its_own() {
    let mut digests: Vec<String> = approval(&draft()).sections.into_iter().map(|each| each.digest).collect();
    assert!(digests.iter().all(|digest| digest.len() == 64));
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), Section::ALL.len());
}

#[test]
fn a_change_of_one_value_is_a_change_of_the_sections_that_read_it_and_of_no_other() {
    let restrictions = changed("/draft/restrictionsAndConditions", json!("Never sell my house."));
    assert!(restrictions.contains(&"restrictions") && !restrictions.contains(&"payment"), "{restrictions:?}");
    let born = changed("/draft/attorneys/0/dateOfBirth", json!("1981-01-01"));
    assert!(born.contains(&"attorneys") && !born.contains(&"restrictions"), "{born:?}");
    let related = changed("/circumstances/relations/0/are", json!(["spouse"]));
    assert!(related.contains(&"certificate-provider") && !related.contains(&"restrictions"), "{related:?}");
    assert_eq!(changed("/draft/donor/lastName", json!("Bell")), Vec::<&str>::new());
}

#[test]
fn what_becomes_known_or_is_taken_back_is_a_change() {
    let less = |at: &str| changed(at, Value::Null);
    assert!(less("/draft/attorneys").contains(&"attorneys"));
    assert!(less("/draft/attorneys/0/dateOfBirth").contains(&"attorneys"));
    let mut untold = draft();
    untold["draft"].as_object_mut().unwrap().remove("restrictionsAndConditions");
    let (one, other) = (approval(&draft()), approval(&untold));
    assert_ne!(one, other);
}

/// What only OPG knows must not show in a digest, and a day makes nothing another draft.
#[test]
fn answers_and_days_change_no_digest() {
    let answers = Answers::none().with(Question::Deceased, Topic::Donor, 0, Recorded::Strong);
    let one = approval(&draft());
    let other = asking(&draft()).approval(date(2027, 3, 2), &answers, Audience::Caller);
    assert_ne!(one.sections, other.sections);
    let digests = |approval: &Approval| -> Vec<String> {
        approval.sections.iter().map(|section| section.digest.clone()).collect()
    };
    assert_eq!(digests(&one), digests(&other));
}

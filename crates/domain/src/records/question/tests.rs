//! What follows from what was found.

use super::*;
use crate::json::Json;
use crate::records::Subject;

fn donor() -> Subject {
    serde_json::from_str(r#"{ "lastName": "Quenby", "dateOfBirth": "1941-02-03" }"#).unwrap()
}

fn invitation() -> Invitation {
    Invitation {
        reference: "7000-0000-0138".parse().unwrap(),
        lpa_type: LpaType::PersonalWelfare,
        terms: Terms::HalfFee,
        expires_on: "2026-04-30".parse().unwrap(),
    }
}

fn asked(made_on: &str, donor: Subject) -> Question {
    let Invitation { reference, lpa_type, terms, .. } = invitation();
    Question::RepeatInvitation { reference, lpa_type, terms, made_on: made_on.parse().unwrap(), donor }
}

fn found() -> Found {
    Found { is_told: true, invitations: vec![invitation()], ..Found::default() }
}

/// rules/fees.md R-04, T65 and T73.
#[test]
fn an_invitation_holds_to_its_last_day_for_its_type_and_on_its_terms() {
    assert_eq!(asked("2026-04-30", donor()).answer(&found()), Answer::Yes);
    assert_eq!(asked("2026-05-01", donor()).answer(&found()), Answer::No);
    let Invitation { reference, lpa_type, terms, expires_on } = invitation();
    for (lpa_type, terms) in [(LpaType::PropertyAndAffairs, terms), (lpa_type, Terms::NoFee)] {
        let other =
            Question::RepeatInvitation { reference, lpa_type, terms, made_on: expires_on, donor: donor() };
        assert_eq!(other.answer(&found()), Answer::No);
    }
}

#[test]
fn where_nothing_was_ever_told_finding_nothing_says_nothing() {
    let nothing = Found::default();
    assert_eq!(asked("2026-04-30", donor()).answer(&nothing), Answer::CannotSay);
    assert_eq!(asked("2026-04-30", donor()).answer(&Found { is_told: true, ..nothing }), Answer::No);
}

#[test]
fn of_a_donor_of_whom_too_little_is_known_nobody_can_tell() {
    let nameless = Subject { last_name: "".into(), ..donor() };
    assert_eq!(asked("2026-04-30", nameless.clone()).answer(&found()), Answer::CannotSay);
    let belongs = Question::ReferenceBelongs { reference: invitation().reference, donor: nameless };
    assert_eq!(belongs.answer(&found()), Answer::CannotSay);
}

/// rules/safeguarding.md K05, T207.
#[test]
fn a_reference_belongs_to_whom_the_register_or_a_fact_says() {
    let modernised = || "M-3779-9919-9529".parse().unwrap();
    let belongs = |reference, in_register| {
        let question = Question::ReferenceBelongs { reference, donor: donor() };
        question.answer(&Found { in_register, ..Found::default() })
    };
    assert_eq!(belongs(modernised(), InRegister::Theirs), Answer::Yes);
    assert_eq!(belongs(modernised(), InRegister::Anothers), Answer::No);
    assert_eq!(belongs(modernised(), InRegister::Nothing), Answer::No);
    assert_eq!(belongs(invitation().reference, InRegister::Nothing), Answer::CannotSay);
    let by_fact = Question::ReferenceBelongs { reference: invitation().reference, donor: donor() };
    assert_eq!(by_fact.answer(&found()), Answer::Yes);
}

#[test]
fn what_is_written_is_read_again() {
    let all = vec![
        asked("2026-04-30", donor()),
        Question::ReferenceBelongs { reference: invitation().reference, donor: Subject::default() },
    ];
    let written: Vec<_> = all.iter().map(Question::written).collect();
    let body = json!({ "questions": written }).to_string();
    assert_eq!(Question::read_all(&Json::parse(body.as_bytes()).unwrap()), Ok(all));
}

#[test]
fn everything_that_is_wrong_with_questions_is_said_at_once() {
    let body = r#"{ "questions": [ { "ask": "who" }, { "ask": "repeat-invitation", "reference": "7", "donor": {} } ], "x": 1 }"#;
    let problems = Question::read_all(&Json::parse(body.as_bytes()).unwrap()).unwrap_err();
    let places: Vec<_> = problems.iter().map(|problem| &*problem.source).collect();
    let all = [
        "/questions/0/ask",
        "/questions/1/reference",
        "/questions/1/lpaType",
        "/questions/1/terms",
        "/questions/1/madeOn",
        "",
    ];
    assert_eq!(places, all);
    let many = vec![asked("2026-04-30", donor()).written(); 1_001];
    let body = json!({ "questions": many }).to_string();
    assert_eq!(
        Question::read_all(&Json::parse(body.as_bytes()).unwrap()).unwrap_err()[0].source,
        "/questions"
    );
}

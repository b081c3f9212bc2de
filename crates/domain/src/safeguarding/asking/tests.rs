//! What an assessment is asked, and what is wrong with it.

use jiff::civil::date;

use super::*;
use crate::records::{self, Answer};
use crate::rules::Question;

fn parsed(text: &str) -> Json {
    Json::parse(text.as_bytes()).unwrap()
}

fn answer(text: &str) -> Value {
    Asking::read(&parsed(text)).unwrap().answer(date(2026, 6, 1), &Answers::none(), Audience::Caller)
}

#[test]
fn a_draft_of_which_nothing_is_known_waits_and_nothing_in_it_is_wrong() {
    let answer = answer("{}");
    assert_eq!(answer["ruleSet"], "rules-2023");
    assert_eq!(answer["findings"], json!([]));
    let donor =
        answer["sections"].as_array().unwrap().iter().find(|section| section["section"] == "donor").unwrap();
    assert_eq!(donor["state"], "waits");
    assert!(donor["waitsFor"].as_array().unwrap().contains(&json!("/donor/dateOfBirth")), "{donor}");
}

#[test]
fn everything_that_is_wrong_is_said_at_once_with_its_place() {
    let asked = r#"{ "draft": { "signedAt": "soon" }, "ruleSet": "rules-1066", "fee": { "for": "goat" },
        "confirmations": [ { "rule": "Z99", "digest": "00" } ] }"#;
    let problems = Asking::read(&parsed(asked)).unwrap_err();
    let sources: Vec<&str> = problems.iter().map(|problem| problem.source.as_ref()).collect();
    for source in [
        "/draft/signedAt",
        "/ruleSet",
        "/fee/for",
        "/confirmations/0/rule",
        "/confirmations/0/digest",
        "/confirmations/0/by",
        "/confirmations/0/at",
    ] {
        assert!(sources.contains(&source), "{source} in {sources:?}");
    }
    let told = Asking::read(&parsed(r#"{ "circumstances": { "donor": { "canSign": 1 } } }"#)).unwrap_err();
    assert_eq!(told[0].source, "/circumstances/donor/canSign");
    assert!(Asking::read(&parsed("[]")).is_err());
}

#[test]
fn what_nobody_reads_is_told() {
    let asked =
        r#"{ "draft": { "donor": { "shoeSize": 43 } }, "circumstances": { "weather": "fine" }, "mood": 1 }"#;
    assert_eq!(answer(asked)["ignored"], json!(["/mood", "/draft/donor/shoeSize", "/circumstances/weather"]));
}

#[test]
fn a_question_about_the_fee_is_answered_beside_it() {
    let asked = r#"{ "fee": { "for": "lpa", "lpaType": "property-and-affairs", "madeOn": "2026-02-01", "madeBasis": "lodged" } }"#;
    assert!(answer(asked)["fee"]["outcome"].is_string(), "{}", answer(asked)["fee"]);
    assert!(answer("{}").get("fee").is_none());
}

const UID: &str = "M-3779-9919-9529";

fn of_a_pair(more: &str) -> Asking {
    let asked = format!(
        r#"{{ "draft": {{ "lpaType": "property-and-affairs",
                "donor": {{ "firstNames": "Ada", "lastName": "Bell", "dateOfBirth": "1950-07-28" }},
                "attorneys": [ {{ "firstNames": "Cy", "lastName": "Dorn", "dateOfBirth": "1980-01-02" }},
                               {{ "firstNames": "Eve", "lastName": "Farr", "dateOfBirth": "1981-01-02" }} ] }}{more} }}"#
    );
    Asking::read(&parsed(&asked)).unwrap()
}

fn inquiry(asking: &Asking) -> Inquiry {
    asking.inquiry(date(2026, 6, 1), UID.parse().unwrap())
}

/// What came of a rule of each of whom it was asked.
fn words(asking: &Asking, answers: &Answers, rule: &str) -> Vec<&'static str> {
    let assessment = asking.assessment(date(2026, 6, 1), answers);
    let own = assessment.findings.iter().filter(|finding| finding.rule.id == rule);
    own.map(|finding| finding.outcome.word()).collect()
}

#[test]
fn whatever_a_rule_reads_of_the_records_is_asked_of_everybody_once() {
    let asking = of_a_pair("");
    let questions = inquiry(&asking).questions();
    let names = |ask| {
        let of = questions.iter().filter_map(|question| match question {
            records::Question::Drafting(drafting) if drafting.ask == ask => {
                Some(drafting.of.last_name.as_str())
            }
            _ => None,
        });
        of.collect::<Vec<_>>()
    };
    assert_eq!(names(Question::Deceased), ["Bell", "Dorn", "Farr"]);
    assert_eq!(names(Question::RemovedByCourt), ["Dorn", "Farr"]);
    assert_eq!(names(Question::HasDeputy), ["Bell"]);
    for (at, question) in questions.iter().enumerate() {
        assert!(!questions[..at].contains(question) || names_nobody(question), "{question:?}");
    }
}

/// What is asked of the LPA as a whole is asked of the donor.
fn names_nobody(question: &records::Question) -> bool {
    matches!(question, records::Question::Drafting(drafting) if drafting.of == drafting.donor)
}

#[test]
fn an_answer_counts_for_the_one_of_whom_it_was_asked() {
    let asking = of_a_pair("");
    let inquiry = inquiry(&asking);
    let answer = |question: &records::Question| match question {
        records::Question::Drafting(it)
            if it.ask == Question::RemovedByCourt && it.of.last_name.as_str() == "Farr" =>
        {
            Answer::Yes
        }
        _ => Answer::No,
    };
    let answers: Vec<Answer> = inquiry.questions().iter().map(answer).collect();
    assert_eq!(words(&asking, &inquiry.answered(&answers), "B15"), ["satisfied", "refer"]);
    let cannot_say = vec![Answer::CannotSay; answers.len()];
    assert_eq!(words(&asking, &inquiry.answered(&cannot_say), "B15"), ["unavailable", "unavailable"]);
    assert_eq!(words(&asking, &inquiry.answered(&[]), "B15"), ["undetermined", "undetermined"]);
}

/// safeguarding.md K05: the records are asked whether the reference is the donor's, the rule whether it is somebody else's.
#[test]
fn an_earlier_application_of_the_donor_is_in_order_and_one_of_somebody_else_is_not() {
    let asking = of_a_pair(r#", "circumstances": { "repeats": { "reference": "7000-0000-0138" } }"#);
    let inquiry = inquiry(&asking);
    for (says, word) in
        [(Answer::Yes, "satisfied"), (Answer::No, "refer"), (Answer::CannotSay, "unavailable")]
    {
        let of_reference =
            |question: &records::Question| question.reference().map_or(Answer::CannotSay, |_| says);
        let answers: Vec<Answer> = inquiry.questions().iter().map(of_reference).collect();
        assert_eq!(words(&asking, &inquiry.answered(&answers), "K05"), [word]);
    }
}

#[test]
fn only_what_is_asked_in_the_same_words_is_shared() {
    let (asking, same) = (of_a_pair(""), of_a_pair(r#", "circumstances": { "donor": { "canSign": true } }"#));
    let all = inquiry(&asking);
    assert_eq!(all.clone().shared_with(&inquiry(&same)), all);
    let other = r#"{ "draft": { "lpaType": "property-and-affairs",
        "donor": { "firstNames": "Ada", "lastName": "Bell", "dateOfBirth": "1950-07-28" },
        "attorneys": [ { "firstNames": "Cy", "lastName": "Dorn", "dateOfBirth": "1980-01-03" } ] } }"#;
    let shared = all.shared_with(&inquiry(&Asking::read(&parsed(other)).unwrap()));
    let is_of_donor = |question: &records::Question| {
        question.donor().last_name.as_str() == "Bell" && names_nobody(question)
    };
    assert!(!shared.questions().is_empty() && shared.questions().iter().all(is_of_donor), "{shared:?}");
}

#[test]
fn a_draft_that_is_kept_is_asked_like_one_that_is_told() {
    let beside = r#"{ "circumstances": { "donor": { "canSign": true } }, "ruleSet": "rules-2007" }"#;
    let beside: Beside = serde_json::from_str(beside).unwrap();
    let told = parsed(r#"{ "donor": { "lastName": "Bell" } }"#);
    let kept = Asking::of(&Draft::from_json(&told).unwrap(), &beside).unwrap();
    let same = r#"{ "draft": { "donor": { "lastName": "Bell" } }, "circumstances": { "donor": { "canSign": true } },
        "ruleSet": "rules-2007" }"#;
    let answer = |asking: &Asking| asking.answer(date(2026, 6, 1), &Answers::none(), Audience::Caller);
    assert_eq!(answer(&kept), answer(&Asking::read(&parsed(same)).unwrap()));
    assert_eq!(answer(&kept)["ruleSet"], "rules-2007");
}

#[test]
fn a_number_that_is_none_is_told() {
    assert_eq!(Asking::read(&parsed(r#"{ "uid": "M-1" }"#)).unwrap_err()[0].source, "/uid");
    let asking = Asking::read(&parsed(&format!(r#"{{ "uid": "{UID}" }}"#))).unwrap();
    assert_eq!((asking.uid().map(|uid| uid.to_string()).as_deref(), asking.ignored().len()), (Some(UID), 0));
}

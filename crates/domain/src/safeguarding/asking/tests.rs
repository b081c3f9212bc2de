use jiff::civil::date;

use super::*;

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

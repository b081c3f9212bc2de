//! `fee`: what a power costs, from a file, with no set-up at all.

use lpa_tests::binary::{Binary, Said};
use serde_json::{Value, json};

use super::causeway;

fn asked(binary: &Binary, question: &Value, arguments: &[&str]) -> Said {
    let file = binary.home().join("question.json");
    std::fs::write(&file, question.to_string()).unwrap();
    binary.run([&["fee", file.to_str().unwrap()], arguments].concat())
}

#[test]
fn a_fee_is_told_in_both_languages_with_its_steps() {
    let question = json!({ "for": "lpa", "lpaType": "personal-welfare", "madeOn": "2026-02-01" });
    let said = asked(&causeway(), &question, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    for part in ["The fee is £92.", "Y ffi yw £92.", "BASE.FIRST", "SI 2025/1126"] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    let said = asked(&causeway(), &question, &["--json"]);
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&answer["feePence"], &answer["balance"]["state"]), (&json!(9200), &json!("amount-due")));
}

#[test]
fn a_question_that_is_wrong_is_answered_with_everything_that_is() {
    let said = asked(&causeway(), &json!({ "for": "lpa", "feePence": 1 }), &[]);
    assert_eq!(said.code, Some(1));
    for part in
        ["/madeOn: is needed", "/lpaType: is needed", "the question: has a member that is not known here"]
    {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
}

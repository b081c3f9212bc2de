//! What a case asks.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{folder, read};
use crate::choice::Words as _;
use crate::document::Draft;
use crate::json::Json;
use crate::rules::{
    Answers, Assessment, Confirmation, Facts, Outcome, Question, Recorded, RuleSet, Told, Topic, assess,
};
use crate::safeguarding::catalogue;

/// The assessment of a case.
pub(in crate::safeguarding::tests) fn answer(case: &Value) -> Assessment {
    let confirmations = confirmations(case);
    assessed(case, &changed(case, case), &confirmations)
}

/// The draft and the circumstances of a base, changed as `by` says.
pub(super) fn changed(case: &Value, by: &Value) -> Value {
    let mut whole = match &case["base"] {
        // One that is kept has its base in it.
        Value::Object(_) => case["base"].clone(),
        named => base(named.as_str().unwrap_or("pa")),
    };
    for part in ["draft", "beside"] {
        patch(&mut whole[part], &by[part]);
    }
    whole
}

pub(in crate::safeguarding::tests) fn base(name: &str) -> Value {
    let own = read(&folder().join("base").join(format!("{name}.json")));
    let Some(from) = own["from"].as_str() else { return own };
    let mut whole = base(from);
    for part in ["draft", "beside"] {
        patch(&mut whole[part], &own[part]);
    }
    whole
}

/// RFC 7386, but `null` is a value, and `"<untold>"` takes a member away.
fn patch(target: &mut Value, by: &Value) {
    let Value::Object(members) = by else {
        if !by.is_null() {
            *target = by.clone();
        }
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    let object = target.as_object_mut().unwrap();
    for (name, value) in members {
        match value {
            Value::String(untold) if untold == "<untold>" => {
                object.remove(name);
            }
            Value::Object(_) => patch(object.entry(name).or_insert(Value::Null), value),
            value => {
                object.insert(name.clone(), value.clone());
            }
        }
    }
}

fn confirmations(case: &Value) -> Vec<Confirmation> {
    let Some(rules) = case["confirmed"].as_array() else { return Vec::new() };
    let by = case.get("confirmedOn").unwrap_or(case);
    let before = assessed(case, &changed(case, by), &[]);
    let asked = before.findings.iter().filter_map(|finding| match finding.outcome {
        Outcome::NeedsConfirmation(_, digest) if rules.contains(&json!(finding.rule.id)) => {
            Some(Confirmation {
                rule: finding.rule.id.to_owned(),
                digest,
                by: "urn:opg:poas:makeregister:users:1".to_owned(),
                at: Timestamp::UNIX_EPOCH,
            })
        }
        _ => None,
    });
    let confirmed: Vec<_> = asked.collect();
    assert!(!confirmed.is_empty(), "{}: nothing was asked that could be confirmed", case["id"]);
    confirmed
}

pub(super) fn assessed(case: &Value, whole: &Value, confirmations: &[Confirmation]) -> Assessment {
    let parsed = |part: &str| Json::parse(whole[part].to_string().as_bytes()).unwrap();
    let (draft, beside) = (Draft::from_json(&parsed("draft")).unwrap(), parsed("beside"));
    let today: Date = case["today"].as_str().unwrap_or("2026-06-01").parse().unwrap();
    let set = RuleSet::named(case["ruleSet"].as_str().unwrap_or("rules-2023")).unwrap();
    let answers = answers(case, whole);
    let told = Told {
        draft: &draft,
        is_finished: false,
        circumstances: &beside,
        answers: &answers,
        confirmations,
        today,
        rule_set: set,
    };
    let facts = Facts::read(told).unwrap_or_else(|problems| panic!("{}: {problems:?}", case["id"]));
    assert!(facts.ignored().is_empty(), "{}: nobody reads {:?}", case["id"], facts.ignored());
    assess(&facts, catalogue())
}

/// `no` to everything that the case does not say, for up to ten of each topic.
fn answers(case: &Value, whole: &Value) -> Answers {
    if case["records"] == "not-asked" {
        return Answers::none();
    }
    let mut answers = Answers::none();
    for topic in Topic::ALL {
        let listed = ["draft", "beside"].iter().find_map(|part| whole[part][topic.member()].as_array());
        for index in 0..listed.map_or(1, Vec::len) {
            for question in Question::ALL {
                answers = answers.with(*question, *topic, index, Recorded::No);
            }
        }
    }
    for said in case["records"].as_array().into_iter().flatten() {
        let word = |member: &str| said[member].as_str().unwrap_or_else(|| panic!("{}: {said}", case["id"]));
        let (topic, index) = match word("about") {
            "lpa" => (Topic::Lpa, 0),
            about => crate::rules::named(about).unwrap(),
        };
        let question = Question::from_word(word("question")).unwrap_or_else(|| panic!("{said}"));
        let answer = Recorded::from_word(word("answer")).unwrap_or_else(|| panic!("{said}"));
        answers = answers.with(question, topic, index, answer);
        if let Some(on) = said["on"].as_str() {
            answers = answers.given_on(on.parse().unwrap(), question, topic, index);
        }
    }
    answers
}

//! A good question with one thing wrong in it, for everything that can be wrong: it is refused with the place, or said to be ignored, or a
//! rule speaks of it. Nothing is swallowed.

use jiff::civil::date;
use serde_json::{Value, json};

use super::cases::{base, without};
use crate::json::Json;
use crate::rules::{Answers, Audience};
use crate::safeguarding::Asking;

/// The complete draft with what is told beside it, as it is asked.
fn good() -> Value {
    let base = base("pa");
    json!({ "draft": base["draft"], "circumstances": base["beside"], "ruleSet": "rules-2023", "uid": "M-3779-9919-9529" })
}

fn read(question: &Value) -> Result<Asking, Vec<String>> {
    let json = Json::parse(question.to_string().as_bytes()).unwrap();
    Asking::read(&json)
        .map_err(|problems| problems.into_iter().map(|problem| problem.source.into_owned()).collect())
}

fn answer(asking: &Asking) -> Value {
    asking.answer(date(2026, 6, 1), &Answers::none(), Audience::Caller)
}

fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    if !at.is_empty() {
        found.push(at.to_owned());
    }
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| pointers(value, &format!("{at}/{name}"), found));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, value)| pointers(value, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

/// What becomes of something wrong at a place.
#[derive(Debug, PartialEq)]
enum Fate {
    /// Refused, with this place named or one in it.
    Refused,
    /// Refused, and another place named.
    RefusedElsewhere,
    /// Said to be ignored.
    Ignored,
    /// A rule finds what it did not find in the good question, nor where nothing is told at this place.
    Spoken,
    /// The answer is as if nothing had been wrong.
    Swallowed,
}

fn fate(at: &str, wrong: &Value) -> Fate {
    let mut question = good();
    *question.pointer_mut(at).unwrap() = wrong.clone();
    let names =
        |sources: &[String]| sources.iter().any(|each| each == at || each.starts_with(&format!("{at}/")));
    let asking = match read(&question) {
        Ok(asking) => asking,
        Err(sources) if names(&sources) => return Fate::Refused,
        Err(_sources) => return Fate::RefusedElsewhere,
    };
    if names(asking.ignored()) {
        return Fate::Ignored;
    }
    let clean = answer(&read(&good()).unwrap());
    let untold = read(&without(&good(), at)).map_or(json!({ "findings": [] }), |asking| answer(&asking));
    let old: Vec<&Value> = [&clean, &untold].into_iter().flat_map(findings).collect();
    let is_new = findings(&answer(&asking)).any(|finding| !old.contains(&finding));
    if is_new { Fate::Spoken } else { Fate::Swallowed }
}

fn findings(answer: &Value) -> impl Iterator<Item = &Value> {
    answer["findings"].as_array().unwrap().iter()
}

/// Whether a value may stand at a place as far as its form goes: a name is any text, and an object or a list with nothing in it says
/// nothing.
fn may_stand(at: &str, good: &Value, wrong: &Value) -> bool {
    match (good, wrong) {
        (Value::String(_), Value::String(_)) => FREE.iter().any(|name| at.ends_with(name)),
        (Value::Null, Value::String(_)) => FREE.iter().any(|name| at.ends_with(name)),
        (Value::Bool(_), Value::Bool(_)) => true,
        (Value::Object(_) | Value::Null, Value::Object(members)) => members.is_empty(),
        (Value::Array(_) | Value::Null, Value::Array(items)) => items.is_empty(),
        _ => false,
    }
}

/// Members that hold any text.
const FREE: &[&str] = &[
    "/line1",
    "/line2",
    "/line3",
    "/town",
    "/firstNames",
    "/lastName",
    "/otherNamesKnownBy",
    "/mobile",
    // No rule reads it; who creates the LPA with it is refused.
    "/contactLanguagePreference",
];

#[test]
fn nothing_that_is_wrong_is_swallowed() {
    let good = good();
    let mut all = Vec::new();
    pointers(&good, "", &mut all);
    assert!(all.len() > 80, "{}", all.len());
    let wrongs =
        [json!(7), json!(true), json!([]), json!({}), json!("goat"), json!([7]), json!({ "goat": 1 })];
    for at in &all {
        let told = good.pointer(at).unwrap();
        for wrong in wrongs.iter().filter(|wrong| !may_stand(at, told, wrong)) {
            let fate = fate(at, wrong);
            assert!(!matches!(fate, Fate::Swallowed | Fate::RefusedElsewhere), "{at}: {wrong} is {fate:?}");
        }
    }
}

#[test]
fn what_is_unknown_is_said_to_be_ignored_wherever_it_stands() {
    let good = good();
    let mut all = vec![String::new()];
    pointers(&good, "", &mut all);
    let mut seen = 0;
    for at in all {
        let mut question = good.clone();
        let Some(Value::Object(members)) = question.pointer_mut(&at) else { continue };
        members.insert("goat/1".to_owned(), json!("anything"));
        let asking = read(&question).unwrap();
        let ignored = asking.ignored();
        assert!(ignored.contains(&format!("{at}/goat~11")), "{at}: {ignored:?}");
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}

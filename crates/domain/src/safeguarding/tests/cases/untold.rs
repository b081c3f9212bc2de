//! What is decided stays decided: every case again, with one thing at a time not told yet. What a rule decides all the same, it
//! decides as it did when everything was told.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::all;
use super::asked::{assessed, changed};
use crate::choice::Words as _;
use crate::rules::{Assessment, Audience, Disclosure, Finding, Input, Key, Question, Rule, Topic};
use crate::safeguarding::catalogue;

/// What hardly any rule reads: left out for speed.
const SKIPPED: [&str; 4] = ["uid", "line2", "line3", "relations"];

/// The members of what a case changes, as JSON pointers. Lists are told whole, so nothing is taken out of one but members of its
/// items; moments are left, because what nobody told has not happened.
fn members(value: &Value, pointer: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(inner) => {
            for (name, value) in inner {
                let pointer = format!("{pointer}/{name}");
                members(value, &pointer, found);
                if !SKIPPED.contains(&name.as_str()) && !has_moment(name, value) {
                    found.insert(pointer);
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate().filter(|_| pointer != "/beside/relations") {
                members(item, &format!("{pointer}/{at}"), found);
            }
        }
        _ => {}
    }
}

/// Whether taking it away would say that something has not happened.
fn has_moment(name: &str, value: &Value) -> bool {
    match value {
        Value::Object(inner) => inner.iter().any(|(name, value)| has_moment(name, value)),
        Value::Array(items) => items.iter().any(|item| has_moment("", item)),
        _ => is_no_when_left_out(name),
    }
}

/// Whether leaving it out says that it has not happened, or is not so.
fn is_no_when_left_out(name: &str) -> bool {
    let places = Topic::ALL.iter().flat_map(|topic| topic.places());
    let mut says_no = places.filter(|place| match place.key {
        Key::At(_) => true,
        Key::Flag(flag) => flag.is_no_when_left_out(),
        _ => false,
    });
    says_no.any(|place| place.member.rsplit('/').next() == Some(name))
}

pub(in crate::safeguarding::tests) fn without(whole: &Value, pointer: &str) -> Value {
    let mut less = whole.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    if let Some(Value::Object(members)) = less.pointer_mut(parent) {
        members.remove(name);
    }
    less
}

/// Every finding that the fewer facts decide otherwise than all of them.
fn undone(case: &Value, whole: &Value, full: &Assessment, pointer: &str) -> Vec<String> {
    let less = assessed(case, &without(whole, pointer), &[]);
    let decided = less.findings.iter().filter(|finding| finding.outcome.is_decided());
    let said = |finding: &Finding| (finding.rule.id, finding.about, finding.outcome.clone());
    let complete: Vec<_> = full.findings.iter().map(said).collect();
    let otherwise = decided.filter(|finding| !complete.contains(&said(finding)));
    otherwise.map(|finding| format!("{} without {pointer}: {:?}", case["id"], said(finding))).collect()
}

#[test]
fn what_is_decided_while_something_is_untold_stays_so() {
    let mut wrong = Vec::new();
    let base = changed(&json!({}), &json!({}));
    for case in all() {
        let whole = changed(&case, &case);
        let full = assessed(&case, &whole, &[]);
        let mut pointers = BTreeSet::new();
        for part in ["draft", "beside"] {
            let of = if case["id"] == "T001" { &whole[part] } else { &case[part] };
            members(of, &format!("/{part}"), &mut pointers);
        }
        // What is as in the base draft was tried there.
        let is_new = |pointer: &String| whole.pointer(pointer) != base.pointer(pointer);
        pointers.retain(|pointer| case["id"] == "T001" || is_new(pointer));
        wrong.extend(pointers.iter().flat_map(|pointer| undone(&case, &whole, &full, pointer)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_donor_under_18_learns_which_comes_first() {
    let text = |id: &str| {
        let case = all().into_iter().find(|case| case["id"] == id).unwrap();
        let found = super::answer(&case).findings.into_iter().find(|finding| finding.rule.id == "A02");
        format!("{:?}", found.unwrap().outcome)
    };
    assert!(text("T005").contains("can sign from then on"), "{}", text("T005"));
    assert!(text("T006.window").contains("must be confirmed again"), "{}", text("T006.window"));
}

/// The base draft with every one of these questions about its people answered so.
fn recorded(answer: &str, questions: &[Question]) -> Value {
    let people = ["lpa", "donor", "attorneys/0", "certificateProvider"];
    let asked = people.iter().flat_map(|about| questions.iter().map(move |question| (about, question)));
    let said = |(about, question): (&&str, &Question)| json!({ "about": about, "question": question.word(), "answer": answer });
    json!({ "id": answer, "records": asked.map(said).collect::<Vec<_>>() })
}

/// What a caller sees of the base draft without one thing, for each thing, is the same under both.
fn alike(one: &Value, other: &Value) {
    let whole = changed(one, one);
    let mut pointers = BTreeSet::from(["/draft/nothing".to_owned()]);
    members(&whole["draft"], "/draft", &mut pointers);
    members(&whole["beside"], "/beside", &mut pointers);
    for pointer in &pointers {
        let less = without(&whole, pointer);
        let shown = |case: &Value| assessed(case, &less, &[]).shown(Audience::Caller);
        assert_eq!(shown(one), shown(other), "without {pointer}");
    }
}

#[test]
fn what_is_only_probable_changes_nothing_that_a_caller_sees() {
    alike(&recorded("no", Question::ALL), &recorded("probable", Question::ALL));
}

/// Each case again as if the records had said no, where `is_hidden` says that a caller may not see what they said.
fn in_every_case(is_hidden: impl Fn(&Value) -> bool) -> usize {
    let mut compared = 0;
    for case in all() {
        let Some(said) = case["records"].as_array() else { continue };
        let clean: Vec<&Value> = said.iter().filter(|answer| !is_hidden(answer)).collect();
        if clean.len() == said.len() {
            continue;
        }
        let mut as_if_clean = case.clone();
        as_if_clean["records"] = json!(clean);
        let whole = changed(&case, &case);
        let shown = |case: &Value| assessed(case, &whole, &[]).shown(Audience::Caller);
        assert_eq!(shown(&case), shown(&as_if_clean), "{}", case["id"]);
        compared += 1;
    }
    compared
}

#[test]
fn in_no_case_does_a_caller_see_what_is_only_probable() {
    let compared = in_every_case(|answer| answer["answer"] == "probable");
    assert!(compared >= 20, "{compared}");
}

#[test]
fn in_no_case_does_a_caller_see_a_suspicion() {
    let suspicions = only_suspicions();
    let compared = in_every_case(|answer| {
        let asked = answer["question"].as_str().and_then(Question::from_word);
        asked.is_some_and(|asked| suspicions.contains(&asked)) && answer["answer"] != "cannot-say"
    });
    assert!(compared >= 20, "{compared}");
}

#[test]
fn a_suspicion_changes_nothing_that_a_caller_sees_however_sure() {
    let questions = only_suspicions();
    assert!(questions.len() >= 10, "{questions:?}");
    alike(&recorded("no", &questions), &recorded("strong", &questions));
}

/// What only rules of class N3 ask.
fn only_suspicions() -> Vec<Question> {
    let asks = |rule: &&Rule, question: Question| {
        rule.reads.iter().any(|input| matches!(input, Input::Recorded(_, asked) if *asked == question))
    };
    let is_only_suspicion = |question: &&Question| {
        catalogue()
            .rules()
            .filter(|rule| asks(rule, **question))
            .all(|rule| rule.disclosure == Disclosure::N3)
    };
    Question::ALL.iter().filter(is_only_suspicion).copied().collect()
}

/// B02 says it with its reason; a refusal of class N2 beside it would send the donor to OPG for nothing.
#[test]
fn an_attorney_who_is_too_young_for_now_is_not_refused_without_a_ground() {
    for id in ["T037.draft", "X-C05.young", "X-C07.young"] {
        let case = all().into_iter().find(|case| case["id"] == id).unwrap();
        let shown = super::answer(&case).shown(Audience::Caller);
        assert!(shown.findings.iter().all(|finding| finding.rule.is_some()), "{id}: {:?}", shown.findings);
        assert!(shown.findings.iter().any(|finding| finding.rule == Some("B02")), "{id}");
    }
}

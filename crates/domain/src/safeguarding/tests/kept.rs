//! Evaluations that were kept come out as they did, bit for bit (T225): a rule set that gave an answer goes on giving it.
//!
//! That an answer is right is shown by the cases; here it is shown that it is still the same. Where a rule is to decide otherwise, the old one stays
//! in the rule set of its time; or it was a fault, and then the evaluation is taken out and the changelog says why.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::cases::{all, answer, base, folder, read};
use crate::rules::{Audience, Digest, FindingShown, RuleSet};

const SETS: [RuleSet; 2] = [RuleSet::Rules2007, RuleSet::Rules2023];

fn kept() -> PathBuf {
    folder().join("kept")
}

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(kept()).map(|entries| entries.map(|entry| entry.unwrap().path()));
    let mut files: Vec<PathBuf> = entries.map(Iterator::collect).unwrap_or_default();
    files.sort();
    files
}

/// What came of it: what OPG sees, in short, and the digest of all of it.
fn came(evaluation: &Value) -> Value {
    let shown = answer(evaluation).shown(Audience::Opg);
    let short = |one: &FindingShown| format!("{} {} {}", one.rule.unwrap_or_default(), one.source, one.state);
    let findings: Vec<String> = shown.findings.iter().map(short).collect();
    json!({ "findings": findings, "digest": digest(&serde_json::to_string(&shown).unwrap()) })
}

fn digest(written: &str) -> String {
    Digest::of_bytes(Sha256::digest(written).into()).to_string()
}

#[test]
fn an_evaluation_that_was_kept_comes_out_as_it_did() {
    if std::env::var_os("KEEP_EVALUATIONS").is_some() {
        keep();
    }
    let mut fired = BTreeSet::new();
    for file in files() {
        let kept = read(&file);
        for evaluation in kept["evaluations"].as_array().unwrap() {
            let mut asked = evaluation.clone();
            asked["base"] = kept["bases"][evaluation["base"].as_str().unwrap()].clone();
            let id = &evaluation["id"];
            assert_eq!(came(&asked), evaluation["came"], "{id} in {}", file.display());
            fired.extend(states(evaluation));
        }
    }
    assert!(fired.len() > 300, "they show no more than {} states of rules", fired.len());
}

/// Each rule that fires, and how, in the rule set.
fn states(evaluation: &Value) -> BTreeSet<(String, String, String)> {
    let set = evaluation["ruleSet"].as_str().unwrap().to_owned();
    let findings = evaluation["came"]["findings"].as_array().unwrap().iter().map(|one| one.as_str().unwrap());
    let state =
        |one: &str| (one.split(' ').next().unwrap().to_owned(), one.rsplit(' ').next().unwrap().to_owned());
    findings.map(state).map(|(rule, state)| (set.clone(), rule, state)).collect()
}

/// Cases in which each rule fires, with what comes of them now, in a file beside the older ones, which it leaves alone.
fn keep() {
    let (mut seen, mut evaluations) = (BTreeSet::new(), Vec::new());
    for case in all() {
        for set in SETS {
            let evaluation = evaluation(&case, set);
            let states = states(&evaluation);
            if !states.is_subset(&seen) {
                seen.extend(states);
                evaluations.push(evaluation);
            }
        }
    }
    let bases: Map<String, Value> =
        ["pa", "pw"].map(|name| (name.to_owned(), base(name))).into_iter().collect();
    std::fs::create_dir_all(kept()).unwrap();
    let file = kept().join(format!("{:04}.json", files().len() + 1));
    let whole = json!({ "bases": bases, "evaluations": evaluations });
    std::fs::write(file, whole.to_string() + "\n").unwrap();
}

fn evaluation(case: &Value, set: RuleSet) -> Value {
    const ASKED: [&str; 7] = ["id", "draft", "beside", "records", "confirmed", "confirmedOn", "today"];
    let members = ASKED.iter().filter_map(|name| Some(((*name).to_owned(), case.get(*name)?.clone())));
    let mut evaluation = Value::Object(members.collect());
    evaluation["base"] = json!(case["base"].as_str().unwrap_or("pa"));
    evaluation["ruleSet"] = json!(set.name());
    evaluation["came"] = came(&evaluation);
    evaluation
}

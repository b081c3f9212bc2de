//! Every case of `safeguarding-cases/`: facts, what is expected, where that comes from. A case is added there, without Rust.

mod asked;
mod outcome;
mod untold;

use std::path::{Path, PathBuf};

use serde_json::Value;

pub(super) use asked::{answer, base};
use outcome::wrong;
pub(super) use untold::without;

use crate::rules::Need;

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("safeguarding-cases")
}

pub(super) fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(super) fn all() -> Vec<Value> {
    let mut files: Vec<_> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files.iter().flat_map(|path| read(path).as_array().unwrap().clone()).collect()
}

#[test]
fn every_safeguarding_case_comes_out() {
    let cases = all();
    let all_wrong: Vec<String> = cases.iter().flat_map(|case| wrong(case, &answer(case))).collect();
    assert!(all_wrong.is_empty(), "{} cases:\n{}", cases.len(), all_wrong.join("\n"));
}

#[test]
fn every_safeguarding_case_has_its_own_id_words_and_source() {
    let cases = all();
    let mut ids: Vec<&str> = cases.iter().map(|case| case["id"].as_str().unwrap()).collect();
    for case in &cases {
        assert!(["says", "source"].iter().all(|member| case[member].is_string()), "{case}");
        assert!(case["expects"].as_object().is_some_and(|expects| !expects.is_empty()), "{case}");
    }
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
}

#[test]
fn no_rule_asks_in_any_case_for_what_it_does_not_declare() {
    for case in all() {
        for finding in answer(&case).findings {
            let undeclared: Vec<Need> =
                finding.needs().filter(|need| matches!(need, Need::Undeclared(_))).collect();
            assert!(undeclared.is_empty(), "{} in {}: {undeclared:?}", finding.rule.id, case["id"]);
        }
    }
}

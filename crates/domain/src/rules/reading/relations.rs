//! Who is related to whom, as it was told.

use crate::choice::Words;
use crate::json::Json;
use crate::problem::Problem;
use crate::rules::relation::Relation;
use crate::rules::topic::{Arity, Topic};

/// How two are related, told as a whole: `{ "one": "certificateProvider", "other": "attorneys/0", "are": ["close-blood"] }`.
/// An empty list says that they are not related.
#[derive(Debug, PartialEq)]
pub(in crate::rules) struct Pair {
    pub(in crate::rules) one: (Topic, usize),
    pub(in crate::rules) other: (Topic, usize),
    pub(in crate::rules) are: Vec<Relation>,
}

pub(super) fn read(circumstances: &Json, problems: &mut Vec<Problem>) -> Vec<Pair> {
    let list = match circumstances.member("relations") {
        None | Some(Json::Null) => return Vec::new(),
        Some(Json::Array(list)) => list,
        Some(_) => {
            problems.push(Problem::new("/relations", "must be a list"));
            return Vec::new();
        }
    };
    let each = list.iter().enumerate();
    each.filter_map(|(at, json)| pair(json).map_err(|wrong| problems.push(wrong.at(at))).ok()).collect()
}

struct Wrong(&'static str, &'static str);

impl Wrong {
    fn at(&self, index: usize) -> Problem {
        Problem::new(format!("/relations/{index}{}", self.0), self.1)
    }
}

fn pair(json: &Json) -> Result<Pair, Wrong> {
    let (one, other) = (end(json, "one", "/one")?, end(json, "other", "/other")?);
    let Some(Json::Array(words)) = json.member("are") else {
        return Err(Wrong("/are", "must be a list, empty when they are not related"));
    };
    let read = |json: &Json| json.as_str().and_then(Relation::from_word);
    let are: Option<Vec<Relation>> = words.iter().map(read).collect();
    let are = are.ok_or(Wrong("/are", "holds a word that is no relation"))?;
    if one == other {
        return Err(Wrong("/other", "must be somebody else"));
    }
    Ok(Pair { one, other, are })
}

fn end(json: &Json, key: &str, pointer: &'static str) -> Result<(Topic, usize), Wrong> {
    let wrong = Wrong(pointer, "must name somebody, such as `donor` or `attorneys/0`");
    let text = json.member(key).and_then(Json::as_str).ok_or(wrong)?;
    named(text).ok_or(Wrong(pointer, "must name somebody, such as `donor` or `attorneys/0`"))
}

/// Who is meant by `donor` or `attorneys/0`; `None` when nobody can be.
pub fn named(text: &str) -> Option<(Topic, usize)> {
    let (member, index) = text.split_once('/').map_or((text, None), |(member, index)| (member, Some(index)));
    let topic = *Topic::ALL.iter().find(|topic| topic.member() == member && **topic != Topic::Lpa)?;
    match (topic.arity(), index) {
        (Arity::Many, Some(index)) => Some((topic, index.parse().ok()?)),
        (Arity::One | Arity::Optional, None) => Some((topic, 0)),
        _ => None,
    }
}

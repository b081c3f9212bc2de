//! From the JSON that a caller sent to an update.

use super::{Change, Update};
use crate::choice::Choice;
use crate::json::Json;
use crate::problem::Problem;

const UNEXPECTED: &str = "unexpected type";

/// Reads an update as today's clients send it (contract section 5.1): keys in any case, `changes` missing, `null` or a
/// list, everything else ignored. Every problem of form at once.
pub fn read_update(json: &Json) -> Result<Update, Vec<Problem>> {
    if !matches!(json, Json::Object(_)) {
        return Err(vec![Problem::new("", UNEXPECTED)]);
    }
    let mut problems = Vec::new();
    let kind = text(json, "type", || "/type".to_owned(), &mut problems);
    let changes = match json.member("changes") {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Array(items)) => {
            items.iter().enumerate().map(|(at, item)| read_change(at, item, &mut problems)).collect()
        }
        Some(_) => {
            problems.push(Problem::new("/changes", UNEXPECTED));
            Vec::new()
        }
    };
    if problems.is_empty() { Ok(Update { kind: Choice::parse(kind), changes }) } else { Err(problems) }
}

fn read_change(at: usize, item: &Json, problems: &mut Vec<Problem>) -> Change {
    if !matches!(item, Json::Object(_) | Json::Null) {
        problems.push(Problem::new(format!("/changes/{at}"), UNEXPECTED));
    }
    let key = text(item, "key", || format!("/changes/{at}/key"), problems).to_owned();
    Change { key, old: item.member("old").cloned(), new: item.member("new").cloned() }
}

/// A text member; missing and `null` are empty.
fn text<'j>(json: &'j Json, key: &str, pointer: impl Fn() -> String, problems: &mut Vec<Problem>) -> &'j str {
    match json.member(key) {
        None | Some(Json::Null) => "",
        Some(Json::String(text)) => text,
        Some(_) => {
            problems.push(Problem::new(pointer(), UNEXPECTED));
            ""
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::UpdateKind;

    fn read(text: &str) -> Result<Update, Vec<Problem>> {
        read_update(&Json::parse(text.as_bytes()).unwrap())
    }

    #[test]
    fn keys_match_in_any_case_and_other_keys_are_ignored() {
        // contract section 1.3, items 1 and 2
        let update = read(
            r#"{"TYPE":"REGISTER","id":1,"uid":2,"author":3,"Changes":[{"KEY":"/a","oLd":null,"nEw":1}]}"#,
        );
        let update = update.unwrap();
        assert!(update.kind.is(UpdateKind::Register));
        assert_eq!(update.changes[0].key, "/a");
        assert_eq!(update.changes[0].old, Some(Json::Null));
    }

    #[test]
    fn changes_may_be_missing_null_or_empty() {
        // contract section 5.1
        for text in [
            r#"{"type":"REGISTER"}"#,
            r#"{"type":"REGISTER","changes":null}"#,
            r#"{"type":"REGISTER","changes":[]}"#,
        ] {
            assert!(read(text).unwrap().changes.is_empty());
        }
    }

    #[test]
    fn a_missing_old_is_not_a_null_old() {
        let update = read(r#"{"type":"X","changes":[{"key":"/a","new":1}]}"#).unwrap();
        assert_eq!(update.changes[0].old, None);
        assert_eq!(update.kind, Choice::Other("X".to_owned()));
    }

    #[test]
    fn every_problem_of_form_is_told_at_once() {
        let problems = read(r#"{"type":1,"changes":[2,{"key":3}]}"#).unwrap_err();
        let sources: Vec<_> = problems.iter().map(|problem| problem.source.as_ref()).collect();
        assert_eq!(sources, ["/type", "/changes/0", "/changes/1/key"]);
        assert_eq!(read(r#"{"changes":{}}"#).unwrap_err(), [Problem::new("/changes", UNEXPECTED)]);
        assert_eq!(read("[]").unwrap_err(), [Problem::new("", UNEXPECTED)]);
    }
}

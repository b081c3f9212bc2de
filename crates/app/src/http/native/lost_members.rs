//! Which members of a JSON value would be lost if it were kept as something else.

use std::collections::{BTreeMap, VecDeque};

use lpa_domain::{Json, Problem};

/// The members of `sent` that are not in `kept`, as pointers that begin with `at`; members that say nothing (`null`,
/// `""`, `false`, `[]`, `{}`) may be left out. Names are compared byte for byte: what an older version would silently drop
/// is refused instead, so that nothing a newer one wrote is ever lost on the way.
pub(super) fn lost_members(sent: &Json, kept: &Json, at: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    compare(sent, kept, at, &mut problems);
    problems
}

fn compare(sent: &Json, kept: &Json, at: &str, problems: &mut Vec<Problem>) {
    match (sent, kept) {
        (Json::Object(members), Json::Object(others)) => {
            let mut unmatched = by_name(others);
            for (name, value) in members {
                let pointer = format!("{at}/{}", escaped(name));
                match unmatched.get_mut(name.as_str()).and_then(VecDeque::pop_front) {
                    Some(other) => compare(value, other, &pointer, problems),
                    None if says_nothing(value) => {}
                    None => problems.push(Problem::new(pointer, "unknown member")),
                }
            }
        }
        (Json::Array(items), Json::Array(others)) => {
            for (index, (item, other)) in items.iter().zip(others).enumerate() {
                compare(item, other, &format!("{at}/{index}"), problems);
            }
        }
        _ => {}
    }
}

/// The members under each name, in order: free JSON within an update may hold one name twice, and keeps both.
fn by_name(members: &[(String, Json)]) -> BTreeMap<&str, VecDeque<&Json>> {
    let mut by_name = BTreeMap::<_, VecDeque<_>>::new();
    for (name, value) in members {
        by_name.entry(name.as_str()).or_default().push_back(value);
    }
    by_name
}

fn says_nothing(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Bool(true) | Json::Number(_) => false,
    }
}

/// A member's name within a JSON pointer (RFC 6901 section 3).
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost(sent: &str, kept: &str) -> Vec<String> {
        let parse = |text: &str| Json::parse(text.as_bytes()).unwrap();
        let problems = lost_members(&parse(sent), &parse(kept), "/x");
        problems.iter().map(|problem| problem.source.to_string()).collect()
    }

    #[test]
    fn what_would_be_lost_is_named_at_any_depth() {
        let sent = r#"{"a":1,"b":{"c/d":2},"e":[{"f":3}]}"#;
        assert_eq!(lost(sent, r#"{"b":{},"e":[{}]}"#), ["/x/a", "/x/b/c~1d", "/x/e/0/f"]);
        assert!(lost(sent, sent).is_empty());
    }

    #[test]
    fn what_says_nothing_may_be_left_out() {
        assert!(lost(r#"{"a":null,"b":"","c":false,"d":[],"e":{}}"#, "{}").is_empty());
    }

    #[test]
    fn a_name_in_another_case_is_another_name() {
        assert_eq!(lost(r#"{"A":1}"#, r#"{"a":1}"#), ["/x/A"]);
    }

    #[test]
    fn a_name_given_twice_must_be_kept_twice() {
        assert_eq!(lost(r#"{"a":1,"a":2}"#, r#"{"a":1}"#), ["/x/a"]);
        assert!(lost(r#"{"a":1,"a":2}"#, r#"{"a":1,"a":2}"#).is_empty());
    }
}

//! What stands in the circumstances at all: members that can be read, and those that nobody would ever read.

use crate::json::Json;
use crate::problem::Problem;
use crate::rules::topic::{Arity, Source, Topic};

const NO_OBJECT: &str = "must be an object";
const NO_LIST: &str = "must be a list";
const TOO_MANY: &str = "must not have more than 1000 items";
const MAX_ITEMS: usize = 1000;

/// What is not of the form that it should have.
pub(super) fn problems(circumstances: &Json) -> Vec<Problem> {
    let Json::Object(members) = circumstances else { return vec![Problem::new("", NO_OBJECT)] };
    let mut problems = Vec::new();
    for (name, json) in members {
        let pointer = format!("/{name}");
        if let Some(topic) = topic_of(name) {
            form(topic, json, &mut problems);
        } else if is_part(Topic::Lpa, name) {
            part(Topic::Lpa, json, &pointer, name, &mut problems);
        }
    }
    problems
}

/// A member that holds others, such as `identity`: an object, or nothing.
fn part(topic: Topic, json: &Json, pointer: &str, path: &str, problems: &mut Vec<Problem>) {
    match json {
        Json::Object(_) => parts(topic, json, pointer, path, problems),
        Json::Null => {}
        _ => problems.push(Problem::new(pointer.to_owned(), NO_OBJECT)),
    }
}

fn parts(topic: Topic, json: &Json, pointer: &str, path: &str, problems: &mut Vec<Problem>) {
    let Json::Object(members) = json else { return };
    for (name, inner) in members {
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        if is_part(topic, &path) {
            part(topic, inner, &format!("{pointer}/{}", escaped(name)), &path, problems);
        }
    }
}

fn form(topic: Topic, json: &Json, problems: &mut Vec<Problem>) {
    let pointer = format!("/{}", topic.member());
    match (topic.arity(), json) {
        (_, Json::Null) => {}
        (Arity::One | Arity::Optional, Json::Object(_)) => parts(topic, json, &pointer, "", problems),
        (Arity::Many, Json::Array(items)) if items.len() > MAX_ITEMS => {
            problems.push(Problem::new(pointer, TOO_MANY));
        }
        (Arity::Many, Json::Array(items)) => {
            let odd = |item: &Json| !matches!(item, Json::Object(_) | Json::Null);
            let wrong = items.iter().enumerate().filter(|(_, item)| odd(item));
            problems.extend(wrong.map(|(at, _)| Problem::new(format!("{pointer}/{at}"), NO_OBJECT)));
            for (at, item) in items.iter().enumerate() {
                parts(topic, item, &format!("{pointer}/{at}"), "", problems);
            }
        }
        (Arity::Many, _) => problems.push(Problem::new(pointer, NO_LIST)),
        (Arity::One | Arity::Optional, _) => problems.push(Problem::new(pointer, NO_OBJECT)),
    }
}

/// The pointers of all members that nobody reads.
pub(in crate::rules) fn ignored(circumstances: &Json) -> Vec<String> {
    let Json::Object(members) = circumstances else { return Vec::new() };
    let mut ignored = Vec::new();
    for (name, json) in members {
        match (topic_of(name), json) {
            (Some(topic), Json::Array(items)) => {
                for (at, item) in items.iter().enumerate() {
                    unread(topic, item, &format!("/{}/{at}", topic.member()), "", &mut ignored);
                }
            }
            (Some(topic), json) => unread(topic, json, &format!("/{}", topic.member()), "", &mut ignored),
            (None, json) if is_part(Topic::Lpa, name) => {
                unread(Topic::Lpa, json, &format!("/{name}"), name, &mut ignored);
            }
            (None, _) if is_place(Topic::Lpa, name) => {}
            (None, json) if name.eq_ignore_ascii_case("relations") => relations(json, &mut ignored),
            (None, _) => ignored.push(format!("/{}", escaped(name))),
        }
    }
    ignored
}

/// Members of a relation that say neither who nor how.
fn relations(json: &Json, ignored: &mut Vec<String>) {
    let Json::Array(pairs) = json else { return };
    for (at, pair) in pairs.iter().enumerate() {
        let Json::Object(members) = pair else { continue };
        let others = members.iter().filter(|(name, _)| !["one", "other", "are"].contains(&name.as_str()));
        ignored.extend(others.map(|(name, _)| format!("/relations/{at}/{}", escaped(name))));
    }
}

fn unread(topic: Topic, json: &Json, pointer: &str, path: &str, ignored: &mut Vec<String>) {
    let Json::Object(members) = json else { return };
    for (name, inner) in members {
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        let pointer = format!("{pointer}/{}", escaped(name));
        if is_place(topic, &path) {
            continue;
        }
        if is_part(topic, &path) {
            unread(topic, inner, &pointer, &path, ignored);
        } else {
            ignored.push(pointer);
        }
    }
}

fn topic_of(name: &str) -> Option<Topic> {
    Topic::ALL.iter().copied().find(|topic| *topic != Topic::Lpa && topic.member().eq_ignore_ascii_case(name))
}

fn is_place(topic: Topic, path: &str) -> bool {
    beside(topic).any(|member| member.eq_ignore_ascii_case(path))
}

fn is_prefix(topic: Topic, path: &str) -> bool {
    beside(topic).any(|member| {
        member.get(..path.len()).is_some_and(|start| start.eq_ignore_ascii_case(path))
            && matches!(member.as_bytes().get(path.len()), None | Some(b'/'))
    })
}

/// Whether members that are read stand in it, and it is none itself.
fn is_part(topic: Topic, path: &str) -> bool {
    is_prefix(topic, path) && !is_place(topic, path)
}

fn beside(topic: Topic) -> impl Iterator<Item = &'static str> {
    topic.places().iter().filter(|place| place.source == Source::Beside).map(|place| place.member)
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

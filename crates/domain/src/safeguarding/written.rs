//! A rule, written out.

mod earlier;

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::GROUPS;
use crate::choice::Words as _;
use crate::rules::topic::Source;
use crate::rules::{Input, Key, Rule, RuleSets, Severity, Topic};

/// As JSON.
pub fn json(rule: &Rule) -> Value {
    let sources =
        rule.sources.iter().map(|source| json!({ "cites": source.cites, "grade": source.grade.word() }));
    json!({
        "id": rule.id,
        "name": rule.name,
        "says": rule.says,
        "category": rule.category.word(),
        "severities": rule.severities.iter().map(|severity| severity.word()).collect::<Vec<_>>(),
        "stage": rule.stage.word(),
        "section": rule.section.word(),
        "disclosure": rule.disclosure.word(),
        "ruleSet": set(rule),
        "reads": rule.reads.iter().map(|input| input.written()).collect::<Vec<_>>(),
        "sources": sources.collect::<Vec<_>>(),
        "reading": rule.reading,
    })
}

/// As some lines of text.
pub fn text(rule: &Rule) -> String {
    let mut text = format!("{} {}: {}\n", rule.id, rule.name, rule.says);
    let facts =
        [rule.category.word(), &severities(rule), rule.stage.word(), rule.disclosure.word()].join(", ");
    push(&mut text, &facts);
    for source in rule.sources {
        push(&mut text, &format!("{} [{}]", source.cites, source.grade.word()));
    }
    if let Some(reading) = rule.reading {
        push(&mut text, &format!("Our reading: {reading}"));
    }
    text
}

fn push(text: &mut String, line: &str) {
    text.push_str("    ");
    text.push_str(line);
    text.push('\n');
}

/// The tables of `docs/rules.md` and `docs/assessments.md`, each with its name: a command writes them, a test compares them.
pub fn tables() -> Vec<(String, String)> {
    let earlier = std::iter::once(("earlier".to_owned(), earlier::table()));
    groups().chain(facts()).chain(earlier).collect()
}

/// What can be told of each topic.
fn facts() -> impl Iterator<Item = (String, String)> {
    Topic::ALL.iter().map(|topic| {
        let head = "| member | where | what it is | kind |\n|---|---|---|---|\n".to_owned();
        let rows = topic.places().iter().map(|place| {
            let whence = match place.source {
                Source::Draft => "draft",
                Source::Beside => "circumstances",
            };
            format!("| `{}` | {whence} | {} | {} |\n", place.member, place.says, kind(place.key))
        });
        (format!("facts {}", topic.word()), rows.fold(head, |table, row| table + &row))
    })
}

fn kind(key: Key) -> String {
    match key {
        Key::Text(_) => "text".to_owned(),
        Key::Flag(_) => "yes or no".to_owned(),
        Key::Day(_) => "day".to_owned(),
        Key::At(_) => "moment".to_owned(),
        Key::Count(_) => "number".to_owned(),
        Key::Word(word) => word.list().iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
    }
}

/// The catalogue as a table for each group.
fn groups() -> impl Iterator<Item = (String, String)> {
    GROUPS
        .iter()
        .filter_map(|group| group.first().map(|first| (first, group)))
        .map(|(first, group)| {
            let name = format!("group {}", first.id.get(..1).unwrap_or_default());
            let head = "| rule | what it asks for | kind | weighs | first at | told | sources | our reading |\n|---|---|---|---|---|---|---|---|\n";
            (name, group.iter().fold(head.to_owned(), |table, rule| table + &row(rule)))
        })
}

fn row(rule: &Rule) -> String {
    let mut sources = String::new();
    for source in rule.sources {
        let and = if sources.is_empty() { "" } else { "; " };
        // Writing to a string does not fail.
        let _written = write!(sources, "{and}{} [{}]", source.cites, source.grade.word());
    }
    format!(
        "| {} `{}` | {} | {} | {} | {} | {} | {} | {} |\n",
        rule.id,
        rule.name,
        rule.says,
        rule.category.word(),
        severities(rule),
        rule.stage.word(),
        rule.disclosure.word(),
        sources,
        rule.reading.unwrap_or_default(),
    )
}

fn severities(rule: &Rule) -> String {
    let words: Vec<&str> = rule.severities.iter().map(|severity: &Severity| severity.word()).collect();
    words.join(" or ")
}

const fn set(rule: &Rule) -> Option<&'static str> {
    match rule.sets {
        RuleSets::All => None,
        RuleSets::Only(set) => Some(set.name()),
    }
}

impl Input {
    /// What it is, as a place in the draft or the circumstances, or as a question to the records.
    pub fn written(self) -> String {
        match self {
            Self::Told(topic, key) => {
                let member = topic.place(key).map_or("", |place| place.member);
                if topic.member().is_empty() {
                    member.to_owned()
                } else {
                    format!("{}/{member}", topic.member())
                }
            }
            Self::List(topic) => topic.member().to_owned(),
            Self::Related(one, other, relation) => {
                format!("{} {} {}", one.word(), relation.word(), other.word())
            }
            Self::Recorded(topic, question) => format!("records: {} of {}", question.word(), topic.word()),
            Self::Today => "today".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCS: [&str; 2] =
        [include_str!("../../../../docs/rules.md"), include_str!("../../../../docs/assessments.md")];

    #[test]
    fn the_docs_have_the_tables_as_they_are() {
        for (name, table) in tables() {
            let whole = format!("<!-- begin {name} -->\n\n{table}\n<!-- end {name} -->");
            assert!(DOCS.iter().any(|text| text.contains(&whole)), "{name}: run `cargo xtask docs`");
        }
    }
}

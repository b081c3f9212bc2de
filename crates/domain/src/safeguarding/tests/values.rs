//! Kind, weight, stage, class and sources of every rule beside section 4 of the rule book. Where one differs, `docs/rules.md` has a row that
//! says so and why; a row without a difference is wrong too.

use std::collections::BTreeSet;

use super::documents::{RULES, rows_under};
use crate::choice::Words as _;
use crate::rules::Rule;
use crate::safeguarding::catalogue;

const SECTION_4: &str = include_str!("section_4.txt");

/// A rule as the book has it: every list in words, empty where it names none.
struct Line {
    id: &'static str,
    name: &'static str,
    columns: [(&'static str, Vec<&'static str>); 4],
    grades: Vec<&'static str>,
}

impl Line {
    fn read(line: &'static str) -> Self {
        let cells: Vec<&str> = line.split(" | ").collect();
        let [id, name, kinds, weighs, stages, told, grades] = cells[..] else { panic!("{line}") };
        let list = |cell: &'static str| cell.split(',').filter(|word| *word != "-").collect::<Vec<_>>();
        let columns = [
            ("kind", list(kinds)),
            ("weighs", list(weighs)),
            ("first at", list(stages).into_iter().take(1).collect()),
            ("told", list(told)),
        ];
        Self { id, name, columns, grades: list(grades) }
    }
}

fn lines() -> Vec<Line> {
    SECTION_4.lines().filter(|line| !line.starts_with('#')).map(Line::read).collect()
}

/// What ours says in a column.
fn ours(rule: &Rule, column: &str) -> Vec<&'static str> {
    match column {
        "kind" => vec![rule.category.word()],
        "weighs" => rule.severities.iter().map(|severity| severity.word()).collect(),
        "first at" => vec![rule.stage.word()],
        "told" => vec![rule.disclosure.word()],
        other => panic!("{other}"),
    }
}

/// A difference as `docs/rules.md` writes it: rule, column, the book's words, ours.
type Difference = [String; 4];

fn differences() -> BTreeSet<Difference> {
    let mut found = BTreeSet::new();
    for line in lines() {
        for rule in catalogue().rules().filter(|rule| rule.id == line.id) {
            for (column, book) in line.columns.iter().filter(|(_, book)| !book.is_empty()) {
                let own = ours(rule, column);
                let (book_set, own_set): (BTreeSet<_>, BTreeSet<_>) =
                    (book.iter().collect(), own.iter().collect());
                if book_set != own_set {
                    found.insert([line.id.into(), (*column).into(), book.join(" or "), own.join(" or ")]);
                }
            }
        }
    }
    found
}

#[test]
fn the_values_of_every_rule_are_those_of_the_book_or_the_docs_say_why_not() {
    let rows = rows_under(RULES, "## Where we differ from the rule book, and why");
    let written: BTreeSet<Difference> = rows
        .iter()
        .map(|row| {
            let [rule, column, book, here, why] = &row[..] else { panic!("{row:?}") };
            assert!(!why.is_empty(), "{rule} {column}: why?");
            [rule, column, book, here].map(|cell| (*cell).to_owned())
        })
        .collect();
    let found = differences();
    let unsaid: Vec<_> = found.difference(&written).collect();
    let stale: Vec<_> = written.difference(&found).collect();
    assert!(unsaid.is_empty() && stale.is_empty(), "not in docs/rules.md: {unsaid:#?}\nnot so: {stale:#?}");
}

#[test]
fn every_rule_has_the_name_and_the_grades_of_sources_that_the_book_gives_it() {
    let lines = lines();
    assert_eq!(lines.len(), 220);
    for line in lines {
        let own: Vec<&Rule> = catalogue().rules().filter(|rule| rule.id == line.id).collect();
        assert!(own.iter().all(|rule| rule.name == line.name), "{}", line.id);
        let grades: BTreeSet<&str> =
            own.iter().flat_map(|rule| rule.sources).map(|source| source.grade.word()).collect();
        let lost: Vec<_> = line.grades.iter().filter(|grade| !grades.contains(**grade)).collect();
        assert!(lost.is_empty(), "{} has no source of grade {lost:?}", line.id);
    }
}

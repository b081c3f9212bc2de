//! The numbers of the rule book's cases and hazards: none is left out in silence.

use std::collections::BTreeSet;

use super::cases::all;
use super::documents::{HAZARDS, rows_under};
use crate::safeguarding::catalogue;

const SECTION_7: &str = include_str!("section_7.txt");

fn cases_of_the_book() -> BTreeSet<&'static str> {
    let lines = SECTION_7.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| line.split_whitespace().skip(1)).collect()
}

/// What is in neither would be a case that nobody runs.
#[test]
fn every_case_of_the_book_is_in_a_case_file_or_shown_elsewhere() {
    let book = cases_of_the_book();
    assert_eq!(book.len(), 247);
    let cases = all();
    let own: BTreeSet<&str> = cases.iter().filter_map(|case| case["id"].as_str()?.get(..4)).collect();
    let elsewhere: BTreeSet<&str> = rows_under(HAZARDS, "## Cases of the rule book that are shown elsewhere")
        .iter()
        .map(|row| row[0])
        .collect();
    for case in &book {
        assert!(
            own.contains(case) != elsewhere.contains(case),
            "{case} must stand in exactly one of the two"
        );
    }
    assert!(elsewhere.is_subset(&book), "{elsewhere:?}");
    let unheard: Vec<_> = own.iter().filter(|id| id.starts_with('T') && !book.contains(**id)).collect();
    assert!(unheard.is_empty(), "the book has no {unheard:?}");
}

#[test]
fn every_hazard_of_the_book_has_a_row_whose_rules_and_cases_exist() {
    let rows = rows_under(HAZARDS, "# Hazards");
    let ids: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(ids, (1..=31).map(|n| format!("Z-{n:02}")).collect::<Vec<_>>());
    let book = cases_of_the_book();
    for row in &rows {
        let [id, _today, here, rules, shown] = row[..] else { panic!("{row:?}") };
        let named = rules.split(", ").filter(|rule| !rule.is_empty());
        named.for_each(|named| assert!(catalogue().rules().any(|rule| rule.id == named), "{id}: {named}"));
        let words = here.split(|letter: char| !letter.is_ascii_alphanumeric());
        let cases =
            words.filter(|word| word.len() == 4 && word.starts_with('T') && word[1..].parse::<u16>().is_ok());
        cases.for_each(|case| assert!(book.contains(case), "{id}: {case}"));
        assert!(!shown.is_empty() || here.starts_with("**Not covered"), "{id} is shown by nothing");
    }
}

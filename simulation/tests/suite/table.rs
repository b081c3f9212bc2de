//! The tables of `docs/simulation.md` are those of the code.

use lpa_simulation::{Invariant, Plant};

const PAGE: &str = include_str!("../../../docs/simulation.md");

#[test]
fn the_page_lists_every_fault_with_the_invariants_that_find_it() {
    let row = |plant: Plant| {
        let found_by: Vec<String> =
            plant.found_by().iter().map(|invariant| format!("{invariant:?}")).collect();
        format!("| `{}` | {} | {} |", plant.name(), plant.what(), found_by.join(", "))
    };
    let expected: Vec<String> = Plant::all().map(row).collect();
    let found = rows_after("| fault |");
    assert!(found == expected, "the table should be:\n{}", expected.join("\n"));
}

#[test]
fn the_page_lists_every_invariant_in_words() {
    let row = |invariant: &Invariant| format!("| {invariant:?} | {} |", invariant.sentence());
    let expected: Vec<String> = Invariant::ALL.iter().map(row).collect();
    let found = rows_after("| invariant |");
    assert!(found == expected, "the table should be:\n{}", expected.join("\n"));
}

/// The rows of the table whose header begins like this.
fn rows_after(header: &str) -> Vec<&'static str> {
    let lines = PAGE.lines().skip_while(|line| !line.starts_with(header)).skip(2);
    lines.take_while(|line| line.starts_with('|')).collect()
}

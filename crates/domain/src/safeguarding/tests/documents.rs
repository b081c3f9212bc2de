//! The documents that say of the rules what the program cannot, read as tables.

pub(super) const RULES: &str = include_str!("../../../../../docs/rules.md");

/// The rows of the first table under a heading, cell by cell, without its head.
pub(super) fn rows_under<'t>(text: &'t str, heading: &str) -> Vec<Vec<&'t str>> {
    let (_, below) = text.split_once(&format!("{heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let table =
        below.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    table.skip(2).map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

//! What documents say of the tree: the tests that they cite exist, and their links lead somewhere.

use std::path::Path;

use super::{File, Problem, extension};

/// Tables in which the last cell of a row names tests.
const CITING: [&str; 4] =
    ["docs/faults-not-inherited.md", "docs/journeys.md", "docs/fee-inconsistencies.md", "docs/hazards.md"];

/// Every cited test that no source file defines, and every link to a file that is not there.
pub(super) fn check(root: &Path, files: &[File]) -> Vec<Problem> {
    let documents = files.iter().filter(|file| extension(&file.path) == "md");
    documents.flat_map(|file| tests(file, files).chain(links(root, file))).collect()
}

fn tests<'a>(document: &'a File, files: &'a [File]) -> impl Iterator<Item = Problem> + 'a {
    let sources = || files.iter().filter(|file| extension(&file.path) == "rs");
    let defined = move |name: &str| sources().any(|file| file.text.contains(&format!("fn {name}(")));
    let names = CITING.contains(&document.path.as_str()).then(|| cited(&document.text));
    names.into_iter().flatten().filter(move |(_, name)| !defined(name)).map(|(line, name)| {
        let why = format!("no test is called `{name}`: write it, or cite the one that shows this");
        Problem::new(&document.path, line, why)
    })
}

/// Names in backticks in the last cell of each table row, with their line.
fn cited(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter(|(_, line)| line.starts_with('|')).flat_map(|(index, line)| {
        let last = line.trim_end().trim_end_matches('|').rsplit('|').next().unwrap_or_default();
        last.split('`').skip(1).step_by(2).map(move |name| (index + 1, name))
    })
}

fn links<'a>(root: &Path, document: &'a File) -> impl Iterator<Item = Problem> + 'a {
    let folder = root.join(&document.path).parent().unwrap_or(root).to_path_buf();
    targets(&document.text).filter(move |(_, target)| !folder.join(target).exists()).map(|(line, target)| {
        Problem::new(&document.path, line, format!("nothing is at `{target}`: mend the link"))
    })
}

/// Targets of links within the tree, with their line.
fn targets(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().flat_map(|(index, line)| {
        let links = line.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        let inside = links.filter(|target| !target.is_empty() && !target.contains(':'));
        inside.map(move |target| (index + 1, target))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(row: &str, source: &str) -> Vec<Problem> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let document = File { path: CITING[0].to_owned(), text: format!("# Faults\n\n{row}\n") };
        let code = File { path: "tests/src/x.rs".to_owned(), text: source.to_owned() };
        check(root, &[document, code])
    }

    #[test]
    fn a_cited_test_that_does_not_exist_is_found() {
        let row = "| W1 | `not_a_test` | `nothing_is_erased`, `nothing_is_lost` |";
        let problems = found(row, "fn nothing_is_erased() {}");
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].line, problems[0].text.contains("nothing_is_lost")), (3, true));
    }

    #[test]
    fn a_longer_name_is_not_the_cited_test() {
        assert_eq!(found("| W1 | `nothing` |", "fn nothing_is_erased() {}").len(), 1);
        assert_eq!(found("| W1 | planned |", "").len(), 0);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        let text = "[a](../Cargo.toml) [b](adr/README.md#top) [c](https://example.org) [d](../gone.md)";
        let problems = found(text, "");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].text.contains("../gone.md"));
    }
}

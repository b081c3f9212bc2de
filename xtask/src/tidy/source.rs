//! What a single file may hold, judged from its path and its text alone.

use super::{Problem, extension};

const PRODUCTION_LINES: usize = 400;
const MIGRATION_LINES: usize = 40;

/// File names that say nothing about the one idea of the file.
const EMPTY_NAMES: [&str; 5] = ["mod", "utils", "common", "helpers", "manager"];

/// What may not be written anywhere, and what to do instead. Split, so that this file does not hold it.
const BANNED: [(&str, &str); 5] = [
    (concat!("todo", "!("), "finish it, or leave it out"),
    (concat!("unimplemented", "!("), "finish it, or leave it out"),
    (concat!("FIX", "ME"), "mend it now, or open an issue"),
    (concat!("#[ig", "nore"), "a test that is not run proves nothing: mend or delete it"),
    (concat!("[al", "low("), "write `#[expect(…, reason = \"…\")]`"),
];

/// Everything wrong with one file.
pub(super) fn check(path: &str, text: &str) -> Vec<Problem> {
    match extension(path) {
        "rs" => check_source(path, text),
        "sql" => check_migration(path, text),
        _ => Vec::new(),
    }
}

fn check_source(path: &str, text: &str) -> Vec<Problem> {
    let mut problems = check_shape(path, text);
    for (index, line) in text.lines().enumerate() {
        problems.extend(check_line(path, line).map(|why| Problem::new(path, index + 1, why)));
    }
    problems
}

fn check_migration(path: &str, text: &str) -> Vec<Problem> {
    let lines = text.lines().count();
    let long = path.contains("migrations/") && lines > MIGRATION_LINES;
    let why = || format!("{lines} lines: split the migration, {MIGRATION_LINES} are the limit");
    long.then(|| Problem::new(path, lines, why())).into_iter().collect()
}

fn check_shape(path: &str, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !text.starts_with("//!") {
        problems.push(Problem::new(path, 1, "begin the file with `//!`: its one idea in a line"));
    }
    let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".rs")).unwrap_or_default();
    if EMPTY_NAMES.contains(&stem) {
        problems.push(Problem::new(path, 1, "name the file after its one idea (`name.rs` beside `name/`)"));
    }
    let production = text.lines().take_while(|line| line.trim() != "#[cfg(test)]").count();
    let header = || text.lines().take_while(|line| line.starts_with("//!"));
    let is_test = stem == "tests" || path.split('/').any(|part| part == "tests" || part == "benches");
    if production > PRODUCTION_LINES && !is_test && !header().any(|line| line.contains("data table")) {
        let why =
            format!("{production} lines before the tests: split the file, {PRODUCTION_LINES} are the limit");
        problems.push(Problem::new(path, production, why));
    }
    problems
}

fn check_line(path: &str, line: &str) -> Option<String> {
    if let Some((word, instead)) = BANNED.iter().find(|(word, _)| line.contains(word)) {
        return Some(format!("`{word}`: {instead}"));
    }
    let code = line.split("//").next().unwrap_or_default();
    let in_crates = path.starts_with("crates/");
    let app = path.strip_prefix("crates/app/src/");
    if code.contains("lpa_adapters_") && app.is_some_and(|file| !file.starts_with("wiring")) {
        return Some("only wiring names an adapter: ask for the port instead".to_owned());
    }
    let names_axum = code.contains("axum::") || code.contains("use axum");
    if in_crates && names_axum && !app.is_some_and(|file| file.starts_with("http")) {
        return Some("only crates/app/src/http speaks axum: move it there, or take plain values".to_owned());
    }
    if in_crates && app.is_none() && code.contains("anyhow") {
        return Some("no anyhow here: an enum that names the caller's next step".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        check(path, text).iter().map(Problem::to_string).collect()
    }

    fn one(path: &str, line: &str) -> usize {
        check(path, &format!("//! Idea.\n{line}\n")).len()
    }

    #[test]
    fn a_file_begins_with_its_idea() {
        assert_eq!(found("crates/domain/src/x.rs", "use std::fmt;\n").len(), 1);
        assert_eq!(found("crates/domain/src/x.rs", "//! Idea.\n").len(), 0);
    }

    #[test]
    fn a_file_is_named_after_its_idea() {
        for name in ["mod", "utils", "common", "helpers", "manager"] {
            assert_eq!(found(&format!("crates/app/src/http/{name}.rs"), "//! Idea.\n").len(), 1, "{name}");
        }
    }

    #[test]
    fn a_long_file_is_found_unless_it_is_tests_or_a_data_table() {
        let long = "//! Idea.\n".to_owned() + &"let x = 1;\n".repeat(400);
        assert_eq!(found("crates/domain/src/x.rs", &long).len(), 1);
        assert_eq!(found("tests/src/x.rs", &long).len(), 0);
        assert_eq!(found("crates/domain/src/x.rs", &format!("//! A data table.\n{long}")).len(), 0);
        let tested = "//! Idea.\n#[cfg(test)]\n".to_owned() + &"let x = 1;\n".repeat(400);
        assert_eq!(found("crates/domain/src/x.rs", &tested).len(), 0);
    }

    #[test]
    fn what_may_not_be_written_is_found_with_its_line() {
        for (word, _) in BANNED {
            let problems = found("tests/src/x.rs", &format!("//! Idea.\n\n    {word}\n"));
            assert_eq!(problems.len(), 1, "{word}");
            assert!(problems[0].starts_with("tests/src/x.rs:3: "), "{problems:?}");
        }
    }

    #[test]
    fn only_wiring_names_adapters() {
        let line = "use lpa_adapters_memory::MemoryRegister;";
        assert_eq!(one("crates/app/src/use_cases/submit.rs", line), 1);
        assert_eq!(one("crates/app/src/wiring.rs", line), 0);
        assert_eq!(one("crates/app/src/wiring/register.rs", line), 0);
        assert_eq!(one("tests/src/world.rs", line), 0);
    }

    #[test]
    fn only_the_http_surface_speaks_axum() {
        for line in ["use axum::Router;", "fn f(r: axum::Router) {}"] {
            assert_eq!(one("crates/app/src/use_cases/submit.rs", line), 1, "{line}");
            assert_eq!(one("crates/adapters-http/src/client.rs", line), 1, "{line}");
            assert_eq!(one("crates/app/src/http/router.rs", line), 0, "{line}");
            assert_eq!(one("crates/app/src/http.rs", line), 0, "{line}");
        }
        assert_eq!(one("crates/app/src/wiring.rs", "// not axum::Router"), 0);
    }

    #[test]
    fn anyhow_is_for_the_binary_only() {
        assert_eq!(one("crates/ports/src/register.rs", "fn f() -> anyhow::Result<()>"), 1);
        assert_eq!(one("crates/app/src/main.rs", "fn f() -> anyhow::Result<()>"), 0);
    }

    #[test]
    fn a_long_migration_is_found() {
        let path = "crates/adapters-postgres/migrations/0001_lpa.sql";
        assert_eq!(found(path, &"select 1;\n".repeat(41)).len(), 1);
        assert_eq!(found(path, &"select 1;\n".repeat(40)).len(), 0);
    }
}

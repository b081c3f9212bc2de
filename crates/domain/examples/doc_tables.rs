//! Writes the tables that the engines have into the document that it is given, each between its marks.
//!
//! `cargo run -p lpa-domain --example doc_tables -- docs/fees.md`; `cargo xtask docs` does just that for each document.
#![expect(clippy::print_stderr, reason = "a command-line tool says what went wrong")]

use std::process::ExitCode;

use lpa_domain::fees::tables;
use lpa_domain::records::written as records;
use lpa_domain::safeguarding::written as rules;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("which document? such as docs/fees.md");
        return ExitCode::from(2);
    };
    match std::fs::read_to_string(&path)
        .map(|text| written(&text))
        .and_then(|text| std::fs::write(&path, text))
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `text` with every table as the engine has it. Where a mark is missing, nothing is changed, and the test that compares says so.
fn written(text: &str) -> String {
    let fees = tables::all().into_iter().map(|(name, table)| (name.to_owned(), table));
    fees.chain(rules::tables()).chain(records::tables()).fold(text.to_owned(), |text, (name, table)| {
        let (begin, end) = (format!("<!-- begin {name} -->"), format!("<!-- end {name} -->"));
        let parts =
            text.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
        match parts {
            Some((before, after)) => format!("{before}{begin}\n\n{table}\n{end}{after}"),
            None => text,
        }
    })
}

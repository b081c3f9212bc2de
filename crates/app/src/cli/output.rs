//! What commands print: results on standard output, everything else on standard error.

use std::io::Write as _;

/// Prints a result line. A closed pipe is the reader's choice, not a failure.
pub(crate) fn line(text: &str) {
    drop(writeln!(std::io::stdout().lock(), "{text}"));
}

/// Prints a note beside the result.
pub(crate) fn note(text: &str) {
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}

/// Prints what went wrong.
pub(crate) fn complain(text: &str) {
    note(&format!("causeway: {text}"));
}

//! The tables in the docs that a program has: written by it, and compared by a test.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

const DOCUMENTS: [&str; 4] = ["docs/fees.md", "docs/rules.md", "docs/assessments.md", "docs/records.md"];

/// Writes them all.
pub(crate) fn run(root: &Path) -> anyhow::Result<bool> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    for document in DOCUMENTS {
        let arguments = ["run", "--quiet", "-p", "lpa-domain", "--example", "doc_tables", "--", document];
        let status = Command::new(&program).current_dir(root).args(arguments).status();
        if !status.context("cannot start cargo")?.success() {
            return Ok(false);
        }
    }
    Ok(true)
}

//! The tables in the docs that a program has: written by it, and compared by a test.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

/// Writes them all.
pub(crate) fn run(root: &Path) -> anyhow::Result<bool> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["run", "--quiet", "-p", "lpa-domain", "--example", "fee_tables", "--", "docs/fees.md"];
    let status = Command::new(program).current_dir(root).args(arguments).status();
    Ok(status.context("cannot start cargo")?.success())
}

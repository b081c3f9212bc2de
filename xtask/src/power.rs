//! Power cuts: what was acknowledged before one is there after it. Each mode with its control, which must see a loss.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

/// The journal in a file, of work that is done at once and of work that is held; then in PostgreSQL.
const MODES: [&str; 3] = ["done", "held", "postgres"];

/// Cuts the power so many times (5) in each mode, and once in each control; and while held work is worked off.
pub(crate) fn run(root: &Path, arguments: &[String]) -> anyhow::Result<bool> {
    let rounds: u32 = match arguments.first() {
        Some(rounds) => rounds.parse().with_context(|| format!("`{rounds}` is no number"))?,
        None => 5,
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.current_dir(root).args(["build", "--locked", "-p", "causeway"]);
    if !build.status().context("cannot start cargo build")?.success() {
        return Ok(false);
    }
    let mut passed = true;
    for mode in MODES {
        passed &= cut(root, &[mode, &rounds.to_string()])?;
        passed &= cut(root, &[mode, "1", "control"])?;
    }
    passed &= cut(root, &["drained", &rounds.to_string()])?;
    Ok(passed)
}

fn cut(root: &Path, words: &[&str]) -> anyhow::Result<bool> {
    let mut script = Command::new("python3");
    script.current_dir(root).args(["tests/power/power_cut.py", "target/debug/causeway"]).args(words);
    Ok(script.status().context("cannot start python3")?.success())
}

//! The soak: kills and freezes at random moments, many rounds of it. `./test` plays the same, shortly.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

const TEST: &str = "soak::what_was_promised_is_held_whatever_was_killed_or_frozen";

/// Plays so many rounds (100), with this seed (a fresh one, which is printed).
pub(crate) fn run(root: &Path, arguments: &[String]) -> anyhow::Result<bool> {
    let mut test = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    test.current_dir(root).args(["test", "--locked", "-p", "lpa-tests", "--test", "suite", "--"]);
    test.args(["--exact", TEST, "--nocapture"]).env("SOAK_ROUNDS", "100");
    for (name, value) in ["SOAK_ROUNDS", "SOAK_SEED"].into_iter().zip(arguments) {
        value.parse::<u64>().with_context(|| format!("`{value}` is no number"))?;
        test.env(name, value);
    }
    Ok(test.status().context("cannot start cargo test")?.success())
}

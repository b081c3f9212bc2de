//! The simulation, optimised: thousands of histories, or one with its trace.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

/// Runs it; what follows goes to it (`--seeds N`, `--from SEED`, `--seed S`, `--plant NAME`).
pub(crate) fn run(root: &Path, arguments: &[String]) -> anyhow::Result<bool> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root).args(["run", "--locked", "--quiet", "--release", "-p", "lpa-simulation", "--"]);
    Ok(command.args(arguments).status().context("cannot start cargo for the simulation")?.success())
}

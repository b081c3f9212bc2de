//! House checks: `cargo xtask ci` is everything that must hold before a change lands; `cargo xtask tidy` is the part of
//! it that no other tool checks.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

mod bench;
mod ci;
mod docs;
mod power;
mod simulate;
mod soak;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

const USAGE: &str = "\
Usage: cargo xtask <command>

  tidy   crate edges, layering, file sizes, banned words, tests cited in the docs
  ci     fmt, tidy, clippy, docs and tests: all that must hold before a change lands
  bench  [domain|rules|fees|journal|http|outage] [arguments]: what it costs, beside the physical limits; fails nothing
  simulate [--seeds N] [--from SEED] [--seed S]: seeded histories of faults; a seed that fails is shown
  power  [rounds]: power cuts, 5 in each mode unless told otherwise, and the controls; as root
  docs   writes the tables that a program has into the docs
  soak   [rounds] [seed]: kills and freezes at random moments under load, 100 rounds unless told otherwise";

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let root = workspace_root()?;
    let passed = match command.as_str() {
        "tidy" => tidy::run(&root)?,
        "ci" => ci::run(&root)?,
        "bench" => bench::run(&root, &rest)?,
        "docs" => docs::run(&root)?,
        "simulate" => simulate::run(&root, &rest)?,
        "power" => power::run(&root, &rest)?,
        "soak" => soak::run(&root, &rest)?,
        "" | "help" | "--help" => {
            println!("{USAGE}");
            true
        }
        other => anyhow::bail!("there is no command `{other}`\n\n{USAGE}"),
    };
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The directory above this crate.
fn workspace_root() -> anyhow::Result<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(own.parent().context("xtask lies in the workspace")?.to_path_buf())
}

//! The benches: never part of a check, since a busy machine must not fail a change.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

/// Runs one bench, or all: `domain`, `rules`, `fees`, `journal`, `records`, `untold`, `http`, `outage`. What follows the name goes to the bench.
pub(crate) fn run(root: &Path, arguments: &[String]) -> anyhow::Result<bool> {
    let (which, rest) =
        arguments.split_first().map_or(("all", arguments), |(name, rest)| (name.as_str(), rest));
    match which {
        "domain" => domain(root, rest),
        "rules" => rules(root, rest),
        "fees" => fees(root, rest),
        "journal" => journal(root, rest),
        "records" => records(root, rest),
        "untold" => served(root, "bench-untold", rest),
        "http" => served(root, "bench-http", rest),
        "outage" => served(root, "bench-outage", rest),
        "all" => {
            let pure = domain(root, &[])?
                && rules(root, &[])?
                && fees(root, &[])?
                && journal(root, &[])?
                && records(root, &[])?;
            let served = |bench| served(root, bench, &[]);
            Ok(pure && served("bench-untold")? && served("bench-http")? && served("bench-outage")?)
        }
        other => anyhow::bail!(
            "there is no bench `{other}`: domain, rules, fees, journal, records, untold, http or outage"
        ),
    }
}

/// The pure part, per document and update type.
fn domain(root: &Path, rest: &[String]) -> anyhow::Result<bool> {
    cargo(root, &["bench", "-p", "lpa-bench", "--bench", "domain", "--"], rest)
}

/// Every rule about a draft, with what it allocates, and twelve checks beside another engine.
fn rules(root: &Path, rest: &[String]) -> anyhow::Result<bool> {
    let bench = ["bench", "-p", "lpa-bench", "--features", "rules-engine", "--bench", "rules", "--"];
    cargo(root, &bench, rest)
}

/// Fee quotes beside the same questions asked of a general rules engine, which nothing else builds.
fn fees(root: &Path, rest: &[String]) -> anyhow::Result<bool> {
    let bench = ["bench", "-p", "lpa-bench", "--features", "rules-engine", "--bench", "fees", "--"];
    cargo(root, &bench, rest)
}

/// Durable records a second beside a raw append and fdatasync in the same run.
fn journal(root: &Path, rest: &[String]) -> anyhow::Result<bool> {
    let example = ["run", "--release", "-p", "lpa-adapters-sqlite", "--example", "shared_fsync", "--"];
    cargo(root, &example, rest)
}

/// A draft's questions to the records beside pgbench with the same statement.
fn records(root: &Path, rest: &[String]) -> anyhow::Result<bool> {
    cargo(root, &["run", "--release", "-p", "lpa-bench", "--bin", "bench-records", "--"], rest)
}

/// Those that put the real program under load: whole writes beside a thin floor, and the register going away.
fn served(root: &Path, bench: &str, rest: &[String]) -> anyhow::Result<bool> {
    let built = cargo(root, &["build", "--release", "-p", "causeway"], &[])?;
    Ok(built && cargo(root, &["run", "--release", "-p", "lpa-bench", "--bin", bench, "--"], rest)?)
}

fn cargo(root: &Path, arguments: &[&str], rest: &[String]) -> anyhow::Result<bool> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(program).current_dir(root).args(arguments).args(rest).status();
    Ok(status.with_context(|| format!("cannot start cargo {}", arguments.join(" ")))?.success())
}

//! Every check in turn, and a summary that says what failed, what was left out, and how long each took.

mod left_out;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Context as _;

/// One command of cargo's: its name here, its arguments, and what it needs in its environment.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const FORMAT: Step = Step { name: "fmt", arguments: &["fmt", "--all", "--check"], environment: &[] };
const LINTS: Step = Step {
    name: "clippy",
    arguments: &[
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--keep-going",
        "--",
        "-D",
        "warnings",
    ],
    environment: &[],
};
const DOCS: Step = Step {
    name: "doc",
    arguments: &["doc", "--locked", "--workspace", "--no-deps", "--keep-going"],
    environment: &[("RUSTDOCFLAGS", "-D warnings")],
};
const TESTS: Step = Step {
    name: "test",
    arguments: &["test", "--locked", "--workspace", "--no-fail-fast"],
    environment: &[],
};

/// Runs every step, also after one has failed; whether all passed.
pub(crate) fn run(root: &Path) -> anyhow::Result<bool> {
    left_out::forget(root)?;
    let outcomes = [
        timed(FORMAT.name, || cargo(root, &FORMAT))?,
        timed("tidy", || crate::tidy::run(root))?,
        timed(LINTS.name, || cargo(root, &LINTS))?,
        timed(DOCS.name, || cargo(root, &DOCS))?,
        timed(TESTS.name, || cargo(root, &TESTS))?,
    ];
    println!("\n{}", summary(&outcomes, &left_out::read(root)));
    Ok(outcomes.iter().all(|outcome| outcome.passed))
}

struct Outcome {
    name: &'static str,
    passed: bool,
    took: Duration,
}

fn timed(name: &'static str, step: impl FnOnce() -> anyhow::Result<bool>) -> anyhow::Result<Outcome> {
    println!("== {name}");
    let begun = Instant::now();
    let passed = step()?;
    let outcome = Outcome { name, passed, took: begun.elapsed() };
    println!("== {}", line(&outcome));
    Ok(outcome)
}

fn cargo(root: &Path, step: &Step) -> anyhow::Result<bool> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root).args(step.arguments).envs(step.environment.iter().copied());
    command.env(left_out::VARIABLE, left_out::file(root));
    if std::env::var_os(THREADS).is_none() {
        command.env(THREADS, (2 * cores()).to_string());
    }
    Ok(command.status().with_context(|| format!("cannot start cargo for `{}`", step.name))?.success())
}

/// How many tests run at once. Most of them wait, for a fault to be over or a lease to run out, and need no processor for it.
const THREADS: &str = "RUST_TEST_THREADS";

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn line(outcome: &Outcome) -> String {
    let word = if outcome.passed { "ok" } else { "FAILED" };
    format!("{:<7} {word:<7} {:6.1} s", outcome.name, outcome.took.as_secs_f64())
}

/// The steps, what the tests left out, and last of all whether everything holds.
fn summary(outcomes: &[Outcome], left_out: &[String]) -> String {
    let failed: Vec<&str> = outcomes.iter().filter(|each| !each.passed).map(|each| each.name).collect();
    let verdict = if failed.is_empty() && left_out.is_empty() {
        "ci: everything holds".to_owned()
    } else if failed.is_empty() {
        format!("ci: everything that was run holds; {} left out: named above", left_out.len())
    } else {
        format!("ci: FAILED in {}: the messages are above, under `== {}`", failed.join(", "), failed[0])
    };
    let left_out = left_out.iter().map(|each| format!("left out: {each}"));
    let lines: Vec<String> = outcomes.iter().map(line).chain(left_out).collect();
    format!("{}\n{verdict}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(name: &'static str, passed: bool) -> Outcome {
        Outcome { name, passed, took: Duration::from_millis(1500) }
    }

    #[test]
    fn the_summary_names_every_step_that_failed() {
        let text = summary(&[outcome("fmt", true), outcome("tidy", false), outcome("test", false)], &[]);
        assert!(text.contains("fmt     ok         1.5 s"), "{text}");
        assert!(
            text.ends_with("ci: FAILED in tidy, test: the messages are above, under `== tidy`"),
            "{text}"
        );
    }

    #[test]
    fn the_summary_says_plainly_that_everything_holds() {
        assert!(summary(&[outcome("fmt", true)], &[]).ends_with("ci: everything holds"));
    }

    #[test]
    fn the_summary_counts_and_names_what_was_left_out() {
        let text = summary(&[outcome("test", true)], &["a_test: strace cannot trace here".to_owned()]);
        assert!(text.contains("\nleft out: a_test: strace cannot trace here\n"), "{text}");
        assert!(text.ends_with("ci: everything that was run holds; 1 left out: named above"), "{text}");
    }
}

//! `causeway fee`: what it costs to register a power, and why, from a file.

use std::path::PathBuf;
use std::process::ExitCode;

use lpa_domain::choice::Words as _;
use lpa_domain::fees::shown::{self, Language};
use lpa_domain::fees::{Asking, Outcome, Quote};
use serde_json::json;

use super::{input, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The question as JSON, as docs/fees.md writes it; `-` reads standard input.
    file: PathBuf,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let json = input::json(&args.file)?;
    let asking = match Asking::read(&json) {
        Ok(asking) => asking,
        Err(problems) => {
            if args.json {
                output::line(&json!({ "problems": problems }).to_string());
            }
            for problem in problems {
                output::complain(&format!("{}: {}", place(&problem.source), problem.detail));
            }
            return Ok(ExitCode::FAILURE);
        }
    };
    if args.json {
        output::line(&asking.answer().to_string());
    } else {
        tell(&asking);
    }
    Ok(ExitCode::SUCCESS)
}

fn place(source: &str) -> &str {
    if source.is_empty() { "the question" } else { source }
}

fn tell(asking: &Asking) {
    let quote = asking.application.quote();
    output::line(&shown::quote(&quote, Language::English));
    output::line(&shown::quote(&quote, Language::Welsh));
    open(&quote);
    for prompt in &quote.prompts {
        let rule = prompt.code().rule();
        output::line(&format!("{}: {}.", rule.number, rule.says));
    }
    output::line("");
    for step in quote.trace.steps() {
        output::line(&format!("  {step}"));
    }
    for (index, other) in asking.what_if.iter().enumerate() {
        let said = shown::quote(&other.application.quote(), Language::English);
        output::line(&format!("What if, change {}: {said}", index + 1));
    }
}

/// What stands in the way of a fee.
fn open(quote: &Quote) {
    match &quote.outcome {
        Outcome::NeedsEvidence { missing, .. } => {
            for what in missing {
                output::line(&format!("Needed: {what}."));
            }
        }
        Outcome::NeedsDecision { why, .. } => output::line(&format!("To be decided: {}.", why.word())),
        Outcome::Determined { .. } | Outcome::Unsupported { .. } => {}
    }
}

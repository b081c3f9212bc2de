//! `causeway check`: what the rules say of a draft, from a file. Nothing is asked of anybody.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use jiff::Timestamp;
use lpa_domain::Problem;
use lpa_domain::choice::Words as _;
use lpa_domain::rules::{Answers, Audience, FindingShown, SectionShown, Shown, State, london_day};
use lpa_domain::safeguarding::Asking;
use serde_json::json;

use super::{input, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The question as JSON, as docs/assessments.md writes it; `-` reads standard input.
    file: PathBuf,
    /// The day of the assessment; today when left out.
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<jiff::civil::Date>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, now: Timestamp) -> anyhow::Result<ExitCode> {
    let asking = match Asking::read(&input::json(&args.file)?) {
        Ok(asking) => asking,
        Err(problems) => return Ok(unread(&problems, args.json)),
    };
    let today = args.on.unwrap_or_else(|| london_day(now));
    let shown = asking.assessment(today, &Answers::none()).shown(Audience::Caller);
    if args.json {
        output::line(&asking.answer(today, &Answers::none(), Audience::Caller).to_string());
    } else {
        tell(&shown, std::io::stdout().is_terminal());
        for source in asking.ignored() {
            output::note(&format!("{source} is read by nobody"));
        }
    }
    let stands = shown.sections.iter().all(|section| section.state != State::CannotStand.word());
    Ok(if stands { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn unread(problems: &[Problem], as_json: bool) -> ExitCode {
    if as_json {
        output::line(&json!({ "problems": problems }).to_string());
    }
    for problem in problems {
        let place = if problem.source.is_empty() { "the question" } else { &problem.source };
        output::complain(&format!("{place}: {}", problem.detail));
    }
    ExitCode::FAILURE
}

fn tell(shown: &Shown, in_colour: bool) {
    for section in &shown.sections {
        output::line(&heading(section, in_colour));
        for finding in shown.findings.iter().filter(|finding| finding.section == section.section) {
            output::line(&format!("    {}", said(finding)));
        }
        if !section.waits_for.is_empty() {
            output::line(&format!("    waits for {}", section.waits_for.join(", ")));
        }
    }
    output::line("");
    output::line(&format!("{} on {}. OPG's records were not asked.", shown.rule_set, shown.on));
}

fn heading(section: &SectionShown, in_colour: bool) -> String {
    let (mark, colour) = match State::from_word(section.state) {
        Some(State::Approved) => ("\u{2713}", "32"),
        Some(State::CannotStand) => ("\u{2717}", "31"),
        Some(State::NeedsConfirmation | State::NotYet | State::Referred) => ("!", "33"),
        Some(State::Waits | State::WaitsForRecords) | None => ("\u{2026}", "2"),
    };
    let until = section.valid_until.map(|day| format!(", until {day}")).unwrap_or_default();
    let text = format!("{mark} {}: {}{until}", section.section, section.state);
    if in_colour { format!("\u{1b}[{colour}m{text}\u{1b}[0m") } else { text }
}

fn said(finding: &FindingShown) -> String {
    let rule = finding.rule.map(|rule| format!("{rule} ")).unwrap_or_default();
    let place = if finding.source.is_empty() { String::new() } else { format!(" ({})", finding.source) };
    let from = finding.from.map(|day| format!(" In order from {day}.")).unwrap_or_default();
    let ours = finding.reading.map(|_| " [our reading]").unwrap_or_default();
    format!("{rule}{}: {}{from}{place}{ours}", finding.severity, finding.detail)
}

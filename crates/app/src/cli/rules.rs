//! `causeway rules`: the catalogue of rules about a draft.

use std::process::ExitCode;

use lpa_domain::choice::Words as _;
use lpa_domain::rules::Rule;
use lpa_domain::safeguarding::{catalogue, written};
use serde_json::Value;

use super::output;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only this rule, such as D14.
    #[arg(long)]
    id: Option<String>,
    /// Only rules that can be decided at this stage and not before, such as S9.
    #[arg(long)]
    stage: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> ExitCode {
    let is_wanted = |rule: &&Rule| {
        args.id.as_ref().is_none_or(|id| rule.id.eq_ignore_ascii_case(id))
            && args.stage.as_ref().is_none_or(|stage| rule.stage.word().eq_ignore_ascii_case(stage))
    };
    let rules: Vec<&Rule> = catalogue().rules().filter(is_wanted).collect();
    if args.json {
        let written: Vec<Value> = rules.iter().map(|rule| written::json(rule)).collect();
        output::line(&serde_json::json!({ "rules": written }).to_string());
    } else {
        for rule in &rules {
            output::line(&written::text(rule));
        }
    }
    if rules.is_empty() {
        output::complain("no rule is asked for: ids are A01 to L09, stages S1 to S20");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

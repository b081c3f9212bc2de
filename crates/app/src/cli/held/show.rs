//! `causeway held show`

use std::process::ExitCode;

use anyhow::Context as _;
use lpa_domain::{Author, Content};
use lpa_ports::{Clock as _, Repairs};

use super::{Named, output, print, unknown};
use crate::clock::SystemClock;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    named: Named,
    /// Show the content too: personal data. That you looked stands in the audit trail.
    #[arg(long, requires = "by")]
    content: bool,
    /// Who you are, as a URN; needed with --content.
    #[arg(long, value_name = "URN")]
    by: Option<Author>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(repairs: &dyn Repairs, args: &Args) -> anyhow::Result<ExitCode> {
    let id = args.named.id;
    let content = match (&args.by, args.content) {
        (Some(by), true) => {
            output::note("warning: what follows is personal data; that you looked is in the audit trail");
            repairs.reveal(id, by, SystemClock::default().now()).await?
        }
        _ => None,
    };
    let Some(dossier) = repairs.dossier(id).await? else { return Ok(unknown()) };
    if args.json {
        let mut shown = serde_json::to_value(&dossier).context("cannot write the dossier")?;
        if let Some(content) = &content {
            (shown["contentState"], shown["content"]) = as_json(content)?;
        }
        output::line(&shown.to_string());
        return Ok(ExitCode::SUCCESS);
    }
    output::line(&print::dossier(&dossier));
    if let Some(content) = &content {
        let (state, content) = as_json(content)?;
        output::line(&format!("content ({}):", state.as_str().unwrap_or_default()));
        output::line(&serde_json::to_string_pretty(&content)?);
    }
    Ok(ExitCode::SUCCESS)
}

/// The state of the content, and the content; `null` when there is none to be read.
pub(super) fn as_json(content: &Content) -> anyhow::Result<(serde_json::Value, serde_json::Value)> {
    Ok(match content {
        Content::Kept(operation) => ("kept".into(), serde_json::to_value(operation)?),
        Content::Damaged => ("damaged".into(), serde_json::Value::Null),
        Content::Gone => ("gone".into(), serde_json::Value::Null),
    })
}

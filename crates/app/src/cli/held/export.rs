//! `causeway held export`: one JSON object a line, oldest first.

use std::process::ExitCode;

use lpa_domain::{Author, Query, Standing};
use lpa_ports::{Clock as _, Repairs};

use super::{output, show};
use crate::clock::SystemClock;

/// How many are asked for at once.
const PAGE: usize = 500;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write the content too, unsealed: personal data. That you took it stands in each operation's audit trail.
    #[arg(long, requires = "by")]
    content: bool,
    /// Who you are, as a URN; needed with --content.
    #[arg(long, value_name = "URN")]
    by: Option<Author>,
    /// The lines are JSON in any case.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(repairs: &dyn Repairs, args: &Args) -> anyhow::Result<ExitCode> {
    let reader = args.by.as_ref().filter(|_by| args.content);
    if reader.is_some() {
        output::note("warning: what follows is personal data; that you took it is in the audit trail");
    }
    let mut after = None;
    loop {
        let page = repairs.unsettled(Query { state: None, uid: None, after, limit: PAGE }).await?;
        for standing in &page {
            output::line(&line(repairs, standing, reader).await?);
        }
        after = page.last().map(|last| last.place);
        if page.len() < PAGE {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

async fn line(repairs: &dyn Repairs, standing: &Standing, reader: Option<&Author>) -> anyhow::Result<String> {
    let mut line = serde_json::to_value(standing)?;
    if let Some(by) = reader {
        let content = repairs.reveal(standing.receipt.id, by, SystemClock::default().now()).await?;
        if let Some(content) = content {
            (line["contentState"], line["content"]) = show::as_json(&content)?;
        }
    }
    Ok(line.to_string())
}

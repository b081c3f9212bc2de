//! `causeway migrate`

use std::process::ExitCode;

use super::output;
use crate::settings::{Secret, Settings};
use crate::wiring;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The register's address as its owner, when it is not the one that the service uses.
    #[arg(long, value_name = "URL", env = "CAUSEWAY_MIGRATE_URL", hide_env_values = true)]
    owner_url: Option<String>,
    /// The journal's address as its owner, when it is not the one that the service uses.
    #[arg(long, value_name = "URL", env = "CAUSEWAY_MIGRATE_JOURNAL_URL", hide_env_values = true)]
    journal_owner_url: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(settings: &Settings, args: &Args) -> anyhow::Result<ExitCode> {
    let [register, journal] =
        [&args.owner_url, &args.journal_owner_url].map(|url| url.as_deref().map(Secret::from));
    let done = wiring::migrate(settings, register.as_ref(), journal.as_ref()).await?;
    if args.json {
        output::line(&serde_json::json!({ "migrated": done }).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    for what in &done {
        output::line(&format!("{what}: up to date"));
    }
    if done.is_empty() {
        output::line("nothing to migrate: neither the register nor the journal is a PostgreSQL database");
    }
    Ok(ExitCode::SUCCESS)
}

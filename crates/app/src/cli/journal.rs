//! `causeway journal`: which keys seal the journal, and sealing it with another one.

use std::process::ExitCode;

use anyhow::Context as _;
use lpa_ports::{KeyUse, KeysError, SealingKey};
use lpa_sealing::Fingerprint;
use serde_json::json;

use super::output;
use crate::settings::Settings;
use crate::wiring::{self, Rotating};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// List the keys that the journal needs, the one that seals first, with how many records each still opens.
    Keys(Args),
    /// Let a new key seal, also while servers run, and seal anew what an earlier one sealed.
    ///
    /// A key file gets a new key; in the settings, set `journal.key` to it and the one of before in `journal.old_keys`
    /// first, everywhere. Broken off at any moment, it is finished by running it again, or by a server.
    Rotate(RotateArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct RotateArgs {
    /// Make no new key: drop the keys of before, once no record is sealed with them any more.
    #[arg(long)]
    finish: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// So many records are sealed anew at once.
const STEP: u32 = 256;

pub(super) async fn run(settings: &Settings, command: &Command) -> anyhow::Result<ExitCode> {
    let journal = wiring::rotating(&settings.journal).await?;
    match command {
        Command::Keys(args) => list(&journal, args.json).await,
        Command::Rotate(args) if args.finish => finish(&journal, args.json).await,
        Command::Rotate(args) => rotate(&journal, args.json).await,
    }
}

async fn list(journal: &Rotating, json: bool) -> anyhow::Result<ExitCode> {
    let keys = journal.keys.keys().await?;
    if json {
        output::line(&json!({ "keys": written(&keys) }).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    for (place, KeyUse { key, records }) in keys.iter().enumerate() {
        let role = if place == 0 { "seals" } else { "earlier" };
        output::line(&format!("{key}  {role:<7}  {records} records"));
    }
    Ok(ExitCode::SUCCESS)
}

fn written(keys: &[KeyUse]) -> Vec<serde_json::Value> {
    let one = |(place, used): (usize, &KeyUse)| json!({ "key": used.key.to_string(), "seals": place == 0, "records": used.records });
    keys.iter().enumerate().map(one).collect()
}

async fn rotate(journal: &Rotating, json: bool) -> anyhow::Result<ExitCode> {
    let seals = journal.ring.sealing();
    // A key that is given and does not seal yet is the one to take: the settings say so, or we were broken off.
    let newest = journal.ring.newest().filter(|newest| *newest != seals);
    let to = match (newest, &journal.file) {
        (Some(newest), _) => newest,
        (None, Some(file)) => {
            file.add().with_context(|| format!("cannot write {}", file.path().display()))?
        }
        (None, None) => {
            output::complain(
                "journal.key seals already: set it to a new one, and journal.old_keys to the present one, everywhere",
            );
            return Ok(ExitCode::from(2));
        }
    };
    journal.keys.rotate(SealingKey(to.0)).await?;
    let mut resealed = 0;
    loop {
        match journal.upkeep.reseal(STEP).await? {
            0 => break,
            more => resealed += more,
        }
    }
    output::line(&if json {
        json!({ "key": to.to_string(), "resealed": resealed }).to_string()
    } else {
        format!(
            "{to} seals now; {resealed} records sealed anew\nto drop the keys of before: causeway journal rotate --finish"
        )
    });
    Ok(ExitCode::SUCCESS)
}

async fn finish(journal: &Rotating, json: bool) -> anyhow::Result<ExitCode> {
    let listed = journal.keys.keys().await?;
    let (mut dropped, mut needed) = (Vec::new(), Vec::new());
    for used in listed.iter().skip(1) {
        match journal.keys.retire(used.key).await {
            Ok(()) => dropped.push(used.key.to_string()),
            Err(error @ KeysError::StillNeeded { .. }) => needed.push(error.to_string()),
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(file) = &journal.file {
        let listed = journal.keys.keys().await?;
        let needed = |key: Fingerprint| listed.iter().any(|used| used.key.0 == key.0);
        file.drop_older(journal.ring.sealing(), needed)
            .with_context(|| format!("cannot write {}", file.path().display()))?;
    }
    for why in &needed {
        output::complain(why);
    }
    if json {
        output::line(&json!({ "dropped": dropped, "stillNeeded": needed.len() }).to_string());
    } else if dropped.is_empty() && needed.is_empty() {
        output::line("no key of before is listed");
    } else {
        for key in &dropped {
            output::line(&format!("{key} is not needed any more"));
        }
    }
    Ok(if needed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

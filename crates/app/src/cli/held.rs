//! `causeway held`: what could not be settled, on the journal that the settings name.
//!
//! It opens the journal itself, so that it works while the server is stopped too. What it does is picked up by a running
//! server at its next look at the backlog.

mod export;
mod print;
mod repair;
mod show;

use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use lpa_domain::{Author, LpaUid, OperationId, Place, Query, Unsettled};
use serde_json::json;

use super::output;
use crate::settings::Settings;
use crate::wiring;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List operations that are held or parked, oldest first; nothing of their content.
    List(ListArgs),
    /// Show what is known of one operation: its attempts, and who did what with it, when and why.
    Show(show::Args),
    /// Have an operation tried again at once, its failures forgotten.
    Release(repair::ReleaseArgs),
    /// Give an operation up: it is not forwarded, and the next of its LPA goes on.
    Discard(repair::DiscardArgs),
    /// Write every unsettled operation as a line of JSON.
    Export(export::Args),
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Only those in this state.
    #[arg(long)]
    state: Option<State>,
    /// Only those of this LPA.
    #[arg(long, value_name = "UID")]
    lpa: Option<LpaUid>,
    /// Go on after this place.
    #[arg(long, value_name = "PLACE")]
    after: Option<u64>,
    /// At most so many.
    #[arg(long, default_value_t = 100)]
    limit: usize,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum State {
    Held,
    Parked,
}

/// Who does it.
#[derive(Debug, clap::Args)]
struct By {
    /// Who you are, as a URN such as `urn:opg:sirius:users:34`: it stands in the audit trail.
    #[arg(long, value_name = "URN")]
    by: Author,
}

/// Which operation.
#[derive(Debug, clap::Args)]
struct Named {
    /// The operation.
    #[arg(value_name = "ID")]
    id: OperationId,
}

pub(super) async fn run(settings: &Settings, args: Args) -> anyhow::Result<ExitCode> {
    let repairs = wiring::repairs(settings).await?;
    match args.command {
        Command::List(args) => list(&*repairs, &args).await,
        Command::Show(args) => show::run(&*repairs, &args).await,
        Command::Release(args) => repair::release(&*repairs, args).await,
        Command::Discard(args) => repair::discard(&*repairs, args).await,
        Command::Export(args) => export::run(&*repairs, &args).await,
    }
}

async fn list(repairs: &dyn lpa_ports::Repairs, args: &ListArgs) -> anyhow::Result<ExitCode> {
    let state = args.state.map(|state| match state {
        State::Held => Unsettled::Held,
        State::Parked => Unsettled::Parked,
    });
    let query = Query { state, uid: args.lpa, after: args.after.map(Place), limit: args.limit };
    let operations = repairs.unsettled(query).await?;
    let next = operations.last().filter(|_last| operations.len() == args.limit).map(|last| last.place);
    if args.json {
        output::line(&json!({ "operations": operations, "next": next }).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    for standing in &operations {
        output::line(&print::standing(standing));
    }
    match next {
        Some(Place(place)) => output::note(&format!("there may be more: --after {place}")),
        None if operations.is_empty() && args.after.is_none() => output::note("nothing waits"),
        None => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// The answer to a question about an operation that this journal has never seen.
fn unknown() -> ExitCode {
    output::complain("no operation was recorded here under this id");
    ExitCode::from(1)
}

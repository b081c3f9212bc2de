//! `causeway held release` and `causeway held discard`

use std::process::ExitCode;

use lpa_domain::{Discard, Outcome, Reason, Release, Repaired, Verdict};
use lpa_ports::{Clock as _, Repairs};

use super::{By, Named, output, unknown};
use crate::clock::SystemClock;

#[derive(Debug, clap::Args)]
pub(super) struct ReleaseArgs {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    by: By,
    /// Why; kept sealed, shown with the operation.
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct DiscardArgs {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    by: By,
    /// Why; kept sealed, shown with the operation.
    #[arg(long, value_name = "TEXT")]
    reason: Reason,
    /// You know that it may have been applied, and have looked at the LPA in the register.
    #[arg(long)]
    acknowledge: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) async fn release(repairs: &dyn Repairs, args: ReleaseArgs) -> anyhow::Result<ExitCode> {
    let at = SystemClock::default().now();
    let release = Release { id: args.named.id, by: args.by.by, reason: args.reason, at };
    let Some(repaired) = repairs.release(&release).await? else { return Ok(unknown()) };
    tell(&repaired, args.json)?;
    Ok(good(repaired.verdict == Verdict::Done))
}

pub(super) async fn discard(repairs: &dyn Repairs, args: DiscardArgs) -> anyhow::Result<ExitCode> {
    let discard = Discard {
        id: args.named.id,
        by: args.by.by,
        reason: args.reason,
        acknowledged: args.acknowledge,
        at: SystemClock::default().now(),
    };
    let Some(repaired) = repairs.discard(&discard).await? else { return Ok(unknown()) };
    tell(&repaired, args.json)?;
    let discarded = repaired.receipt.outcome == Outcome::Discarded;
    if discarded && repaired.may_have_been_applied {
        output::note("note: it may have been applied all the same");
    }
    // Done before is as good as done: the first answer may have been lost.
    Ok(good(discarded))
}

fn tell(repaired: &Repaired, json: bool) -> anyhow::Result<()> {
    let (id, state) = (repaired.receipt.id, repaired.receipt.outcome.state());
    if json {
        output::line(&serde_json::to_string(repaired)?);
    }
    match repaired.verdict {
        Verdict::Done if json => {}
        Verdict::Done => output::line(&format!("{id}: {state}")),
        Verdict::Settled => output::note(&format!("{id} is settled already: {state}")),
        Verdict::BeingForwarded => output::complain("it is being forwarded just now: try again"),
        Verdict::InDoubt => output::complain(
            "it may have been applied: look at the LPA in the register, then discard it with --acknowledge",
        ),
    }
    Ok(())
}

fn good(done: bool) -> ExitCode {
    if done { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

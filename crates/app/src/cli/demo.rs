//! `causeway demo`

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use super::output;
use crate::demo::{Figures, Options, Report, play};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many LPAs are made up.
    #[arg(long, default_value_t = 300)]
    lpas: u32,
    /// About how long it takes, in seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Play the documents and updates (`*.json`) of this directory instead.
    #[arg(long, value_name = "DIR")]
    input: Option<PathBuf>,
    /// Print one JSON object at the end.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let watched = std::io::stderr().is_terminal();
    let options = Options { lpas: args.lpas, seconds: args.seconds, input: args.input, watched };
    let report = play(&options).await?;
    if args.json {
        output::line(&serde_json::to_string(&report)?);
    } else {
        print(&report);
    }
    Ok(if report.is_good() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn print(report: &Report) {
    let Figures {
        accepted,
        applied,
        refused,
        held_at_peak,
        lost,
        duplicated,
        out_of_order,
        repeats,
        unlike_repeats,
        lpas,
    } = report.figures;
    for (name, value) in [
        ("LPAs in the register", lpas),
        ("accepted", accepted),
        ("applied", applied),
        ("held at the peak", held_at_peak),
        ("sent again under the same key", repeats),
        ("refused", refused),
    ] {
        output::line(&format!("{name:<32} {value:>6}"));
    }
    for (reason, times) in &report.refused_because {
        output::line(&format!("  {times:>4} × {reason}"));
    }
    let broken = [
        ("lost", lost),
        ("duplicated", duplicated),
        ("out of order", out_of_order),
        ("repeats answered otherwise", unlike_repeats),
    ];
    for (name, value) in broken {
        output::line(&format!("{name:<32} {value:>6}"));
    }
    output::line(if report.is_good() { "every promise was kept" } else { "A PROMISE WAS BROKEN" });
}

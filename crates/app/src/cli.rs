//! The command line: one file a command.
//!
//! Exit codes: 0 done; 1 the command ran and the answer is bad news; 2 the command line or the settings are wrong;
//! 70 something failed that should not; 75 something is away, try again.

mod check;
mod demo;
mod fee;
mod held;
mod input;
mod journal;
mod migrate;
pub(crate) mod output;
mod rules;
#[cfg(test)]
mod runbooks;
mod serve;
mod token;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use lpa_ports::{Clock as _, JournalError, KeysError, RepairsError};

use crate::clock::SystemClock;
use crate::settings::{BadSettings, Settings};
use crate::wiring::WiringError;

/// The internal API between OPG's LPA database and every service that needs it.
///
/// A causeway stays passable when the tide is over the land: when the database is away, work goes on, nothing is
/// lost, and everything is finished when it returns.
#[derive(Debug, Parser)]
#[command(name = "causeway", version, disable_help_subcommand = true)]
pub struct Cli {
    /// A TOML file with settings; the environment (`CAUSEWAY__SECTION__KEY`) comes on top.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play a day in about a minute: the register goes away half-way, and every promise is kept. Needs no set-up.
    Demo(demo::Args),
    /// Say how a draft stands: what is approved so far, what is missing, what cannot stand. Needs no set-up.
    Check(check::Args),
    /// Print the rules about a draft, with their sources. Needs no set-up.
    Rules(rules::Args),
    /// Say what it costs to register a power, and why. Needs no set-up.
    Fee(fee::Args),
    /// Answer callers until told to stop (SIGINT or SIGTERM).
    Serve,
    /// Prepare the databases that the settings name.
    Migrate(migrate::Args),
    /// See what could not be settled, and repair it; with a server running beside, or without.
    Held(held::Args),
    /// Mint a token for development.
    Token(token::Args),
    /// See and change the keys that seal the journal.
    #[command(subcommand)]
    Journal(journal::Command),
    /// Announce, list, extend, end and cancel maintenance windows of the register.
    Window(window::Args),
}

/// Runs one command.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    if let Command::Demo(args) = cli.command {
        return demo::run(args).await;
    }
    match &cli.command {
        Command::Check(args) => return check::run(args, SystemClock::default().now()),
        Command::Rules(args) => return Ok(rules::run(args)),
        Command::Fee(args) => return fee::run(args),
        _ => {}
    }
    let settings = Settings::read(cli.config.as_deref())?;
    match cli.command {
        Command::Demo(args) => demo::run(args).await,
        Command::Check(args) => check::run(&args, SystemClock::default().now()),
        Command::Rules(args) => Ok(rules::run(&args)),
        Command::Fee(args) => fee::run(&args),
        Command::Serve => serve::run(settings).await,
        Command::Migrate(args) => migrate::run(&settings, &args).await,
        Command::Held(args) => held::run(&settings, args).await,
        Command::Token(args) => token::run(&settings, &args),
        Command::Journal(command) => journal::run(&settings, &command).await,
        Command::Window(args) => window::run(&settings, args).await,
    }
}

/// Says what went wrong, cause by cause, and picks the exit code.
pub fn report(error: &anyhow::Error) -> ExitCode {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    output::complain(&causes.join(": "));
    ExitCode::from(code_of(error))
}

fn code_of(error: &anyhow::Error) -> u8 {
    let wiring = error.downcast_ref::<WiringError>();
    if error.is::<BadSettings>() || matches!(wiring, Some(WiringError::Setting { .. })) {
        return 2;
    }
    let away = matches!(wiring, Some(WiringError::Away { .. }))
        || matches!(error.downcast_ref(), Some(RepairsError::Unavailable(_)))
        || matches!(error.downcast_ref(), Some(KeysError::Unavailable(_)))
        || matches!(error.downcast_ref(), Some(JournalError::Unavailable(_)));
    if away { 75 } else { 70 }
}

#[cfg(test)]
mod tests {
    use anyhow::{Context as _, Error};

    use super::*;

    #[test]
    fn what_is_away_is_told_from_what_is_wrong_and_from_a_fault() {
        for (error, code) in [
            (Error::new(WiringError::setting("journal.url", "missing")), 2),
            (Error::new(WiringError::Away { what: "the journal", source: "gone".into() }), 75),
            (Error::new(RepairsError::Unavailable("locked".into())), 75),
            (Error::new(KeysError::Unavailable("locked".into())), 75),
            (Error::new(JournalError::Unavailable("locked".into())), 75),
            (Error::new(JournalError::Unreadable("damaged".into())), 70),
            (Error::new(KeysError::Seals(lpa_ports::SealingKey([7; 16]))), 70),
            (Error::msg("a fault"), 70),
        ] {
            assert_eq!(code_of(&error), code, "{error}");
            assert_eq!(code_of(&Err::<(), _>(error).context("while rotating").unwrap_err()), code);
        }
    }
}

//! `causeway window`: announced maintenance windows, in the journal that the settings name. A running server sees a
//! change within about a second.

use std::process::ExitCode;

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use lpa_domain::choice::Words as _;
use lpa_domain::window::{Amendment, Announcement, Reason};
use lpa_domain::{Author, Window, WindowId};
use lpa_ports::{Clock as _, Ids as _};

use super::output;
use crate::clock::{RandomIds, SystemClock};
use crate::http::native::WrittenWindow;
use crate::settings::Settings;
use crate::use_cases::windows::{WindowBook, WindowError};
use crate::wiring;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Announce that the register will be away.
    Announce {
        /// When it starts: an RFC 3339 moment, `now`, or from now on, such as `+2h`, `+1h30m`.
        #[arg(long, value_name = "WHEN", default_value = "now")]
        start: When,
        /// When it ends.
        #[arg(long, value_name = "WHEN")]
        end: When,
        /// Why; every caller can read it.
        #[arg(long, value_parser = str::parse::<Reason>)]
        reason: Reason,
        /// Its id; announced again under it, the same window is recognised. Fresh when not given.
        #[arg(long, value_name = "UUID")]
        id: Option<WindowId>,
        #[command(flatten)]
        who: Who,
    },
    /// List every window.
    List,
    /// Give a window a later end.
    Extend {
        /// Which one.
        id: WindowId,
        /// When it is to end.
        #[arg(long, value_name = "WHEN")]
        end: When,
        #[command(flatten)]
        who: Who,
    },
    /// End a window now that has begun.
    End {
        /// Which one.
        id: WindowId,
        #[command(flatten)]
        who: Who,
    },
    /// Call a window off; one that has begun is ended.
    Cancel {
        /// Which one.
        id: WindowId,
        #[command(flatten)]
        who: Who,
    },
}

/// Who does it: named in the audit trail.
#[derive(Debug, clap::Args)]
struct Who {
    /// Who does it, as a URN.
    #[arg(long, value_name = "URN", default_value = "urn:opg:causeway:operator")]
    by: Author,
}

/// A moment, or so long from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    At(Timestamp),
    In(SignedDuration),
}

impl std::str::FromStr for When {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        match text.strip_prefix('+') {
            Some(later) => later.parse().map(Self::In),
            None if text == "now" => Ok(Self::In(SignedDuration::ZERO)),
            None => text.parse().map(Self::At),
        }
    }
}

impl When {
    fn from(self, now: Timestamp) -> anyhow::Result<Timestamp> {
        match self {
            Self::At(at) => Ok(at),
            Self::In(later) => now.checked_add(later).context("too far away"),
        }
    }
}

pub(super) async fn run(settings: &Settings, args: Args) -> anyhow::Result<ExitCode> {
    let book = wiring::windows(settings).await?;
    match change(&book, args.what).await {
        Ok(None) => list(&book, args.json).await,
        Ok(Some(window)) => {
            print(&[window], args.json, |shown| shown.first().map(serde_json::to_string).transpose())?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => match error.downcast::<WindowError>()? {
            WindowError::Refused(refusal) => {
                output::complain(&refusal.to_string());
                Ok(ExitCode::from(1))
            }
            WindowError::Away(error) => {
                output::complain(&format!("{:#}", anyhow::Error::new(error)));
                Ok(ExitCode::from(75))
            }
        },
    }
}

/// The window that was announced or changed; `None` when they are only to be listed.
async fn change(book: &WindowBook, what: What) -> anyhow::Result<Option<Window>> {
    let now = SystemClock::default().now();
    let (id, amendment, who) = match what {
        What::List => return Ok(None),
        What::Announce { start, end, reason, id, who } => {
            let id = id.unwrap_or_else(|| WindowId(RandomIds.fresh()));
            let wanted = Announcement { id, start: start.from(now)?, end: end.from(now)?, reason };
            return Ok(Some(book.announce(&wanted, &who.by).await?));
        }
        What::Extend { id, end, who } => (id, Amendment::Extend(end.from(now)?), who),
        What::End { id, who } => (id, Amendment::End, who),
        What::Cancel { id, who } => (id, Amendment::Cancel, who),
    };
    Ok(Some(book.amend(id, amendment, &who.by).await?))
}

async fn list(book: &WindowBook, json: bool) -> anyhow::Result<ExitCode> {
    match book.list().await {
        Ok((windows, _)) => {
            print(&windows, json, |shown| {
                serde_json::to_string(&serde_json::json!({ "windows": shown })).map(Some)
            })?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            output::complain(&format!("{:#}", anyhow::Error::new(error)));
            Ok(ExitCode::from(75))
        }
    }
}

fn print(
    windows: &[Window],
    json: bool,
    written: impl FnOnce(&[WrittenWindow<'_>]) -> serde_json::Result<Option<String>>,
) -> anyhow::Result<()> {
    let now = SystemClock::default().now();
    if json {
        let shown: Vec<_> = windows.iter().map(|window| WrittenWindow::with_people(window, now)).collect();
        written(&shown)?.iter().for_each(|text| output::line(text));
        return Ok(());
    }
    for window in windows {
        let Window { id, start, end, reason, announced_by, .. } = window;
        let (state, reason) = (window.state(now).word(), reason.as_str());
        output::line(&format!("{id}  {state:<9}  {start}  {end}  {announced_by}  {reason}"));
    }
    if windows.is_empty() {
        output::note("no window was announced");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_rfc_3339_or_so_long_from_now() {
        let now: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        for (text, meant) in [
            ("now", "2026-03-02T09:00:00Z"),
            ("+2h", "2026-03-02T11:00:00Z"),
            ("+1h30m", "2026-03-02T10:30:00Z"),
            ("2026-03-02T12:00:00+01:00", "2026-03-02T11:00:00Z"),
        ] {
            assert_eq!(text.parse::<When>().unwrap().from(now).unwrap().to_string(), meant, "{text}");
        }
        for text in ["", "2h", "+", "tomorrow", "2026-03-02"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }
}

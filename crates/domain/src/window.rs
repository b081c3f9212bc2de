//! Announced maintenance windows of the register: when it is taken away, until when, and why (integration study,
//! sections 6.2 and 10.1 item 7; journey J40).
//!
//! What was announced is a list of [`WindowEntry`]s that is only added to; a [`Calendar`] reads it and says which window
//! is in force, and what may be noted next. Deciding is pure: the moment and the id come in as arguments.
//!
//! ```
//! use lpa_domain::window::{Announcement, Calendar, Reason, WindowId};
//! # let id = WindowId(uuid::Uuid::nil());
//! # let (noon, one): (jiff::Timestamp, jiff::Timestamp) = ("2026-03-02T12:00:00Z".parse()?, "2026-03-02T13:00:00Z".parse()?);
//! # let by = "urn:opg:sirius:users:34".parse::<lpa_domain::Author>()?;
//! let mut calendar = Calendar::default();
//! let reason: Reason = "the yearly upgrade".parse()?;
//! let wanted = Announcement { id, start: noon, end: one, reason };
//! let entry = calendar.announce(wanted, &by, noon)?.ok_or("it was announced before")?;
//! calendar.read([entry]);
//! assert!(calendar.in_force(noon).is_some() && calendar.in_force(one).is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod amend;
mod announce;
mod calendar;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::author::Author;

pub use amend::Amendment;
pub use announce::{Announcement, LONGEST};
pub use calendar::Calendar;

/// Identifies one window for ever; chosen by who announces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WindowId(pub Uuid);

/// Why the register is taken away: 1 to 200 characters that can be printed. Shown to every caller, so nothing about
/// persons belongs in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

/// The text cannot be the reason of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a reason has 1 to 200 printable characters")]
pub struct NotAReason;

crate::words! {
    /// What was done to a window.
    pub enum WindowStep {
        /// It was announced.
        Announced = "announced",
        /// It was given a later end.
        Extended = "extended",
        /// It had begun, and was ended before its time.
        Ended = "ended",
        /// It was called off before it began.
        Cancelled = "cancelled",
    }
}

/// One thing that was done to a window: how it stands from then on, and who did it. Together they are the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowEntry {
    /// Which window.
    pub id: WindowId,
    /// What was done.
    pub step: WindowStep,
    /// When it starts.
    pub start: Timestamp,
    /// When it ends, or ended.
    pub end: Timestamp,
    /// Why the register is taken away.
    pub reason: Reason,
    /// Who did it.
    pub by: Author,
    /// When it was done.
    pub at: Timestamp,
}

/// A window as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Which one.
    pub id: WindowId,
    /// From when on the register is away.
    pub start: Timestamp,
    /// From when on it is there again.
    pub end: Timestamp,
    /// Why.
    pub reason: Reason,
    /// Who announced it.
    pub announced_by: Author,
    /// When it was announced.
    pub announced_at: Timestamp,
    /// What was done to it last.
    pub step: WindowStep,
    /// Who did that.
    pub changed_by: Author,
    /// When that was done.
    pub changed_at: Timestamp,
}

crate::words! {
    /// Where a window stands at a moment.
    pub enum WindowState {
        /// Announced, and not begun.
        Announced = "announced",
        /// Begun, and not over.
        InForce = "in-force",
        /// Over, at its end or before.
        Over = "over",
        /// Called off before it began.
        Cancelled = "cancelled",
    }
}

impl Window {
    /// Where it stands at a moment. Its end is not part of it.
    pub fn state(&self, at: Timestamp) -> WindowState {
        match self.step {
            WindowStep::Cancelled => WindowState::Cancelled,
            _ if at < self.start => WindowState::Announced,
            _ if at < self.end => WindowState::InForce,
            _ => WindowState::Over,
        }
    }

    /// How long it lasts from `at` on, in whole seconds rounded up: who comes back after that finds it over.
    pub fn seconds_left(&self, at: Timestamp) -> u64 {
        seconds_until(self.end, at)
    }
}

/// The seconds from `at` to `end`, rounded up; 0 when it has passed.
pub fn seconds_until(end: Timestamp, at: Timestamp) -> u64 {
    let left = end.duration_since(at).max(SignedDuration::ZERO);
    left.as_secs().unsigned_abs() + u64::from(left.subsec_nanos() > 0)
}

/// What became of the operations that were accepted during a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// Still to be forwarded.
    pub held: u64,
    /// Done.
    pub applied: u64,
    /// Refused by the rules.
    pub refused: u64,
    /// Set aside for a person.
    pub parked: u64,
    /// Replaced by a later one, or given up by a person.
    pub given_up: u64,
}

impl Tally {
    /// Counts `count` operations in one state ([`crate::Outcome::state`]).
    pub fn add(&mut self, state: &str, count: u64) {
        let place = match state {
            "held" => &mut self.held,
            "applied" => &mut self.applied,
            "refused" => &mut self.refused,
            "parked" => &mut self.parked,
            _ => &mut self.given_up,
        };
        *place += count;
    }
}

/// Why nothing is noted. Each variant has a stable code: [`WindowRefusal::code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WindowRefusal {
    /// It ends before it starts, or at once.
    #[error("a window ends after it starts")]
    EndsBeforeItStarts,
    /// It would be over already.
    #[error("the end of the window has passed")]
    Past,
    /// It would last longer than [`LONGEST`] from its start or from now: more likely a slip than a plan.
    #[error("a window ends at most seven days after its start, or after now")]
    TooLong,
    /// Another window stands there.
    #[error("it overlaps another window")]
    Overlaps,
    /// The id names another window already.
    #[error("the id was used before for another window")]
    IdReused,
    /// No window has this id.
    #[error("no window was announced under this id")]
    Unknown,
    /// It was called off.
    #[error("the window was cancelled")]
    Cancelled,
    /// It is over.
    #[error("the window is over")]
    Over,
    /// It has not begun, so it cannot be ended: cancel it.
    #[error("the window has not begun: cancel it")]
    NotBegun,
    /// It ends then or later already.
    #[error("the new end is not later than the present one")]
    NotLater,
}

impl WindowRefusal {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::EndsBeforeItStarts => "ends-before-it-starts",
            Self::Past => "window-past",
            Self::TooLong => "window-too-long",
            Self::Overlaps => "window-overlaps",
            Self::IdReused => "id-reused",
            Self::Unknown => "unknown-window",
            Self::Cancelled => "window-cancelled",
            Self::Over => "window-over",
            Self::NotBegun => "window-not-begun",
            Self::NotLater => "end-not-later",
        }
    }
}

impl fmt::Display for WindowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for WindowId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

impl Reason {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reason {
    type Err = NotAReason;

    fn from_str(text: &str) -> Result<Self, NotAReason> {
        let text = text.trim();
        let printable = !text.chars().any(char::is_control);
        let fits = (1..=200).contains(&text.chars().count());
        if printable && fits { Ok(Self(text.to_owned())) } else { Err(NotAReason) }
    }
}

impl TryFrom<String> for Reason {
    type Error = NotAReason;

    fn try_from(text: String) -> Result<Self, NotAReason> {
        text.parse()
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}

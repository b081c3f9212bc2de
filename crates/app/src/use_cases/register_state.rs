//! What is known of the register and of the issuer of UIDs from the calls that were made to them.

use jiff::{SignedDuration, Timestamp};
use lpa_domain::{Availability, Backlog, Condition, Kind, Window};
use lpa_ports::JournalError;

use super::Causeway;
use crate::planted::{Planted, planted};

/// Who finds no UID left comes back after so many seconds, unless a window is in force.
const ISSUER_AGAIN_SECS: u32 = 5;

/// What is away since when and why, what waits for it, and how fast that is worked off.
#[derive(Clone, Debug)]
pub struct Dependencies {
    /// How the register is; since when, for as long as this process has run, at most.
    pub register: Condition,
    /// How the issuer of UIDs is.
    pub issuer: Condition,
    /// What waits.
    pub backlog: Backlog,
    /// How many held operations a second were answered lately; zero when none was.
    pub drained_per_second: f64,
    /// The announced window in force, else the next.
    pub next_window: Option<Window>,
}

impl Causeway {
    /// How the register is, as the calls found it, and what waits for it. Nothing is asked: the worker knocks.
    pub async fn dependencies(&self) -> Result<Dependencies, JournalError> {
        let backlog = self.ports.journal.backlog().await?;
        let now = self.ports.clock.now();
        Ok(Dependencies {
            register: self.register.breakers().condition(backlog.oldest_held, now),
            issuer: self.issuer.breakers().condition(None, now),
            backlog,
            drained_per_second: self.drain().per_second(now),
            next_window: self.windows.current_or_next(),
        })
    }

    /// Until `end` neither the register nor the issuer of UIDs, which is a part of it, is called at all; `None` ends the
    /// window early. The state that callers are told is `maintenance`, and who must be refused is told to come back at
    /// its end.
    pub fn set_window(&self, end: Option<Timestamp>) {
        if planted(if end.is_some() { Planted::WorksInWindows } else { Planted::StaysInWindows }) {
            return;
        }
        let now = self.ports.clock.now();
        self.register.breakers().announce(end, now);
        self.issuer.breakers().announce(end, now);
        self.records.breakers().announce(end, now);
        self.wake();
    }

    /// Whether an announced window is in force.
    pub fn is_in_window(&self) -> bool {
        let now = self.ports.clock.now();
        self.register.breakers().condition(None, now).state == Availability::Maintenance
    }

    /// After how many seconds it is worth giving the register an operation again: at least one.
    pub fn ask_again_secs(&self) -> u32 {
        self.again_secs(Kind::Operation)
    }

    /// After how many seconds it is worth calling the register for this again: at least one.
    pub(super) fn again_secs(&self, kind: Kind) -> u32 {
        if planted(Planted::NamesNoEnd) {
            return 1;
        }
        rounded_up(self.register.breakers().ask_again(kind, self.ports.clock.now()))
    }

    /// After how many seconds it is worth asking or telling the records again: at least one.
    pub fn records_again_secs(&self) -> u32 {
        let own = self.records.breakers().ask_again(Kind::Question, self.ports.clock.now());
        rounded_up(own).max(self.again_secs(Kind::Question))
    }

    /// After how many seconds it is worth asking for a UID again: a few, or at the end of the window.
    pub fn issuer_again_secs(&self) -> u32 {
        let now = self.ports.clock.now();
        let issuer = self.issuer.breakers();
        match issuer.condition(None, now).state {
            Availability::Maintenance => rounded_up(issuer.ask_again(Kind::Operation, now)),
            _ => ISSUER_AGAIN_SECS,
        }
    }
}

/// Whole seconds, at least one: who comes back after them does not come too early.
fn rounded_up(rest: SignedDuration) -> u32 {
    let secs = rest.as_secs().saturating_add(i64::from(rest.subsec_nanos() > 0));
    u32::try_from(secs.max(1)).unwrap_or(u32::MAX)
}

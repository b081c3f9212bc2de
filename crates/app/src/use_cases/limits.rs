//! How much the journal may hold: told in time, and refused rather than lost.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lpa_domain::{Backlog, Recorded};
use lpa_ports::JournalError;
use serde::Serialize;
use tokio::time::Instant;

use super::Causeway;

/// How much may wait for the register, and be handed out.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// So many held and parked operations; the next one is refused.
    pub max_held: u64,
    /// So many bytes of their content, as it is kept. Measured now and then, so that what arrives meanwhile goes beyond.
    pub max_bytes: u64,
    /// So long the oldest held operation may wait before operators are told; nothing is refused for it.
    pub max_age: SignedDuration,
    /// So many sequence numbers another Causeway is given at once.
    pub most_numbers: u32,
}

impl Default for Limits {
    /// None.
    fn default() -> Self {
        Self { max_held: u64::MAX, max_bytes: u64::MAX, max_age: SignedDuration::MAX, most_numbers: u32::MAX }
    }
}

/// How near the limits the journal is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Far.
    #[default]
    Ok,
    /// Beyond 80 % of a limit.
    Warning,
    /// At a limit: new operations are refused until some are settled.
    Full,
}

impl Limits {
    /// How near what is held is to the limits.
    fn level(&self, backlog: &Backlog, bytes: u64, now: Timestamp) -> Level {
        let held = backlog.held + backlog.parked;
        let age = backlog.oldest_held.map_or(SignedDuration::ZERO, |oldest| now.duration_since(oldest));
        if held >= self.max_held || bytes >= self.max_bytes {
            Level::Full
        } else if nearly(held, self.max_held) || nearly(bytes, self.max_bytes) || age >= self.max_age / 5 * 4
        {
            Level::Warning
        } else {
            Level::Ok
        }
    }
}

/// Beyond 80 %.
const fn nearly(it: u64, limit: u64) -> bool {
    it >= limit / 5 * 4
}

/// What was seen when the journal was looked at last.
#[derive(Debug, Default)]
pub(super) struct Fullness {
    seen: Mutex<Seen>,
    looking: tokio::sync::Mutex<()>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    held: u64,
    level: Level,
    /// What was let in and is not recorded yet.
    pending: u64,
    /// What was recorded since, and may be held.
    since: u64,
    /// When the latest look began.
    looked: Option<Instant>,
    /// Not to be looked again before: looking takes its time when much is held, and must not be in the way.
    rests_until: Option<Instant>,
    /// The worst that operators were told since all was well.
    told: Level,
}

impl Seen {
    fn has_room(&self, limits: &Limits) -> bool {
        let others = self.held.saturating_add(self.pending).saturating_add(self.since);
        self.level != Level::Full && others < limits.max_held
    }
}

/// So many times as long as a look takes nobody looks again.
const REST: u32 = 20;

impl Fullness {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets one more in, as far as is known without looking.
    fn let_in(&self, limits: &Limits) -> bool {
        let mut seen = self.seen();
        let room = seen.has_room(limits);
        seen.pending += u64::from(room);
        room
    }

    fn has_room(&self, limits: &Limits) -> bool {
        self.seen().has_room(limits)
    }

    /// What came of recording an operation that was let in.
    pub(super) fn saw(&self, recorded: &Result<Recorded, JournalError>) {
        let mut seen = self.seen();
        seen.pending = seen.pending.saturating_sub(1);
        let new = !matches!(recorded, Ok(Recorded::Repeat(_) | Recorded::KeyReused));
        seen.since += u64::from(new);
    }

    fn rests(&self) -> bool {
        self.seen().rests_until.is_some_and(|until| Instant::now() < until)
    }
}

impl Causeway {
    /// Whether one more operation may be recorded; what came of it is told to [`Fullness::saw`] then.
    pub(super) async fn let_in(&self) -> bool {
        self.fullness.let_in(&self.pace.limits)
            || !self.is_full().await && self.fullness.let_in(&self.pace.limits)
    }

    /// Whether one more operation could be recorded now: for whoever keeps something beside the journal first. Nothing is let
    /// in yet.
    pub(super) async fn has_room(&self) -> bool {
        self.fullness.has_room(&self.pace.limits)
            || !self.is_full().await && self.fullness.has_room(&self.pace.limits)
    }

    /// Whether the journal is at its limit. It is looked at, unless it was found full just now. One that cannot be asked
    /// is not full: it says for itself that it cannot record.
    pub(super) async fn is_full(&self) -> bool {
        if self.fullness.seen().level == Level::Full && self.fullness.rests() {
            return true;
        }
        self.look_at_journal().await.is_ok_and(|level| level == Level::Full)
    }

    /// How near the limits the journal is, as far as that was seen.
    pub fn journal_level(&self) -> Level {
        self.fullness.seen().level
    }

    /// Looks how near the limits the journal is.
    async fn look_at_journal(&self) -> Result<Level, JournalError> {
        let arrived = Instant::now();
        let _one_at_a_time = self.fullness.looking.lock().await;
        let Seen { level, looked, .. } = *self.fullness.seen();
        // Who waited for another's look has its answer.
        if looked.is_some_and(|looked| looked > arrived) {
            return Ok(level);
        }
        let start = Instant::now();
        let counted = self.fullness.seen().since;
        let limits = &self.pace.limits;
        let backlog = self.ports.journal.backlog().await?;
        let bytes = if limits.max_bytes < u64::MAX { self.ports.upkeep.held_bytes().await? } else { 0 };
        let level = limits.level(&backlog, bytes, self.ports.clock.now());
        let mut seen = self.fullness.seen();
        let told = tell(seen.told, level, &backlog, bytes);
        let rests_until = Some(Instant::now() + start.elapsed() * REST);
        let held = backlog.held + backlog.parked;
        // Only now: a look that fails, or whose caller hangs up, leaves what was recorded before counted.
        let since = seen.since.saturating_sub(counted);
        *seen = Seen { held, level, since, looked: Some(start), rests_until, told, ..*seen };
        Ok(level)
    }

    /// Looks again and again, so that operators are told in time.
    pub(super) async fn watch_limits(self: std::sync::Arc<Self>) {
        while !self.stopping.is_cancelled() {
            if !self.fullness.rests()
                && let Err(error) = self.look_at_journal().await
            {
                tracing::debug!(error = %error, "how much is held cannot be seen");
            }
            tokio::select! {
                () = self.stopping.cancelled() => {}
                () = tokio::time::sleep(PERIOD) => {}
            }
        }
    }
}

/// How often the limits are looked at when nobody asks.
const PERIOD: Duration = Duration::from_secs(1);

/// Tells operators once for each step upwards, and once when all is well again; the worst that was told.
fn tell(told: Level, level: Level, backlog: &Backlog, bytes: u64) -> Level {
    let Backlog { held, parked, .. } = *backlog;
    match level {
        Level::Full if told < level => {
            tracing::error!(held, parked, bytes, "the journal is full: new operations are refused");
        }
        Level::Warning if told < level => {
            tracing::warn!(held, parked, bytes, oldest = ?backlog.oldest_held, "the journal fills up");
        }
        Level::Ok if told > level => {
            tracing::info!(held, parked, bytes, "the journal has room again");
            return Level::Ok;
        }
        _ => {}
    }
    told.max(level)
}

#[cfg(test)]
mod tests {
    use lpa_ports::{MockJournal, MockRegister};

    use super::super::submit::tests::over;
    use super::*;

    fn backlog(held: u64, parked: u64, oldest: i64) -> Backlog {
        let oldest_held = Some(Timestamp::UNIX_EPOCH + SignedDuration::from_secs(oldest));
        Backlog { held, parked, oldest_held }
    }

    #[test]
    fn operators_are_told_from_80_percent_on_and_callers_are_refused_at_the_limit() {
        let max_age = SignedDuration::from_secs(100);
        let limits = Limits { max_held: 10, max_bytes: 1_000, max_age, ..Limits::default() };
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(100);
        for (held, parked, bytes, oldest, level) in [
            (7, 0, 799, 21, Level::Ok),
            (7, 1, 0, 100, Level::Warning),
            (0, 0, 800, 100, Level::Warning),
            (1, 0, 0, 20, Level::Warning),
            (1, 0, 0, 0, Level::Warning),
            (9, 1, 0, 100, Level::Full),
            (0, 0, 1_000, 100, Level::Full),
        ] {
            assert_eq!(limits.level(&backlog(held, parked, oldest), bytes, now), level, "{held} {bytes}");
        }
        let none = Limits::default();
        assert_eq!(none.level(&backlog(1_000_000_000, 0, -1_000_000), 1 << 50, now), Level::Ok);
    }

    #[test]
    fn each_step_upwards_is_told_once_until_all_is_well() {
        let none = Backlog::default();
        let mut told = Level::Ok;
        for (level, then) in [
            (Level::Warning, Level::Warning),
            (Level::Full, Level::Full),
            (Level::Warning, Level::Full),
            (Level::Full, Level::Full),
            (Level::Ok, Level::Ok),
        ] {
            told = tell(told, level, &none, 0);
            assert_eq!(told, then);
        }
    }

    #[tokio::test]
    async fn a_look_that_does_not_come_to_its_end_takes_nothing_from_the_count() {
        let mut journal = MockJournal::new();
        journal.expect_backlog().times(1).returning(|| Err(JournalError::Unavailable("away".into())));
        journal.expect_backlog().returning(|| Ok(Backlog::default()));
        let causeway = over(MockRegister::new(), journal);
        assert!(causeway.fullness.let_in(&Limits::default()));
        causeway.fullness.saw(&Ok(Recorded::Waiting));
        causeway.look_at_journal().await.unwrap_err();
        assert_eq!(causeway.fullness.seen().since, 1);
        causeway.look_at_journal().await.unwrap();
        assert_eq!(causeway.fullness.seen().since, 0);
    }
}

//! How a batch becomes durable: through the log where there is one, through SQLite where there is none.
//!
//! With a log, a batch is on its way from when the log has been given it until that is synced, and the next ones are run behind
//! it. Everything but running a batch and giving it to the log waits first until nothing is on its way: a commit, a new
//! generation, taking back what failed.

mod mending;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::flight::{Flight, Leg, Syncs};
use super::request::Request;
use super::store::Store;
use crate::checkpoint::Checkpoints;
use crate::connect;
use crate::error::{Failure, FailureKind, OpenError};
use crate::fetched::Row;
use crate::presence::Presence;
use crate::redo::{self, Generation, Log, Redo};
use crate::stats::{Counters, Tally};
use crate::turn::PAUSE;

/// How long after the log failed another is made.
const WITHOUT_LOG: Duration = Duration::from_secs(5);

/// So long one waits for what another process has to run again.
const PATIENCE: Duration = Duration::from_secs(1);

/// The tables and the log. Where it is dropped without an end, first everybody is answered, and the log is free before the
/// write lock is: whoever writes next first runs what it holds.
pub(crate) struct Durability {
    flight: Flight,
    /// The right to the log; `None` while another process has it.
    redo: Option<Redo>,
    store: Store,
    log: Option<Log>,
    /// When the next log may be made, while there is none.
    log_due: Instant,
    /// The number of the last frame promised or on its way; without a log, of the last commit.
    reached: u64,
    /// The log has failed, and the tables do not yet say that it no longer counts.
    fence_due: bool,
    /// Why nothing can be promised, and since when; mended before the next batch.
    trouble: Option<(Failure, Instant)>,
    checkpoints: Checkpoints,
    presence: Arc<Presence>,
}

/// What a batch gave, and whether it stands in the log and in the open transaction only.
pub(super) struct Ran {
    pub(super) rows: Vec<Vec<Row>>,
    is_logged: bool,
}

/// What the writer works with beside the tables.
pub(crate) struct Means {
    /// The right to the log, where nobody else has it.
    pub(crate) redo: Option<Redo>,
    pub(crate) presence: Arc<Presence>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) syncs: Syncs,
}

impl Durability {
    /// Takes up what was opened: the tables hold all that the log held.
    pub(crate) fn new(path: PathBuf, connection: Connection, means: Means) -> Result<Self, OpenError> {
        let Means { redo, presence, counters, syncs } = means;
        let checkpoints = Checkpoints::start(&path)?;
        Ok(Self {
            store: Store::open(path, connection)?,
            redo,
            log: None,
            flight: Flight::start(syncs, counters)?,
            log_due: Instant::now(),
            reached: 0,
            fence_due: false,
            trouble: None,
            checkpoints,
            presence,
        })
    }

    /// Begins a log after the frame `reached`, when it can be made. Without one each batch is synced by SQLite.
    pub(crate) fn begin(&mut self, reached: u64) -> Result<(), Failure> {
        self.reached = reached;
        let was_in_use = redo::is_in_use(self.store.connection())?;
        self.open_log(false)?;
        if self.redo.is_some() && !was_in_use {
            // Into the file itself, for a copy of it that comes without SQLite's write-ahead log.
            connect::checkpoint(self.store.connection())?;
        }
        Ok(())
    }

    /// Whether readers would miss something, or nobody knows.
    pub(super) fn is_behind(&self) -> bool {
        self.store.is_open() || self.trouble.is_some()
    }

    pub(super) const fn pending(&self) -> Option<(usize, Instant)> {
        self.store.pending()
    }

    /// Whether SQLite's write-ahead log has just been moved: after a commit now, little is left to be moved.
    pub(super) fn has_moved(&self) -> bool {
        self.checkpoints.has_moved()
    }

    /// Whether somebody will be answered without anything more being done here.
    pub(super) fn is_under_way(&self) -> bool {
        self.flight.is_under_way()
    }

    /// Runs a batch and gives it to the log, or undoes it. [`Durability::carry`] comes next.
    pub(super) fn attempt(&mut self, batch: &[Request], durable: bool) -> Result<Ran, Failure> {
        if self.flight.has_failed() {
            self.land();
        }
        self.mend()?;
        let done = self.run(batch, durable);
        match &done {
            // Nothing of it was run.
            Err(failure) if failure.kind == FailureKind::KeyChanged => {
                self.store.rest().unwrap_or_else(|failure| self.undo(&failure));
            }
            Err(failure) => self.undo(failure),
            Ok(_rows) => {}
        }
        done
    }

    /// Answers the callers of a batch that was run, once it is durable.
    pub(super) fn carry(&mut self, batch: Vec<Request>, Ran { rows, is_logged }: Ran, tally: Tally) {
        let alone = batch.len() == 1;
        let (steps, callers): (Vec<_>, Vec<_>) = batch.into_iter().map(Request::part).unzip();
        let file = self.log.as_ref().filter(|_log| is_logged && tally.is_durable).map(Log::file);
        let leg = Leg {
            callers: callers.into_iter().zip(rows).collect(),
            frame: self.reached,
            steps: if is_logged { steps.len() } else { 0 },
            file: file.cloned(),
            tally,
        };
        if is_logged {
            self.store.keep(steps);
        }
        self.flight.carry(leg, alone);
        if alone && self.flight.has_failed() {
            self.land();
        }
    }

    /// Commits what is pending.
    pub(super) fn publish(&mut self) -> Result<(), Failure> {
        self.land();
        self.mend()?;
        let done = self.store.commit_pending(self.reached);
        match &done {
            Ok(()) => self.checkpoints.finish(self.store.connection()),
            Err(failure) => {
                self.undo(failure);
                self.trouble.get_or_insert_with(|| (failure.clone(), Instant::now()));
            }
        }
        done
    }

    /// Commits what is left.
    pub(super) fn close(mut self) {
        self.land();
        let left = self.end();
        // First the other connection, so that the last to close leaves no write-ahead log; and the log, for whoever waits for
        // the write lock: what could not be committed is to be run first.
        drop((self.checkpoints, self.redo));
        let closed = left.and_then(|()| Ok(self.store.close()?));
        if let Err(error) = closed {
            tracing::warn!(%error, "the journal was not closed cleanly; it recovers when it is opened again");
        }
        self.presence.leave();
    }

    /// The last to go says that the file needs nothing beside it any more.
    fn end(&mut self) -> Result<(), Failure> {
        self.heal_at_last()?;
        self.store.commit_pending(self.reached)?;
        if let Some(failure) = self.checkpoints.failed() {
            return Err(failure);
        }
        if !self.presence.is_in_place() || !self.presence.is_alone() {
            return Ok(());
        }
        if self.redo.is_none() {
            // Who had the log is gone, and may have left something in it.
            self.store.begin(true)?;
            self.take_over(true)?;
            self.store.rest()?;
        }
        if self.redo.is_some() {
            self.fence(false)?;
        }
        Ok(())
    }

    fn run(&mut self, batch: &[Request], durable: bool) -> Result<Ran, Failure> {
        self.begin_batch(durable)?;
        let (rows, changed) = self.store.run(batch)?;
        if !changed {
            self.store.rest()?;
            return Ok(Ran { rows, is_logged: false });
        }
        let bytes = redo::size(batch);
        let is_logged = match &mut self.log {
            Some(log) if log.has_room_for(bytes) => {
                self.store.will_keep()?;
                let appended = log.append(batch, durable, self.flight.synced());
                appended.map_err(|error| self.lose_log(&error))?;
                self.reached += 1;
                true
            }
            Some(_full) => {
                self.flight.land().map_err(|error| no_log(&error))?;
                // The batch is not in the log: it is durable with the commit that a new generation begins with.
                self.store.commit(Some(self.reached))?;
                self.begin_generation()?;
                false
            }
            None => {
                self.commit_alone()?;
                false
            }
        };
        self.checkpoints.after(bytes);
        Ok(Ran { rows, is_logged })
    }

    /// Sees that a transaction is open in which a batch may be run: not before what another process has promised and has yet
    /// to run again.
    fn begin_batch(&mut self, durable: bool) -> Result<(), Failure> {
        let since = Instant::now();
        loop {
            self.store.begin(self.log.is_none() && durable)?;
            if self.redo.is_none() {
                self.take_over(durable)?;
            }
            if self.redo.is_some() || !self.store.is_anothers_turn()? {
                return Ok(());
            }
            self.store.rest()?;
            if since.elapsed() >= PATIENCE {
                let message =
                    "another process has to finish what it promised before anything else is written";
                return Err(Failure::new(message, FailureKind::Passing));
            }
            thread::sleep(PAUSE);
        }
    }

    /// Commits a batch without a log. Who has the right to the log numbers it, so as to know after a failure what should be
    /// there.
    fn commit_alone(&mut self) -> Result<(), Failure> {
        let next = self.redo.as_ref().map(|_right| self.reached + 1);
        self.store.commit_alone(next)?;
        self.reached = next.unwrap_or(self.reached);
        Ok(())
    }

    /// Who had the log may be gone. The write lock is ours, so nobody writes before what it left behind.
    fn take_over(&mut self, durable: bool) -> Result<(), Failure> {
        let taken = Redo::take(self.store.path()).map_err(|error| no_log(&error))?;
        let Some(redo) = taken else { return Ok(()) };
        self.reached = redo.replay(self.store.connection())?;
        self.redo = Some(redo);
        self.open_log(false)?;
        self.store.begin(self.log.is_none() && durable)
    }

    /// Opens or makes a log, and begins a generation. That it cannot be made is no failure.
    fn open_log(&mut self, fresh: bool) -> Result<(), Failure> {
        let Some(redo) = &self.redo else { return Ok(()) };
        match redo.log(fresh) {
            Ok(log) => self.log = Some(log),
            Err(error) => {
                tracing::warn!(%error, file = %redo.path().display(), "no journal log: SQLite syncs each batch");
                self.log_due = Instant::now() + WITHOUT_LOG;
            }
        }
        self.begin_generation()
    }

    /// Makes the tables durable, says in them that what the log holds no longer counts, and begins it anew.
    fn begin_generation(&mut self) -> Result<(), Failure> {
        let generation = self.fence(true)?;
        self.fence_due = false;
        if let Some(log) = &mut self.log
            && let Err(error) = log.begin(generation, self.reached)
        {
            // Nothing hangs on it yet.
            self.lose_log(&error);
            self.fence_due = false;
        }
        Ok(())
    }

    /// Makes the tables durable, and says in them that what the log holds so far no longer counts.
    fn fence(&mut self, in_use: bool) -> Result<Generation, Failure> {
        let mut generation = Generation::default();
        let random = aws_lc_rs::rand::fill(&mut generation);
        random.map_err(|_unspecified| Failure::new("no random bytes", FailureKind::Passing))?;
        if let Some(failure) = self.checkpoints.failed() {
            // A commit that is synced now would make durable what nobody knows to be there.
            return Err(failure);
        }
        self.store.fence(generation, self.reached, in_use)?;
        Ok(generation)
    }

    /// Waits until nothing is on its way. What did not arrive is taken back, and its callers are told.
    fn land(&mut self) {
        if let Err(error) = self.flight.land() {
            self.undo(&no_log(&error));
        }
    }

    /// What the log holds of the last batches, nobody knows: it is not used again.
    fn lose_log(&mut self, error: &std::io::Error) -> Failure {
        (self.log, self.fence_due) = (None, true);
        self.log_due = Instant::now() + WITHOUT_LOG;
        tracing::error!(%error, "the journal's log failed: SQLite syncs each batch until there is a new one");
        no_log(error)
    }
}

#[cfg(test)]
impl Durability {
    pub(super) const fn connection(&self) -> &Connection {
        self.store.connection()
    }

    pub(super) fn reopen(&mut self) -> Result<(), Failure> {
        self.store.reopen()
    }

    /// Has the write-ahead log moved, and waits until the thread has tried.
    pub(super) fn move_now(&mut self) {
        self.checkpoints.move_now();
    }

    /// As when the thread that moves the write-ahead log has failed, behind everybody's back.
    pub(super) fn moving_fails(&self) {
        self.checkpoints.fail(Failure::new("planted", FailureKind::Lasting));
    }

    pub(super) const fn has_log(&self) -> bool {
        self.log.is_some()
    }

    pub(super) const fn reached(&self) -> u64 {
        self.reached
    }

    /// As if enough time had passed to try again.
    pub(super) fn rest_is_over(&mut self) {
        self.log_due = Instant::now();
        if let Some((_, since)) = &mut self.trouble {
            *since = Instant::now().checked_sub(WITHOUT_LOG).unwrap();
        }
    }
}

fn no_log(error: &std::io::Error) -> Failure {
    Failure::new(&format!("the journal's log cannot be written: {error}"), FailureKind::Passing)
}

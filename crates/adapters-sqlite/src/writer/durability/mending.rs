//! What is done when tables or log fail: nothing that was promised is forgotten, nothing that failed is promised, and nothing
//! more is promised before both are known to be whole.

use std::time::{Duration, Instant};

use super::Durability;
use crate::error::{Failure, FailureKind};

/// How long after a failure the next attempt to mend it is made.
const REST: Duration = Duration::from_millis(250);

impl Durability {
    /// Back to what was promised before a failure, once it is known what that is. What cannot be mended now is mended before the
    /// next batch.
    pub(super) fn undo(&mut self, failure: &Failure) {
        let lost = self.flight.land().err().map(|error| (self.lose_log(&error), self.flight.lost()));
        for leg in lost.iter().flat_map(|(_failure, legs)| legs) {
            self.store.give_up(leg.steps);
        }
        let mended = if failure.is_lasting() { Err(failure.clone()) } else { self.restore() };
        if let Err(failure) = mended {
            tracing::error!(%failure, "the journal promises nothing more until it is mended");
            self.trouble = Some((failure, Instant::now()));
        }
        let Some((failure, legs)) = lost else { return };
        tracing::error!(%failure, batches = legs.len(), "the journal could not write");
        for leg in legs {
            leg.refuse(&failure);
        }
    }

    /// Sees that a batch can be promised.
    pub(super) fn mend(&mut self) -> Result<(), Failure> {
        if !self.presence.is_in_place() {
            return Err(Failure::new(
                "the journal's file was moved, replaced or deleted: put it back; another file needs a restart",
                FailureKind::Passing,
            ));
        }
        if let Some(failure) = self.checkpoints.failed() {
            // Also waits for what is on its way: mending commits.
            self.undo(&failure);
        }
        if let Some((failure, since)) = &self.trouble {
            let failure = failure.clone();
            if since.elapsed() < REST {
                return Err(failure);
            }
            self.heal(&failure)?;
        }
        if self.log.is_none() && self.redo.is_some() && Instant::now() >= self.log_due {
            // A new file: a failed sync is never tried again on the same.
            let opened = self.open_log(true);
            opened.inspect_err(|failure| self.trouble = Some((failure.clone(), Instant::now())))?;
        }
        Ok(())
    }

    /// Before the end: what was taken back while there was trouble may still stand in the open transaction and in the log.
    pub(super) fn heal_at_last(&mut self) -> Result<(), Failure> {
        let Some((failure, _since)) = &self.trouble else { return Ok(()) };
        let failure = failure.clone();
        if self.presence.is_in_place() { self.heal(&failure) } else { Err(failure) }
    }

    fn heal(&mut self, failure: &Failure) -> Result<(), Failure> {
        let healed = if failure.is_lasting() { self.rebuild(failure) } else { self.restore() };
        // Proof that it can be written: a log alone could go on for a while on a full disk.
        let healed = healed.and_then(|()| self.store.commit_pending(self.reached));
        self.trouble = healed.as_ref().err().map(|failure| (failure.clone(), Instant::now()));
        healed?;
        tracing::info!("the journal can be written again");
        Ok(())
    }

    /// The open transaction anew, with what is pending; durable without the log, when that has failed.
    fn restore(&mut self) -> Result<(), Failure> {
        self.store.undo()?;
        if self.fence_due { self.begin_generation() } else { Ok(()) }
    }

    /// After an I/O error: SQLite is opened again, everything committed is written anew, and what is missing is run again
    /// from the log. Only who can tell what should be there does so.
    fn rebuild(&mut self, failure: &Failure) -> Result<(), Failure> {
        let Some(redo) = &self.redo else { return Err(failure.clone()) };
        if failure.kind == FailureKind::Damaged {
            return Err(failure.clone());
        }
        self.store.reopen()?;
        let found = if self.log.is_some() {
            let found = redo.replay(self.store.connection())?;
            // The tables have it.
            self.store.forget();
            found
        } else {
            let marked = self.store.marked()?;
            if self.store.committed() != Some(marked) {
                return Err(Failure::new("SQLite has lost commits: restart", FailureKind::Damaged));
            }
            self.reached
        };
        if found != self.reached {
            return Err(Failure::new("the journal's log has lost frames: restart", FailureKind::Damaged));
        }
        self.store.undo()?;
        self.begin_generation()
    }
}

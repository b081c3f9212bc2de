//! The one thread that writes: it takes whatever requests wait, makes them durable together, then answers their callers.
//!
//! While one batch is being synced the next one gathers and is run, so the more callers there are the more of them share an
//! fsync, and a lone caller never waits for company. The thread owns the connection and the log, and nothing is handed to
//! another thread between a statement and its rows; what has been run waits for its sync in [`flight`].
//!
//! A batch is run in a transaction that stays open for many batches, and made durable by the [redo log](crate::redo). The
//! transaction is committed when it has grown, when nothing is asked for a moment, and before anybody reads. Without a log,
//! because another process has it or because it could not be written, each batch is a transaction of its own, synced by
//! SQLite.
//!
//! ## To add a statement
//!
//! 1. A variant of [`Statement`], placed where a batch is to run it, with a line that says which rows it gives; its place in
//!    `ALL`; its SQL. Parameters are `?`, in the order of the values; rows are read by the names of their columns, with
//!    `row::get`.
//! 2. `self.write(Statement::…, values, durable)` in `journal.rs`. `durable` when the caller promises something on it.
//! 3. Its outcome hangs on its values and on what is in the tables, on nothing else: no `random()`, no clock. Tokens, ids and
//!    moments come in as values. After a crash it is run again from the log, and must come to the same.
//! 4. A new table or column: a migration of its own, at the end of `MIGRATIONS` in `schema.rs`.

mod durability;
mod flight;
mod keeping;
mod noting;
mod queue;
mod repairing;
mod request;
mod sealed;
mod statement;
mod status;
mod store;
mod upkeep;

use std::sync::Arc;
use std::time::{Duration, Instant};

use self::durability::Ran;
pub(crate) use self::durability::{Durability, Means};
use self::queue::Gathered;
pub(crate) use self::queue::{Requests, Waiting, queue};
pub(crate) use self::request::{Request, Value};
pub(crate) use self::statement::Statement;
pub(crate) use self::status::Status;
use crate::error::{Failure, FailureKind};
use crate::fetched::Row;
use crate::stats::{Counters, Tally, add};

/// So many requests may be pending, and then they are committed.
const PENDING: usize = 1024;
/// So long they may be pending.
const PENDING_FOR: Duration = Duration::from_millis(50);
/// So long it is left alone after a commit failed, unless somebody asks: a full disk is not made fuller by a log of
/// attempts.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// The one that writes.
pub(crate) struct Writer {
    durability: Durability,
    counters: Arc<Counters>,
    status: Arc<Status>,
}

impl Writer {
    pub(crate) const fn new(durability: Durability, counters: Arc<Counters>, status: Arc<Status>) -> Self {
        Self { durability, counters, status }
    }

    /// Works until every sender is gone and the last request is answered.
    pub(crate) fn run(mut self, waiting: &Waiting) {
        let mut patience = queue::IDLE;
        while let Some(Gathered { batch, publish }) =
            waiting.gather(self.durability.pending().map(|_since| patience))
        {
            let is_idle = batch.is_empty() && !self.durability.is_under_way();
            self.serve(batch);
            if is_idle || self.is_due() || !publish.is_empty() {
                let published = self.publish();
                patience = if published.is_ok() { queue::IDLE } else { AFTER_FAILURE };
                // Whoever has gone is not told.
                for reply in publish {
                    drop(reply.send(published.clone()));
                }
            }
        }
        self.durability.close();
    }

    /// Whether what is pending is to be committed although more is asked for. A commit made as soon as the thread has moved
    /// SQLite's write-ahead log leaves little of it to be moved while callers wait.
    fn is_due(&self) -> bool {
        let is_due = |(count, since): (usize, Instant)| {
            count >= PENDING || since.elapsed() >= PENDING_FOR || self.durability.has_moved()
        };
        self.durability.pending().is_some_and(is_due)
    }

    /// Runs a batch, sorted by statement, and has its callers answered when it is durable. A statement that fails by itself does
    /// not hurt its neighbours: then each is a batch of its own.
    fn serve(&mut self, batch: Vec<Request>) {
        if batch.is_empty() {
            return;
        }
        match self.attempt(&batch) {
            Err(failure) if failure.is_of_one_statement() && batch.len() > 1 => {
                for request in batch {
                    self.serve(vec![request]);
                }
            }
            Err(failure) => batch.into_iter().for_each(|request| request.refuse(&failure)),
            Ok(ran) => {
                let tally = tally(&batch, &ran.rows);
                self.durability.carry(batch, ran, tally);
            }
        }
    }

    fn attempt(&mut self, batch: &[Request]) -> Result<Ran, Failure> {
        let durable = batch.iter().any(|request| request.durable);
        let done = self.durability.attempt(batch, durable);
        match &done {
            // Whoever asked seals it again.
            Err(failure) if failure.kind == FailureKind::KeyChanged => {
                tracing::debug!(requests = batch.len(), "another key seals the journal now");
            }
            Err(failure) => {
                tracing::error!(%failure, requests = batch.len(), "the journal could not write");
            }
            Ok(_ran) => {}
        }
        // Before anybody is answered: who is told of something finds it.
        self.status.set(&self.durability);
        done
    }

    /// Commits what is pending, so that readers see it.
    fn publish(&mut self) -> Result<(), Failure> {
        let published = self.durability.publish();
        if let Err(failure) = &published {
            add(&self.counters.failed_commits, 1);
            tracing::error!(%failure, "the journal could not commit");
        }
        self.status.set(&self.durability);
        published
    }
}

/// What a batch adds to what is counted.
fn tally(batch: &[Request], rows: &[Vec<Row>]) -> Tally {
    let recorded =
        |(request, rows): &(&Request, &Vec<Row>)| request.statement == Statement::Record && !rows.is_empty();
    Tally {
        is_durable: batch.iter().any(|request| request.durable),
        requests: batch.len(),
        records: batch.iter().zip(rows).filter(recorded).count(),
    }
}

#[cfg(test)]
mod tests;

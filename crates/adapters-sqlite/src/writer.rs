//! The one thread that writes: it takes whatever requests wait, commits them together, then answers their callers.
//!
//! While one batch is being fsynced the next one gathers, so the more callers there are the more of them share an
//! fsync, and a lone caller never waits for company. The thread owns the connection, and nothing is handed to another
//! thread between a statement and its rows.
//!
//! ## To add a statement
//!
//! 1. A variant of [`Statement`], placed where a batch is to run it, with a line that says which rows it gives; its place in
//!    `ALL`; its SQL. Parameters are `?`, in the order of the values; rows are read by the names of their columns, with
//!    `row::get`.
//! 2. `self.write(Statement::…, values, durable)` in `journal.rs`. `durable` when the caller promises something on it.
//! 3. Its outcome hangs on its values and on what is in the tables, on nothing else: no `random()`, no clock. Tokens, ids and
//!    moments come in as values.
//! 4. A new table or column: a migration of its own, at the end of `MIGRATIONS` in `schema.rs`.

mod request;
mod statement;

use std::sync::{Arc, OnceLock};

use rusqlite::Connection;
use tokio::sync::mpsc;

pub(crate) use self::request::{Request, Value};
pub(crate) use self::statement::Statement;
use crate::error::{Failure, FailureKind};
use crate::fetched::{self, Row};
use crate::stats::{Counters, add};

/// How many requests may wait; the next caller waits to be let in.
pub(crate) const QUEUE: usize = 1024;
/// How many requests are committed together at most.
const BATCH: usize = 128;

/// The failure after which nothing is written or read any more, once there is one.
pub(crate) type Fault = Arc<OnceLock<Failure>>;

/// The one that writes.
pub(crate) struct Writer {
    connection: Connection,
    /// Whether commits are fsynced now; `None` when that is not known.
    synced: Option<bool>,
    counters: Arc<Counters>,
    fault: Fault,
}

impl Writer {
    pub(crate) fn new(connection: Connection, counters: Arc<Counters>, fault: Fault) -> Self {
        Self { connection, synced: None, counters, fault }
    }

    /// Works until every sender is gone and the last request is answered.
    pub(crate) fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        let mut batch = Vec::with_capacity(BATCH);
        while requests.blocking_recv_many(&mut batch, BATCH) > 0 {
            batch.sort_by_key(|request: &Request| request.statement);
            self.serve(std::mem::take(&mut batch));
        }
        if let Err((_connection, error)) = self.connection.close() {
            tracing::warn!(%error, "the journal was not closed cleanly; it recovers when it is opened again");
        }
    }

    /// Commits a batch, sorted by statement, and answers its callers. A statement that fails by itself does not hurt
    /// its neighbours: then each has a transaction of its own.
    fn serve(&mut self, batch: Vec<Request>) {
        match self.commit(&batch) {
            Err(failure) if failure.kind == FailureKind::Statement && batch.len() > 1 => {
                for request in batch {
                    let alone = self.commit(std::slice::from_ref(&request));
                    request.answer(alone.map(|rows| rows.into_iter().flatten().collect()));
                }
            }
            Err(failure) => batch.into_iter().for_each(|request| request.answer(Err(failure.clone()))),
            Ok(rows) => batch.into_iter().zip(rows).for_each(|(request, rows)| request.answer(Ok(rows))),
        }
    }

    /// One transaction, and all its failures: afterwards nothing of it is pending.
    fn commit(&mut self, batch: &[Request]) -> Result<Vec<Vec<Row>>, Failure> {
        if let Some(fault) = self.fault.get() {
            return Err(fault.clone());
        }
        let durable = batch.iter().any(|request| request.durable);
        match self.transact(batch, durable) {
            Ok(rows) => {
                self.count(batch, &rows, durable);
                Ok(rows)
            }
            Err(failure) => {
                tracing::error!(%failure, requests = batch.len(), "the journal could not commit");
                self.give_up(&failure);
                Err(failure)
            }
        }
    }

    fn transact(&mut self, batch: &[Request], durable: bool) -> Result<Vec<Vec<Row>>, Failure> {
        self.synchronise(durable)?;
        if batch.len() == 1 {
            // A statement alone is a transaction.
            return self.run_all(batch);
        }
        self.execute("BEGIN IMMEDIATE")?;
        let rows = self.run_all(batch)?;
        self.execute("COMMIT")?;
        Ok(rows)
    }

    /// Says whether the next commit is to be fsynced. SQLite takes this only between transactions, and while a statement
    /// is prepared: it must never come from the statement cache. It is read back each time.
    fn synchronise(&mut self, durable: bool) -> Result<(), Failure> {
        if self.synced == Some(durable) {
            return Ok(());
        }
        self.synced = None;
        let (setting, wanted) = if durable { ("FULL", 2) } else { ("NORMAL", 1) };
        self.connection.pragma_update(None, "synchronous", setting)?;
        let found: i64 = self.connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
        if found != wanted {
            return Err(Failure::new("SQLite does not set its synchronous mode", FailureKind::Lasting));
        }
        self.synced = Some(durable);
        Ok(())
    }

    /// The rows of each request, in the order of the batch.
    fn run_all(&self, batch: &[Request]) -> Result<Vec<Vec<Row>>, Failure> {
        let run =
            |request: &Request| fetched::run(&self.connection, request.statement.sql(), &request.values);
        batch.iter().map(|request| run(request).map_err(Failure::from)).collect()
    }

    fn execute(&self, sql: &str) -> Result<(), Failure> {
        Ok(self.connection.prepare_cached(sql)?.raw_execute().map(|_changed| ())?)
    }

    /// Nothing may stay pending; after a lasting failure nothing may be written any more.
    fn give_up(&self, failure: &Failure) {
        let rolled_back = if self.connection.is_autocommit() { Ok(()) } else { self.execute("ROLLBACK") };
        let lasting =
            [Err(failure.clone()), rolled_back].into_iter().filter_map(Result::err).find(Failure::is_lasting);
        if let Some(lasting) = lasting {
            tracing::error!(failure = %lasting, "the journal stops: nobody knows what reached the disk; restart it");
            self.fault.get_or_init(|| lasting);
        }
    }

    fn count(&self, batch: &[Request], rows: &[Vec<Row>], durable: bool) {
        let recorded = |(request, rows): &(&Request, &Vec<Row>)| {
            request.statement == Statement::Record && !rows.is_empty()
        };
        add(&self.counters.commits, 1);
        add(&self.counters.synced_commits, usize::from(durable));
        add(&self.counters.requests, batch.len());
        add(&self.counters.records, batch.iter().zip(rows).filter(recorded).count());
    }
}

#[cfg(test)]
mod tests;

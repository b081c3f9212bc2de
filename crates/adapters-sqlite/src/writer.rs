//! The one task that writes: it takes whatever requests wait, commits them together, then answers their callers.
//!
//! While one batch is being fsynced the next one gathers, so the more callers there are the more of them share an
//! fsync, and a lone caller never waits for company. The task owns the connection and is never cancelled half-way, so
//! plain `BEGIN` and `COMMIT` are safe here.

mod request;
mod statement;

use std::sync::{Arc, OnceLock};

use futures::TryStreamExt as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Connection as _, Either, Executor as _, Row as _, raw_sql};
use tokio::sync::mpsc;

pub(crate) use self::request::{Request, Value};
use self::statement::Scripts;
pub(crate) use self::statement::Statement;
use crate::error::{Failure, FailureKind};
use crate::stats::{Counters, add};

/// How many requests may wait; the next caller waits to be let in.
pub(crate) const QUEUE: usize = 1024;
/// How many requests are committed together at most.
const BATCH: usize = 128;

/// The failure after which nothing is written or read any more, once there is one.
pub(crate) type Fault = Arc<OnceLock<Failure>>;

/// The one that writes.
pub(crate) struct Writer {
    connection: SqliteConnection,
    /// Whether commits are fsynced now; `None` when that is not known.
    synced: Option<bool>,
    scripts: Scripts,
    counters: Arc<Counters>,
    fault: Fault,
}

impl Writer {
    pub(crate) fn new(connection: SqliteConnection, counters: Arc<Counters>, fault: Fault) -> Self {
        Self { connection, synced: None, scripts: Scripts::new(), counters, fault }
    }

    /// Works until every sender is gone and the last request is answered.
    pub(crate) async fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        let mut batch = Vec::with_capacity(BATCH);
        while requests.recv_many(&mut batch, BATCH).await > 0 {
            batch.sort_by_key(|request: &Request| request.statement);
            self.serve(std::mem::take(&mut batch)).await;
        }
        if let Err(error) = self.connection.close().await {
            tracing::warn!(%error, "the journal was not closed cleanly; it recovers when it is opened again");
        }
    }

    /// Commits a batch, sorted by statement, and answers its callers. A statement that fails by itself does not hurt
    /// its neighbours: then each has a transaction of its own.
    async fn serve(&mut self, batch: Vec<Request>) {
        match self.commit(&batch).await {
            Err(failure) if failure.kind == FailureKind::Statement && batch.len() > 1 => {
                for request in batch {
                    let alone = self.commit(std::slice::from_ref(&request)).await;
                    request.answer(alone.map(|rows| rows.into_iter().flatten().collect()));
                }
            }
            Err(failure) => batch.into_iter().for_each(|request| request.answer(Err(failure.clone()))),
            Ok(rows) => batch.into_iter().zip(rows).for_each(|(request, rows)| request.answer(Ok(rows))),
        }
    }

    /// One transaction, and all its failures: afterwards nothing of it is pending.
    async fn commit(&mut self, batch: &[Request]) -> Result<Vec<Vec<SqliteRow>>, Failure> {
        if let Some(fault) = self.fault.get() {
            return Err(fault.clone());
        }
        let durable = batch.iter().any(|request| request.durable);
        match self.transact(batch, durable).await {
            Ok(rows) => {
                self.count(batch, &rows, durable);
                Ok(rows)
            }
            Err(failure) => {
                tracing::error!(%failure, requests = batch.len(), "the journal could not commit");
                self.give_up(&failure).await;
                Err(failure)
            }
        }
    }

    async fn transact(&mut self, batch: &[Request], durable: bool) -> Result<Vec<Vec<SqliteRow>>, Failure> {
        self.synchronise(durable).await?;
        if batch.len() == 1 {
            // A statement alone is a transaction.
            return self.run_all(batch).await;
        }
        self.connection.execute(sqlx::query("BEGIN IMMEDIATE")).await?;
        let rows = self.run_all(batch).await?;
        self.connection.execute(sqlx::query("COMMIT")).await?;
        Ok(rows)
    }

    /// Says whether the next commit is to be fsynced. SQLite takes this only between transactions, and while a statement
    /// is prepared: it must never come from the statement cache. It is read back each time.
    async fn synchronise(&mut self, durable: bool) -> Result<(), Failure> {
        if self.synced == Some(durable) {
            return Ok(());
        }
        self.synced = None;
        let (sql, wanted) = if durable {
            ("PRAGMA synchronous = FULL; PRAGMA synchronous", 2)
        } else {
            ("PRAGMA synchronous = NORMAL; PRAGMA synchronous", 1)
        };
        let found: i64 = raw_sql(sql).fetch_one(&mut self.connection).await?.try_get(0)?;
        if found != wanted {
            return Err(Failure::new("SQLite does not set its synchronous mode", FailureKind::Lasting));
        }
        self.synced = Some(durable);
        Ok(())
    }

    /// The rows of each request, in the order of the batch.
    async fn run_all(&mut self, batch: &[Request]) -> Result<Vec<Vec<SqliteRow>>, Failure> {
        let mut rows = Vec::with_capacity(batch.len());
        for alike in batch.chunk_by(|one, next| one.statement == next.statement) {
            let mut rest = alike;
            while let Some(statement) = rest.first().map(|request| request.statement)
                && let Some((sql, size)) = self.scripts.largest(statement, rest.len())
                && let Some((now, later)) = rest.split_at_checked(size)
            {
                self.run_script(sql, now, &mut rows).await?;
                rest = later;
            }
        }
        Ok(rows)
    }

    async fn run_script(
        &mut self,
        sql: Arc<str>,
        requests: &[Request],
        rows: &mut Vec<Vec<SqliteRow>>,
    ) -> Result<(), Failure> {
        let values = requests.iter().flat_map(|request| &request.values);
        let query = values.fold(sqlx::query(AssertSqlSafe(sql)), |query, value| value.bind(query));
        let mut results = self.connection.fetch_many(query);
        let mut current = Vec::new();
        // A statement is done when its count has come; a lone one is committed by then.
        while let Some(result) = results.try_next().await? {
            match result {
                Either::Right(row) => current.push(row),
                Either::Left(_done) => rows.push(std::mem::take(&mut current)),
            }
        }
        Ok(())
    }

    /// Nothing may stay pending; after a lasting failure nothing may be written any more.
    async fn give_up(&mut self, failure: &Failure) {
        let rolled_back = self.connection.execute("ROLLBACK").await;
        // SQLite answers with the plain error 1 when it has rolled back by itself already.
        let after = rolled_back.err().map(Failure::from).filter(|after| after.kind != FailureKind::Statement);
        if let Some(lasting) = [Some(failure.clone()), after].into_iter().flatten().find(Failure::is_lasting)
        {
            tracing::error!(failure = %lasting, "the journal stops: nobody knows what reached the disk; restart it");
            self.fault.get_or_init(|| lasting);
        }
    }

    fn count(&self, batch: &[Request], rows: &[Vec<SqliteRow>], durable: bool) {
        let recorded = |(request, rows): &(&Request, &Vec<SqliteRow>)| {
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

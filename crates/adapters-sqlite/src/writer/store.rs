//! SQLite as the writer uses it: one transaction, open for many batches.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rusqlite::Connection;

use super::request::{Request, Step};
use super::sealed;
use crate::connect;
use crate::error::{Failure, FailureKind, OpenError};
use crate::fetched::{self, Row};
use crate::pending::Pending;
use crate::redo::Generation;
use crate::turn::Turns;

/// The connection that writes, and what its open transaction holds.
pub(super) struct Store {
    path: PathBuf,
    connection: Connection,
    turns: Turns,
    said: Pending,
    /// Promised or on its way to be, but so far only in the log and in the open transaction: run again when that is lost.
    pending: Vec<Step>,
    pending_since: Option<Instant>,
    /// The last number marked in a commit.
    committed: Option<u64>,
    /// Whether commits are synced now; `None` when that is not known.
    synced: Option<bool>,
}

impl Store {
    pub(super) fn open(path: PathBuf, connection: Connection) -> Result<Self, OpenError> {
        let (turns, said, pending) = (Turns::open(&path)?, Pending::open(&path)?, Vec::new());
        let (pending_since, committed, synced) = (None, None, None);
        Ok(Self { path, connection, turns, said, pending, pending_since, committed, synced })
    }

    pub(super) const fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Begins a transaction, with the write lock, unless one is open; one that was lost is begun with what is pending. Its
    /// commit will wait for the disk when `synced`.
    pub(super) fn begin(&mut self, synced: bool) -> Result<(), Failure> {
        if self.is_open() {
            return Ok(());
        }
        self.synchronise(synced)?;
        {
            let _turn = self.turns.take();
            self.execute("BEGIN IMMEDIATE")?;
        }
        for step in &self.pending {
            fetched::run(&self.connection, step.statement.sql(), &step.values)?;
        }
        Ok(())
    }

    /// Whether another process has promised what it has yet to run again: nobody else writes before that.
    pub(super) fn is_anothers_turn(&self) -> Result<bool, Failure> {
        self.said.is_of_another().map_err(|error| unsaid(&error))
    }

    /// What is run in the open transaction is about to be promised: other processes are told.
    pub(super) fn will_keep(&mut self) -> Result<(), Failure> {
        self.said.say().map_err(|error| unsaid(&error))
    }

    pub(super) fn is_open(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Runs a batch in the open transaction: the rows of each request, and whether anything changed. After a failure comes
    /// [`Store::undo`].
    pub(super) fn run(&self, batch: &[Request]) -> Result<(Vec<Vec<Row>>, bool), Failure> {
        sealed::check(&self.connection, batch)?;
        let before = self.connection.total_changes();
        let run =
            |request: &Request| fetched::run(&self.connection, request.statement.sql(), &request.values);
        let rows =
            batch.iter().map(|request| run(request).map_err(Failure::from)).collect::<Result<_, _>>()?;
        Ok((rows, self.connection.total_changes() != before))
    }

    /// Ends the open transaction when it holds nothing: others may write.
    pub(super) fn rest(&self) -> Result<(), Failure> {
        if self.pending.is_empty() && self.is_open() { self.execute("ROLLBACK") } else { Ok(()) }
    }

    /// What was run in the open transaction is to be promised.
    pub(super) fn keep(&mut self, steps: impl IntoIterator<Item = Step>) {
        self.pending.extend(steps);
        self.pending_since.get_or_insert_with(Instant::now);
    }

    /// The last so many steps are not promised after all. Next comes [`Store::undo`].
    pub(super) fn give_up(&mut self, steps: usize) {
        self.pending.truncate(self.pending.len().saturating_sub(steps));
        if self.pending.is_empty() {
            self.pending_since = None;
        }
    }

    /// How much is pending, and since when; `None` when nothing is.
    pub(super) const fn pending(&self) -> Option<(usize, Instant)> {
        match self.pending_since {
            Some(since) => Some((self.pending.len(), since)),
            None => None,
        }
    }

    /// What is pending is in the tables now, or will be run again from the log.
    pub(super) fn forget(&mut self) {
        self.pending.clear();
        self.pending_since = None;
        self.said.is_over();
    }

    /// Commits the open transaction; `applied` is the last frame that it holds.
    pub(super) fn commit(&mut self, applied: Option<u64>) -> Result<(), Failure> {
        if let Some(applied) = applied {
            let mark = "UPDATE redo SET applied = ?";
            self.connection.prepare_cached(mark)?.execute([applied.cast_signed()])?;
        }
        self.execute("COMMIT")?;
        self.committed = applied.or(self.committed);
        self.forget();
        Ok(())
    }

    /// Commits what is pending, when anything is.
    pub(super) fn commit_pending(&mut self, applied: u64) -> Result<(), Failure> {
        if self.is_open() { self.commit(Some(applied)) } else { Ok(()) }
    }

    /// Commits the open transaction under a number of its own, which no frame has: no log is expected to hold it.
    pub(super) fn commit_alone(&mut self, number: Option<u64>) -> Result<(), Failure> {
        if let Some(number) = number {
            let mark = "UPDATE redo SET applied = ?1, base = ?1";
            self.connection.prepare_cached(mark)?.execute([number.cast_signed()])?;
        }
        self.commit(None)?;
        self.committed = number.or(self.committed);
        Ok(())
    }

    /// Makes everything committed durable, and lets a generation of the log begin with the frame `base`; or end, with
    /// nothing in the log that is needed, when the journal is not `in_use` any more.
    pub(super) fn fence(&mut self, generation: Generation, base: u64, in_use: bool) -> Result<(), Failure> {
        self.commit_pending(base)?;
        self.begin(true)?;
        let begin = "INSERT INTO redo (one, generation, base, applied, in_use) VALUES (1, ?1, ?2, ?2, ?3)
                     ON CONFLICT (one) DO UPDATE SET generation = ?1, base = ?2, applied = ?2, in_use = ?3";
        self.connection.prepare_cached(begin)?.execute((generation, base.cast_signed(), in_use))?;
        self.execute("COMMIT")?;
        self.committed = Some(base);
        Ok(())
    }

    /// The last number that was marked in a commit.
    pub(super) const fn committed(&self) -> Option<u64> {
        self.committed
    }

    /// The last number that the tables say was marked.
    pub(super) fn marked(&self) -> Result<u64, Failure> {
        let marked: i64 = self.connection.query_row("SELECT applied FROM redo", [], |row| row.get(0))?;
        Ok(marked.cast_unsigned())
    }

    /// Back to what was promised: takes the open transaction back, and begins it anew with what is pending.
    pub(super) fn undo(&mut self) -> Result<(), Failure> {
        if self.is_open() {
            self.execute("ROLLBACK")?;
        }
        if self.pending.is_empty() {
            self.forget();
            return Ok(());
        }
        self.begin(false)
    }

    /// After an I/O error: another connection, and everything that the write-ahead log holds is written to the file anew.
    pub(super) fn reopen(&mut self) -> Result<(), Failure> {
        // The old one goes first: it may hold locks.
        drop(std::mem::replace(
            &mut self.connection,
            Connection::open_in_memory().map_err(OpenError::Sqlite)?,
        ));
        self.synced = None;
        let connection = connect::writer(&self.path)?;
        connect::make_durable(&connection)?;
        if !connect::checkpoint(&connection)? {
            // Lasting: it is opened again from the start.
            let message =
                "others read the journal: not all of its write-ahead log could be written to it anew";
            return Err(Failure::new(message, FailureKind::Lasting));
        }
        self.connection = connection;
        Ok(())
    }

    /// Ends well. The last who closes leaves no write-ahead log.
    pub(super) fn close(self) -> Result<(), rusqlite::Error> {
        self.connection.close().map_err(|(_connection, error)| error)
    }

    /// Says whether commits are to wait for the disk. SQLite takes this only between transactions, and while a statement
    /// is prepared: it must never come from the statement cache. It is read back each time.
    fn synchronise(&mut self, synced: bool) -> Result<(), Failure> {
        if self.synced == Some(synced) {
            return Ok(());
        }
        self.synced = None;
        let (setting, wanted) = if synced { ("FULL", 2) } else { ("NORMAL", 1) };
        self.connection.pragma_update(None, "synchronous", setting)?;
        let found: i64 = self.connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
        if found != wanted {
            return Err(Failure::new("SQLite does not set its synchronous mode", FailureKind::Lasting));
        }
        self.synced = Some(synced);
        Ok(())
    }

    fn execute(&self, sql: &str) -> Result<(), Failure> {
        Ok(self.connection.prepare_cached(sql)?.raw_execute().map(|_changed| ())?)
    }
}

fn unsaid(error: &io::Error) -> Failure {
    Failure::new(&format!("a file beside the journal cannot be locked: {error}"), FailureKind::Passing)
}

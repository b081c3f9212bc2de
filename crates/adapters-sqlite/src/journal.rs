//! [`SqliteJournal`]: the ports, on top of the writer and the readers.

mod copies;
mod windows;

use std::error::Error as _;
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::operation::repair::UNREADABLE;
use lpa_domain::{
    Backlog, Claim, Entry, Lease, Leased, LpaUid, OperationId, Outcome, Postponement, Receipt, Recorded,
    Settled, Task,
};
use lpa_ports::{Journal, JournalError};
use lpa_sealing::{KeyRing, Resealing};
use rusqlite::Connection;
use tokio::sync::oneshot;
use uuid::{Builder, Uuid};

use crate::error::{Failure, FailureKind, OpenError, misshapen, unreadable};
use crate::fetched::Row;
use crate::presence::Presence;
use crate::read::Reader;
use crate::redo::{Left, Redo};
use crate::stats::{Counters, JournalStats};
use crate::writer::{Durability, Means, Request, Requests, Statement, Status, Value, Writer, queue};
use crate::{connect, file, moment, row, schema};

/// The journal on an embedded SQLite file. Must be opened within a tokio runtime. Closed or dropped it ends in order:
/// everything is in the file, and nothing beside it is needed. After a crash it is: nothing acknowledged is lost.
pub struct SqliteJournal {
    pub(crate) reader: Reader,
    pub(crate) resealing: Mutex<Resealing>,
    /// Gone once the journal is closed.
    requests: Mutex<Option<Requests>>,
    writing: Mutex<Option<JoinHandle<()>>>,
    counters: Arc<Counters>,
    status: Arc<Status>,
    presence: Arc<Presence>,
}

impl SqliteJournal {
    /// Opens or makes the journal at `path`, whose sealed columns belong to `keys`. The file is 0600, a directory that
    /// has to be made 0700. What a process that is gone had leased can be claimed again at once.
    ///
    /// # Errors
    /// [`OpenError`]: each says what to do.
    pub async fn open(path: impl AsRef<Path>, keys: impl Into<KeyRing>) -> Result<Self, OpenError> {
        let (path, keys) = (path.as_ref().to_owned(), keys.into());
        let opening = tokio::task::spawn_blocking(move || Self::open_here(&path, keys));
        opening.await.map_err(|_panicked| OpenError::Gone)?
    }

    /// On a thread that may wait for the disk.
    fn open_here(path: &Path, keys: KeyRing) -> Result<Self, OpenError> {
        file::prepare(path)?;
        let left = Left::look(path);
        let connection = connect::writer(path)?;
        schema::recognise(&connection)?;
        file::restrict(path)?;
        connect::make_durable(&connection)?;
        let (redo, reached) = take_log(path, &connection, &left)?;
        schema::migrate(&connection)?;
        schema::take_keys(&connection, &keys)?;
        let presence = Arc::new(Presence::join(path, &connection)?);
        let reader = Reader::connect(path, keys)?;
        let counters = Arc::new(Counters::default());
        let means = Means {
            redo,
            presence: Arc::clone(&presence),
            counters: Arc::clone(&counters),
            syncs: Box::new(File::sync_data),
        };
        let mut durability = Durability::new(path.to_owned(), connection, means)?;
        durability.begin(reached).map_err(|failure| OpenError::Unwritable(failure.into()))?;
        Self::start(reader, durability, counters, presence)
    }

    fn start(
        reader: Reader,
        durability: Durability,
        counters: Arc<Counters>,
        presence: Arc<Presence>,
    ) -> Result<Self, OpenError> {
        let status = Arc::new(Status::default());
        let (requests, waiting) = queue();
        let writer = Writer::new(durability, Arc::clone(&counters), Arc::clone(&status));
        let named = thread::Builder::new().name("journal-writer".to_owned());
        let thread = named.spawn(move || writer.run(&waiting)).map_err(OpenError::Thread)?;
        Ok(Self {
            reader,
            resealing: Mutex::default(),
            requests: Mutex::new(Some(requests)),
            writing: Mutex::new(Some(thread)),
            counters,
            status,
            presence,
        })
    }

    /// Takes no more requests, finishes those that wait and what is being read, and closes the file. Every later call is
    /// unavailable.
    pub async fn close(&self) {
        // First the readers: SQLite's write-ahead log goes when the writer is the last to close.
        let (reading, requests, writing) = (self.reader.close(), take(&self.requests), take(&self.writing));
        let ending = tokio::task::spawn_blocking(|| {
            reading();
            drop(requests);
            writing.map(JoinHandle::join)
        });
        if !matches!(ending.await, Ok(None | Some(Ok(())))) {
            tracing::error!("the journal's writer had died");
        }
    }

    /// What it has done since it was opened.
    pub fn stats(&self) -> JournalStats {
        self.counters.read()
    }

    /// Hands a request to the writer; what comes back is promised.
    pub(crate) async fn write(
        &self,
        statement: Statement,
        values: Vec<Value>,
        durable: bool,
    ) -> Result<Vec<Row>, Failure> {
        let (reply, answer) = oneshot::channel();
        // The writer ends when the last sender is gone: it is held no longer than it takes to hand over.
        self.requests()?.write(Request::new(statement, values, durable, reply)).await?;
        answer.await.map_err(|_gone| Failure::closed())?
    }

    /// Writes what is sealed; when another key seals by now, sealed with that one once more.
    pub(crate) async fn write_sealed(
        &self,
        statement: Statement,
        durable: bool,
        values: impl Fn(&KeyRing) -> Result<Vec<Value>, JournalError> + Sync,
    ) -> Result<Vec<Row>, JournalError> {
        match self.write(statement, values(self.keys())?, durable).await {
            Err(failure) if failure.kind == FailureKind::KeyChanged => {
                self.take_keys().await?;
                Ok(self.write(statement, values(self.keys())?, durable).await?)
            }
            answer => Ok(answer?),
        }
    }

    fn requests(&self) -> Result<Requests, Failure> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(Failure::closed)
    }

    /// The readers, once they see everything that was promised.
    pub(crate) async fn readable(&self) -> Result<&Reader, JournalError> {
        if self.status.is_behind() || !self.presence.is_in_place() {
            self.requests()?.publish().await?;
        }
        Ok(&self.reader)
    }

    pub(crate) const fn keys(&self) -> &KeyRing {
        &self.reader.keys
    }

    fn leased(&self, row: &Row, lease: Lease) -> Result<Leased, JournalError> {
        let plain = row::open(self.keys(), row::CONTENT, lease.id, row::get(row, "content")?)?;
        let (attempts, failures): (i64, i64) = (row::get(row, "attempts")?, row::get(row, "failures")?);
        Ok(Leased {
            lease,
            operation: serde_json::from_slice(&plain).map_err(|quotes| misshapen(&quotes))?,
            attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
            failures: u32::try_from(failures).unwrap_or(u32::MAX),
        })
    }
}

impl SqliteJournal {
    /// What cannot be read back waits for a person. If even that fails, its lease runs out and it comes up again.
    async fn park_damaged(&self, lease: &Lease, damage: &JournalError, at: Timestamp) {
        tracing::error!(
            operation.id = %lease.id,
            error = %damage,
            cause = damage.source().map(tracing::field::display),
            "a journalled operation cannot be read: it is parked"
        );
        let parked = Outcome::Parked { reason: UNREADABLE.to_owned(), in_doubt: false };
        if let Err(error) = self.settle(lease, &parked, at).await {
            tracing::warn!(operation.id = %lease.id, %error, "it could not be parked; its lease runs out");
        }
    }
}

impl Drop for SqliteJournal {
    /// Waits for the writer, so that the journal can be opened again at once.
    fn drop(&mut self) {
        self.reader.close()();
        drop(take(&self.requests));
        if let Some(writing) = take(&self.writing) {
            drop(writing.join());
        }
    }
}

#[async_trait]
impl Journal for SqliteJournal {
    async fn record(&self, entry: &Entry, lease_until: Option<Timestamp>) -> Result<Recorded, JournalError> {
        if entry.is_turned_away() {
            return Ok(self.readable().await?.recorded_before(entry).await?.unwrap_or(Recorded::Answered));
        }
        let token = fresh_token()?;
        let values = |keys: &KeyRing| row::recording(keys, entry, lease_until, token);
        let rows = self.write_sealed(Statement::Record, true, values).await?;
        let Some(row) = rows.first() else {
            let before = self.readable().await?.recorded_before(entry).await?;
            return before.ok_or_else(|| JournalError::Unavailable("its key was just given back".into()));
        };
        Ok(match (&entry.task, lease_until) {
            (Task::Answered { .. }, _) => Recorded::Answered,
            (Task::Forward(_), Some(until)) if row::get(row, "leased")? => {
                Recorded::Leased(Lease { id: entry.id, token, until })
            }
            (Task::Forward(_), _) => Recorded::Waiting,
        })
    }

    async fn claim(&self, claim: Claim) -> Result<Vec<Leased>, JournalError> {
        let token = fresh_token()?;
        let mut values = vec![moment::nearest(claim.until).into(), token.as_bytes().as_slice().into()];
        values.extend(claim.uid.map(|uid| Value::from(uid.to_string())));
        values.push(moment::nearest(claim.now).into());
        values.push(i64::try_from(claim.limit).unwrap_or(i64::MAX).into());
        let statement = if claim.uid.is_some() { Statement::ClaimOf } else { Statement::Claim };
        let mut rows = self.write(statement, values, false).await?;
        rows.sort_by_cached_key(|row| row::get::<i64>(row, "seq").unwrap_or(i64::MAX));
        let mut leased = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = OperationId(Uuid::from_slice(row::get(row, "id")?).map_err(unreadable)?);
            let lease = Lease { id, token, until: claim.until };
            match self.leased(row, lease) {
                Ok(readable) => leased.push(readable),
                Err(damage) => self.park_damaged(&lease, &damage, claim.now).await,
            }
        }
        Ok(leased)
    }

    async fn settle(&self, lease: &Lease, outcome: &Outcome, at: Timestamp) -> Result<Settled, JournalError> {
        if matches!(outcome, Outcome::Held) {
            return Err(JournalError::LeaseLost);
        }
        let values = |keys: &KeyRing| row::settling(keys, lease, outcome, at);
        let rows = self.write_sealed(Statement::Settle, !is_found_out_again(outcome), values).await?;
        let row = rows.first().ok_or(JournalError::LeaseLost)?;
        Ok(Settled { more: row::get(row, "more")? })
    }

    async fn postpone(&self, lease: &Lease, postponement: &Postponement) -> Result<(), JournalError> {
        let values = vec![
            moment::nearest(postponement.until).into(),
            moment::nearest(postponement.at).into(),
            postponement.cause.as_str().into(),
            postponement.counted.into(),
            postponement.in_doubt.into(),
            lease.id.0.as_bytes().as_slice().into(),
            lease.token.as_bytes().as_slice().into(),
        ];
        let rows = self.write(Statement::Postpone, values, false).await?;
        rows.first().map(|_row| ()).ok_or(JournalError::LeaseLost)
    }

    async fn receipt(&self, id: OperationId) -> Result<Option<Receipt>, JournalError> {
        self.readable().await?.receipt(id).await
    }

    async fn waiting(&self, uid: LpaUid) -> Result<Option<Receipt>, JournalError> {
        self.readable().await?.waiting(uid).await
    }

    async fn backlog(&self) -> Result<Backlog, JournalError> {
        self.readable().await?.backlog().await
    }
}

/// Takes the log, when no other process has it, and runs what the tables lack of it: before the schema changes, because it
/// was meant for the schema as it was.
fn take_log(path: &Path, connection: &Connection, left: &Left) -> Result<(Option<Redo>, u64), OpenError> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let failed = |source| OpenError::File { path: path.to_owned(), source };
    let Some(redo) = Redo::take(path).map_err(failed)? else {
        connection.execute_batch("ROLLBACK")?;
        return Ok((None, 0));
    };
    left.warn(connection)?;
    let reached = redo.replay(connection)?;
    Ok((Some(redo), reached))
}

/// Whether a settlement that a power cut undoes is found out again: the register answers an operation applied before
/// with what it made then. A refusal is not: it depends on the LPA as it stood.
const fn is_found_out_again(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Applied { .. })
}

/// Fresh for every lease, also across restarts: 122 random bits.
pub(crate) fn fresh_token() -> Result<Uuid, JournalError> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|error| JournalError::Unavailable(error.into()))?;
    Ok(Builder::from_random_bytes(bytes).into_uuid())
}

fn take<T>(slot: &Mutex<Option<T>>) -> Option<T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner).take()
}

//! [`SqliteJournal`]: the port, on top of the writer and the readers.

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::{
    Backlog, Claim, Entry, Lease, Leased, LpaUid, OperationId, Outcome, Postponement, Receipt, Recorded,
    Settled, Task,
};
use lpa_ports::{Journal, JournalError};
use lpa_sealing::Seal;
use tokio::sync::{mpsc, oneshot};
use uuid::{Builder, Uuid};

use crate::error::{Failure, FailureKind, OpenError, unreadable};
use crate::fetched::Row;
use crate::presence::Presence;
use crate::read::Reader;
use crate::stats::{Counters, JournalStats};
use crate::writer::{Fault, QUEUE, Request, Statement, Value, Writer};
use crate::{connect, file, moment, row, schema};

/// The journal on an embedded SQLite file. Must be opened within a tokio runtime, and closed for a clean end; dropped
/// without, it is as after a crash: nothing acknowledged is lost.
pub struct SqliteJournal {
    reader: Reader,
    /// Gone once the journal is closed.
    requests: Mutex<Option<mpsc::Sender<Request>>>,
    writing: Mutex<Option<JoinHandle<()>>>,
    counters: Arc<Counters>,
    fault: Fault,
    presence: Presence,
}

impl SqliteJournal {
    /// Opens or makes the journal at `path`, whose sealed columns belong to `seal`. The file is 0600, a directory that
    /// has to be made 0700. What a process that is gone had leased can be claimed again at once.
    ///
    /// # Errors
    /// [`OpenError`]: each says what to do.
    pub async fn open(path: impl AsRef<Path>, seal: Seal) -> Result<Self, OpenError> {
        let path = path.as_ref().to_owned();
        let opening = tokio::task::spawn_blocking(move || Self::open_here(&path, seal));
        opening.await.map_err(|_panicked| OpenError::Gone)?
    }

    /// On a thread that may wait for the disk.
    fn open_here(path: &Path, seal: Seal) -> Result<Self, OpenError> {
        file::prepare(path)?;
        let connection = connect::writer(path)?;
        schema::recognise(&connection)?;
        file::restrict(path)?;
        connect::make_durable(&connection)?;
        schema::migrate(&connection)?;
        schema::claim_key(&connection, &seal)?;
        let presence = Presence::join(path, &connection)?;
        let reader = Reader::connect(path, seal)?;
        let (counters, fault) = (Arc::new(Counters::default()), Arc::new(OnceLock::new()));
        let (requests, queue) = mpsc::channel(QUEUE);
        let writer = Writer::new(connection, Arc::clone(&counters), Arc::clone(&fault));
        let thread = thread::Builder::new().name("journal-writer".to_owned()).spawn(|| writer.run(queue));
        Ok(Self {
            reader,
            requests: Mutex::new(Some(requests)),
            writing: Mutex::new(Some(thread.map_err(OpenError::Thread)?)),
            counters,
            fault,
            presence,
        })
    }

    /// Takes no more requests, finishes those that wait, and closes the file. Every later call is unavailable.
    pub async fn close(&self) {
        drop(take(&self.requests));
        let writing = take(&self.writing);
        self.reader.close();
        let ending = tokio::task::spawn_blocking(|| writing.map(JoinHandle::join));
        if !matches!(ending.await, Ok(None | Some(Ok(())))) {
            tracing::error!("the journal's writer had died");
        }
    }

    /// What it has done since it was opened.
    pub fn stats(&self) -> JournalStats {
        self.counters.read()
    }

    /// Hands a request to the writer; what comes back is committed.
    pub(crate) async fn write(
        &self,
        statement: Statement,
        values: Vec<Value>,
        durable: bool,
    ) -> Result<Vec<Row>, JournalError> {
        if durable {
            self.check_place()?;
        }
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let requests = requests.ok_or_else(Failure::closed)?;
        let (reply, answer) = oneshot::channel();
        let request = Request { statement, values, durable, reply };
        requests.send(request).await.map_err(|_gone| Failure::closed())?;
        // Held no longer than it takes to hand over: the writer ends when the last sender is gone.
        drop(requests);
        Ok(answer.await.map_err(|_gone| Failure::closed())??)
    }

    /// Nothing may be promised in a file that the next start would not find.
    fn check_place(&self) -> Result<(), Failure> {
        if self.presence.is_in_place() {
            return Ok(());
        }
        let failure = Failure::new("the journal's file was moved, replaced or deleted", FailureKind::Lasting);
        if self.fault.set(failure.clone()).is_ok() {
            tracing::error!(%failure, "the journal stops: put its file back and restart");
        }
        Err(failure)
    }

    /// After a lasting failure what is read cannot be trusted either.
    pub(crate) fn readable(&self) -> Result<&Reader, JournalError> {
        self.fault.get().map_or(Ok(&self.reader), |fault| Err(fault.clone().into()))
    }

    fn leased(&self, row: &Row, lease: (Uuid, Timestamp)) -> Result<Leased, JournalError> {
        let id = OperationId(Uuid::from_slice(row::get(row, "id")?).map_err(unreadable)?);
        let plain = row::open(&self.reader.seal, row::CONTENT, id, row::get(row, "content")?)?;
        let (attempts, failures): (i64, i64) = (row::get(row, "attempts")?, row::get(row, "failures")?);
        Ok(Leased {
            lease: Lease { id, token: lease.0, until: lease.1 },
            operation: serde_json::from_slice(&plain).map_err(unreadable)?,
            attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
            failures: u32::try_from(failures).unwrap_or(u32::MAX),
        })
    }
}

impl Drop for SqliteJournal {
    /// Waits for the writer, so that the journal can be opened again at once.
    fn drop(&mut self) {
        drop(take(&self.requests));
        if let Some(writing) = take(&self.writing) {
            drop(writing.join());
        }
    }
}

#[async_trait]
impl Journal for SqliteJournal {
    async fn record(&self, entry: &Entry, lease_until: Timestamp) -> Result<Recorded, JournalError> {
        let token = fresh_token()?;
        let values = row::recording(&self.reader.seal, entry, lease_until, token)?;
        let rows = self.write(Statement::Record, values, true).await?;
        let Some(row) = rows.first() else {
            return self.readable()?.recorded_before(entry).await;
        };
        Ok(match &entry.task {
            Task::Answered { .. } => Recorded::Answered,
            Task::Forward(_) if row::get(row, "leased")? => {
                Recorded::Leased(Lease { id: entry.id, token, until: lease_until })
            }
            Task::Forward(_) => Recorded::Waiting,
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
        readable_ones(rows.iter().map(|row| self.leased(row, (token, claim.until))))
    }

    async fn settle(&self, lease: &Lease, outcome: &Outcome, at: Timestamp) -> Result<Settled, JournalError> {
        if matches!(outcome, Outcome::Held) {
            return Err(JournalError::LeaseLost);
        }
        let columns = row::columns(&self.reader.seal, lease.id, outcome)?;
        let at = row::exact(at)?;
        let values = vec![
            columns.state.into(),
            at.into(),
            columns.version,
            columns.detail,
            (!outcome.is_settled()).into(),
            lease.id.0.as_bytes().as_slice().into(),
            lease.token.as_bytes().as_slice().into(),
            at.into(),
        ];
        let rows = self.write(Statement::Settle, values, !is_found_out_again(outcome)).await?;
        let row = rows.first().ok_or(JournalError::LeaseLost)?;
        Ok(Settled { more: row::get(row, "more")? })
    }

    async fn postpone(&self, lease: &Lease, postponement: &Postponement) -> Result<(), JournalError> {
        let values = vec![
            moment::nearest(postponement.until).into(),
            moment::nearest(postponement.at).into(),
            postponement.cause.as_str().into(),
            postponement.counted.into(),
            lease.id.0.as_bytes().as_slice().into(),
            lease.token.as_bytes().as_slice().into(),
        ];
        let rows = self.write(Statement::Postpone, values, false).await?;
        rows.first().map(|_row| ()).ok_or(JournalError::LeaseLost)
    }

    async fn receipt(&self, id: OperationId) -> Result<Option<Receipt>, JournalError> {
        self.readable()?.receipt(id).await
    }

    async fn waiting(&self, uid: LpaUid) -> Result<Option<Receipt>, JournalError> {
        self.readable()?.waiting(uid).await
    }

    async fn backlog(&self) -> Result<Backlog, JournalError> {
        self.readable()?.backlog().await
    }
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

/// One damaged operation does not keep the others from being forwarded: it fails the claim only when it is alone in it.
/// The lease it was given runs out, so it comes up, and is reported, again and again.
fn readable_ones(
    claimed: impl Iterator<Item = Result<Leased, JournalError>>,
) -> Result<Vec<Leased>, JournalError> {
    let (mut leased, mut damaged) = (Vec::new(), None);
    for one in claimed {
        match one {
            Ok(one) => leased.push(one),
            Err(error) => {
                tracing::error!(%error, "a journalled operation cannot be read: wrong key, or damage");
                damaged = Some(error);
            }
        }
    }
    match damaged {
        Some(error) if leased.is_empty() => Err(error),
        _ => Ok(leased),
    }
}

fn take<T>(slot: &Mutex<Option<T>>) -> Option<T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner).take()
}

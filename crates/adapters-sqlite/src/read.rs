//! What is only read: from the read-only connections, beside the writer.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use lpa_domain::{Backlog, Entry, LpaUid, OperationId, Receipt, Recorded};
use lpa_ports::JournalError;
use lpa_sealing::KeyRing;
use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::connect::{self, READERS};
use crate::error::{Failure, OpenError};
use crate::fetched::{self, Row};
use crate::moment;
use crate::row::{self, RECEIPT};
use crate::turn::PAUSE;
use crate::writer::Value;

/// So long the end of the journal waits for what is being read.
const PATIENCE: Duration = Duration::from_secs(5);

/// Notices, each with the receipt of its operation.
const NOTICE: &str = "SELECT number, notice.attempts - 1 AS leased_before, author,
                             id, uid, label, requested_at, state, changed_at, version, detail, in_doubt
                      FROM notice JOIN operation ON operation.seq = notice.operation";

/// What is not settled, as the triggers of the schema count it.
pub(crate) const BACKLOG: &str = "
SELECT held, parked, (SELECT min(requested_at) FROM operation WHERE state = 'held') AS oldest FROM backlog";

/// The readers, and the keys of what they read.
pub(crate) struct Reader {
    pub(crate) keys: KeyRing,
    /// `None` once nobody may read any more.
    idle: Arc<Mutex<Option<Vec<Connection>>>>,
    /// As many permits as connections; closed with the journal.
    turns: Arc<Semaphore>,
}

impl Reader {
    /// Connects the readers of the journal at `path`.
    pub(crate) fn connect(path: &Path, keys: KeyRing) -> Result<Self, OpenError> {
        let idle = (0..READERS).map(|_| connect::reader(path)).collect::<Result<_, _>>()?;
        Ok(Self { keys, idle: Arc::new(Mutex::new(Some(idle))), turns: Arc::new(Semaphore::new(READERS)) })
    }

    /// Lets nobody read any more. What comes back is to be called on a thread that may wait: for what is being read, but
    /// not for ever.
    pub(crate) fn close(&self) -> impl FnOnce() + Send + 'static + use<> {
        self.turns.close();
        let (idle, turns, since) = (Arc::clone(&self.idle), Arc::clone(&self.turns), Instant::now());
        move || {
            while turns.available_permits() < READERS && since.elapsed() < PATIENCE {
                thread::sleep(PAUSE);
            }
            drop(idle.lock().unwrap_or_else(PoisonError::into_inner).take());
        }
    }

    /// What was recorded before under the id or, failing that, under the key of an entry; `None` when nothing was.
    pub(crate) async fn recorded_before(&self, entry: &Entry) -> Result<Option<Recorded>, JournalError> {
        let sql = format!("SELECT {RECEIPT}, fingerprint FROM operation WHERE id = ?");
        let mut found = self.one(sql, vec![entry.id.0.as_bytes().as_slice().into()]).await?;
        if let (None, Some(keyed)) = (&found, &entry.keyed) {
            let sql = format!("SELECT {RECEIPT}, fingerprint FROM operation WHERE consumer = ? AND key = ?");
            found = self.one(sql, vec![keyed.consumer.as_str().into(), keyed.key.as_str().into()]).await?;
        }
        let Some(row) = found else { return Ok(None) };
        if row::get::<&[u8]>(&row, "fingerprint")? != entry.fingerprint {
            return Ok(Some(Recorded::KeyReused));
        }
        Ok(Some(Recorded::Repeat(row::receipt(&self.keys, &row)?)))
    }

    pub(crate) async fn receipt(&self, id: OperationId) -> Result<Option<Receipt>, JournalError> {
        let sql = format!("SELECT {RECEIPT} FROM operation WHERE id = ?");
        let row = self.one(sql, vec![id.0.as_bytes().as_slice().into()]).await?;
        row.map(|row| row::receipt(&self.keys, &row)).transpose()
    }

    pub(crate) async fn waiting(&self, uid: LpaUid) -> Result<Option<Receipt>, JournalError> {
        let sql = format!(
            "SELECT {RECEIPT} FROM operation WHERE uid = ? AND state IN ('held', 'parked') ORDER BY seq LIMIT 1"
        );
        let row = self.one(sql, vec![uid.to_string().into()]).await?;
        row.map(|row| row::receipt(&self.keys, &row)).transpose()
    }

    pub(crate) async fn backlog(&self) -> Result<Backlog, JournalError> {
        let Some(row) = self.one(BACKLOG.to_owned(), Vec::new()).await? else {
            return Ok(Backlog::default());
        };
        Ok(Backlog {
            held: row::get::<i64>(&row, "held")?.cast_unsigned(),
            parked: row::get::<i64>(&row, "parked")?.cast_unsigned(),
            oldest_held: row::get::<Option<i64>>(&row, "oldest")?.map(moment::read),
        })
    }

    /// The notices leased under a token, oldest first.
    pub(crate) async fn notices_under(&self, token: &[u8]) -> Result<Vec<Row>, JournalError> {
        let sql = format!("{NOTICE} WHERE notice.token = ? ORDER BY number");
        self.all(sql, vec![token.into()]).await
    }

    /// The notices after a number, in their order.
    pub(crate) async fn notices_after(&self, number: u64, limit: usize) -> Result<Vec<Row>, JournalError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = format!("{NOTICE} WHERE number > ? ORDER BY number LIMIT ?");
        self.all(sql, vec![i64::try_from(number).unwrap_or(i64::MAX).into(), limit.into()]).await
    }

    /// The first row of a question.
    pub(crate) async fn one(&self, sql: String, values: Vec<Value>) -> Result<Option<Row>, JournalError> {
        Ok(self.all(sql, values).await?.into_iter().next())
    }

    /// All rows of a question, asked on a thread that may wait for the disk.
    pub(crate) async fn all(&self, sql: String, values: Vec<Value>) -> Result<Vec<Row>, JournalError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_closed| Failure::closed())?;
        let idle = Arc::clone(&self.idle);
        let asking = tokio::task::spawn_blocking(move || {
            let taken = idle.lock().unwrap_or_else(PoisonError::into_inner).as_mut().and_then(Vec::pop);
            let connection = taken.ok_or_else(Failure::closed)?;
            let rows = fetched::run(&connection, &sql, &values);
            if let Some(idle) = idle.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
                idle.push(connection);
            }
            // The turn ends with the connection's use, not with the caller, who may have gone.
            drop(turn);
            rows.map_err(Failure::from)
        });
        Ok(asking.await.map_err(|_panicked| Failure::closed())??)
    }
}

#[cfg(test)]
mod tests {
    use lpa_sealing::Seal;
    use tempfile::TempDir;

    use super::*;
    use crate::file;
    use crate::journal::SqliteJournal;

    async fn journal() -> (TempDir, SqliteJournal) {
        let home = tempfile::tempdir().unwrap();
        let seal = Seal::new(&[7; 32]).unwrap();
        let journal = SqliteJournal::open(home.path().join("journal"), seal).await.unwrap();
        (home, journal)
    }

    /// Takes long enough for something else to be done meanwhile.
    fn long() -> String {
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n"
            .to_owned()
    }

    #[tokio::test]
    async fn who_stops_waiting_takes_no_connection_from_others() {
        let (_home, journal) = journal().await;
        for _ in 0..READERS {
            let asked = journal.reader.all(long(), Vec::new());
            assert!(futures::poll!(Box::pin(asked)).is_pending());
        }
        assert_eq!(journal.reader.all("SELECT 1".to_owned(), Vec::new()).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn closing_waits_for_what_is_read_so_that_the_journal_is_one_file_then() {
        let (home, journal) = journal().await;
        let mut asked = Box::pin(journal.reader.all(long(), Vec::new()));
        assert!(futures::poll!(&mut asked).is_pending());
        journal.close().await;
        assert!(!file::beside(&home.path().join("journal"), "-wal").exists());
        assert_eq!(asked.await.unwrap().len(), 1);
    }
}

//! The announced windows, in the journal's file.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::choice::Words as _;
use lpa_domain::window::{Tally, WindowStep};
use lpa_domain::{WindowEntry, WindowId};
use lpa_ports::{JournalError, Windows, WindowsError};
use uuid::Uuid;

use super::SqliteJournal;
use crate::error::unreadable;
use crate::fetched::Row;
use crate::writer::Statement;
use crate::{moment, row};

#[async_trait]
impl Windows for SqliteJournal {
    async fn note(&self, number: u64, entry: &WindowEntry) -> Result<(), WindowsError> {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let exact = |at| row::exact(at).map_err(failed);
        let values = vec![
            number.into(),
            entry.id.0.as_bytes().as_slice().into(),
            entry.step.word().into(),
            exact(entry.start)?.into(),
            exact(entry.end)?.into(),
            entry.reason.as_str().into(),
            entry.by.as_str().into(),
            exact(entry.at)?.into(),
            number.into(),
        ];
        let noted = self
            .write(Statement::NoteWindow, values, true)
            .await
            .map_err(JournalError::from)
            .map_err(failed)?;
        // Before the answer it is where other processes read, too.
        self.readable().await.map_err(failed)?;
        if noted.is_empty() { Err(WindowsError::Overtaken) } else { Ok(()) }
    }

    async fn entries(&self, read: u64) -> Result<Vec<WindowEntry>, WindowsError> {
        let read = i64::try_from(read).unwrap_or(i64::MAX);
        let sql = "SELECT id, step, start_at, end_at, reason, author, at FROM window_entry
                   WHERE number > ? ORDER BY number";
        let rows = self.readable().await.map_err(failed)?.all(sql.to_owned(), vec![read.into()]).await;
        rows.map_err(failed)?.iter().map(|row| entry(row).map_err(failed)).collect()
    }

    /// Reads every operation that is kept: an index would cost each recording, and this is asked once a window.
    async fn tally(&self, from: Timestamp, to: Timestamp) -> Result<Tally, WindowsError> {
        let sql = "SELECT state, count(*) AS count FROM operation
                   WHERE requested_at >= ? AND requested_at < ? GROUP BY state";
        let values = vec![moment::nearest(from).into(), moment::nearest(to).into()];
        let rows = self.readable().await.map_err(failed)?.all(sql.to_owned(), values).await;
        let mut tally = Tally::default();
        for row in rows.map_err(failed)? {
            let count: i64 = row::get(&row, "count").map_err(failed)?;
            tally.add(row::get(&row, "state").map_err(failed)?, count.cast_unsigned());
        }
        Ok(tally)
    }
}

fn entry(row: &Row) -> Result<WindowEntry, JournalError> {
    let step = WindowStep::from_word(row::get(row, "step")?);
    let moment = |name| row::get(row, name).map(moment::read);
    Ok(WindowEntry {
        id: WindowId(Uuid::from_slice(row::get(row, "id")?).map_err(unreadable)?),
        step: step.ok_or_else(|| unreadable("a window's step is not one that is known"))?,
        start: moment("start_at")?,
        end: moment("end_at")?,
        reason: row::get::<&str>(row, "reason")?.parse().map_err(unreadable)?,
        by: row::get::<&str>(row, "author")?.parse().map_err(unreadable)?,
        at: moment("at")?,
    })
}

/// The same failure in the words of the port.
fn failed(error: JournalError) -> WindowsError {
    match error {
        JournalError::Unreadable(source) => WindowsError::Unreadable(source),
        JournalError::Unavailable(source) => WindowsError::Unavailable(source),
        JournalError::LeaseLost => WindowsError::Unavailable(error.into()),
    }
}

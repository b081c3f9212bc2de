//! The announced windows, shared by the instances that share the journal.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::choice::Words as _;
use lpa_domain::window::{Tally, WindowStep};
use lpa_domain::{WindowEntry, WindowId};
use lpa_ports::{JournalError, Windows, WindowsError};
use sqlx::postgres::PgRow;

use super::{PostgresJournal, moments, rows};

/// `$1` number, `$2` id, `$3` step, `$4` start, `$5` end, `$6` reason, `$7` author, `$8` at. No row when the number is
/// taken, or does not follow the last.
pub(super) const NOTE: &str = "
insert into causeway_journal.window_entry (number, id, step, start_at, end_at, reason, author, at)
select $1, $2, $3, $4, $5, $6, $7, $8
where $1 = (select coalesce(max(number), 0) + 1 from causeway_journal.window_entry)
on conflict do nothing returning number";

/// Those after number `$1`.
pub(super) const ENTRIES: &str = "
select id, step, start_at, end_at, reason, author, at from causeway_journal.window_entry
where number > $1 order by number";

/// Of those accepted from `$1` until before `$2`.
pub(super) const TALLY: &str = "
select state, count(*) as count from causeway_journal.operation
where requested_at >= $1 and requested_at < $2 group by state";

#[async_trait]
impl Windows for PostgresJournal {
    async fn note(&self, number: u64, entry: &WindowEntry) -> Result<(), WindowsError> {
        let exact = |at| moments::exact(at).map_err(failed);
        let statement = sqlx::query(NOTE)
            .bind(number.cast_signed())
            .bind(entry.id.0)
            .bind(entry.step.word())
            .bind(exact(entry.start)?)
            .bind(exact(entry.end)?)
            .bind(entry.reason.as_str().to_owned())
            .bind(entry.by.as_str().to_owned())
            .bind(exact(entry.at)?);
        let noted = self.opened().await.map_err(failed)?.ask(statement).await;
        let noted = noted.map_err(|failure| WindowsError::Unavailable(failure.into()))?;
        if noted.is_empty() { Err(WindowsError::Overtaken) } else { Ok(()) }
    }

    async fn entries(&self, read: u64) -> Result<Vec<WindowEntry>, WindowsError> {
        let read = i64::try_from(read).unwrap_or(i64::MAX);
        let answer = self.opened().await.map_err(failed)?.ask_again(|| sqlx::query(ENTRIES).bind(read)).await;
        let rows = answer.map_err(|failure| WindowsError::Unavailable(failure.into()))?;
        rows.iter().map(|row| entry(row).map_err(failed)).collect()
    }

    async fn tally(&self, from: Timestamp, to: Timestamp) -> Result<Tally, WindowsError> {
        let (from, to) = (moments::nearest(from), moments::nearest(to));
        let connections = self.opened().await.map_err(failed)?;
        let answer = connections.ask_again(|| sqlx::query(TALLY).bind(from).bind(to)).await;
        let mut tally = Tally::default();
        for row in answer.map_err(|failure| WindowsError::Unavailable(failure.into()))? {
            let count: i64 = rows::column(&row, "count").map_err(failed)?;
            tally.add(rows::column(&row, "state").map_err(failed)?, count.cast_unsigned());
        }
        Ok(tally)
    }
}

fn entry(row: &PgRow) -> Result<WindowEntry, JournalError> {
    let step = WindowStep::from_word(rows::column(row, "step")?);
    let moment = |name| rows::column(row, name).map(moments::read);
    Ok(WindowEntry {
        id: WindowId(rows::column(row, "id")?),
        step: step.ok_or_else(|| rows::unreadable("a window's step is not one that is known"))?,
        start: moment("start_at")?,
        end: moment("end_at")?,
        reason: rows::column::<&str>(row, "reason")?.parse().map_err(rows::unreadable)?,
        by: rows::column::<&str>(row, "author")?.parse().map_err(rows::unreadable)?,
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

//! What is to be told to callers afterwards. The notices are made by a trigger, with what they tell of.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::{LeasedNotice, Notice, NoticeClaim, NoticeCursor, NoticeLease};
use lpa_ports::{JournalError, Notices};
use uuid::Uuid;

use crate::error::unreadable;
use crate::fetched::Row;
use crate::journal::{SqliteJournal, fresh_token};
use crate::moment;
use crate::row::{self, get};
use crate::writer::{Statement, Value};

#[async_trait]
impl Notices for SqliteJournal {
    async fn due(&self, claim: NoticeClaim) -> Result<Vec<LeasedNotice>, JournalError> {
        let token = fresh_token()?;
        let values = vec![
            moment::nearest(claim.until).into(),
            token.as_bytes().as_slice().into(),
            moment::nearest(claim.now).into(),
            i64::try_from(claim.limit).unwrap_or(i64::MAX).into(),
        ];
        if self.write(Statement::NoticesDue, values, false).await?.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.readable().await?.notices_under(token.as_bytes()).await?;
        Ok(rows.iter().filter_map(|row| readable(row, self.leased_notice(row, token))).collect())
    }

    async fn told(&self, lease: &NoticeLease, at: Timestamp) -> Result<(), JournalError> {
        self.under_lease(Statement::NoticeTold, lease, at).await
    }

    async fn put_off(&self, lease: &NoticeLease, until: Timestamp) -> Result<(), JournalError> {
        self.under_lease(Statement::NoticePutOff, lease, until).await
    }

    async fn after(&self, cursor: NoticeCursor, limit: usize) -> Result<Vec<Notice>, JournalError> {
        let mut after = cursor.number;
        loop {
            let rows = self.readable().await?.notices_after(after, limit).await?;
            let read: Vec<_> = rows.iter().filter_map(|row| readable(row, self.notice(row))).collect();
            // None at all means the end: so behind what cannot be read it is read on.
            match rows.last() {
                Some(last) if read.is_empty() => after = get::<i64>(last, "number")?.cast_unsigned(),
                _ => return Ok(read),
            }
        }
    }
}

/// What cannot be read back must not keep the others from those who wait for them.
fn readable<T>(row: &Row, read: Result<T, JournalError>) -> Option<T> {
    let id = || get(row, "id").ok().and_then(|id| Uuid::from_slice(id).ok());
    read.inspect_err(|error| {
        tracing::error!(
            operation.id = id().map(tracing::field::display),
            %error,
            "what became of an operation cannot be read: its callers are not told"
        );
    })
    .ok()
}

impl SqliteJournal {
    /// What a power cut undoes here is done once more, and the receiver knows the notice again.
    async fn under_lease(
        &self,
        statement: Statement,
        lease: &NoticeLease,
        moment: Timestamp,
    ) -> Result<(), JournalError> {
        let values: Vec<Value> = vec![
            moment::nearest(moment).into(),
            lease.notice.number.cast_signed().into(),
            lease.token.as_bytes().as_slice().into(),
        ];
        let rows = self.write(statement, values, false).await?;
        rows.first().map(|_row| ()).ok_or(JournalError::LeaseLost)
    }

    fn leased_notice(&self, row: &Row, token: Uuid) -> Result<LeasedNotice, JournalError> {
        let notice = self.notice(row)?;
        let attempts: i64 = get(row, "leased_before")?;
        Ok(LeasedNotice {
            lease: NoticeLease { notice: notice.cursor, token },
            notice,
            attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        })
    }

    fn notice(&self, row: &Row) -> Result<Notice, JournalError> {
        let number = get::<i64>(row, "number")?.cast_unsigned();
        Ok(Notice {
            cursor: NoticeCursor { transaction: 0, number },
            author: get::<&str>(row, "author")?.parse().map_err(unreadable)?,
            receipt: row::receipt(self.keys(), row)?,
        })
    }
}

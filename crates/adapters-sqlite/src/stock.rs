//! Reserved sequence numbers.

use async_trait::async_trait;
use lpa_ports::{JournalError, Stock, StockError, UidBlock};

use crate::error::unreadable;
use crate::journal::SqliteJournal;
use crate::row::get;
use crate::writer::Statement;

#[async_trait]
impl Stock for SqliteJournal {
    async fn put(&self, block: UidBlock) -> Result<(), StockError> {
        let past = block.first + u64::from(block.count);
        let values = vec![block.first.cast_signed().into(), past.cast_signed().into()];
        self.write(Statement::PutNumbers, values, true).await?;
        Ok(())
    }

    async fn take(&self, count: u32) -> Result<Option<UidBlock>, StockError> {
        let values = vec![i64::from(count).into(); 3];
        let rows = self.write(Statement::TakeNumbers, values, true).await?;
        let first = rows.first().map(|row| get::<i64>(row, "first")).transpose().map_err(unavailable)?;
        Ok(first.map(|first| UidBlock { first: first.cast_unsigned(), count }))
    }

    async fn left(&self) -> Result<u64, StockError> {
        let sql = "SELECT coalesce(sum(past - next), 0) AS left FROM uid_stock".to_owned();
        let row =
            self.readable().await.map_err(unavailable)?.one(sql, Vec::new()).await.map_err(unavailable)?;
        let row = row.ok_or_else(|| unavailable(unreadable("no sum")))?;
        get::<i64>(&row, "left").map(i64::cast_unsigned).map_err(unavailable)
    }
}

fn unavailable(error: JournalError) -> StockError {
    StockError::Unavailable(error.into())
}

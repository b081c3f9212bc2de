//! Reserved sequence numbers, which all instances take from.

use async_trait::async_trait;
use lpa_ports::{JournalError, Stock, StockError, UidBlock};

use super::PostgresJournal;
use super::rows::{column, unreadable};
use super::statements::{NUMBERS_LEFT, PUT_NUMBERS, TAKE_NUMBERS};

#[async_trait]
impl Stock for PostgresJournal {
    /// Asked once only: a second time it could be put after it was taken.
    async fn put(&self, block: UidBlock) -> Result<(), StockError> {
        let [next, past] = [block.first, block.first + u64::from(block.count)].map(u64::cast_signed);
        let put = sqlx::query(PUT_NUMBERS).bind(next).bind(past);
        self.opened().await.map_err(unavailable)?.ask(put).await?;
        Ok(())
    }

    async fn take(&self, count: u32) -> Result<Option<UidBlock>, StockError> {
        let take = sqlx::query(TAKE_NUMBERS).bind(i64::from(count));
        let rows = self.opened().await.map_err(unavailable)?.ask(take).await?;
        let row = rows.first().ok_or_else(|| unavailable(unreadable("no number")))?;
        let first: Option<i64> = column(row, "first").map_err(unavailable)?;
        Ok(first.map(|first| UidBlock { first: first.cast_unsigned(), count }))
    }

    async fn left(&self) -> Result<u64, StockError> {
        let opened = self.opened().await.map_err(unavailable)?;
        let rows = opened.ask_again(|| sqlx::query(NUMBERS_LEFT)).await?;
        let row = rows.first().ok_or_else(|| unavailable(unreadable("no sum")))?;
        column::<i64>(row, "left").map(i64::cast_unsigned).map_err(unavailable)
    }
}

fn unavailable(error: JournalError) -> StockError {
    StockError::Unavailable(error.into())
}

//! Sequence numbers that were reserved and are not handed out yet.

use async_trait::async_trait;
use thiserror::Error;

use crate::error::Source;
use crate::uids::UidBlock;

/// Sequence numbers that were reserved and are not handed out yet: kept where the journal is.
///
/// - What [`Stock::put`] has answered is there after a crash and a power cut.
/// - No number is taken twice, whoever takes, however many at once, also across a crash: it is durably gone before
///   [`Stock::take`] answers with it. A block whose answer was lost is lost.
/// - A block is taken whole and without gaps, of numbers that were put; those put first are taken first, if they reach.
/// - [`Stock::left`] counts what was put and not taken.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Stock: Send + Sync {
    /// Adds a block that was reserved for nobody else, once. When it fails the block is not put again: it may be there.
    ///
    /// # Errors
    /// [`StockError::Unavailable`].
    async fn put(&self, block: UidBlock) -> Result<(), StockError>;

    /// Takes `count` numbers (at least 1); `None` when there are not so many in one piece.
    ///
    /// # Errors
    /// [`StockError::Unavailable`]: none were taken, or they are lost.
    async fn take(&self, count: u32) -> Result<Option<UidBlock>, StockError>;

    /// How many numbers are left.
    ///
    /// # Errors
    /// [`StockError::Unavailable`].
    async fn left(&self) -> Result<u64, StockError>;
}

/// Why nothing was put or taken.
#[derive(Debug, Error)]
pub enum StockError {
    /// It cannot be written or read now: try again later.
    #[error("the stock of numbers is not available")]
    Unavailable(#[source] Source),
}

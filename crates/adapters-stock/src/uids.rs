//! Blocks of sequence numbers: from the stock, and from the issuer when the stock does not reach.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use async_trait::async_trait;
use lpa_ports::{Stock, StockError, UidBlock, Uids, UidsError};
use tokio::sync::{Mutex, Notify};

/// Sequence numbers from a durable stock that an issuer fills.
///
/// The stock is filled up whenever less than a block is left in it, so while the issuer answers there is always at least
/// one block. Larger blocks than those it is filled with are asked of the issuer itself.
pub struct StockedUids {
    issuer: Arc<dyn Uids>,
    stock: Arc<dyn Stock>,
    block: u32,
    /// As last seen; others may share the stock.
    left: AtomicU64,
    filling: Mutex<()>,
    low: Arc<Notify>,
}

impl StockedUids {
    /// Fills `stock` from `issuer` with blocks of `block` numbers (at least 1). Nothing is asked yet.
    pub fn new(issuer: Arc<dyn Uids>, stock: Arc<dyn Stock>, block: u32) -> Self {
        let (left, filling, low) = (AtomicU64::new(0), Mutex::new(()), Arc::default());
        Self { issuer, stock, block: block.max(1), left, filling, low }
    }

    /// Keeps the stock filled from now on, in a task that ends after the last holder is gone; looks at least every
    /// `period`. Must be called within a tokio runtime.
    pub fn stay_filled(self: &Arc<Self>, period: Duration) {
        let low = Arc::clone(&self.low);
        tokio::spawn(keep_filled(Arc::downgrade(self), low, period));
    }

    /// Fills the stock up to a whole block.
    ///
    /// # Errors
    /// What the issuer says; the stock itself being away is an issuer that is away.
    pub async fn fill(&self) -> Result<(), UidsError> {
        let _one_at_a_time = self.filling.lock().await;
        while self.look().await? < u64::from(self.block) {
            self.fetch().await?;
        }
        Ok(())
    }

    async fn look(&self) -> Result<u64, UidsError> {
        let left = self.stock.left().await.map_err(away)?;
        self.left.store(left, Ordering::Relaxed);
        Ok(left)
    }

    /// One more block. When it is lost on the way it is a gap.
    async fn fetch(&self) -> Result<(), UidsError> {
        let block = self.issuer.reserve(self.block).await?;
        self.stock.put(block).await.map_err(away)?;
        self.left.fetch_add(u64::from(block.count), Ordering::Relaxed);
        tracing::info!(count = block.count, "numbers for UIDs reserved");
        Ok(())
    }

    /// From the stock; `None` when it does not reach.
    async fn take(&self, count: u32) -> Result<Option<UidBlock>, StockError> {
        let taken = self.stock.take(count).await?;
        if taken.is_some() {
            let less = |left: u64| Some(left.saturating_sub(u64::from(count)));
            let before = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
            if before.unwrap_or_default() < u64::from(self.block) + u64::from(count) {
                self.low.notify_one();
            }
        }
        Ok(taken)
    }

    /// Fills the stock by a block and takes from it; `None` when the issuer has no whole block left.
    async fn fetch_and_take(&self, count: u32) -> Result<Option<UidBlock>, UidsError> {
        let _one_at_a_time = self.filling.lock().await;
        // Somebody may have filled it while we waited.
        if let Some(taken) = self.take(count).await.map_err(away)? {
            return Ok(Some(taken));
        }
        match self.fetch().await {
            Ok(()) => self.take(count).await.map_err(away),
            Err(UidsError::Exhausted) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn away(error: StockError) -> UidsError {
    UidsError::Offline(error.into())
}

#[async_trait]
impl Uids for StockedUids {
    async fn reserve(&self, count: u32) -> Result<UidBlock, UidsError> {
        if count > self.block {
            return self.issuer.reserve(count).await;
        }
        let taken = match self.take(count).await {
            Ok(Some(taken)) => Some(taken),
            Ok(None) => self.fetch_and_take(count).await?,
            Err(error) => {
                tracing::warn!(error = %error, "no numbers from the stock; asking the issuer");
                None
            }
        };
        match taken {
            Some(taken) => Ok(taken),
            None => self.issuer.reserve(count).await,
        }
    }

    fn left(&self) -> Option<u64> {
        Some(self.left.load(Ordering::Relaxed))
    }
}

async fn keep_filled(uids: Weak<StockedUids>, low: Arc<Notify>, period: Duration) {
    let mut away = false;
    while let Some(uids) = uids.upgrade() {
        let filled = uids.fill().await;
        drop(uids);
        if let (Err(error), false) = (&filled, away) {
            tracing::warn!(error = %error, "the stock of numbers cannot be filled; trying again");
        }
        away = filled.is_err();
        if away {
            // Whoever takes does not make us knock at an issuer that is away.
            tokio::time::sleep(period).await;
        } else {
            tokio::select! {
                () = low.notified() => {}
                () = tokio::time::sleep(period) => {}
            }
        }
    }
}

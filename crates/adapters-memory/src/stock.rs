//! Reserved numbers in memory.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use lpa_ports::{Stock, StockError, UidBlock};

use crate::faults::{Faults, InjectedFault};

/// Reserved numbers in memory: all promises of [`Stock`] until the process ends.
#[derive(Debug, Default)]
pub struct MemoryStock {
    blocks: Mutex<VecDeque<Range<u64>>>,
    faults: Faults,
}

impl MemoryStock {
    /// Nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes it fail.
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }

    async fn arrive(&self) -> Result<std::sync::MutexGuard<'_, VecDeque<Range<u64>>>, StockError> {
        self.faults.arrive().await.map_err(unavailable)?;
        Ok(self.blocks.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn leave<T>(&self, answer: T) -> Result<T, StockError> {
        self.faults.leave().map_err(unavailable)?;
        Ok(answer)
    }
}

fn unavailable(fault: InjectedFault) -> StockError {
    StockError::Unavailable(fault.into())
}

/// Takes the first numbers of the first block that reaches.
fn take(blocks: &mut VecDeque<Range<u64>>, count: u32) -> Option<UidBlock> {
    let reaches = |block: &&mut Range<u64>| block.end - block.start >= u64::from(count);
    let block = blocks.iter_mut().find(reaches)?;
    let first = block.start;
    block.start += u64::from(count);
    blocks.retain(|block| !block.is_empty());
    Some(UidBlock { first, count })
}

#[async_trait]
impl Stock for MemoryStock {
    async fn put(&self, block: UidBlock) -> Result<(), StockError> {
        self.arrive().await?.push_back(block.first..block.first + u64::from(block.count));
        self.leave(())
    }

    async fn take(&self, count: u32) -> Result<Option<UidBlock>, StockError> {
        let taken = take(&mut *self.arrive().await?, count);
        self.leave(taken)
    }

    async fn left(&self) -> Result<u64, StockError> {
        let blocks = self.arrive().await?;
        Ok(blocks.iter().map(|block| block.end - block.start).sum())
    }
}

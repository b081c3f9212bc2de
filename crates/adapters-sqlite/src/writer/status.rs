//! What readers must know of the writer.

use std::sync::atomic::{AtomicBool, Ordering};

use super::durability::Durability;

/// Whether what readers would see is all that was promised.
#[derive(Debug, Default)]
pub(crate) struct Status {
    behind: AtomicBool,
}

impl Status {
    pub(super) fn set(&self, durability: &Durability) {
        self.behind.store(durability.is_behind(), Ordering::Release);
    }

    /// Whether the writer is to be asked to commit before anything is read.
    pub(crate) fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Acquire)
    }
}

//! Where an adapter lives.

use std::sync::Arc;

use async_trait::async_trait;

/// Where an adapter lives: a file, a database, a server. Keeps it alive while the test runs.
///
/// An adapter in memory is its own house: an `Arc<dyn Port>` opens as itself.
#[async_trait]
pub trait House<P: ?Sized>: Send + Sync {
    /// The adapter. Opened again, it is another one on the same content: as after a restart, when the first was dropped
    /// before; else as in a second process. Journals are only ever opened again after a drop: one file, one process.
    async fn open(&self) -> Arc<P>;
}

#[async_trait]
impl<P: ?Sized + Send + Sync> House<P> for Arc<P> {
    async fn open(&self) -> Self {
        Self::clone(self)
    }
}

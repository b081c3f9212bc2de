//! One incarnation of a process, and the points at which it may end.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::world::World;

/// One incarnation of a process. Once it has ended, no task of it gets past its next call to a port, so nothing that it
/// still does has any effect: it is as dead as if its memory were gone.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    world: Arc<World>,
    /// Which machine it runs on, and the how-many-eth process there it is.
    name: String,
    ended: CancellationToken,
}

impl Life {
    /// A new incarnation.
    pub(crate) fn new(world: Arc<World>, host: usize, incarnation: usize) -> Self {
        Self { world, name: format!("p{host}.{incarnation}"), ended: CancellationToken::new() }
    }

    /// What it is called in the trace.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it has ended.
    pub(crate) fn is_over(&self) -> bool {
        self.ended.is_cancelled()
    }

    /// Waits for its end.
    pub(crate) async fn end(&self) {
        self.ended.cancelled().await;
    }

    /// It ends now.
    pub(crate) fn kill(&self, why: &str) {
        self.world.note(format_args!("{} CRASH {why}", self.name));
        self.ended.cancel();
    }

    /// A point at which it may end; who is dead stays here for ever.
    pub(crate) async fn crash_point(&self, place: impl FnOnce() -> String) {
        if !self.is_over() && self.world.is_stormy() && self.world.chance(self.world.plan.crashes) {
            let place = place();
            self.kill(&place);
            self.world.reach(format!("crash {place}"));
        }
        if self.is_over() {
            std::future::pending::<()>().await;
        }
    }
}

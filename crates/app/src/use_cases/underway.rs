//! Which operations are being carried to the register by this process just now.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lpa_domain::OperationId;

/// Keeps two attempts at one operation apart. A lease may run out before its attempt has ended, when the clock is set
/// forward: were the operation carried a second time then, refused, and its line moved on, the first attempt could find an LPA on
/// which it is right after all.
#[derive(Debug, Default)]
pub(super) struct Underway(Mutex<BTreeSet<OperationId>>);

/// One attempt; ends when it is dropped.
#[derive(Debug)]
pub(super) struct Attempt<'u> {
    underway: &'u Underway,
    id: OperationId,
}

impl Underway {
    /// Begins an attempt; `None` while another one is under way.
    pub(super) fn begin(&self, id: OperationId) -> Option<Attempt<'_>> {
        let is_first = self.ids().insert(id);
        // Not `then_some`: an attempt that did not begin must not end.
        is_first.then(|| Attempt { underway: self, id })
    }

    /// Whether nothing is being carried.
    pub(super) fn is_empty(&self) -> bool {
        self.ids().is_empty()
    }

    fn ids(&self) -> MutexGuard<'_, BTreeSet<OperationId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.underway.ids().remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn one_attempt_at_a_time() {
        let underway = Underway::default();
        let (one, other) = (OperationId(Uuid::from_u128(1)), OperationId(Uuid::from_u128(2)));
        let first = underway.begin(one);
        assert!(first.is_some() && underway.begin(one).is_none() && underway.begin(other).is_some());
        drop(first);
        assert!(underway.begin(one).is_some());
    }
}
